"""The whole chain, recomputed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.errors import JournalError
from zbsec.journal.chain import GENESIS, link
from zbsec.journal.entry import Head, Verification
from zbsec.records import Event

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


def verify(connection: sqlite3.Connection, path: Path, anchor: Head | None) -> Verification:
    """Check every entry inside one read transaction of ``connection``.

    :raises JournalError: names the first broken entry.
    """
    head = Head(sequence=0, hash=GENESIS)
    for row in _rows(connection, path):
        head = _checked(path, head, row)
        if anchor is not None and anchor.sequence == head.sequence and anchor.hash != head.hash:
            raise _broken(path, head.sequence, "the anchor has another hash, so the chain was written anew")
    _check_head(connection, path, head)
    if anchor is not None and anchor.sequence > head.sequence:
        raise _broken(path, head.sequence + 1, f"missing, but the anchor is of entry {anchor.sequence}")
    _check_pages(connection, path)
    return Verification(entries=head.sequence, head=head, anchored=anchor is not None)


def _rows(connection: sqlite3.Connection, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Sequence and texts of each row; cast to blobs, because an altered text may be no UTF-8."""
    columns = ", ".join(f"CAST({name} AS BLOB)" for name in ("event_id", "code", "recorded_at", "body", "hash"))
    for sequence, *fields in connection.execute(f"SELECT sequence, {columns} FROM events ORDER BY sequence"):  # noqa: S608
        try:
            yield sequence, [(field or b"").decode() for field in fields]
        except UnicodeDecodeError:
            raise _broken(path, sequence, "altered: no text any more") from None


def _checked(path: Path, previous: Head, row: tuple[int, list[str]]) -> Head:
    sequence, (event_id, code, recorded_at, body, stored) = row
    expected = previous.sequence + 1
    if sequence != expected:
        raise _broken(path, min(sequence, expected), f"expected entry {expected}, found {sequence}: deleted or moved")
    if link(previous.hash, sequence, recorded_at, body) != stored:
        raise _broken(path, sequence, "altered: it does not match its hash and the one before")
    if not _is_filed_as(body, event_id, code):
        raise _broken(path, sequence, f"altered: its event is not the one it is filed as, {event_id!r}, {code!r}")
    return Head(sequence=sequence, hash=stored)


def _is_filed_as(body: str, event_id: str, code: str) -> bool:
    try:
        event = Event.from_json(body)
    except (ValueError, KeyError, TypeError):
        return False
    return (event.id, event.code.value) == (event_id, code)


def _check_head(connection: sqlite3.Connection, path: Path, last: Head) -> None:
    row = connection.execute("SELECT coalesce(CAST(sequence AS INTEGER), 0), CAST(hash AS BLOB) FROM head").fetchone()
    if row is None:
        raise _broken(path, last.sequence + 1, "the head is gone")
    sequence, stored = row
    if sequence != last.sequence:
        raise _broken(
            path, min(sequence, last.sequence) + 1, f"the head says {sequence} entries, there are {last.sequence}"
        )
    if stored != last.hash.encode():
        raise _broken(path, sequence, "the head has another hash")


def _check_pages(connection: sqlite3.Connection, path: Path) -> None:
    """Indexes against rows, and damage in pages that no row above touched."""
    for (finding,) in connection.execute("PRAGMA integrity_check(1)"):
        if finding != "ok":
            raise JournalError(f"{path}: the file is damaged: {finding}; keep it as evidence and go on with a backup")


def _broken(path: Path, sequence: int, what: str) -> JournalError:
    return JournalError(f"{path}: the chain is broken at entry {sequence}: {what}; keep the file as evidence")
