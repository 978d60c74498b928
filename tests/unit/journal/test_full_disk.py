"""A disk that is full, three ways: SQLite's own limit, the process's file size limit, a real small file system."""

from __future__ import annotations

import itertools
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from zbsec.errors import JournalError
from zbsec.journal import Journal

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from conftest import MakeEvent

PROGRAM = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from zbsec.errors import JournalError
from zbsec.journal import Journal
from zbsec.records import Event, EventCode

NOW = datetime(2026, 11, 24, tzinfo=UTC)

def append_next(journal):
    event = Event(id=f"event-{len(journal)}", code=EventCode.DEVICE_STATE, source="door-1", occurred_at=NOW)
    return journal.append(event, NOW).sequence

def append_until_full(journal):
    try:
        while True:
            append_next(journal)
    except JournalError as error:
        print(error)
    assert journal.verify().entries == len(journal) > 0
    return len(journal)
"""

AT_THE_LIMIT = f"""{PROGRAM}
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Journal.open(sys.argv[1]) as journal:
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
    whole = append_until_full(journal)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert append_next(journal) == whole + 1
    assert journal.verify().entries == whole + 1
"""

ON_A_SMALL_FILE_SYSTEM = f"""{PROGRAM}
path = Path(sys.argv[1], "journal.db")
ballast = path.with_name("ballast")
ballast.write_bytes(bytes(200_000))
with Journal.open(path) as journal:
    whole = append_until_full(journal)
ballast.unlink()
with Journal.open(path) as journal:
    assert journal.verify().entries == whole
    assert append_next(journal) == whole + 1
    assert journal.verify().entries == whole + 1
"""


def test_at_a_page_limit(journal: Journal, event: MakeEvent, noon: datetime) -> None:
    assert journal._writer is not None
    (pages,) = journal._writer.execute("PRAGMA page_count").fetchone()
    journal._writer.execute(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(JournalError, match="the disk is full; nothing of this call was written; free space"):
        append_forever(journal, event, noon)
    written = len(journal)
    assert journal.verify().entries == written > 0
    with pytest.raises(JournalError, match="the disk is full"):
        journal.append_many([event(1000 + number) for number in range(100)], noon)
    assert journal.verify().entries == written
    journal._writer.execute("PRAGMA max_page_count = 100000")
    assert journal.append(event(written), noon).sequence == written + 1
    assert journal.verify().entries == written + 1


def test_at_the_file_size_limit_of_the_process(path: Path) -> None:
    said = run([sys.executable, "-c", AT_THE_LIMIT, str(path)])
    assert "the disk refused to read or write; nothing of this call was kept; look at space, quota" in said


def test_on_a_full_file_system(tmp_path: Path) -> None:
    in_own_mounts = ["unshare", "--mount", "--map-root-user"]
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(tmp_path)]
    if subprocess.run([*in_own_mounts, *mount], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small file system")
    in_it = f'{shlex.join(mount)} && exec {shlex.quote(sys.executable)} -c "$0" {shlex.quote(str(tmp_path))}'
    said = run([*in_own_mounts, "sh", "-c", in_it, ON_A_SMALL_FILE_SYSTEM])
    assert "the disk is full; nothing of this call was written; free space, then append again" in said
    assert list(tmp_path.iterdir()) == []


def append_forever(journal: Journal, event: MakeEvent, noon: datetime) -> None:
    for number in itertools.count():
        journal.append(event(number), noon)


def run(command: list[str]) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
