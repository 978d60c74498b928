"""Keys in PEM files: which algorithm a file holds, and who signs or verifies with it."""

from __future__ import annotations

import base64
import binascii
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from zbsec._registry import Registry
from zbsec._text import two
from zbsec.errors import SignatureError

if TYPE_CHECKING:
    from os import PathLike

ALGORITHMS = Registry(
    two("signature algorithm", "签名算法"),
    group="zbsec.signatures",
    table={
        "ed25519": "zbsec.sites.signing.ed25519:Ed25519",
        "sm2": "zbsec.sites.signing.sm2:Sm2",
    },
)
"""Every row is a class with ``signer(file, passphrase_env)``, ``verifier(file)`` and ``generate(private, public)``."""

_BLOCK = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----\s+(.*?)-----END \1-----", re.DOTALL)
_OIDS = {
    b"\x06\x03\x2b\x65\x70": "ed25519",  # 1.3.101.112
    b"\x06\x08\x2a\x81\x1c\xcf\x55\x01\x82\x2d": "sm2",  # 1.2.156.10197.1.301
}


class Signer(Protocol):
    """What signs: a key in a file, a token, a security module."""

    @property
    def algorithm(self) -> str:
        """A name in ``ALGORITHMS``."""
        ...

    @property
    def key_id(self) -> str:
        """SHA-256 of the public key (DER, SubjectPublicKeyInfo) in hexadecimal."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The signature over a message."""
        ...


class Verifier(Protocol):
    """What verifies: somebody's public key."""

    @property
    def algorithm(self) -> str: ...

    @property
    def key_id(self) -> str: ...

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Whether this key's owner signed exactly this message."""
        ...


def load_signer(path: str | PathLike[str], *, passphrase_env: str | None = None) -> Signer:
    """The signer with the private key in a PEM file (PKCS #8).

    :param passphrase_env: name of the environment variable that holds the key's passphrase, if it has one.
    :raises SignatureError: the file holds no such key; the sentence names the file and what would be right.
    """
    file = Path(path)
    kind, algorithm = _look(file)
    if kind == "PUBLIC KEY":
        raise SignatureError(
            two(f"{file}: is a public key; name the private key to sign with", f"{file}：是公钥；签名须用私钥")
        )
    if kind == "ENCRYPTED PRIVATE KEY":
        algorithm = _algorithm_inside(file, passphrase_env)
    signer: Signer = _module(file, algorithm).signer(file, passphrase_env)
    return signer


def load_verifier(path: str | PathLike[str]) -> Verifier:
    """The verifier with the public key in a PEM file (SubjectPublicKeyInfo).

    :raises SignatureError: the file holds no such key; the sentence names the file and what would be right.
    """
    file = Path(path)
    kind, algorithm = _look(file)
    if kind != "PUBLIC KEY":
        raise SignatureError(
            two(
                f"{file}: is a {kind.lower()}; name the public key, and keep the private one to yourself",
                f"{file}：是私钥（{kind.lower()}）；请给出公钥，私钥自行保管",
            )
        )
    verifier: Verifier = _module(file, algorithm).verifier(file)
    return verifier


def generate_key(private: str | PathLike[str], public: str | PathLike[str], *, algorithm: str = "ed25519") -> None:
    """Write a new pair of keys: the private one readable by its owner alone. Neither file may exist.

    :raises RegistryError: no such algorithm.
    :raises SignatureError: a file is there already.
    """
    module = ALGORITHMS.load(algorithm)
    for file in (Path(private), Path(public)):
        if file.exists():
            raise SignatureError(
                two(f"{file}: is there already; a key is never overwritten", f"{file}：已存在；密钥从不覆盖")
            )
    module.generate(Path(private), Path(public))


def passphrase(file: Path, variable: str | None) -> bytes | None:
    """The passphrase in an environment variable; None: the key needs none.

    :raises SignatureError: the variable is not set.
    """
    if variable is None:
        return None
    if not os.environ.get(variable):
        raise SignatureError(
            two(
                f"{file}: the environment has no {variable}; set it to the key's passphrase",
                f"{file}：环境中没有变量 {variable}；请设为密钥口令",
            )
        )
    return os.environ[variable].encode()


def _look(file: Path) -> tuple[str, str | None]:
    """The kind of the first PEM block, and its algorithm by object identifier; an encrypted key does not show it."""
    block = next((found for found in _BLOCK.finditer(file.read_bytes()) if found[1] != b"EC PARAMETERS"), None)
    if block is None:
        raise SignatureError(
            two(
                f"{file}: is no PEM key; make one with: zbsec report keygen",
                f"{file}：不是 PEM 密钥；生成密钥：zbsec report keygen",
            )
        )
    kind = block[1].decode()
    if kind not in ("PUBLIC KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY"):
        raise SignatureError(
            two(
                f"{file}: holds a {kind}; write the key as PKCS #8 (openssl pkey -in FILE)",
                f"{file}：内容为 {kind}；请将密钥写成 PKCS #8（openssl pkey -in 文件）",
            )
        )
    try:
        der = base64.b64decode(block[2])
    except binascii.Error as error:
        raise SignatureError(
            two(f"{file}: its PEM text is damaged ({error})", f"{file}：PEM 内容损坏（{error}）")
        ) from error
    return kind, next((name for oid, name in _OIDS.items() if oid in der[:64]), None)


def _algorithm_inside(file: Path, variable: str | None) -> str | None:
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    if variable is None:
        raise SignatureError(
            two(
                f"{file}: is encrypted; name the environment variable with its passphrase",
                f"{file}：已加密；请写明保存口令的环境变量",
            )
        )
    try:
        key = load_pem_private_key(file.read_bytes(), passphrase(file, variable))
    except UnsupportedAlgorithm:
        return "sm2"
    except ValueError as error:
        raise SignatureError(
            two(f"{file}: {variable} does not open it ({error})", f"{file}：{variable} 无法打开该密钥（{error}）")
        ) from error
    return "ed25519" if isinstance(key, Ed25519PrivateKey) else None


def _module(file: Path, algorithm: str | None) -> Any:
    if algorithm is None:
        raise SignatureError(
            two(
                f"{file}: is neither an Ed25519 nor an SM2 key; make one with: zbsec report keygen",
                f"{file}：既不是 Ed25519 也不是 SM2 密钥；生成密钥：zbsec report keygen",
            )
        )
    return ALGORITHMS.load(algorithm)
