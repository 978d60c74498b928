"""The tables of a journal file, and the refusal of every file that has others."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from zbsec._sqlite import transaction
from zbsec._text import two
from zbsec.errors import JournalError
from zbsec.journal.chain import GENESIS

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x7A62736A  # "zbsj", which file(1) shows
VERSION = 1

# events_follow_each_other also stops INSERT OR REPLACE: SQLite fires no delete trigger for a row it replaces.
TABLES = (
    """CREATE TABLE events (
    sequence INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    body TEXT NOT NULL,
    hash TEXT NOT NULL
)""",
    "CREATE INDEX events_by_code ON events (code, sequence)",
    """CREATE TABLE head (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    sequence INTEGER NOT NULL,
    hash TEXT NOT NULL
)""",
    "CREATE TABLE cursors (name TEXT PRIMARY KEY, sequence INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END""",
    """CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END""",
    """CREATE TRIGGER events_follow_each_other BEFORE INSERT ON events
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM events)
    OR EXISTS (SELECT 1 FROM events WHERE event_id = NEW.event_id)
BEGIN SELECT RAISE(ABORT, 'entries are only added at the end'); END""",
    """CREATE TRIGGER head_is_never_deleted BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'the head is never deleted'); END""",
    """CREATE TRIGGER head_never_goes_back BEFORE UPDATE ON head WHEN NEW.sequence <= OLD.sequence
BEGIN SELECT RAISE(ABORT, 'the head never goes back'); END""",
)


def is_blank(connection: sqlite3.Connection) -> bool:
    """Whether nobody has put anything into this file yet."""
    return not (_objects(connection) or _pragma(connection, "user_version") or _pragma(connection, "application_id"))


def create(connection: sqlite3.Connection) -> None:
    """Write the tables into a blank file; does nothing to any other. All or none, even when killed."""
    with transaction(connection):
        if not is_blank(connection):
            return
        for statement in TABLES:
            connection.execute(statement)
        connection.execute("INSERT INTO head VALUES (1, 0, ?)", (GENESIS,))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse what is no journal of this version.

    :raises JournalError: another kind of file, another version, or tables and triggers that were changed.
    """
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise JournalError(
            two(
                f"{path} is a database, but no journal; name the journal's own file",
                f"{path} 是数据库，但不是日志；请写明日志文件本身",
            )
        )
    version = _pragma(connection, "user_version")
    if version != VERSION:
        raise JournalError(
            two(
                f"{path} is a journal of version {version}, and this release knows version {VERSION}; "
                "open it with the zbsec that wrote it, or a newer one",
                f"{path} 是版本 {version} 的日志，本版本只认识 {VERSION}；请用写入它的或更新的 zbsec 打开",
            )
        )
    changed = {name for name, _ in _objects(connection) ^ _expected()}
    if changed:
        raise JournalError(
            two(
                f"{path}: tables or triggers were changed by hand: {', '.join(sorted(changed))}; "
                "keep the file as evidence and go on with a backup or a new journal",
                f"{path}：表或触发器被手工改动：{'、'.join(sorted(changed))}；请保留该文件为证，改用备份或新日志",
            )
        )


def _expected() -> frozenset[tuple[str, str]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in TABLES:
            connection.execute(statement)
        return _objects(connection)


def _objects(connection: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return frozenset((str(name), str(sql)) for name, sql in rows)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(value)
