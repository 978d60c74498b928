from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from zbsec.errors import JournalError
from zbsec.journal import Entry, Head, Journal
from zbsec.records import Event, EventCode

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeEvent


def test_an_entry_reads_back_as_it_was_appended(journal: Journal, event: MakeEvent, noon: datetime) -> None:
    entry = journal.append(event(1), noon)
    assert entry.sequence == 1
    assert entry.event == event(1)
    assert entry.recorded_at == noon
    assert len(entry.hash) == 64
    assert journal.read() == [entry]
    assert journal.head == Head(sequence=1, hash=entry.hash)


def test_a_new_journal_is_empty_and_true(journal: Journal) -> None:
    assert len(journal) == 0
    assert journal
    assert journal.read() == []
    assert journal.head == Head(sequence=0, hash="0" * 64)


def test_entries_survive_closing(path: Path, event: MakeEvent, noon: datetime) -> None:
    with Journal.open(path) as journal:
        written = [journal.append(event(number), noon) for number in range(3)]
    with Journal.open(path) as journal:
        assert journal.read() == written
        assert journal.append(event(3), noon).sequence == 4


def test_a_repeated_event_returns_the_first_entry(journal: Journal, event: MakeEvent, noon: datetime) -> None:
    first = journal.append(event(1), noon)
    assert journal.append(event(1), noon + timedelta(hours=1)) == first
    assert len(journal) == 1


def test_an_absent_field_and_a_none_are_the_same_event(journal: Journal, event: MakeEvent, noon: datetime) -> None:
    first = journal.append(event(1, plate="鲁C12345", holder=None), noon)
    assert journal.append(event(1, plate="鲁C12345"), noon) == first


def test_other_content_under_a_known_id_is_refused(journal: Journal, event: MakeEvent, noon: datetime) -> None:
    journal.append(event(1, plate="鲁C12345"), noon)
    with pytest.raises(JournalError, match="entry 1 has the id 'event-1' and other content"):
        journal.append(event(1, plate="鲁C54321"), noon)
    assert len(journal) == 1


def test_many_are_written_in_order(journal: Journal, event: MakeEvent, noon: datetime) -> None:
    journal.append(event(1), noon)
    entries = journal.append_many([event(2), event(1), event(3), event(2)], noon)
    assert [entry.sequence for entry in entries] == [2, 1, 3, 2]
    assert journal.verify().entries == 3


def test_of_many_with_one_refused_none_is_written(journal: Journal, event: MakeEvent, noon: datetime) -> None:
    journal.append(event(1), noon)
    with pytest.raises(JournalError, match="other content"):
        journal.append_many([event(2), event(1, plate="鲁C54321")], noon)
    assert len(journal) == 1
    assert journal.append(event(2), noon).sequence == 2
    assert journal.verify().entries == 2


def test_no_events_are_no_entries(journal: Journal, noon: datetime) -> None:
    assert journal.append_many([], noon) == []


def test_read_pages_and_filters(journal: Journal, event: MakeEvent, noon: datetime) -> None:
    codes = [EventCode.ACCESS_GRANTED, EventCode.ACCESS_DENIED] * 5
    journal.append_many([event(number, code) for number, code in enumerate(codes)], noon)
    assert [entry.sequence for entry in journal.read(after=3, limit=2)] == [4, 5]
    denied = journal.read(after=4, limit=2, code=EventCode.ACCESS_DENIED)
    assert [entry.sequence for entry in denied] == [6, 8]
    assert {entry.event.code for entry in denied} == {EventCode.ACCESS_DENIED}


@pytest.mark.parametrize(("after", "limit"), [(-1, 1), (0, 0), (0, -1)])
def test_read_refuses_senseless_bounds(journal: Journal, after: int, limit: int) -> None:
    with pytest.raises(ValueError, match="after is 0 or more"):
        journal.read(after=after, limit=limit)


def test_a_time_without_zone_is_refused(journal: Journal, event: MakeEvent) -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        journal.append(event(1), datetime(2026, 11, 24))
    assert len(journal) == 0


def test_times_are_kept_as_utc(journal: Journal, event: MakeEvent) -> None:
    beijing = datetime(2026, 11, 24, 20, tzinfo=timezone(timedelta(hours=8)))
    journal.append(event(1), beijing)
    (entry,) = journal.read()
    assert entry.recorded_at == beijing
    assert entry.recorded_at.tzinfo is UTC


def test_the_hash_can_be_recomputed_with_a_shell(journal: Journal, event: MakeEvent, noon: datetime) -> None:
    first, second = journal.append_many([event(1), event(2)], noon)
    lines = f"{first.hash}\n2\n2026-11-24T12:00:00.000000+00:00\n{event(2).to_json()}"
    digest = subprocess.run(["sha256sum"], input=lines.encode(), capture_output=True, check=True).stdout
    assert digest.decode().split()[0] == second.hash


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET recorded_at = '' WHERE sequence = 1",
        "DELETE FROM events WHERE sequence = 2",
        "INSERT OR REPLACE INTO events VALUES (1, 'other', 'c', 't', 'b', 'h')",
        "INSERT OR REPLACE INTO events VALUES (3, 'event-1', 'c', 't', 'b', 'h')",
        "INSERT INTO events VALUES (9, 'other', 'c', 't', 'b', 'h')",
        "UPDATE head SET sequence = 1",
        "DELETE FROM head",
    ],
)
def test_the_file_itself_refuses_changes(
    journal: Journal, path: Path, event: MakeEvent, noon: datetime, statement: str
) -> None:
    journal.append_many([event(1), event(2)], noon)
    with closing(sqlite3.connect(path)) as other, pytest.raises(sqlite3.IntegrityError, match=r"never|only"):
        other.execute(statement)
    assert journal.verify().entries == 2


def test_each_commit_waits_for_the_disk(journal: Journal) -> None:
    assert journal._writer is not None
    assert journal._writer.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert journal._writer.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


def test_only_the_owner_can_read_the_file(journal: Journal, path: Path, event: MakeEvent, noon: datetime) -> None:
    journal.append(event(1), noon)
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_threads_append_while_others_read_and_verify(journal: Journal, noon: datetime) -> None:
    failures: list[BaseException] = []
    done = threading.Event()

    def append(thread: int) -> None:
        for number in range(25):
            event_id = f"{thread}-{number}"
            event = Event(id=event_id, code=EventCode.DEVICE_STATE, source=f"door-{thread}", occurred_at=noon)
            assert journal.append(event, noon).event.id == event_id

    def watch() -> None:
        while not done.is_set():
            seen = journal.verify().entries
            assert [entry.sequence for entry in journal.read()][:seen] == list(range(1, seen + 1))

    def guarded(work: object, *arguments: object) -> None:
        try:
            work(*arguments)  # type: ignore[operator]
        except BaseException as error:
            failures.append(error)

    watchers = [threading.Thread(target=guarded, args=(watch,)) for _ in range(2)]
    writers = [threading.Thread(target=guarded, args=(append, thread)) for thread in range(4)]
    for thread in [*watchers, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in watchers:
        thread.join()
    assert failures == []
    assert journal.verify().entries == 100


def test_a_closed_journal_says_so(journal: Journal, event: MakeEvent, noon: datetime) -> None:
    journal.close()
    journal.close()
    with pytest.raises(JournalError, match="closed"):
        journal.append(event(1), noon)
    with pytest.raises(JournalError, match="closed"):
        journal.read()


def test_entries_are_values(journal: Journal, event: MakeEvent, noon: datetime) -> None:
    entry = journal.append(event(1), noon)
    with pytest.raises(AttributeError):
        entry.sequence = 2  # type: ignore[misc]
    assert isinstance(entry, Entry)


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = "import sys, zbsec.journal; print([m for m in ('numpy', 'cv2', 'onnxruntime', 'httpx') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
