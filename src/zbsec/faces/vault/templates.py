"""Templates, each turned and sealed under its holder's own key, and the keys: two tables in two files."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from cryptography.exceptions import InvalidTag

from zbsec._text import two
from zbsec.errors import StorageError
from zbsec.faces.vault import schema
from zbsec.faces.vault.ledger import Ledger, Line
from zbsec.faces.vault.rotation import Rotation
from zbsec.records import Template

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from zbsec.faces.vault.folders import Folders
    from zbsec.faces.vault.header import Made
    from zbsec.faces.vault.sitekeys import SiteKeys
    from zbsec.records import Consent


_KEPT = """SELECT keys.evidence, wrapped, evidence.who, digest, sealed
FROM keys.keys LEFT JOIN evidence ON evidence.sequence = keys.evidence
WHERE keys.evidence > ? ORDER BY keys.evidence"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """One holder's template and the consent it rests on."""

    id: int
    """Of the template's row."""
    who: bytes
    """What stands for the holder in the evidence."""
    consent: Consent
    template: Template
    """Turned by the site's key (``Templates.rotation``)."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A wrapped key, and the record that it rests on."""

    line: Line
    wrapped: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was deleted: wrapped keys and sealed templates."""

    keys: tuple[bytes, ...]
    templates: tuple[bytes, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over all of it."""
        return hashlib.sha256(b"".join(self.keys + self.templates)).hexdigest()

    @property
    def counts(self) -> tuple[int, int]:
        """Templates and keys."""
        return len(self.templates), len(self.keys)


NOTHING = Erased(keys=(), templates=())


class Templates:
    """The tables ``templates`` and ``keys``. Transactions are the caller's."""

    def __init__(
        self, connection: sqlite3.Connection, folders: Folders, keys: SiteKeys, made: Made, ledger: Ledger
    ) -> None:
        self._db = connection
        self._folders = folders
        self._keys = keys
        self._made = made
        self._ledger = ledger
        self._format = json.dumps(["template", schema.VERSION, made.model, made.dim]).encode()
        self.rotation = Rotation(keys.suite, keys.turning, made.dim)

    def __len__(self) -> int:
        (count,) = self._db.execute("SELECT count(*) FROM keys.keys").fetchone()
        return int(count)

    # Reading

    def kept(self, *, after: int = 0) -> list[Kept]:
        """Every key, in the order of the records that they rest on, behind a place.

        :raises StorageError: such a record is missing.
        """
        kept = []
        for place, wrapped, who, digest, sealed in self._db.execute(_KEPT, (after,)).fetchall():
            if who is None:
                path, remedy = self._folders.file("main"), self._folders.remedy("main")
                raise StorageError(
                    two(
                        f"{path}: record {place}, on which a template rests, is missing; {remedy.en}",
                        f"{path}：模板所依的记录 {place} 缺失；{remedy.zh}",
                    )
                )
            kept.append(Kept(Line(place, who, digest, sealed), wrapped))
        return kept

    def of(self, holder: str) -> Kept | None:
        """A holder's key; None: there is none."""
        row = self._db.execute("SELECT evidence FROM keys.keys WHERE who = ?", (self.key_name(holder),)).fetchone()
        return None if row is None else next(iter(self.kept(after=row[0] - 1)))

    def stored(self, names: Iterable[bytes] | None = None) -> dict[bytes, tuple[int, bytes]]:
        """Row and sealed bytes of templates, by pseudonym; None: of all."""
        if names is None:
            return {who: (id, sealed) for id, who, sealed in self._db.execute("SELECT id, who, sealed FROM templates")}
        query = "SELECT id, sealed FROM templates WHERE who = ?"
        found = ((name, self._db.execute(query, (name,)).fetchone()) for name in names)
        return {name: row for name, row in found if row is not None}

    def read(self, kept: Iterable[Kept]) -> list[Entry]:
        """Their templates, decrypted, and turned.

        :raises StorageError: names the holder whose template is missing, damaged, or another one's.
        """
        consents = [(one, self._ledger.read(one.line).consent) for one in kept]
        stored = self.stored(self.template_name(consent.holder) for _, consent in consents)
        return [self.entry(one, consent, stored) for one, consent in consents]

    def entry(self, kept: Kept, consent: Consent, stored: Mapping[bytes, tuple[int, bytes]]) -> Entry:
        """One of them, from what is stored."""
        file, remedy = self._folders.file("templates"), self._folders.remedy("templates")
        name = self.template_name(consent.holder)
        if name not in stored:
            raise StorageError(
                two(
                    f"{file}: the template of holder {consent.holder!r} is missing; {remedy.en}",
                    f"{file}：持有人 {consent.holder!r} 的模板缺失；{remedy.zh}",
                )
            )
        id, sealed = stored[name]
        try:
            numbers = self._keys.suite.unseal(self._key(consent.holder, kept), sealed, about=self._format + name)
        except InvalidTag as error:
            raise StorageError(
                two(
                    f"{file}: row {id}, the template of holder {consent.holder!r}, "
                    f"is damaged or not of this {self._folders.file('keys').name}; {remedy.en}",
                    f"{file}：第 {id} 行（持有人 {consent.holder!r} 的模板）已损坏，"
                    f"或不属于此 {self._folders.file('keys').name}；{remedy.zh}",
                )
            ) from error
        vector = np.frombuffer(numbers, "<f4").astype(np.float32)
        numbers[:] = bytes(len(numbers))
        template = Template(vector=vector, model=self._made.model)
        return Entry(id=id, who=kept.line.who, consent=consent, template=template)

    # Changing

    def put(self, holder: str, vector: NDArray[np.float32], place: int, *, id: int | None = None) -> int:
        """Keep a template that rests on one record, under a key of its own; the id of its row.

        :param vector: as the model made it.
        """
        name, key, turned = self.template_name(holder), self._keys.suite.new_key(), self.rotation.turned(vector)
        numbers = turned.astype("<f4", copy=False).view(np.uint8).data
        sealed = self._keys.suite.seal(key, numbers, about=self._format + name)
        turned.fill(0.0)
        self._wrap(holder, key, place)
        row = self._db.execute("INSERT INTO templates VALUES (?, ?, ?) RETURNING id", (id, name, sealed))
        return int(row.fetchone()[0])

    def rest(self, holder: str, kept: Kept, place: int) -> None:
        """Let a holder's template rest on another record from now on."""
        key = self._key(holder, kept)
        self._db.execute("DELETE FROM keys.keys WHERE who = ?", (self.key_name(holder),))
        self._wrap(holder, key, place)

    def erase(self, holders: Iterable[str]) -> Erased:
        """Delete key and template."""
        keys, templates = [], []
        for holder in holders:
            keys += self._deleted("keys.keys", "wrapped", self.key_name(holder))
            templates += self._deleted("templates.templates", "sealed", self.template_name(holder))
        return Erased(keys=tuple(keys), templates=tuple(templates))

    def keep_only(self, holders: Iterable[str]) -> None:
        """Delete every row that is not one of theirs, whatever it is."""
        kept = list(holders)
        self._delete_all_but("keys.keys", {self.key_name(holder) for holder in kept})
        self._delete_all_but("templates.templates", {self.template_name(holder) for holder in kept})

    def key_name(self, holder: str) -> bytes:
        """What stands for a holder in keys.db."""
        return self._keys.suite.code(self._keys.key_names, holder.encode())

    def template_name(self, holder: str) -> bytes:
        """What stands for a holder in templates.db."""
        return self._keys.suite.code(self._keys.template_names, holder.encode())

    def _key(self, holder: str, kept: Kept) -> bytes:
        about = _about_key(self.key_name(holder), kept.line.sequence)
        return bytes(self._keys.suite.unseal(self._keys.wrapping, kept.wrapped, about=about))

    def _wrap(self, holder: str, key: bytes, place: int) -> None:
        who = self.key_name(holder)
        wrapped = self._keys.suite.seal(self._keys.wrapping, key, about=_about_key(who, place))
        self._db.execute("INSERT INTO keys.keys VALUES (?, ?, ?)", (who, place, wrapped))

    def _deleted(self, table: str, column: str, who: bytes) -> list[bytes]:
        rows = self._db.execute(f"DELETE FROM {table} WHERE who = ? RETURNING {column}", (who,))  # noqa: S608
        return [blob for (blob,) in rows.fetchall()]

    def _delete_all_but(self, table: str, kept: set[bytes]) -> None:
        rows = self._db.execute(f"SELECT who FROM {table}").fetchall()  # noqa: S608
        gone = [row for row in rows if row[0] not in kept]
        self._db.executemany(f"DELETE FROM {table} WHERE who = ?", gone)  # noqa: S608


def _about_key(who: bytes, place: int) -> bytes:
    return b"key" + place.to_bytes(8, "big") + who
