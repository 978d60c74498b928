"""The vault: consent records that stay, templates that go when their consent does."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zbsec._sqlite import transaction
from zbsec._text import two
from zbsec.errors import RefusedError, SiteKeyError, StorageError
from zbsec.faces.vault import header, schema, state
from zbsec.faces.vault.database import connect, in_words
from zbsec.faces.vault.folders import no_gallery
from zbsec.faces.vault.ledger import Head, Ledger
from zbsec.faces.vault.record import Kind
from zbsec.faces.vault.state import State
from zbsec.faces.vault.suite import Suite
from zbsec.faces.vault.templates import NOTHING, Entry, Erased, Templates

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import Self

    from zbsec._text import Text
    from zbsec.faces.vault.folders import Folders
    from zbsec.faces.vault.header import Made
    from zbsec.faces.vault.record import Record
    from zbsec.faces.vault.sitekeys import SiteKeys
    from zbsec.records import Consent, Template


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
        self.templates = Templates(connection, folders, keys, made, self.ledger)
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
            raise no_gallery(folders)
        with in_words(folders):
            connection = connect(folders)
            try:
                with transaction(connection):
                    if schema.is_blank(connection) and model is not None:
                        made = header.Made(site=site or "", model=model[0], dim=model[1])
                        return cls.create(folders, connection, key, suite=suite or Suite.AES_256_GCM, made=made)
                    vault = cls.unlock(folders, connection, key)
                    header.check(folders, vault.made, vault.keys, model=model, site=site, suite=suite)
                    vault.check_in_step()
                    return vault
            except BaseException:
                connection.close()
                raise

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
                two(
                    f"{keys} ends at record {known.sequence}, {main} at {head.sequence}: "
                    "the keys are older, put back from "
                    "a backup perhaps, and may hold some that were erased; run: zbsec gallery restore",
                    f"{keys} 止于记录 {known.sequence}，{main} 为 {head.sequence}：密钥较旧，可能来自备份，"
                    "其中或有已删除的密钥；请运行：zbsec gallery restore",
                )
            )
        raise StorageError(
            two(
                f"{main} ends at record {head.sequence}, and {keys} knows of "
                f"{known.sequence}: the records are older, or "
                "another gallery's; were they put back from a backup, run: zbsec gallery restore",
                f"{main} 止于记录 {head.sequence}，而 {keys} 已知 {known.sequence}：记录较旧，或属于另一人脸库；"
                "若从备份恢复过，请运行：zbsec gallery restore",
            )
        )

    def close(self) -> None:
        self.db.close()

    # Reading

    @property
    def rotation(self) -> bytes:
        """The key for vectors in memory."""
        return self.keys.rotation

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
            version, kept = self._version(), self.templates.kept()
            if len(kept) != self.state().holders:
                path, remedy = self.folders.file("keys"), self.folders.remedy("keys")
                raise StorageError(
                    two(
                        f"{path} holds {len(kept)} keys of {self.state().holders}; {remedy.en}",
                        f"{path} 有 {len(kept)} 个密钥，应为 {self.state().holders} 个；{remedy.zh}",
                    )
                )
            entries = self.templates.read(kept)
            self.templates.keep_only(entry.consent.holder for entry in entries)
            self._seen = version
            return entries

    def news(self, since: Head) -> News | None:
        """What changed since the evidence ended there; None: it never did, so read everything."""
        with in_words(self.folders), transaction(self.db):
            if self.ledger.link(since.sequence) != since.link:
                return None
            version = self._version()
            news = News(
                head=self.ledger.head,
                changed=frozenset(line.who for line in self.ledger.lines(after=since.sequence)),
                entries=self.templates.read(self.templates.kept(after=since.sequence)),
                holders=self.state().holders,
            )
            self._seen = version
            return news

    def consents(self, holder: str) -> list[Consent]:
        """Every record of a holder's consents, oldest first; a withdrawal is a record of its own."""
        with in_words(self.folders):
            return self.ledger.of(holder)

    def standing(self, holder: str) -> list[Consent]:
        """A holder's consents that are not withdrawn, each once."""
        with in_words(self.folders):
            return self.ledger.standing(holder)

    def refusal(self, consent: Consent) -> Text | None:
        """Why a consent cannot be added to what is on record; None: it can."""
        with in_words(self.folders):
            return self.ledger.refusal(consent)

    def records(self, holder: str) -> list[Record]:
        """Everything on record of a holder, oldest first."""
        with in_words(self.folders):
            return self.ledger.records(holder)

    def holders(self) -> list[Consent]:
        """The consent that each template rests on, in the order of enrolment."""
        with in_words(self.folders), transaction(self.db):
            return [self.ledger.read(one.line).consent for one in self.templates.kept()]

    def enrolled(self, holder: str) -> Consent | None:
        """The consent that a holder's template rests on; None: there is none."""
        with in_words(self.folders), transaction(self.db):
            kept = self.templates.of(holder)
            return None if kept is None else self.ledger.read(kept.line).consent

    def state(self) -> State:
        """What the key store remembers.

        :raises SiteKeyError: the gallery was given a new key since this was opened.
        """
        row = self.db.execute("SELECT salt FROM gallery").fetchone()
        if row is None or row[0] != self.salt:
            raise SiteKeyError(
                two(
                    f"gallery {self.folders} was given a new key; open it with that one",
                    f"人脸库 {self.folders} 已换用新密钥；请用新密钥打开",
                )
            )
        return state.read(self.db, self.keys, self.folders)

    # Changing

    def put(self, consent: Consent, template: Template, at: datetime) -> int:
        """Write a consent and the template that rests on it, in place of any the holder had; the id of its row.

        :param template: as the model made it.
        :raises ConsentError: the consent was withdrawn, or its id is taken.
        """
        return self.put_all([(consent, template)], at)[0]

    def put_all(
        self,
        given: Sequence[tuple[Consent, Template]],
        at: datetime,
        *,
        before_commit: Callable[[], None] = lambda: None,
    ) -> list[int]:
        """The same for several holders, all of them or none.

        :param before_commit: called when everything is written and nothing is certain; what it raises undoes it all.
        """
        with self.changing(at):
            ids = [self._put(consent, template, at) for consent, template in given]
            before_commit()
        return ids

    def _put(self, consent: Consent, template: Template, at: datetime) -> int:
        self.ledger.check_new(consent)
        self.templates.erase([consent.holder])
        place = self.ledger.add_consent(Kind.CONSENT, consent, at)
        return self.templates.put(consent.holder, template.vector, place)

    def withdraw(self, holder: str, at: datetime) -> Erased:
        """Add the withdrawal of each standing consent to the records, and erase key and template."""
        with self.changing(at):
            for consent in self.ledger.standing(holder):
                self.ledger.add_consent(Kind.WITHDRAWAL, consent.withdrawn(max(at, consent.given_at)), at)
            return self.templates.erase([holder])

    def correct(self, consent: Consent, at: datetime, *, keep: bool) -> Erased:
        """Add a consent as it should have been; the template rests on it from now on, or goes."""
        with self.changing(at):
            kept = self.templates.of(consent.holder)
            place = self.ledger.add_consent(Kind.CORRECTION, consent, at)
            if kept is None or self.ledger.read(kept.line).consent.id != consent.id:
                return NOTHING
            if not keep:
                return self.templates.erase([consent.holder])
            self.templates.rest(consent.holder, kept, place)
            return NOTHING

    def purge(self, lapsed: Callable[[Consent], bool], at: datetime) -> Erased:
        """Erase key and template of every holder whose consent has lapsed, and say so on record."""
        with self.changing(at):
            consents = [self.ledger.read(one.line).consent for one in self.templates.kept()]
            holders = [consent.holder for consent in consents if lapsed(consent)]
            for holder in holders:
                self.ledger.add(Kind.ERASED, holder, at, {})
            return self.templates.erase(holders)

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
                two(
                    f"changing {self.folders}, a gate's copy of a gallery", f"更改 {self.folders}（出入口的人脸库副本）"
                ),
                rule="one site, one record of consents: governance G11",
                instead=two(
                    "change it where people enrol, and send this gate the delta", "请在登记处更改，再向该出入口发送增量"
                ),
            )

    @contextmanager
    def changing(self, at: datetime) -> Iterator[None]:
        """One change of all files, or none, with what the key store remembers brought up to it."""
        self.check_own()
        with in_words(self.folders), transaction(self.db):
            yield
            self.remember(max(at, self.state().seen_at))

    def remember(self, seen_at: datetime) -> None:
        """Bring what the key store remembers up to the other files, inside the caller's transaction."""
        now = State(head=self.ledger.head, holders=len(self.templates), seen_at=seen_at)
        state.write(self.db, self.keys, now)

    def _version(self) -> int:
        (version,) = self.db.execute("PRAGMA main.data_version").fetchone()
        return int(version)
