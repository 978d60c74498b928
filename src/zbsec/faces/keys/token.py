"""A key in a PKCS#11 token: a hardware security module, a smart card, SoftHSM.

The token's own key never leaves it. What the gallery uses is a code that the token computes with it (HMAC-SHA-256, RFC
2104) over one fixed text: without the token there is no key, and a stolen token without its PIN gives none.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from zbsec._failures import words
from zbsec._text import Text, two
from zbsec.errors import SiteKeyError
from zbsec.faces.vault.sitekeys import SITE_KEY_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

LABEL = b"zbsec site key 1"
_FORM = "pkcs11:token=LABEL;object=LABEL?module-path=/path/of/module.so&pin-source=file:/path/of/pin"


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A secret key of a token, by the labels of both."""

    module: Path
    token: str
    label: str
    pin: str = field(repr=False)

    def read(self) -> bytes:
        """The code over ``LABEL``, 32 bytes."""
        library = _library()
        with _in_words(self, library), self._session(library) as session:
            key = session.get_key(object_class=library.ObjectClass.SECRET_KEY, label=self.label)
            code = bytes(key.sign(LABEL, mechanism=library.Mechanism.SHA256_HMAC))
        if len(code) != SITE_KEY_BYTES:
            raise SiteKeyError(
                two(
                    f"{self.where.en}: the token answered {len(code)} bytes to HMAC-SHA-256",
                    f"{self.where.zh}：令牌对 HMAC-SHA-256 应答了 {len(code)} 字节",
                )
            )
        return code

    def create(self) -> None:
        """Make a secret of 256 bits that the token does not give out."""
        library = _library()
        with _in_words(self, library), self._session(library, write=True) as session:
            wanted = {
                library.Attribute.CLASS: library.ObjectClass.SECRET_KEY,
                library.Attribute.LABEL: self.label,
            }
            found: Iterator[Any] = session.get_objects(wanted)
            if list(found):
                raise SiteKeyError(
                    two(
                        f"{self.where.en} is there already; no key is ever overwritten",
                        f"{self.where.zh}已存在；密钥从不覆盖",
                    )
                )
            session.generate_key(
                library.KeyType.GENERIC_SECRET,
                256,
                label=self.label,
                store=True,
                mechanism=library.Mechanism.GENERIC_SECRET_KEY_GEN,
                capabilities=library.MechanismFlag.SIGN | library.MechanismFlag.VERIFY,
                template={library.Attribute.SENSITIVE: True, library.Attribute.EXTRACTABLE: False},
            )

    def _session(self, library: ModuleType, *, write: bool = False) -> Any:
        if not self.module.exists():
            raise SiteKeyError(
                two(
                    f"{self.where.en}: there is no module {self.module}; is its package installed?",
                    f"{self.where.zh}：没有模块 {self.module}；其软件包是否已安装？",
                )
            )
        return library.lib(str(self.module)).get_token(token_label=self.token).open(user_pin=self.pin, rw=write)

    @property
    def where(self) -> Text:
        return two(
            f"key {self.label!r} of PKCS#11 token {self.token!r}", f"PKCS#11 令牌 {self.token!r} 的密钥 {self.label!r} "
        )


@contextmanager
def _in_words(key: TokenKey, library: ModuleType) -> Iterator[None]:
    """Turn what a token says into SiteKeyError that names token and key."""
    said = {
        library.exceptions.PKCS11Error: two(f"{key.module} is no PKCS#11 module", f"{key.module} 不是 PKCS#11 模块"),
        library.exceptions.NoSuchToken: two(
            f"there is no token {key.token!r}; is it plugged in?", f"没有令牌 {key.token!r}；是否已插入？"
        ),
        library.exceptions.MultipleTokensReturned: two(
            f"there are several tokens {key.token!r}", f"有多个令牌 {key.token!r}"
        ),
        library.exceptions.NoSuchKey: two(
            "it is not there; make one with: zbsec gallery new-key pkcs11:...",
            "不存在；生成密钥：zbsec gallery new-key pkcs11:...",
        ),
        library.exceptions.MultipleObjectsReturned: two("there are several of that label", "有多个同名密钥"),
        library.exceptions.PinIncorrect: two(
            "the PIN is wrong; too many tries lock the token", "PIN 错误；多次错误会锁定令牌"
        ),
        library.exceptions.PinLenRange: two("the PIN has a length that the token does not take", "PIN 长度不符"),
        library.exceptions.PinLocked: two(
            "the token is locked after too many wrong PINs; its security officer unlocks it",
            "PIN 错误次数过多，令牌已锁定；由其安全管理员解锁",
        ),
    }
    try:
        yield
    except library.exceptions.PKCS11Error as error:
        words = said.get(
            type(error), two(f"the token refused: {type(error).__name__}", f"令牌拒绝：{type(error).__name__}")
        )
        raise SiteKeyError(two(f"{key.where.en}: {words.en}", f"{key.where.zh}：{words.zh}")) from error


def parse(text: str) -> TokenKey:
    """A PKCS#11 URI (RFC 7512) behind its scheme; the PIN comes from a file or the environment, never from the text."""
    path, _, query = text.partition("?")
    facts = dict(part.partition("=")[::2] for part in path.split(";") if part)
    options = dict(part.partition("=")[::2] for part in query.split("&") if part)
    if "pin-value" in options:
        raise SiteKeyError(
            two(
                "pkcs11: pin-value would show the PIN to everybody who sees the command; use pin-source",
                "pkcs11：pin-value 会让所有看到命令的人看到 PIN；请用 pin-source",
            )
        )
    missing = [name for name in ("token", "object") if not facts.get(name)]
    missing += [name for name in ("module-path", "pin-source") if not options.get(name)]
    if missing:
        raise SiteKeyError(
            two(
                f"pkcs11: {', '.join(missing)} is missing; write {_FORM}",
                f"pkcs11：缺少 {'、'.join(missing)}；请写成 {_FORM}",
            )
        )
    return TokenKey(
        module=Path(_plain(options["module-path"])),
        token=_plain(facts["token"]),
        label=_plain(facts["object"]),
        pin=_pin(_plain(options["pin-source"])),
    )


def _pin(source: str) -> str:
    scheme, _, rest = source.partition(":")
    if scheme == "env":
        pin = os.environ.get(rest, "")
        where = two(f"environment variable {rest}", f"环境变量 {rest} ")
    else:
        path = Path((rest if scheme == "file" else source).removeprefix("//"))
        where = two(f"PIN file {path}", f"PIN 文件 {path} ")
        try:
            pin = path.read_text().strip()
        except OSError as error:
            raise SiteKeyError(two(f"{where.en}: {words(error).en}", f"{where.zh}：{words(error).zh}")) from error
    if not pin:
        raise SiteKeyError(two(f"{where.en} holds no PIN", f"{where.zh}中没有 PIN"))
    return pin


def _plain(text: str) -> str:
    """Percent-encoded bytes as the text they write (RFC 3986, 2.1)."""
    return re.sub(b"%([0-9a-fA-F]{2})", lambda match: bytes.fromhex(match[1].decode()), text.encode()).decode()


def _library() -> ModuleType:
    try:
        import pkcs11  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise SiteKeyError(
            two(
                'keys from a PKCS#11 token need a package; run: pip install "zbsec[pkcs11]"',
                '从 PKCS#11 令牌读取密钥需要软件包；请运行：pip install "zbsec[pkcs11]"',
            )
        ) from error
    return pkcs11
