"""The two families of ciphers that a gallery may be sealed with: the international one and the Chinese one (国密)."""

from __future__ import annotations

import hmac
import os
from enum import StrEnum

from cryptography.hazmat.primitives.ciphers import Cipher, CipherAlgorithm, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256, SM3, HashAlgorithm
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12
_TAG_BYTES = 16


class Suite(StrEnum):
    """A block cipher in Galois/Counter Mode (NIST SP 800-38D) and the hash that goes with it.

    Nonces are 96 random bits. A holder's key seals one template once; a site's key seals far fewer than the 2**32
    messages that SP 800-38D, 8.3 allows under one key.
    """

    AES_256_GCM = "aes-256-gcm"
    """AES with 256 bits (FIPS 197), SHA-256."""
    SM4_GCM = "sm4-gcm"
    """SM4 with 128 bits (GB/T 32907), SM3 (GB/T 32905)."""

    @property
    def key_bytes(self) -> int:
        return 16 if self is Suite.SM4_GCM else 32

    def derive(self, key: bytes, salt: bytes, use: str, *, length: int | None = None) -> bytes:
        """A key for one use; none tells another (HKDF, RFC 5869)."""
        info = f"zbsec gallery 2: {use}".encode()
        return HKDF(algorithm=self._hash(), length=length or self.key_bytes, salt=salt, info=info).derive(key)

    def code(self, key: bytes, content: bytes) -> bytes:
        """32 bytes that stand for ``content`` and tell nobody anything without the key (HMAC)."""
        if self is Suite.AES_256_GCM:
            return hmac.digest(key, content, "sha256")
        made = HMAC(key, self._hash())
        made.update(content)
        return made.finalize()

    def new_key(self) -> bytes:
        return os.urandom(self.key_bytes)

    def seal(self, key: bytes, content: bytes | memoryview, *, about: bytes) -> bytes:
        """Encrypt and authenticate; ``about`` says what it belongs to and must be the same for ``unseal``."""
        nonce = os.urandom(_NONCE_BYTES)
        sealing = Cipher(self._cipher(key), modes.GCM(nonce)).encryptor()
        sealing.authenticate_additional_data(about)
        sealed = sealing.update(content) + sealing.finalize()
        return nonce + sealed + sealing.tag

    def unseal(self, key: bytes, sealed: bytes, *, about: bytes) -> bytearray:
        """What was sealed, in a buffer that the caller can overwrite.

        :raises cryptography.exceptions.InvalidTag: another key, altered bytes, or bytes that belong elsewhere.
        """
        nonce, content, tag = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:-_TAG_BYTES], sealed[-_TAG_BYTES:]
        padded = nonce.ljust(_NONCE_BYTES, b"\0"), tag.ljust(_TAG_BYTES, b"\0")  # cut short: refused by the tag
        opening = Cipher(self._cipher(key), modes.GCM(*padded)).decryptor()
        opening.authenticate_additional_data(about)
        opened = bytearray(len(content) + _TAG_BYTES)
        written = opening.update_into(content, opened)
        try:
            opening.finalize()
        except BaseException:
            opened[:] = bytes(len(opened))
            raise
        del opened[written:]
        return opened

    def stream(self, key: bytes, count: int) -> bytes:
        """``count`` bytes that look random to whoever lacks the key, always the same ones (counter mode)."""
        return Cipher(self._cipher(key), modes.CTR(bytes(16))).encryptor().update(bytes(count))

    def _cipher(self, key: bytes) -> CipherAlgorithm:
        return algorithms.SM4(key) if self is Suite.SM4_GCM else algorithms.AES(key)

    def _hash(self) -> HashAlgorithm:
        return SM3() if self is Suite.SM4_GCM else SHA256()
