"""Ed25519 (RFC 8032) by the ``cryptography`` library."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from zbsec._text import two
from zbsec.errors import SignatureError
from zbsec.sites.signing.files import write_pair
from zbsec.sites.signing.keys import passphrase

if TYPE_CHECKING:
    from pathlib import Path


class Ed25519:
    """One key, public or with its private part."""

    algorithm = "ed25519"

    def __init__(self, public: Ed25519PublicKey, private: Ed25519PrivateKey | None = None) -> None:
        self._public = public
        self._private = private

    @classmethod
    def signer(cls, file: Path, passphrase_env: str | None) -> Self:
        try:
            key = load_pem_private_key(file.read_bytes(), passphrase(file, passphrase_env))
        except (ValueError, TypeError) as error:
            raise _unopened(file, error) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise _other_key(file)
        return cls(key.public_key(), key)

    @classmethod
    def verifier(cls, file: Path) -> Self:
        try:
            key = load_pem_public_key(file.read_bytes())
        except ValueError as error:
            raise _unopened(file, error) from error
        if not isinstance(key, Ed25519PublicKey):
            raise _other_key(file)
        return cls(key)

    @classmethod
    def generate(cls, private: Path, public: Path) -> None:
        key = Ed25519PrivateKey.generate()
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        open_to_all = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        write_pair(private, secret, public, open_to_all)

    @property
    def key_id(self) -> str:
        der = self._public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return hashlib.sha256(der).hexdigest()

    def sign(self, message: bytes) -> bytes:
        if self._private is None:
            raise SignatureError(
                two("this is a public key; it verifies and does not sign", "这是公钥，只能验签，不能签名")
            )
        return self._private.sign(message)

    def verify(self, message: bytes, signature: bytes) -> bool:
        try:
            self._public.verify(signature, message)
        except InvalidSignature:
            return False
        return True


def _unopened(file: Path, error: Exception) -> SignatureError:
    return SignatureError(two(f"{file}: cannot be opened ({error})", f"{file}：无法打开（{error}）"))


def _other_key(file: Path) -> SignatureError:
    return SignatureError(two(f"{file}: is no Ed25519 key", f"{file}：不是 Ed25519 密钥"))
