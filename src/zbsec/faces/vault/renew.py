"""A new site's key: everything turned and sealed anew, the old key worth nothing (ISO/IEC 24745: renewability)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from zbsec._sqlite import transaction
from zbsec.faces.vault import header, schema
from zbsec.faces.vault.database import in_words
from zbsec.faces.vault.record import Kind
from zbsec.faces.vault.store import Vault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from zbsec.faces.vault.templates import Entry


def renew(vault: Vault, key: bytes, at: datetime, facts: Mapping[str, Any]) -> Vault:
    """The same gallery under another key: all of it, or nothing. The vault given is of no use afterwards.

    Every holder gets a new key, every template a new turn and seal. The records say what they said, under the same
    hashes; who they are about has a new pseudonym, so the chain is linked anew.

    :raises RefusedError: this is a gate's copy.
    """
    vault.check_own()
    with in_words(vault.folders), transaction(vault.db):
        kept = vault.templates.kept()
        entries = vault.templates.read(kept)
        lines = [(line.sequence, vault.ledger.written(line)) for line in list(vault.ledger.lines())]
        seen_at = vault.state().seen_at
        renewed = _emptied(vault, key)
        for sequence, written in lines:
            renewed.ledger.put_written(sequence, written)
        for entry, one in zip(entries, kept, strict=True):
            _take_over(vault, renewed, entry, one.line.sequence)
        renewed.ledger.add(Kind.RENEWED, "", at, facts)
        renewed.remember(max(at, seen_at))
    return renewed


def _emptied(vault: Vault, key: bytes) -> Vault:
    """The tables without content, under the new key's header."""
    salt = os.urandom(header.SALT_BYTES)
    for trigger in schema.TRIGGERS:
        vault.db.execute(f"DROP TRIGGER main.{trigger}")
    for table in ("main.gallery", "main.evidence", "templates.templates", "keys.keys", "keys.state"):
        vault.db.execute(f"DELETE FROM {table}")  # noqa: S608  # names of this file
    keys = header.write(vault.db, key, vault.keys.suite, vault.made, salt)
    for statement in schema.TRIGGERS.values():
        vault.db.execute(statement)
    return Vault(vault.folders, vault.db, keys, vault.made, salt=salt)


def _take_over(vault: Vault, renewed: Vault, entry: Entry, place: int) -> None:
    vector = vault.templates.rotation.turned_back(entry.template.vector)
    entry.template.vector.fill(0.0)
    renewed.templates.put(entry.consent.holder, vector, place, id=entry.id)
    vector.fill(0.0)
