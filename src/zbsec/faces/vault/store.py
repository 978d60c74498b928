"""The vault: consent records that stay, templates that go when their consent does."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from cryptography.exceptions import InvalidTag

from zbsec.errors import ModelError, StorageError
from zbsec.faces.vault import records, schema
from zbsec.faces.vault.database import connect, in_words, transaction
from zbsec.faces.vault.sealing import SiteKeys, new_key, pseudonym, seal, unseal
from zbsec.records import Template

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from zbsec.records import Consent

_KEPT = "SELECT sequence, sealed, keys.who, wrapped FROM keys JOIN evidence ON evidence = sequence ORDER BY sequence"
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
    """What was deleted: how much, and a hash over the sealed bytes, which no longer exist and can be read by nobody."""

    templates: int = 0
    keys: int = 0
    digest: str = field(default_factory=lambda: hashlib.sha256().hexdigest())


class Vault:
    """Two SQLite files in one folder.

    ``consents.db`` keeps the evidence, which is only ever added to (governance G11), and a key for each enrolled
    holder, wrapped under the site's. ``templates.db`` keeps templates, each sealed under its holder's key. Erasing
    deletes key and template and overwrites both in the files; what the disk keeps of freed blocks, such as those of
    the rollback journal, stays sealed under the site's key.

    One thread at a time; several processes may have it open.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection, keys: SiteKeys, model: str) -> None:
        """Use ``Vault.open``."""
        self._folder = folder
        self._db = connection
        self._keys = keys
        self._model = model
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
                keys = _keys(connection, folder, key, model, dim)
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
        """Write a consent and the template that rests on it, in place of any the holder had; the id of its row."""
        who, name, key = self._evidence_name(consent.holder), self._template_name(consent.holder), new_key()
        sealed = seal(key, template.vector.astype("<f4").tobytes(), about=self._about(name))
        wrapped = seal(self._keys.wrapping, key, about=who)
        with in_words(self._folder), transaction(self._db):
            self._erase(consent.holder)
            sequence = self._add(consent)
            self._db.execute("INSERT INTO keys VALUES (?, ?, ?)", (who, sequence, wrapped))
            row = self._db.execute("INSERT INTO templates (who, sealed) VALUES (?, ?) RETURNING id", (name, sealed))
            return int(row.fetchone()[0])

    def erase(self, holder: str, *, evidence: list[Consent]) -> Erased:
        """Delete a holder's key and template, and write down why: ``evidence`` is added to the holder's records."""
        with in_words(self._folder), transaction(self._db):
            for consent in evidence:
                self._add(consent)
            return self._erase(holder)

    def consents(self, holder: str) -> list[Consent]:
        """Every record of a holder's consents, oldest first; a withdrawal is a record of its own."""
        who = self._evidence_name(holder)
        with in_words(self._folder):
            rows = self._db.execute("SELECT sequence, sealed FROM evidence WHERE who = ? ORDER BY sequence", (who,))
            return [self._consent(sequence, who, sealed) for sequence, sealed in rows]

    def _add(self, consent: Consent) -> int:
        (sequence,) = self._db.execute("SELECT coalesce(max(sequence), 0) + 1 FROM evidence").fetchone()
        who = self._evidence_name(consent.holder)
        sealed = seal(self._keys.evidence, records.to_bytes(consent), about=_place(sequence, who))
        self._db.execute("INSERT INTO evidence VALUES (?, ?, ?)", (sequence, who, sealed))
        return int(sequence)

    def _erase(self, holder: str) -> Erased:
        keys = self._db.execute("DELETE FROM keys WHERE who = ? RETURNING wrapped", (self._evidence_name(holder),))
        wrapped = [blob for (blob,) in keys.fetchall()]
        rows = self._db.execute("DELETE FROM templates WHERE who = ? RETURNING sealed", (self._template_name(holder),))
        sealed = [blob for (blob,) in rows.fetchall()]
        digest = hashlib.sha256(b"".join(wrapped + sealed)).hexdigest()
        return Erased(templates=len(sealed), keys=len(wrapped), digest=digest)

    def _entry(self, kept: tuple[int, bytes, bytes, bytes], stored: dict[bytes, tuple[int, bytes]]) -> Entry:
        sequence, record, who, wrapped = kept
        consent = self._consent(sequence, who, record)
        name = self._template_name(consent.holder)
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

    def _consent(self, sequence: int, who: bytes, sealed: bytes) -> Consent:
        try:
            return records.from_bytes(unseal(self._keys.evidence, sealed, about=_place(sequence, who)))
        except InvalidTag as error:
            raise StorageError(
                f"{self._folder / schema.CONSENTS}: consent record {sequence} was altered; {_RESTORE}"
            ) from error

    def _version(self) -> int:
        (version,) = self._db.execute("PRAGMA main.data_version").fetchone()
        return int(version)

    def _evidence_name(self, holder: str) -> bytes:
        return pseudonym(self._keys.evidence_names, holder)

    def _template_name(self, holder: str) -> bytes:
        return pseudonym(self._keys.template_names, holder)

    def _about(self, name: bytes) -> bytes:
        return self._model.encode() + b"\0" + name


def _keys(connection: sqlite3.Connection, folder: Path, key: bytes, model: str, dim: int) -> SiteKeys:
    with transaction(connection):
        if schema.is_blank(connection):
            schema.create(connection)
            salt = os.urandom(32)
            keys = SiteKeys.derive(key, salt)
            header = seal(keys.header, json.dumps({"dim": dim, "model": model}).encode(), about=salt)
            connection.execute("INSERT INTO gallery VALUES (1, ?, ?)", (salt, header))
            return keys
        schema.check(connection, folder)
        salt, header = connection.execute("SELECT salt, header FROM gallery").fetchone()
    keys = SiteKeys.derive(key, salt)
    try:
        made_for = json.loads(unseal(keys.header, header, about=salt))
    except InvalidTag as error:
        raise StorageError(
            f"gallery {folder}: this key does not open it; give the key it was made with (or its header was altered)"
        ) from error
    if made_for != {"dim": dim, "model": model}:
        raise ModelError(
            f"gallery {folder} holds templates of {made_for['model']} ({made_for['dim']}), not of {model} ({dim}); "
            f"open it with {made_for['model']}, or enrol anew in an empty folder"
        )
    return keys


def _place(sequence: int, who: bytes) -> bytes:
    return sequence.to_bytes(8, "big") + who
