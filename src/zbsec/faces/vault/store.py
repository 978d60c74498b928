"""The vault: consent records that stay, templates that go when their consent does."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from cryptography.exceptions import InvalidTag

from zbsec._sqlite import transaction
from zbsec.errors import StorageError
from zbsec.faces.vault import header, schema
from zbsec.faces.vault.database import connect, in_words
from zbsec.faces.vault.ledger import Ledger
from zbsec.faces.vault.sealing import new_key, pseudonym, seal, unseal
from zbsec.records import Template

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from zbsec.faces.vault.sealing import SiteKeys
    from zbsec.records import Consent

_KEPT = "SELECT sequence, keys.who, sealed, wrapped FROM keys JOIN evidence ON evidence = sequence ORDER BY sequence"
_RESTORE = f"put back {schema.CONSENTS} and {schema.TEMPLATES} from one backup, or enrol anew in an empty folder"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """One holder's template and the consent it rests on."""

    id: int
    """Of the template's row."""
    consent: Consent
    template: Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was deleted: wrapped keys and sealed templates."""

    keys: tuple[bytes, ...]
    templates: tuple[bytes, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over all of it."""
        return hashlib.sha256(b"".join(self.keys + self.templates)).hexdigest()


class Vault:
    """Two SQLite files in one folder.

    ``consents.db`` keeps the evidence, and a key for each enrolled holder, wrapped under the site's. ``templates.db``
    keeps templates, each sealed under its holder's key. Erasing deletes key and template and overwrites both in the
    files; what the disk keeps of freed blocks, such as those of the rollback journal, stays sealed under the site's
    key.

    One thread at a time; several processes may have it open. Every change is one transaction over both files.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection, keys: SiteKeys, model: str) -> None:
        """Use ``Vault.open``."""
        self._folder = folder
        self._db = connection
        self._keys = keys
        self._model = model
        self._ledger = Ledger(connection, folder, keys)
        self._seen: int | None = None

    @classmethod
    def open(cls, folder: Path, *, key: bytes, model: str, dim: int) -> Vault:
        """Open a vault, or make one for templates of ``model``.

        :raises StorageError: another key, a damaged file, or one that cannot be written.
        :raises ModelError: its templates are another model's.
        """
        with in_words(folder):
            connection = connect(folder)
            try:
                keys = header.unlock(connection, folder, key=key, model=model, dim=dim)
            except BaseException:
                connection.close()
                raise
        return cls(folder, connection, keys, model)

    def close(self) -> None:
        self._db.close()

    @property
    def rotation(self) -> bytes:
        """The key for vectors in memory."""
        return self._keys.rotation

    def changed(self) -> bool:
        """Whether another process has written since ``entries`` was last called."""
        with in_words(self._folder):
            return self._version() != self._seen

    def entries(self) -> list[Entry]:
        """Every template, decrypted.

        Rows that nobody can read, because a backup brought them back after their key was erased, are deleted
        (governance G53).

        :raises StorageError: names the holder whose record, key or template is damaged or missing.
        """
        with in_words(self._folder), transaction(self._db):
            self._seen = self._version()
            stored = {
                who: (id, sealed) for id, who, sealed in self._db.execute("SELECT id, who, sealed FROM templates")
            }
            entries = [self._entry(row, stored) for row in self._db.execute(_KEPT)]
            orphans = {id for id, _ in stored.values()} - {entry.id for entry in entries}
            self._db.executemany("DELETE FROM templates WHERE id = ?", [(id,) for id in orphans])
            return entries

    def put(self, consent: Consent, template: Template) -> int:
        """Write a consent and the template that rests on it, in place of any the holder had; the id of its row.

        :raises ConsentError: the consent was withdrawn, or its id is taken.
        """
        who, name, key = self._ledger.name(consent.holder), self._name(consent.holder), new_key()
        sealed = seal(key, template.vector.astype("<f4").tobytes(), about=self._about(name))
        wrapped = seal(self._keys.wrapping, key, about=who)
        with in_words(self._folder), transaction(self._db):
            self._ledger.check_new(consent)
            self._erase([consent.holder])
            place = self._ledger.add(consent)
            self._db.execute("INSERT INTO keys VALUES (?, ?, ?)", (who, place, wrapped))
            row = self._db.execute("INSERT INTO templates (who, sealed) VALUES (?, ?) RETURNING id", (name, sealed))
            return int(row.fetchone()[0])

    def withdraw(self, holder: str, at: datetime) -> Erased:
        """Add the withdrawal of each standing consent to the records, and erase key and template."""
        with in_words(self._folder), transaction(self._db):
            for consent in self._ledger.standing(holder):
                self._ledger.add(consent.withdrawn(at))
            return self._erase([holder])

    def purge(self, lapsed: Callable[[Consent], bool]) -> Erased:
        """Erase key and template of every holder whose consent has lapsed."""
        with in_words(self._folder), transaction(self._db):
            consents = [self._ledger.read(*row[:3]) for row in self._db.execute(_KEPT)]
            return self._erase([consent.holder for consent in consents if lapsed(consent)])

    def consents(self, holder: str) -> list[Consent]:
        """Every record of a holder's consents, oldest first; a withdrawal is a record of its own."""
        with in_words(self._folder):
            return self._ledger.of(holder)

    def _erase(self, holders: list[str]) -> Erased:
        keys, templates = [], []
        for holder in holders:
            gone = self._db.execute("DELETE FROM keys WHERE who = ? RETURNING wrapped", (self._ledger.name(holder),))
            keys += [wrapped for (wrapped,) in gone.fetchall()]
            gone = self._db.execute("DELETE FROM templates WHERE who = ? RETURNING sealed", (self._name(holder),))
            templates += [sealed for (sealed,) in gone.fetchall()]
        return Erased(keys=tuple(keys), templates=tuple(templates))

    def _entry(self, kept: tuple[int, bytes, bytes, bytes], stored: dict[bytes, tuple[int, bytes]]) -> Entry:
        place, who, record, wrapped = kept
        consent = self._ledger.read(place, who, record)
        name = self._name(consent.holder)
        if name not in stored:
            raise StorageError(
                f"{self._folder / schema.TEMPLATES}: the template of holder {consent.holder!r} is missing; {_RESTORE}"
            )
        id, sealed = stored[name]
        try:
            numbers = unseal(unseal(self._keys.wrapping, wrapped, about=who), sealed, about=self._about(name))
        except InvalidTag as error:
            raise StorageError(
                f"{self._folder / schema.TEMPLATES}: row {id}, the template of holder {consent.holder!r}, "
                f"is damaged or not of this {schema.CONSENTS}; {_RESTORE}"
            ) from error
        vector = np.frombuffer(numbers, "<f4").astype(np.float32)
        return Entry(id=id, consent=consent, template=Template(vector=vector, model=self._model))

    def _name(self, holder: str) -> bytes:
        """What stands for a holder in templates.db."""
        return pseudonym(self._keys.template_names, holder)

    def _about(self, name: bytes) -> bytes:
        return self._model.encode() + b"\0" + name

    def _version(self) -> int:
        (version,) = self._db.execute("PRAGMA main.data_version").fetchone()
        return int(version)
