"""Keys made from the site's key, and sealed bytes: AES-256-GCM (NIST SP 800-38D), HKDF and HMAC with SHA-256."""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteKeys:
    """One key for each use; none can be computed from another (RFC 5869)."""

    header: bytes = field(repr=False)
    evidence: bytes = field(repr=False)
    """Seals consent records."""
    wrapping: bytes = field(repr=False)
    """Seals the key of each holder, under which that holder's template is sealed."""
    rotation: bytes = field(repr=False)
    """Turns the vectors in memory (``VectorIndex``)."""
    evidence_names: bytes = field(repr=False)
    template_names: bytes = field(repr=False)
    """Make a holder's pseudonyms in the two files. They differ, so that only who has the keys can join the files
    (GB/T 35273-2020; governance G42)."""

    @classmethod
    def derive(cls, key: bytes, salt: bytes) -> SiteKeys:
        """
        :param key: 32 secret bytes of the site.
        :param salt: random bytes of this gallery, not secret.
        """

        def of(use: str) -> bytes:
            info = f"zbsec gallery 1: {use}".encode()
            return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(key)

        return cls(
            header=of("header"),
            evidence=of("evidence"),
            wrapping=of("wrapping"),
            rotation=of("rotation"),
            evidence_names=of("evidence names"),
            template_names=of("template names"),
        )


def new_key() -> bytes:
    return AESGCM.generate_key(KEY_BYTES * 8)


def pseudonym(key: bytes, holder: str) -> bytes:
    """32 bytes that stand for a holder; the same in one file, and telling nobody anything without the key."""
    return hmac.digest(key, holder.encode(), "sha256")


def seal(key: bytes, content: bytes, *, about: bytes) -> bytes:
    """Encrypt and authenticate; ``about`` says what it belongs to and must be the same for ``unseal``."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, about)


def unseal(key: bytes, sealed: bytes, *, about: bytes) -> bytes:
    """
    :raises cryptography.exceptions.InvalidTag: another key, altered bytes, or bytes that belong elsewhere.
    """
    return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about)
