"""SM2 signatures with SM3 (GB/T 32918.2-2016) by the ``openssl`` command, version 3 or later.

No well-kept Python library signs with SM2: ``cryptography`` knows SM3 and SM4 and not SM2, and the pure-Python ones
are not written against side channels. OpenSSL is kept, is everywhere, and does it by the standard, so its command is
asked. Keys in a token or a security module sign through an object of their own, see ``Signer``.
"""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

from zbsec._text import two
from zbsec.errors import ReportError, SignatureError
from zbsec.sites.signing.files import write_pair
from zbsec.sites.signing.keys import passphrase

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIGNER = "distid:1234567812345678"
"""The default user id of GM/T 0009-2012, which both sides take where they have not agreed on another."""
_TIMEOUT_S = 30.0


class Sm2:
    """One key in a PEM file, public or private."""

    algorithm = "sm2"

    def __init__(self, file: Path, public: bytes, *, private: bool, passphrase_env: str | None = None) -> None:
        self._file = file
        self._public = public
        self._private = private
        self._secret = ["-passin", f"env:{passphrase_env}"] if passphrase_env else []

    @classmethod
    def signer(cls, file: Path, passphrase_env: str | None) -> Self:
        passphrase(file, passphrase_env)
        secret = ["-passin", f"env:{passphrase_env}"] if passphrase_env else []
        public = _asked(["pkey", "-in", str(file), *secret, "-pubout", "-outform", "DER"], file)
        return cls(file, public, private=True, passphrase_env=passphrase_env)

    @classmethod
    def verifier(cls, file: Path) -> Self:
        return cls(file, _asked(["pkey", "-pubin", "-in", str(file), "-outform", "DER"], file), private=False)

    @classmethod
    def generate(cls, private: Path, public: Path) -> None:
        secret = _asked(["genpkey", "-algorithm", "SM2"], private)
        write_pair(private, secret, public, _asked(["pkey", "-pubout"], public, message=secret))

    @property
    def key_id(self) -> str:
        return hashlib.sha256(self._public).hexdigest()

    def sign(self, message: bytes) -> bytes:
        if not self._private:
            raise SignatureError(
                two("this is a public key; it verifies and does not sign", "这是公钥，只能验签，不能签名")
            )
        how = ["dgst", "-sm3", "-sigopt", _SIGNER, "-sign", str(self._file), *self._secret]
        return _asked(how, self._file, message=message)

    def verify(self, message: bytes, signature: bytes) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            beside = Path(folder) / "signature"
            beside.write_bytes(signature)
            how = ["dgst", "-sm3", "-sigopt", _SIGNER, "-verify", str(self._file), "-signature", str(beside)]
            done = _openssl(how, message)
        return done.returncode == 0 and done.stdout.strip() == b"Verified OK"


def _asked(arguments: Sequence[str], file: Path, *, message: bytes = b"") -> bytes:
    done = _openssl(arguments, message)
    if done.returncode != 0:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise SignatureError(
            two(
                f"{file}: openssl {arguments[0]}: {lines[0] if lines else 'failed'}",
                f"{file}：openssl {arguments[0]}：{lines[0] if lines else '失败'}",
            )
        )
    return done.stdout


def _openssl(arguments: Sequence[str], message: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603  (a fixed command; the arguments are no shell text)
            ["openssl", *arguments],  # noqa: S607
            input=message,
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except FileNotFoundError as error:
        raise ReportError(
            two(
                "SM2 needs the openssl command, version 3 or later; install it, or use Ed25519",
                "SM2 需要 openssl 命令 3 或更新版本；请安装，或改用 Ed25519",
            )
        ) from error
    except subprocess.TimeoutExpired as error:
        raise ReportError(
            two(
                f"openssl {arguments[0]} said nothing in {_TIMEOUT_S:g} s",
                f"openssl {arguments[0]} 在 {_TIMEOUT_S:g} 秒内无应答",
            )
        ) from error
