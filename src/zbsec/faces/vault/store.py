"""The vault: consent records that stay, templates that go when their consent does."""

from __future__ import annotations

import hashlib
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from cryptography.exceptions import InvalidTag

from zbsec._sqlite import transaction
from zbsec.errors import RefusedError, SiteKeyError, StorageError
from zbsec.faces.vault import header, schema, state
from zbsec.faces.vault.database import connect, in_words
from zbsec.faces.vault.ledger import Head, Ledger, Line
from zbsec.faces.vault.record import Kind
from zbsec.faces.vault.rotation import Rotation
from zbsec.faces.vault.state import State
from zbsec.faces.vault.suite import Suite
from zbsec.records import Template

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from typing import Self

    from numpy.typing import NDArray

    from zbsec.faces.vault.folders import Folders
    from zbsec.faces.vault.header import Made
    from zbsec.faces.vault.record import Record
    from zbsec.faces.vault.sitekeys import SiteKeys
    from zbsec.records import Consent

_KEPT = """SELECT keys.evidence, keys.who, wrapped, evidence.who, digest, sealed
FROM keys.keys LEFT JOIN evidence ON evidence.sequence = keys.evidence
WHERE keys.evidence > ? ORDER BY keys.evidence"""
_STORED = "SELECT id, sealed FROM templates WHERE who = ?"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """One holder's template and the consent it rests on."""

    id: int
    """Of the template's row."""
    who: bytes
    """What stands for the holder in the evidence."""
    consent: Consent
    template: Template
    """Turned by the site's key (``Vault.turned``)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class News:
    """What was written since the evidence ended elsewhere."""

    head: Head
    changed: frozenset[bytes]
    """What stands for the holders on record since."""
    entries: list[Entry]
    """Those of them who have a template now."""
    holders: int
    """How many have one, the others included."""


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


class Vault:
    """Three SQLite files in two folders.

    ``consents.db`` keeps the evidence, ``templates.db`` the templates, turned and each sealed under its holder's own
    key, ``keys.db`` in a folder of its own those keys, wrapped under the site's. Erasing deletes key and template and
    overwrites both in the files; what the disk keeps of freed blocks, such as those of the rollback journal, stays
    sealed under the site's key. A backup of the data folder holds no key: what was erased since stays unreadable.

    Any thread may call it, one at a time under ``lock``; several processes may have it open. Every change is one
    transaction over all files.
    """

    def __init__(
        self, folders: Folders, connection: sqlite3.Connection, keys: SiteKeys, made: Made, *, salt: bytes
    ) -> None:
        """Use ``Vault.open``."""
        self.folders = folders
        self.keys = keys
        self.made = made
        self.salt = salt
        self.lock = threading.RLock()
        self.db = connection
        self.ledger = Ledger(connection, folders, keys)
        self._rotation = Rotation(keys.suite, keys.turning, made.dim)
        self._format = json.dumps(["template", schema.VERSION, made.model, made.dim]).encode()
        self._seen: int | None = None

    @classmethod
    def open(
        cls,
        folders: Folders,
        *,
        key: bytes,
        model: tuple[str, int] | None = None,
        site: str | None = None,
        suite: Suite | None = None,
    ) -> Self:
        """Open a vault, or make one.

        :param model: name and dimension; None: whatever it was made for, and none is made.
        :raises StorageError: a damaged file, one that cannot be written, one put back from a backup, or no gallery.
        :raises SiteKeyError: another key.
        :raises ModelError: its templates are another model's.
        """
        if model is None and not folders.file("main").exists():
            raise StorageError(f"there is no gallery in {folders}; is the folder right?")
        with in_words(folders):
            connection = connect(folders)
            try:
                with transaction(connection):
                    if schema.is_blank(connection):
                        if model is None:
                            raise StorageError(f"there is no gallery in {folders}; is the folder right?")
                        made = header.Made(site=site or "", model=model[0], dim=model[1])
                        vault = cls.create(folders, connection, key, suite=suite or Suite.AES_256_GCM, made=made)
                    else:
                        vault = cls.unlock(folders, connection, key)
                        if model is not None:
                            header.check_model(folders, vault.made, *model)
                        header.check_wish(folders, vault.made, vault.keys, site=site, suite=suite)
                        vault.check_in_step()
            except BaseException:
                connection.close()
                raise
        return vault

    @classmethod
    def create(
        cls,
        folders: Folders,
        connection: sqlite3.Connection,
        key: bytes,
        *,
        suite: Suite,
        made: Made,
        salt: bytes | None = None,
    ) -> Self:
        """Make blank files a gallery, inside the caller's transaction."""
        schema.create(connection)
        keys = header.write(connection, key, suite, made, salt)
        state.write(connection, keys, State())
        _, _, salt = header.read(connection, folders, key)
        return cls(folders, connection, keys, made, salt=salt)

    @classmethod
    def unlock(cls, folders: Folders, connection: sqlite3.Connection, key: bytes) -> Self:
        """Open files that are a gallery, inside the caller's transaction."""
        schema.check(connection, folders)
        keys, made, salt = header.read(connection, folders, key)
        return cls(folders, connection, keys, made, salt=salt)

    def check_in_step(self) -> None:
        """Refuse files of which one was put back from another day.

        :raises StorageError: says which file is older than the others, or where the evidence is broken.
        """
        head, known = self.ledger.verify(), self.state().head
        if head == known:
            return
        main, keys = self.folders.file("main"), self.folders.file("keys")
        if head.sequence > known.sequence and self.ledger.link(known.sequence) == known.link:
            raise StorageError(
                f"{keys} ends at record {known.sequence}, {main} at {head.sequence}: the keys are older, put back from "
                "a backup perhaps, and may hold some that were erased; run: zbsec gallery restore"
            )
        raise StorageError(
            f"{main} ends at record {head.sequence}, and {keys} knows of {known.sequence}: the records are older, or "
            "another gallery's; were they put back from a backup, run: zbsec gallery restore"
        )

    def close(self) -> None:
        self.db.close()

    # Reading

    @property
    def rotation(self) -> bytes:
        """The key for vectors in memory."""
        return self.keys.rotation

    def turned(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """A vector of the model as it is kept here, in an array of its own."""
        return self._rotation.turned(vector)

    def turned_back(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """A kept vector as the model made it, in an array of its own."""
        return self._rotation.turned_back(vector)

    def changed(self) -> bool:
        """Whether anybody has written since ``entries`` or ``news`` was last called, or ``forget`` was."""
        with in_words(self.folders):
            return self._version() != self._seen

    def entries(self) -> list[Entry]:
        """Every template, decrypted, and turned.

        Rows that nobody can read, because a backup brought them back after their key was erased, are deleted
        (governance G53).

        :raises StorageError: names the holder whose record, key or template is damaged or missing.
        """
        with in_words(self.folders), transaction(self.db):
            version, entries = self._version(), self.read_all()
            kept = {entry.id for entry in entries}
            rows = self.db.execute("SELECT id FROM templates").fetchall()
            self.db.executemany("DELETE FROM templates WHERE id = ?", [row for row in rows if row[0] not in kept])
            self._seen = version
            return entries

    def read_all(self) -> list[Entry]:
        """Every template, inside the caller's transaction."""
        stored = {who: (id, sealed) for id, who, sealed in self.db.execute("SELECT id, who, sealed FROM templates")}
        kept = self.kept()
        if len(kept) != self.state().holders:
            path, remedy = self.folders.file("keys"), self.folders.remedy("keys")
            raise StorageError(f"{path} holds {len(kept)} keys of {self.state().holders}; {remedy}")
        return [self.entry(line, wrapped, stored) for line, wrapped in kept]

    def news(self, since: Head) -> News | None:
        """What changed since the evidence ended there; None: it never did, so read everything."""
        with in_words(self.folders), transaction(self.db):
            if self.ledger.link(since.sequence) != since.link:
                return None
            version = self._version()
            kept = self.kept(after=since.sequence)
            names = [self.template_name(self.ledger.read(line).holder) for line, _ in kept]
            rows = [self.db.execute(_STORED, (name,)).fetchone() for name in names]
            stored = {name: row for name, row in zip(names, rows, strict=True) if row is not None}
            news = News(
                head=self.ledger.head,
                changed=frozenset(line.who for line in self.ledger.lines(after=since.sequence)),
                entries=[self.entry(line, wrapped, stored) for line, wrapped in kept],
                holders=self.state().holders,
            )
            self._seen = version
            return news

    def kept(self, *, after: int = 0) -> list[tuple[Line, bytes]]:
        """The record each key rests on, behind a place, and the wrapped key."""
        kept = []
        for place, _, wrapped, who, digest, sealed in self.db.execute(_KEPT, (after,)).fetchall():
            if who is None:
                raise StorageError(
                    f"{self.folders.file('main')}: record {place}, on which a template rests, is missing; "
                    f"{self.folders.remedy('main')}"
                )
            kept.append((Line(place, who, digest, sealed), wrapped))
        return kept

    def entry(self, line: Line, wrapped: bytes, stored: Mapping[bytes, tuple[int, bytes]]) -> Entry:
        """
        :param stored: id and sealed bytes of every template, by pseudonym.
        """
        consent = self.ledger.read(line).consent
        file, remedy = self.folders.file("templates"), self.folders.remedy("templates")
        name = self.template_name(consent.holder)
        if name not in stored:
            raise StorageError(f"{file}: the template of holder {consent.holder!r} is missing; {remedy}")
        id, sealed = stored[name]
        try:
            key = self.keys.suite.unseal(
                self.keys.wrapping, wrapped, about=_about_key(self.key_name(consent.holder), line.sequence)
            )
            numbers = self.keys.suite.unseal(bytes(key), sealed, about=self._about(name))
        except InvalidTag as error:
            raise StorageError(
                f"{file}: row {id}, the template of holder {consent.holder!r}, "
                f"is damaged or not of this {self.folders.file('keys').name}; {remedy}"
            ) from error
        vector = np.frombuffer(numbers, "<f4").astype(np.float32)
        numbers[:] = bytes(len(numbers))
        return Entry(id=id, who=line.who, consent=consent, template=Template(vector=vector, model=self.made.model))

    def consents(self, holder: str) -> list[Consent]:
        """Every record of a holder's consents, oldest first; a withdrawal is a record of its own."""
        with in_words(self.folders):
            return self.ledger.of(holder)

    def records(self, holder: str) -> list[Record]:
        """Everything on record of a holder, oldest first."""
        with in_words(self.folders):
            return self.ledger.records(holder)

    def holders(self) -> list[Consent]:
        """The consent that each template rests on, in the order of enrolment."""
        with in_words(self.folders), transaction(self.db):
            return [self.ledger.read(line).consent for line, _ in self.kept()]

    def enrolled(self, holder: str) -> Consent | None:
        """The consent that a holder's template rests on; None: there is none."""
        with in_words(self.folders), transaction(self.db):
            place = self.db.execute("SELECT evidence FROM keys.keys WHERE who = ?", (self.key_name(holder),)).fetchone()
            return None if place is None else self.ledger.read(self._line(place[0])).consent

    def state(self) -> State:
        """What the key store remembers.

        :raises SiteKeyError: the gallery was given a new key since this was opened.
        """
        row = self.db.execute("SELECT salt FROM gallery").fetchone()
        if row is None or row[0] != self.salt:
            raise SiteKeyError(f"gallery {self.folders} was given a new key; open it with that one")
        return state.read(self.db, self.keys, self.folders)

    # Changing

    def put(self, consent: Consent, template: Template, at: datetime) -> int:
        """Write a consent and the template that rests on it, in place of any the holder had; the id of its row.

        :param template: as the model made it.
        :raises ConsentError: the consent was withdrawn, or its id is taken.
        """
        with self.changing(at):
            self.ledger.check_new(consent)
            self.erase([consent.holder])
            return self.place(consent.holder, template.vector, self.ledger.add_consent(Kind.CONSENT, consent, at))

    def place(self, holder: str, vector: NDArray[np.float32], place: int, *, id: int | None = None) -> int:
        """Keep a template that rests on one record, under a key of its own; the id of its row.

        :param vector: as the model made it.
        """
        name, key, turned = self.template_name(holder), self.keys.suite.new_key(), self.turned(vector)
        sealed = self.keys.suite.seal(
            key, turned.astype("<f4", copy=False).view(np.uint8).data, about=self._about(name)
        )
        turned.fill(0.0)
        self.wrap(holder, key, place)
        row = self.db.execute("INSERT INTO templates VALUES (?, ?, ?) RETURNING id", (id, name, sealed))
        return int(row.fetchone()[0])

    def withdraw(self, holder: str, at: datetime) -> Erased:
        """Add the withdrawal of each standing consent to the records, and erase key and template."""
        with self.changing(at):
            for consent in self.ledger.standing(holder):
                self.ledger.add_consent(Kind.WITHDRAWAL, consent.withdrawn(max(at, consent.given_at)), at)
            return self.erase([holder])

    def correct(self, consent: Consent, at: datetime, *, keep: bool) -> Erased:
        """Add a consent as it should have been; the template rests on it from now on, or goes."""
        with self.changing(at):
            place = self.ledger.add_consent(Kind.CORRECTION, consent, at)
            row = self.db.execute(
                "SELECT evidence, wrapped FROM keys.keys WHERE who = ?", (self.key_name(consent.holder),)
            ).fetchone()
            if row is None:
                return NOTHING
            resting = self.ledger.read(self._line(row[0])).consent
            if resting.id != consent.id:
                return NOTHING
            if not keep:
                return self.erase([consent.holder])
            about = _about_key(self.key_name(consent.holder), row[0])
            key = bytes(self.keys.suite.unseal(self.keys.wrapping, row[1], about=about))
            self.db.execute("DELETE FROM keys.keys WHERE who = ?", (self.key_name(consent.holder),))
            self.wrap(consent.holder, key, place)
            return NOTHING

    def purge(self, lapsed: Callable[[Consent], bool], at: datetime) -> Erased:
        """Erase key and template of every holder whose consent has lapsed, and say so on record."""
        with self.changing(at):
            consents = [self.ledger.read(line).consent for line, _ in self.kept()]
            holders = [consent.holder for consent in consents if lapsed(consent)]
            for holder in holders:
                self.ledger.add(Kind.ERASED, holder, at, {})
            return self.erase(holders)

    def note(self, kind: Kind, holder: str, at: datetime, facts: Mapping[str, Any]) -> int:
        """Put something on record; its number."""
        with self.changing(at):
            return self.ledger.add(kind, holder, at, facts)

    def saw(self, at: datetime) -> None:
        """Remember a moment as past."""
        with in_words(self.folders), transaction(self.db):
            self.remember(max(at, self.state().seen_at))

    def set_clock(self, at: datetime, facts: Mapping[str, Any]) -> None:
        """Take an earlier moment for now, and say so on record."""
        with in_words(self.folders), transaction(self.db):
            if not self.made.replica:
                self.ledger.add(Kind.CLOCK, "", at, facts)
            self.remember(at)

    def forget(self) -> None:
        """Whoever keeps the entries in memory is to read them again."""
        self._seen = None

    def check_own(self) -> None:
        """
        :raises RefusedError: this is a gate's copy.
        """
        if self.made.replica:
            raise RefusedError(
                f"changing {self.folders}, a gate's copy of a gallery",
                rule="one site, one record of consents: governance G11",
                instead="change it where people enrol, and send this gate the delta",
            )

    @contextmanager
    def changing(self, at: datetime) -> Iterator[None]:
        """One change of all files, or none, with what the key store remembers brought up to it."""
        self.check_own()
        with in_words(self.folders), transaction(self.db):
            yield
            self.remember(max(at, self.state().seen_at))

    def wrap(self, holder: str, key: bytes, place: int) -> None:
        """Keep a holder's key, for the template that rests on one record."""
        who = self.key_name(holder)
        wrapped = self.keys.suite.seal(self.keys.wrapping, key, about=_about_key(who, place))
        self.db.execute("INSERT INTO keys.keys VALUES (?, ?, ?)", (who, place, wrapped))

    def erase(self, holders: list[str]) -> Erased:
        """Delete key and template, inside the caller's transaction."""
        keys, templates = [], []
        for holder in holders:
            gone = self.db.execute("DELETE FROM keys.keys WHERE who = ? RETURNING wrapped", (self.key_name(holder),))
            keys += [wrapped for (wrapped,) in gone.fetchall()]
            gone = self.db.execute(
                "DELETE FROM templates WHERE who = ? RETURNING sealed", (self.template_name(holder),)
            )
            templates += [sealed for (sealed,) in gone.fetchall()]
        return Erased(keys=tuple(keys), templates=tuple(templates))

    def key_name(self, holder: str) -> bytes:
        """What stands for a holder in keys.db."""
        return self.keys.suite.code(self.keys.key_names, holder.encode())

    def template_name(self, holder: str) -> bytes:
        """What stands for a holder in templates.db."""
        return self.keys.suite.code(self.keys.template_names, holder.encode())

    def remember(self, seen_at: datetime) -> None:
        """Bring what the key store remembers up to the other files, inside the caller's transaction."""
        (holders,) = self.db.execute("SELECT count(*) FROM keys.keys").fetchone()
        state.write(self.db, self.keys, State(head=self.ledger.head, holders=holders, seen_at=seen_at))

    def _line(self, place: int) -> Line:
        return next(self.ledger.lines(after=place - 1))

    def _about(self, name: bytes) -> bytes:
        """What a sealed template belongs to: format, model and holder."""
        return self._format + name

    def _version(self) -> int:
        (version,) = self.db.execute("PRAGMA main.data_version").fetchone()
        return int(version)


def _about_key(who: bytes, place: int) -> bytes:
    return b"key" + place.to_bytes(8, "big") + who
