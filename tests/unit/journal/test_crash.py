"""A process killed at any moment loses no entry whose append had returned, and leaves a chain that verifies."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from zbsec.journal import Journal

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 12
WRITER = """
import sys
from datetime import UTC, datetime
from itertools import count
from zbsec.journal import Journal
from zbsec.records import Event, EventCode
journal = Journal.open(sys.argv[1])
print("open", flush=True)
for number in count(len(journal) + 1):
    now = datetime.now(UTC)
    event = Event(id=f"event-{number}", code=EventCode.DEVICE_STATE, source="door-1", occurred_at=now)
    print(journal.append(event, now).sequence, flush=True)
"""


def test_killed_at_random_moments(path: Path) -> None:
    moments = random.Random(20261124)
    for _ in range(KILLS):
        confirmed = kill_while_writing(path, after_s=moments.uniform(0.0, 0.25))
        with Journal.open(path) as journal:
            assert journal.verify().entries == len(journal) >= confirmed
            last = journal.read(after=max(len(journal) - 1, 0))
            assert [entry.event.id for entry in last] == [f"event-{len(journal)}"] * bool(len(journal))
    with Journal.open(path) as journal:
        assert len(journal) > KILLS, "the writers wrote next to nothing, so the kills proved nothing"


def test_killed_while_the_file_is_made(tmp_path: Path) -> None:
    moments = random.Random(20261125)
    for attempt in range(4):
        path = tmp_path / f"{attempt}.db"
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.DEVNULL)
        while not path.exists():
            assert process.poll() is None
        time.sleep(moments.uniform(0.0, 0.01))
        process.kill()
        process.wait()
        with Journal.open(path) as journal:
            assert journal.verify().entries == len(journal)


def kill_while_writing(path: Path, *, after_s: float) -> int:
    """The last sequence that the writer had confirmed, or 0, when SIGKILL hit it ``after_s`` after it had opened."""
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        time.sleep(after_s)
        process.kill()
        complete_lines = process.stdout.read().splitlines(keepends=True)
    return max((int(line) for line in complete_lines if line.endswith(b"\n")), default=0)
