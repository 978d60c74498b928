"""After files were put back from a backup: keep what every file agrees on, and nothing that was ever erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag

from zbsec._sqlite import transaction
from zbsec.errors import StorageError
from zbsec.faces.vault import schema, state
from zbsec.faces.vault.database import connect, in_words
from zbsec.faces.vault.record import CONSENTS, Kind, Record
from zbsec.faces.vault.state import State
from zbsec.faces.vault.store import Vault

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
            raise StorageError(f"there is no gallery in {folders}; is the folder right?")
        connection = connect(folders)
        try:
            with transaction(connection):
                if schema.is_blank(connection):
                    raise StorageError(f"there is no gallery in {folders}; is the folder right?")
                vault = Vault.unlock(folders, connection, key)
                if vault.made.replica:
                    raise StorageError(f"{folders} is a gate's copy; empty it, and give it a new snapshot")
                vault.ledger.verify()
                return _reconcile(vault, at)
        finally:
            connection.close()


def _reconcile(vault: Vault, at: datetime) -> Restored:
    known = vault.state()
    missing = max(0, known.head.sequence - vault.ledger.head.sequence)
    stored = {who: (id, sealed) for id, who, sealed in vault.db.execute("SELECT id, who, sealed FROM templates")}
    last = {record.holder: record for record in vault.ledger.everything() if record.kind in (*CONSENTS, Kind.ERASED)}
    kept = {}
    for key in vault.db.execute("SELECT evidence, who, wrapped FROM keys.keys").fetchall():
        holder = _rests(vault, last, stored, key)
        if holder is not None:
            kept[holder] = vault.template_name(holder)
    _delete_all_but(vault, "keys.keys", {vault.key_name(holder) for holder in kept})
    _delete_all_but(vault, "templates.templates", set(kept.values()))
    standing = [holder for holder, record in last.items() if record.kind in CONSENTS and _stands(record)]
    lost = tuple(sorted(holder for holder in standing if holder not in kept))
    facts = {"holders": len(kept), "lost": len(lost), "records_missing": missing}
    vault.ledger.add(Kind.RESTORED, "", at, facts)
    state.write(vault.db, vault.keys, State(head=vault.ledger.head, holders=len(kept), seen_at=max(at, known.seen_at)))
    return Restored(holders=len(kept), lost=lost, records_missing=missing)


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
    if newest is None or newest.sequence != place or not _stands(record) or vault.key_name(record.holder) != who:
        return None
    try:
        vault.entry(line, wrapped, stored).template.vector.fill(0.0)
    except StorageError as error:
        if isinstance(error.__cause__, InvalidTag) or vault.template_name(record.holder) not in stored:
            return None
        raise
    return record.holder


def _stands(record: Record) -> bool:
    return record.consent.withdrawn_at is None


def _delete_all_but(vault: Vault, table: str, kept: set[bytes]) -> None:
    rows = vault.db.execute(f"SELECT who FROM {table}").fetchall()  # noqa: S608
    vault.db.executemany(f"DELETE FROM {table} WHERE who = ?", [row for row in rows if row[0] not in kept])  # noqa: S608
