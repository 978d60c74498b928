"""The event store: append, read, verify, and the cursors of what was sent on."""

from __future__ import annotations

import os
import threading
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zbsec._closing import Closing
from zbsec._sqlite import transaction
from zbsec._text import two
from zbsec.errors import JournalError
from zbsec.journal import schema
from zbsec.journal.chain import GENESIS, link
from zbsec.journal.database import connect, in_words, make_durable
from zbsec.journal.entry import Entry, Head, Verification
from zbsec.journal.lock import WriterLock
from zbsec.journal.verify import verify
from zbsec.records import Event

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from zbsec.records import EventCode

_COLUMNS = "sequence, recorded_at, body, hash"
_HEAD = """SELECT head.sequence, head.hash, events.hash
FROM head LEFT JOIN events ON events.sequence = head.sequence"""


class Journal(Closing):
    """Append-only store of events in one SQLite file, each entry hashed over all before it (governance G44, G65).

    One process writes, others may read; the second writer is refused. Any thread may call any method: appends wait
    for each other, reads do not wait for appends. A method that waits for the disk blocks; from asyncio call it
    through ``anyio.to_thread.run_sync``.

    An entry whose append returned survives a killed process and, as far as the disk keeps its promises, a power cut.

    What the chain proves: ``verify`` finds entries altered, deleted or moved, and a tail cut off, as long as whoever
    did it did not also recompute every later hash and the head. Who can write the file can do just that, or can put
    an older copy of it back. Nothing inside the file can prevent it; keep ``head`` somewhere they cannot write (a
    platform, another machine, a printed page) and give it to ``verify`` as ``anchor``. Entries after the anchor,
    and cursors, stay unproved.
    """

    def __init__(
        self, path: Path, *, writer: sqlite3.Connection | None, reader: sqlite3.Connection, held: ExitStack
    ) -> None:
        """Use ``Journal.open``."""
        self._path = path
        self._writer = writer
        self._reader = reader
        self._held = held
        self._writing = threading.Lock()
        self._reading = threading.Lock()

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, read_only: bool = False) -> Journal:
        """Open a journal; make a new one (readable by its owner only) where there is none, unless ``read_only``.

        :raises JournalError: no journal, one of a newer version, damaged, written by another process, or no right.
        """
        path = Path(path)
        with ExitStack() as held, in_words(path):
            _check_place(path, read_only=read_only)
            writer = None if read_only else held.enter_context(_writer(path))
            reader = held.enter_context(closing(connect(path, writing=False)))
            schema.check(reader, path)
            return cls(path, writer=writer, reader=reader, held=held.pop_all())

    def close(self) -> None:
        """Let go of the file. Calls after this raise JournalError."""
        with self._writing, self._reading:
            self._held.close()

    def append(self, event: Event, recorded_at: datetime) -> Entry:
        """Write one event down; returns when the disk has it.

        An event of the same id is written once: a repeated append returns the first entry.

        :param recorded_at: with a time zone.
        :raises JournalError: the same id with other content, a full disk, or a journal opened read-only.
        :raises ValueError: no time zone.
        """
        return self.append_many([event], recorded_at)[0]

    def append_many(self, events: Iterable[Event], recorded_at: datetime) -> list[Entry]:
        """Write several events down in one transaction, all or none; entries in the order of ``events``.

        One wait for the disk instead of one per event. Errors as for ``append``.
        """
        if recorded_at.tzinfo is None:
            raise ValueError(
                f"recorded_at {recorded_at.isoformat()} has no time zone; give one, such as datetime.now(UTC)"
            )
        moment = recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
        bodies = [(event, event.to_json()) for event in events]
        with self._write() as connection:
            before = head = self._head(connection)
            entries = []
            for event, body in bodies:
                entry = self._known(connection, event, body)
                if entry is None:
                    entry = _insert(connection, head, event, moment, body)
                    head = Head(sequence=entry.sequence, hash=entry.hash)
                entries.append(entry)
            if head != before:
                connection.execute("UPDATE head SET sequence = ?, hash = ?", (head.sequence, head.hash))
            return entries

    def read(self, after: int = 0, limit: int = 1000, code: EventCode | None = None) -> list[Entry]:
        """Entries with a sequence above ``after``, oldest first, at most ``limit``; only of ``code`` where given.

        Does not verify.

        :raises ValueError: ``after`` below 0, or ``limit`` below 1.
        :raises JournalError: the file is damaged.
        """
        if after < 0 or limit < 1:
            raise ValueError(f"after is 0 or more and limit 1 or more, not {after} and {limit}")
        only = "" if code is None else "AND code = :code"
        query = f"SELECT {_COLUMNS} FROM events WHERE sequence > :after {only} ORDER BY sequence LIMIT :limit"  # noqa: S608
        with self._read() as connection:
            rows = connection.execute(query, {"after": after, "limit": limit, "code": code}).fetchall()
        return [self._entry(row) for row in rows]

    def __len__(self) -> int:
        return self.head.sequence

    def __bool__(self) -> bool:
        """A journal is true even when empty."""
        return True

    @property
    def head(self) -> Head:
        """Sequence and hash of the last entry: what to anchor outside the machine."""
        with self._read() as connection:
            return self._head(connection)

    def verify(self, anchor: Head | None = None) -> Verification:
        """Recompute the whole chain; reads and appends go on meanwhile.

        :param anchor: a ``head`` of earlier that was kept outside this machine.
        :raises JournalError: names the first broken entry, or the damage in the file.
        """
        with in_words(self._path), closing(connect(self._path, writing=False)) as connection:
            connection.execute("BEGIN")
            schema.check(connection, self._path)
            return verify(connection, self._path, anchor)

    def cursor(self, name: str) -> int:
        """The sequence up to which ``name`` (such as a platform) has been served; 0 at first."""
        with self._read() as connection:
            return _cursor(connection, name)

    def advance(self, name: str, sequence: int) -> None:
        """Note, durably, that ``name`` has been served up to ``sequence``. The same again is no error.

        :raises JournalError: ``sequence`` lies before the cursor, or after the end of the journal.
        :raises ValueError: an empty name.
        """
        if not name.strip():
            raise ValueError("a cursor needs a name")
        with self._write() as connection:
            at, end = _cursor(connection, name), self._head(connection).sequence
            if not at <= sequence <= end:
                raise JournalError(
                    two(
                        f"{self._path}: cursor {name!r} stands at {at} and the journal ends at {end}; "
                        f"it cannot go to {sequence}",
                        f"{self._path}：游标 {name!r} 位于 {at}，日志止于 {end}；不能移至 {sequence}",
                    )
                )
            connection.execute("INSERT OR REPLACE INTO cursors VALUES (?, ?)", (name, sequence))

    def pending(self, name: str, limit: int = 1000) -> list[Entry]:
        """What ``name`` has not been served yet, oldest first, at most ``limit``."""
        return self.read(after=self.cursor(name), limit=limit)

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        if self._writer is None:
            raise JournalError(
                two(
                    f"{self._path} was opened read-only; open it without read_only to write",
                    f"{self._path} 以只读方式打开；写入须不带 read_only",
                )
            )
        with self._writing, in_words(self._path), transaction(self._writer):
            yield self._writer

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        with self._reading, in_words(self._path):
            yield self._reader

    def _head(self, connection: sqlite3.Connection) -> Head:
        row = connection.execute(_HEAD).fetchone()
        if row is None or row[1] != (row[2] if row[0] else GENESIS):
            raise JournalError(
                two(
                    f"{self._path}: head and last entry of the chain do not agree; verify the journal",
                    f"{self._path}：链首与末条不一致；请核验日志",
                )
            )
        return Head(sequence=row[0], hash=row[1])

    def _known(self, connection: sqlite3.Connection, event: Event, body: str) -> Entry | None:
        row = connection.execute(f"SELECT {_COLUMNS} FROM events WHERE event_id = ?", (event.id,)).fetchone()  # noqa: S608
        if row is None:
            return None
        entry = self._entry(row)
        if row[2] != body:
            raise JournalError(
                two(
                    f"{self._path}: entry {entry.sequence} has the id {event.id!r} and other content; "
                    "an event keeps its id only as long as nothing in it changes",
                    f"{self._path}：条目 {entry.sequence} 已有编号 {event.id!r} 而内容不同；事件内容不变时才可沿用编号",
                )
            )
        return entry

    def _entry(self, row: tuple[int, str, str, str]) -> Entry:
        sequence, recorded_at, body, digest = row
        try:
            event, moment = Event.from_json(body), datetime.fromisoformat(recorded_at)
        except (ValueError, KeyError, TypeError) as error:
            raise JournalError(
                two(
                    f"{self._path}: entry {sequence} is damaged ({error}); verify the journal",
                    f"{self._path}：条目 {sequence} 已损坏（{error}）；请核验日志",
                )
            ) from error
        return Entry(sequence=sequence, event=event, recorded_at=moment, hash=digest)


def _check_place(path: Path, *, read_only: bool) -> None:
    if path.exists() and not path.is_file():
        raise JournalError(
            two(
                f"{path} is no file; a journal is one file, such as {path / 'journal.db'}",
                f"{path} 不是文件；日志是单个文件，例如 {path / 'journal.db'}",
            )
        )
    if not path.parent.is_dir():
        raise JournalError(
            two(
                f"{path}: there is no folder {path.parent}; create it first",
                f"{path}：没有文件夹 {path.parent}；请先创建",
            )
        )
    if read_only and not path.exists():
        raise JournalError(
            two(
                f"{path} does not exist; only a journal opened for writing is created",
                f"{path} 不存在；只有以写入方式打开才会创建日志",
            )
        )


@contextmanager
def _writer(path: Path) -> Iterator[sqlite3.Connection]:
    """The one writing connection, of a new file where there is none."""
    with closing(WriterLock(path)):
        if not path.exists():
            path.touch(mode=0o600)
        with closing(connect(path, writing=True)) as connection:
            if not schema.is_blank(connection):
                schema.check(connection, path)
            make_durable(connection, path)
            schema.create(connection)
            yield connection


def _insert(connection: sqlite3.Connection, head: Head, event: Event, moment: str, body: str) -> Entry:
    sequence = head.sequence + 1
    digest = link(head.hash, sequence, moment, body)
    connection.execute(
        "INSERT INTO events (sequence, event_id, code, recorded_at, body, hash) VALUES (?, ?, ?, ?, ?, ?)",
        (sequence, event.id, event.code.value, moment, body, digest),
    )
    return Entry(
        sequence=sequence, event=Event.from_json(body), recorded_at=datetime.fromisoformat(moment), hash=digest
    )


def _cursor(connection: sqlite3.Connection, name: str) -> int:
    row = connection.execute("SELECT sequence FROM cursors WHERE name = ?", (name,)).fetchone()
    return 0 if row is None else int(row[0])
