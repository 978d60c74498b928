from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from zbsec.errors import JournalError, StorageError
from zbsec.journal import Journal, schema

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from conftest import Alter, MakeEvent

WRITER = """
import sys
from zbsec.journal import Journal
with Journal.open(sys.argv[1]):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_no_database_is_refused(path: Path, read_only: bool) -> None:
    path.write_bytes(b"no journal at all\n" * 100)
    with pytest.raises(JournalError, match="this is no journal"):
        Journal.open(path, read_only=read_only)
    assert path.read_bytes() == b"no journal at all\n" * 100


@pytest.mark.parametrize("read_only", [False, True])
def test_a_database_of_something_else_is_refused_and_left_alone(path: Path, read_only: bool) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE contacts (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(JournalError, match="is a database, but no journal"):
        Journal.open(path, read_only=read_only)
    assert path.read_bytes() == before


@pytest.mark.parametrize("read_only", [False, True])
def test_a_newer_version_is_refused_by_name(journal: Journal, path: Path, read_only: bool) -> None:
    journal.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 2")
    with pytest.raises(JournalError, match="journal of version 2, and this release knows version 1"):
        Journal.open(path, read_only=read_only)


def test_a_removed_trigger_is_noticed(journal: Journal, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER events_are_never_deleted")
    with pytest.raises(JournalError, match="changed by hand: events_are_never_deleted"):
        journal.verify()
    journal.close()
    with pytest.raises(JournalError, match="changed by hand: events_are_never_deleted"):
        Journal.open(path)


def test_a_planted_trigger_is_noticed(journal: Journal, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER quiet AFTER INSERT ON events BEGIN DELETE FROM cursors; END")
    with pytest.raises(JournalError, match="changed by hand: quiet"):
        journal.verify()


@pytest.mark.parametrize("read_only", [False, True])
def test_a_folder_is_refused(tmp_path: Path, read_only: bool) -> None:
    with pytest.raises(JournalError, match=r"is no file; .*journal\.db"):
        Journal.open(tmp_path, read_only=read_only)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="there is no folder"):
        Journal.open(tmp_path / "absent" / "journal.db")


def test_reading_creates_nothing(path: Path) -> None:
    with pytest.raises(JournalError, match="does not exist"):
        Journal.open(path, read_only=True)
    assert list(path.parent.iterdir()) == []


def test_an_empty_file_becomes_a_journal(path: Path, event: MakeEvent, noon: datetime) -> None:
    """What a process leaves that is killed while it makes the file."""
    path.touch()
    with Journal.open(path) as journal:
        assert journal.append(event(1), noon).sequence == 1


@pytest.mark.parametrize("name", ["日志 #1?.db", "100%.db", "a'b.db"])
def test_any_file_name_will_do(tmp_path: Path, event: MakeEvent, noon: datetime, name: str) -> None:
    with Journal.open(tmp_path / name) as journal:
        journal.append(event(1), noon)
    assert (tmp_path / name).is_file()


def test_read_only_reads_beside_the_writer_and_cannot_write(
    journal: Journal, path: Path, event: MakeEvent, noon: datetime
) -> None:
    journal.append(event(1), noon)
    with Journal.open(str(path), read_only=True) as reader:
        assert len(reader) == 1
        journal.append(event(2), noon)
        assert [entry.event.id for entry in reader.read()] == ["event-1", "event-2"]
        assert reader.verify().entries == 2
        with pytest.raises(JournalError, match="opened read-only"):
            reader.append(event(3), noon)
        with pytest.raises(JournalError, match="opened read-only"):
            reader.advance("platform", 1)


def test_a_second_writer_in_the_same_process_is_refused(journal: Journal, path: Path) -> None:
    with pytest.raises(JournalError, match="is being written by process"):
        Journal.open(path)
    journal.close()
    Journal.open(path).close()


def test_a_second_writer_in_another_process_is_refused_until_that_one_dies(
    path: Path, event: MakeEvent, noon: datetime
) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(JournalError, match=f"is being written by process {other.pid}; stop that one"):
            Journal.open(path)
        other.kill()
        other.wait()
        with Journal.open(path) as journal:
            journal.append(event(1), noon)


def test_a_longer_number_of_a_dead_writer_leaves_no_trace(path: Path) -> None:
    path.with_name("journal.db.lock").write_text("99999999999999")
    with Journal.open(path), pytest.raises(JournalError, match=f"by process {os.getpid()};"):
        Journal.open(path)


def test_a_forked_child_does_not_keep_the_lock(path: Path) -> None:
    code = """
import os, sys, time
from zbsec.journal import Journal
journal = Journal.open(sys.argv[1])
child = os.fork()
if child == 0:
    time.sleep(60)
journal.close()
Journal.open(sys.argv[1]).close()
os.kill(child, 9)
os.waitpid(child, 0)
"""
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, timeout=30)


def test_a_file_half_made_becomes_a_journal(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "TABLES", (*schema.TABLES, "CREATE nonsense"))
    with pytest.raises(JournalError, match="nonsense"):
        Journal.open(path)
    monkeypatch.undo()
    with Journal.open(path) as journal:
        assert journal.verify().entries == 0


def test_a_program_that_holds_a_transaction_is_named_as_the_cause(
    journal: Journal, path: Path, event: MakeEvent, noon: datetime
) -> None:
    assert journal._writer is not None
    journal._writer.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match="another program holds the file in a transaction"):
            journal.append(event(1), noon)
    assert journal.append(event(1), noon).sequence == 1


def test_a_damaged_page_is_named(path: Path, event: MakeEvent, noon: datetime) -> None:
    with Journal.open(path) as journal:
        journal.append_many([event(number) for number in range(200)], noon)
    content = bytearray(path.read_bytes())
    page = content.index(b'"event-100"') // 4096 * 4096
    content[page : page + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    with Journal.open(path) as journal:
        with pytest.raises(JournalError, match="the file is damaged"):
            journal.read()
        with pytest.raises(JournalError, match=r"damaged|broken"):
            journal.verify()


def test_an_unreadable_entry_is_named(
    journal: Journal, path: Path, event: MakeEvent, noon: datetime, alter: Alter
) -> None:
    journal.append_many([event(1), event(2)], noon)
    alter(path, "UPDATE events SET body = '{}' WHERE sequence = 2")
    with pytest.raises(JournalError, match="entry 2 is damaged"):
        journal.read()


def test_a_journal_error_is_an_oserror() -> None:
    assert issubclass(JournalError, StorageError)
    assert issubclass(JournalError, OSError)


def test_a_folder_that_cannot_be_written_is_named() -> None:
    with pytest.raises(JournalError, match=r"cannot be opened: .*; see that the folder has space"):
        Journal.open("/proc/journal.db")
