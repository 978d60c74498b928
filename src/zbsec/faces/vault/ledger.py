"""The evidence: every consent record, sealed, only ever added to (PIPL 69; governance G11)."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag

from zbsec.errors import ConsentError, StorageError
from zbsec.faces.vault import schema
from zbsec.faces.vault.sealing import pseudonym, seal, unseal
from zbsec.records import AgeBand, Consent, Purpose

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from zbsec.faces.vault.sealing import SiteKeys

_TIMES = ("shown_at", "given_at", "expires_at", "withdrawn_at")


class Ledger:
    """The table ``evidence``. Transactions are the caller's."""

    def __init__(self, connection: sqlite3.Connection, folder: Path, keys: SiteKeys) -> None:
        self._db = connection
        self._path = folder / schema.CONSENTS
        self._keys = keys

    def name(self, holder: str) -> bytes:
        """What stands for a holder in this file."""
        return pseudonym(self._keys.evidence_names, holder)

    def add(self, consent: Consent) -> int:
        """Write a record down; its place."""
        (place,) = self._db.execute("SELECT coalesce(max(sequence), 0) + 1 FROM evidence").fetchone()
        who = self.name(consent.holder)
        sealed = seal(self._keys.evidence, to_bytes(consent), about=_about(place, who))
        self._db.execute("INSERT INTO evidence VALUES (?, ?, ?)", (place, who, sealed))
        return int(place)

    def of(self, holder: str) -> list[Consent]:
        """A holder's records, oldest first."""
        who = self.name(holder)
        rows = self._db.execute("SELECT sequence, sealed FROM evidence WHERE who = ? ORDER BY sequence", (who,))
        return [self.read(place, who, sealed) for place, sealed in rows]

    def standing(self, holder: str) -> list[Consent]:
        """A holder's consents that are not withdrawn, each once."""
        latest = {consent.id: consent for consent in self.of(holder)}
        return [consent for consent in latest.values() if consent.withdrawn_at is None]

    def read(self, place: int, who: bytes, sealed: bytes) -> Consent:
        """
        :raises StorageError: the record was altered, or moved.
        """
        try:
            return from_bytes(unseal(self._keys.evidence, sealed, about=_about(place, who)))
        except InvalidTag as error:
            raise StorageError(
                f"{self._path}: consent record {place} was altered; put back both files from one backup"
            ) from error

    def check_new(self, consent: Consent) -> None:
        """Refuse a consent that its holder has since withdrawn, or one whose id is taken.

        :raises ConsentError: says which.
        """
        for earlier in reversed(self.of(consent.holder)):
            ended = earlier.withdrawn_at
            if ended is not None and (earlier.id == consent.id or consent.given_at <= ended):
                raise ConsentError(
                    f"holder {consent.holder!r} withdrew on {ended.isoformat()}; "
                    f"consent {consent.id!r} is from before, and only a new one can enrol again"
                )
            if earlier.id == consent.id and earlier != consent:
                raise ConsentError(f"consent {consent.id!r} is on record with other content; a new one needs a new id")


def to_bytes(consent: Consent) -> bytes:
    """A consent record in one canonical form."""
    facts = asdict(consent)
    for name in _TIMES:
        facts[name] = facts[name] and facts[name].isoformat()
    return json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()


def from_bytes(content: bytes) -> Consent:
    """The record that ``to_bytes`` was given."""
    facts = json.loads(content)
    for name in _TIMES:
        facts[name] = facts[name] and datetime.fromisoformat(facts[name])
    return Consent(**{**facts, "purpose": Purpose(facts["purpose"]), "age_band": AgeBand(facts["age_band"])})


def _about(place: int, who: bytes) -> bytes:
    return place.to_bytes(8, "big") + who
