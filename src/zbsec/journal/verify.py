"""The whole chain, recomputed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec._text import Text, two
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
            raise _broken(
                path,
                head.sequence,
                two("the anchor has another hash, so the chain was written anew", "锚的哈希不同，链已被重写"),
            )
    _check_head(connection, path, head)
    if anchor is not None and anchor.sequence > head.sequence:
        raise _broken(
            path,
            head.sequence + 1,
            two(f"missing, but the anchor is of entry {anchor.sequence}", f"缺失，而锚对应条目 {anchor.sequence}"),
        )
    _check_pages(connection, path)
    return Verification(entries=head.sequence, head=head, anchored=anchor is not None)


def _rows(connection: sqlite3.Connection, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Sequence and texts of each row; cast to blobs, because an altered text may be no UTF-8."""
    columns = ", ".join(f"CAST({name} AS BLOB)" for name in ("event_id", "code", "recorded_at", "body", "hash"))
    for sequence, *fields in connection.execute(f"SELECT sequence, {columns} FROM events ORDER BY sequence"):  # noqa: S608
        try:
            yield sequence, [(field or b"").decode() for field in fields]
        except UnicodeDecodeError:
            raise _broken(path, sequence, two("altered: no text any more", "已被改动：不再是文本")) from None


def _checked(path: Path, previous: Head, row: tuple[int, list[str]]) -> Head:
    sequence, (event_id, code, recorded_at, body, stored) = row
    expected = previous.sequence + 1
    if sequence != expected:
        raise _broken(
            path,
            min(sequence, expected),
            two(
                f"expected entry {expected}, found {sequence}: deleted or moved",
                f"应为条目 {expected}，实为 {sequence}：已被删除或移动",
            ),
        )
    if link(previous.hash, sequence, recorded_at, body) != stored:
        raise _broken(
            path,
            sequence,
            two("altered: it does not match its hash and the one before", "已被改动：与其哈希及前一条不符"),
        )
    if not _is_filed_as(body, event_id, code):
        raise _broken(
            path,
            sequence,
            two(
                f"altered: its event is not the one it is filed as, {event_id!r}, {code!r}",
                f"已被改动：事件与其登记的 {event_id!r}、{code!r} 不符",
            ),
        )
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
        raise _broken(path, last.sequence + 1, two("the head is gone", "链首已不存在"))
    sequence, stored = row
    if sequence != last.sequence:
        raise _broken(
            path,
            min(sequence, last.sequence) + 1,
            two(
                f"the head says {sequence} entries, there are {last.sequence}",
                f"链首写明 {sequence} 条，实有 {last.sequence} 条",
            ),
        )
    if stored != last.hash.encode():
        raise _broken(path, sequence, two("the head has another hash", "链首的哈希不同"))


def _check_pages(connection: sqlite3.Connection, path: Path) -> None:
    """Indexes against rows, and damage in pages that no row above touched."""
    for (finding,) in connection.execute("PRAGMA integrity_check(1)"):
        if finding != "ok":
            raise JournalError(
                two(
                    f"{path}: the file is damaged: {finding}; keep it as evidence and go on with a backup",
                    f"{path}：文件已损坏：{finding}；请保留为证，改用备份",
                )
            )


def _broken(path: Path, sequence: int, what: Text) -> JournalError:
    return JournalError(
        two(
            f"{path}: the chain is broken at entry {sequence}: {what.en}; keep the file as evidence",
            f"{path}：链在条目 {sequence} 处断裂：{what.zh}；请保留该文件为证",
        )
    )
