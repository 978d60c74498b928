"""A killed process, a full disk: every holder is as before or as after, in all files, and nothing is lost."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Painted

    from zbsec.faces import Gallery

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)

SHARED = """
import json, os, resource, signal, sys
from datetime import datetime, timedelta
from pathlib import Path
import numpy as np
from zbsec.errors import StorageError
from zbsec.faces import FACE_TERMS
from zbsec.faces.vault import Folders, Vault, database
from zbsec.records import Consent, Purpose, Template

database.SYNCHRONOUS = "NORMAL"
folders, vectors, at = Folders.of(sys.argv[1]), np.load(sys.argv[2]), datetime.fromisoformat(sys.argv[3])

def opened():
    return Vault.open(folders, key=bytes(range(32)), model=("painted", 16))

def enrol(vault, number, at):
    consent = Consent(
        id=at.isoformat(), holder=f"h{number}", purpose=Purpose.FACE_ACCESS, terms_hash=FACE_TERMS.hash,
        notice_hash="0", shown_at=at, given_at=at, expires_at=at + timedelta(days=9), actor="a", channel="c",
        alternative_shown=True,
    )
    vault.put(consent, Template(vector=vectors[number], model="painted"), at)
"""

BUSY = (
    SHARED
    + """
vault = opened()
print("ready", flush=True)
while True:
    for number in range(len(vectors)):
        at += timedelta(seconds=1)
        enrol(vault, number, at)
        if number % 2:
            vault.withdraw(f"h{number}", at + timedelta(milliseconds=1))
"""
)

STEPWISE = (
    SHARED
    + """
def standing(vault):
    entries = vault.entries()
    held = {}
    for entry in entries:
        right = vault.templates.rotation.turned(vectors[int(entry.consent.holder[1:])])
        held[entry.consent.holder] = (entry.consent.id, bool(np.allclose(entry.template.vector, right)))
    return held

def attempt(change, limit, action):
    '''Do it in a process of its own that may write files of ``limit`` bytes at most; how it ended.'''
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGXFSZ, action)
        vault = opened()
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        try:
            change(vault)
            os._exit(0)
        except StorageError as error:
            os._exit(7 if str(folders.data) in str(error) else 8)
        except BaseException:
            os._exit(9)
    status = os.waitpid(pid, 0)[1]
    return "killed" if os.WIFSIGNALED(status) else {0: "done", 7: "refused"}.get(os.WEXITSTATUS(status), "wrong")

first = opened()
for number in range(3):
    enrol(first, number, at)
before = standing(first)
first.close()
changes = {
    "enrol": lambda vault: enrol(vault, 3, at + timedelta(hours=1)),
    "enrol anew": lambda vault: enrol(vault, 1, at + timedelta(hours=1)),
    "withdraw": lambda vault: vault.withdraw("h2", at + timedelta(hours=1)),
}
told = []
for name, change in changes.items():
    for limit in range(0, 60_000, int(sys.argv[4])):
        end = attempt(change, limit, signal.SIG_DFL if sys.argv[5] == "kill" else signal.SIG_IGN)
        vault = opened(); after = standing(vault); vault.close()
        told.append([name, limit, end, before, after])
        before = after
        if end == "done":
            break
print(json.dumps(told))
"""
)


@pytest.fixture
def arguments(folder: Path, tmp_path: Path, painted: Painted) -> list[str]:
    np.save(tmp_path / "vectors.npy", np.stack([painted.vector(number) for number in range(4)]))
    return [str(folder), str(tmp_path / "vectors.npy"), NOON.isoformat()]


@pytest.mark.parametrize("delay_s", [0.05, 0.21])
def test_kill_at_any_moment(
    arguments: list[str], reopen: Callable[..., Gallery], painted: Painted, delay_s: float
) -> None:
    with subprocess.Popen([sys.executable, "-c", BUSY, *arguments], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        time.sleep(delay_s)
        child.kill()
    gallery = reopen()
    histories = {f"h{number}": gallery.consents(f"h{number}") for number in range(4)}
    assert histories["h0"]
    at = max(record.given_at for history in histories.values() for record in history) + timedelta(seconds=1)
    for number, (holder, history) in enumerate(histories.items()):
        match = gallery.identify(painted.vector(number), at=at)
        enrolled = bool(history) and history[-1].withdrawn_at is None
        assert (match is not None and match.holder == holder) == enrolled


def after_all(change: str, before: dict[str, list]) -> dict[str, list]:
    """What a change leads to."""
    later = [(NOON + timedelta(hours=1)).isoformat(), True]
    if change == "withdraw":
        return {holder: facts for holder, facts in before.items() if holder != "h2"}
    return {**before, {"enrol": "h3", "enrol anew": "h1"}[change]: later}


@pytest.mark.parametrize(("how", "end"), [("kill", "killed"), ("full", "refused")])
def test_at_every_write_the_process_is_killed_or_the_disk_is_full(arguments: list[str], how: str, end: str) -> None:
    """No file may grow beyond a limit, which moves up from nothing: the first write beyond it kills the process
    (SIGXFSZ), or fails as a full disk does. What is found afterwards is all of before, or all of after."""
    done = subprocess.run(
        [sys.executable, "-c", STEPWISE, *arguments, "1900", how], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    ends = {
        name: [found for change, _, found, _, _ in told if change == name]
        for name in ("enrol", "enrol anew", "withdraw")
    }
    for name, found in ends.items():
        assert found[-1] == "done", name
        assert len(found) > 5, name
        assert set(found[:-1]) == {end}, name
    for name, limit, found, before, after in told:
        if found == "done":
            assert after == after_all(name, before), name
        elif found == "refused":
            assert after == before, (name, limit)
        else:
            assert after in (before, after_all(name, before)), (name, limit)
