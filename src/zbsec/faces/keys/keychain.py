"""A key in the keyring of the system: Secret Service, KWallet, macOS Keychain, Windows Credential Locker."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

from zbsec._text import Text, same, two
from zbsec.errors import SiteKeyError
from zbsec.faces.keys.source import from_digits, new_key


@dataclass(frozen=True, slots=True)
class KeyringEntry:
    """64 hexadecimal digits as the password of a user of a service."""

    service: str
    user: str

    def read(self) -> bytes:
        text = self._ask(_library())
        if text is None:
            raise SiteKeyError(
                two(
                    f"{self._where.en} is not there; make one with: zbsec gallery new-key {self._name}",
                    f"{self._where.zh}不存在；生成密钥：zbsec gallery new-key {self._name}",
                )
            )
        return from_digits(text, self._where)

    def create(self) -> None:
        library = _library()
        if self._ask(library) is not None:
            raise SiteKeyError(
                two(
                    f"{self._where.en} is there already; no key is ever overwritten",
                    f"{self._where.zh}已存在；密钥从不覆盖",
                )
            )
        try:
            library.set_password(self.service, self.user, new_key().hex())
        except library.errors.KeyringError as error:
            raise SiteKeyError(
                two(
                    f"{self._where.en} cannot be written: {_words(error).en}",
                    f"{self._where.zh}无法写入：{_words(error).zh}",
                )
            ) from error

    def _ask(self, library: ModuleType) -> str | None:
        try:
            found: str | None = library.get_password(self.service, self.user)
        except library.errors.KeyringError as error:
            raise SiteKeyError(
                two(
                    f"{self._where.en} cannot be read: {_words(error).en}",
                    f"{self._where.zh}无法读取：{_words(error).zh}",
                )
            ) from error
        return found

    @property
    def _name(self) -> str:
        return f"keyring:{self.service}/{self.user}"

    @property
    def _where(self) -> Text:
        return two(
            f"keyring entry {self.service!r} of user {self.user!r}",
            f"用户 {self.user!r} 的钥匙串条目 {self.service!r} ",
        )


def parse(text: str) -> KeyringEntry:
    """``service/user``."""
    service, _, user = text.rpartition("/")
    if not service or not user:
        raise SiteKeyError(
            two(
                f"keyring:{text} names no entry; write keyring:service/user",
                f"keyring:{text} 未指明条目；请写成 keyring:服务/用户",
            )
        )
    return KeyringEntry(service, user)


def _library() -> ModuleType:
    try:
        import keyring  # noqa: PLC0415
        import keyring.errors  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise SiteKeyError(
            two(
                'keys from a keyring need a package; run: pip install "zbsec[keyring]"',
                '从钥匙串读取密钥需要软件包；请运行：pip install "zbsec[keyring]"',
            )
        ) from error
    return keyring


def _words(error: Exception) -> Text:
    name = type(error).__name__
    return same(f"{name}: {error}") if str(error) else two(f"{name} (is it locked?)", f"{name}（是否已锁定？）")
