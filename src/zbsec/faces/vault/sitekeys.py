"""The keys of one gallery, all made from the site's key."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zbsec.faces.vault.suite import Suite

SITE_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteKeys:
    """One key for each use; none can be computed from another."""

    suite: Suite
    header: bytes = field(repr=False)
    evidence: bytes = field(repr=False)
    """Seals consent records."""
    wrapping: bytes = field(repr=False)
    """Seals the key of each holder, under which that holder's template is sealed."""
    turning: bytes = field(repr=False)
    """Turns templates on the way to the disk."""
    rotation: bytes = field(repr=False)
    """Turns them once more in memory (``VectorIndex``)."""
    evidence_names: bytes = field(repr=False)
    key_names: bytes = field(repr=False)
    template_names: bytes = field(repr=False)
    """Make a holder's pseudonyms in the three files. They differ, so that only who has the site's key can join them
    (GB/T 35273-2020; governance G42)."""
    signing: bytes = field(repr=False)
    """Seed of the Ed25519 key (RFC 8032) that signs receipts, snapshots and deltas."""

    @classmethod
    def derive(cls, key: bytes, salt: bytes, suite: Suite) -> SiteKeys:
        """
        :param key: 32 secret bytes of the site.
        :param salt: random bytes of this gallery, not secret.
        """

        def of(use: str) -> bytes:
            return suite.derive(key, salt, use)

        return cls(
            suite=suite,
            header=of("header"),
            evidence=of("evidence"),
            wrapping=of("wrapping"),
            turning=of("turning"),
            rotation=suite.derive(key, salt, "rotation", length=32),
            evidence_names=of("evidence names"),
            key_names=of("key names"),
            template_names=of("template names"),
            signing=suite.derive(key, salt, "signing", length=32),
        )

    @property
    def signer(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.signing)

    @property
    def public_key(self) -> bytes:
        """32 bytes by which anybody checks what this gallery signed."""
        return self.signer.public_key().public_bytes_raw()

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits by which people compare public keys."""
        return hashlib.sha256(self.public_key).hexdigest()[:16]
