"""One line of the evidence: what it says, in the one form whose hash is kept."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from zbsec.records import AgeBand, Consent, Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping

_TIMES = ("shown_at", "given_at", "expires_at", "withdrawn_at")
SALT_BYTES = 16


class Kind(StrEnum):
    """What a record is about."""

    CONSENT = "consent"
    WITHDRAWAL = "withdrawal"
    CORRECTION = "correction"
    REFUSAL = "refusal"
    """The holder was asked and said no (governance G08)."""
    REQUEST = "request"
    """The holder asked to know, copy, correct, delete or have explained (PIPL 44 to 48; governance G70)."""
    ERASED = "erased"
    """A template was erased although nobody withdrew: the consent had ended, or the terms had."""
    CLOCK = "clock"
    """Somebody accepted a clock that had been set back."""
    RENEWED = "renewed"
    """The site has a new key."""
    RESTORED = "restored"
    """The files were put back from a backup."""


CONSENTS = (Kind.CONSENT, Kind.WITHDRAWAL, Kind.CORRECTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A line of the evidence, as it was written."""

    sequence: int
    kind: Kind
    holder: str
    """Empty: it is about the gallery."""
    written_at: datetime
    facts: Mapping[str, Any]
    salt: str
    """Random, so that nobody can find the content by trying contents against the hash."""

    @property
    def content(self) -> bytes:
        """What ``digest`` is the hash of."""
        return content(self.kind, self.holder, self.written_at, self.facts, self.salt)

    @property
    def digest(self) -> str:
        """SHA-256 of ``content``: the value that consents.db shows without any key."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def consent(self) -> Consent:
        """The consent as it stood after this record."""
        return consent_of(self.facts)


def content(kind: Kind, holder: str, at: datetime, facts: Mapping[str, Any], salt: str | None = None) -> bytes:
    """A record in one canonical form."""
    whole = {
        "at": at.isoformat(),
        "facts": facts,
        "holder": holder,
        "kind": kind.value,
        "salt": os.urandom(SALT_BYTES).hex() if salt is None else salt,
    }
    return json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()


def read(sequence: int, written: bytes | bytearray) -> Record:
    """The record that ``content`` was given."""
    whole = json.loads(written)
    return Record(
        sequence=sequence,
        kind=Kind(whole["kind"]),
        holder=whole["holder"],
        written_at=datetime.fromisoformat(whole["at"]),
        facts=whole["facts"],
        salt=whole["salt"],
    )


def facts_of(consent: Consent) -> dict[str, Any]:
    """A consent as JSON can write it."""
    facts = asdict(consent)
    for name in _TIMES:
        facts[name] = facts[name] and facts[name].isoformat()
    return facts


def consent_of(facts: Mapping[str, Any]) -> Consent:
    """The consent that ``facts_of`` was given."""
    read = dict(facts)
    for name in _TIMES:
        read[name] = read[name] and datetime.fromisoformat(read[name])
    return Consent(**{**read, "purpose": Purpose(read["purpose"]), "age_band": AgeBand(read["age_band"])})
