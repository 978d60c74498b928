"""After files were put back from a backup: keep what every file agrees on, and nothing that was ever erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec._sqlite import transaction
from zbsec._text import two
from zbsec.errors import StorageError
from zbsec.faces.vault import schema
from zbsec.faces.vault.database import connect, in_words
from zbsec.faces.vault.folders import no_gallery
from zbsec.faces.vault.record import CONSENTS, Kind, Record
from zbsec.faces.vault.store import Vault
from zbsec.faces.vault.templates import Kept

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from zbsec.faces.vault.folders import Folders


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back."""

    holders: int
    """Can be recognised again."""
    lost: tuple[str, ...]
    """Holders with a consent on record and no template that could be read: they withdrew since, or enrolled anew."""
    records_missing: int
    """Records that the key store knows of and the backup does not have."""


def restore(folders: Folders, *, key: bytes, at: datetime) -> Restored:
    """Bring consents, templates and keys of different days back into step.

    A template survives if its key is there, opens it, and rests on a consent that the records do not say was
    withdrawn. Keys of erased holders are in no backup of the data folder, so nothing erased comes back
    (governance G53).

    :raises StorageError: the files are no gallery, or the evidence is broken.
    :raises SiteKeyError: another key.
    """
    with in_words(folders):
        if not folders.file("main").exists():
            raise no_gallery(folders)
        connection = connect(folders)
        try:
            with transaction(connection):
                if schema.is_blank(connection):
                    raise no_gallery(folders)
                vault = Vault.unlock(folders, connection, key)
                if vault.made.replica:
                    raise StorageError(
                        two(
                            f"{folders} is a gate's copy; empty it, and give it a new snapshot",
                            f"{folders} 是出入口副本；请清空后给它一份新快照",
                        )
                    )
                vault.ledger.verify()
                return _reconcile(vault, at)
        finally:
            connection.close()


def _reconcile(vault: Vault, at: datetime) -> Restored:
    known = vault.state()
    missing = max(0, known.head.sequence - vault.ledger.head.sequence)
    stored = vault.templates.stored()
    last = {record.holder: record for record in vault.ledger.everything() if record.kind in (*CONSENTS, Kind.ERASED)}
    kept = {holder for one in _keys(vault) if (holder := _rests(vault, last, stored, one)) is not None}
    vault.templates.keep_only(kept)
    standing = [holder for holder, record in last.items() if record.kind in CONSENTS and _stands(record)]
    lost = tuple(sorted(holder for holder in standing if holder not in kept))
    facts = {"holders": len(kept), "lost": len(lost), "records_missing": missing}
    vault.ledger.add(Kind.RESTORED, "", at, facts)
    vault.remember(max(at, known.seen_at))
    return Restored(holders=len(kept), lost=lost, records_missing=missing)


def _keys(vault: Vault) -> list[tuple[int, bytes, bytes]]:
    """Every key as it lies there: the place it was wrapped for, whose it is, and the wrapped key."""
    return vault.db.execute("SELECT evidence, who, wrapped FROM keys.keys").fetchall()


def _rests(
    vault: Vault,
    last: Mapping[str, Record],
    stored: Mapping[bytes, tuple[int, bytes]],
    key: tuple[int, bytes, bytes],
) -> str | None:
    """Whose key it is, where the newest word on that holder is the very consent that it was wrapped for."""
    place, who, wrapped = key
    line = next(vault.ledger.lines(after=place - 1), None)
    if line is None or line.sequence != place or line.sealed is None:
        return None
    record = vault.ledger.read(line)
    newest = last.get(record.holder)
    if (
        newest is None
        or newest.sequence != place
        or not _stands(record)
        or vault.templates.key_name(record.holder) != who
    ):
        return None
    try:
        entry = vault.templates.entry(Kept(line, wrapped), record.consent, stored)
    except StorageError:  # another template than the key is for, or none
        return None
    entry.template.vector.fill(0.0)
    return record.holder


def _stands(record: Record) -> bool:
    return record.consent.withdrawn_at is None
