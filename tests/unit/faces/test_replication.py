"""Snapshots and deltas: the gates of one site know whom the site enrolled, at once and never backwards."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zbsec.errors import ModelError, RefusedError, StorageError
from zbsec.faces import Gallery, Register, restore_gallery

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Enroll, Painted

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def hub(reopen: Callable[..., Gallery], enroll: Enroll) -> Gallery:
    gallery = reopen(site="shifan-estate")
    enroll(gallery, 1)
    enroll(gallery, 2)
    return gallery


@pytest.fixture
def gate(hub: Gallery, reopen: Callable[..., Gallery], tmp_path: Path, key: bytes) -> Gallery:
    """A gate's gallery, made from a snapshot of the hub."""
    Register.replica(tmp_path / "gate", hub.register.snapshot(at=NOON), key=key).close()
    return reopen(tmp_path / "gate")


def known(gallery: Gallery, painted: Painted, numbers: range = range(1, 5), at: datetime = NOON) -> list[str]:
    matches = [gallery.identify(painted.vector(number), at=at) for number in numbers]
    return [match.holder for match in matches if match is not None]


def test_a_gate_identifies_whom_the_site_has_enrolled(hub: Gallery, gate: Gallery, painted: Painted) -> None:
    assert known(gate, painted) == known(hub, painted) == ["h1", "h2"]
    assert (gate.register.site, gate.register.is_replica) == ("shifan-estate", True)
    assert gate.register.sequence == hub.register.sequence
    assert gate.register.public_key == hub.register.public_key


def test_a_delta_brings_what_changed_and_takes_what_went(
    hub: Gallery, gate: Gallery, painted: Painted, enroll: Enroll
) -> None:
    hub.withdraw("h1", at=NOON)
    enroll(hub, 3)
    delta = hub.register.delta(since=gate.register.sequence, at=NOON)
    assert gate.register.apply(delta) == hub.register.sequence
    assert known(gate, painted) == ["h2", "h3"]
    assert len(delta) < len(hub.register.snapshot(at=NOON))


def test_purges_and_corrections_arrive_too(hub: Gallery, gate: Gallery, painted: Painted, enroll: Enroll) -> None:
    enroll(hub, 3, expires_at=NOON + DAY)
    hub.register.correct("h2", "consent-of-h2", {"expires_at": NOON + 2 * DAY}, by="desk-1", at=NOON)
    gate.register.apply(hub.register.delta(since=2, at=NOON))
    assert known(gate, painted) == ["h1", "h2", "h3"]
    hub.purge(at=NOON + DAY)
    gate.register.apply(hub.register.delta(since=gate.register.sequence, at=NOON))
    assert known(gate, painted, at=NOON + DAY) == ["h1", "h2"]
    assert known(gate, painted, at=NOON + 2 * DAY) == ["h1"]


def test_of_who_is_gone_a_new_gate_gets_a_hash_and_no_more(
    hub: Gallery, tmp_path: Path, key: bytes, painted: Painted
) -> None:
    hub.withdraw("h1", at=NOON)
    with Register.replica(tmp_path / "gate", hub.register.snapshot(at=NOON), key=key) as register:
        assert [one.consent.holder for one in register.holders(at=NOON)] == ["h2"]
        assert len(register.consents("h2")) == 1
        with pytest.raises(StorageError, match="what record 1 says was not sent to this gate"):
            register.consents("h1")


def test_an_older_snapshot_is_refused_and_nobody_comes_back(hub: Gallery, gate: Gallery, painted: Painted) -> None:
    old = hub.register.snapshot(at=NOON)
    hub.withdraw("h1", at=NOON)
    gate.register.apply(hub.register.delta(since=2, at=NOON))
    with pytest.raises(
        StorageError, match=r"the snapshot at 2 of site 'shifan-estate' is older than this gate, which is at 3"
    ):
        gate.register.apply(old)
    assert known(gate, painted) == ["h2"]


def test_a_delta_that_does_not_follow_is_refused(hub: Gallery, gate: Gallery, enroll: Enroll) -> None:
    enroll(hub, 3)
    enroll(hub, 4)
    with pytest.raises(
        StorageError, match="the delta from 3 to 4 of site 'shifan-estate' needs a gate at 3, and this one"
    ):
        gate.register.apply(hub.register.delta(since=3, at=NOON))
    with pytest.raises(StorageError, match="ends at record 4, before 9"):
        hub.register.delta(since=9, at=NOON)


def test_the_same_delta_twice_and_an_overlapping_one_do_no_harm(
    hub: Gallery, gate: Gallery, painted: Painted, enroll: Enroll
) -> None:
    enroll(hub, 3)
    delta = hub.register.delta(since=2, at=NOON)
    for _ in range(2):
        gate.register.apply(delta)
    enroll(hub, 4)
    gate.register.apply(hub.register.delta(since=1, at=NOON))
    assert known(gate, painted) == ["h1", "h2", "h3", "h4"]


def test_a_gate_of_another_site_refuses_by_name(
    hub: Gallery, reopen: Callable[..., Gallery], tmp_path: Path, painted: Painted
) -> None:
    snapshot = hub.register.snapshot(at=NOON)
    other = reopen(tmp_path / "other", key=bytes([7]) * 32, site="north-campus")
    with pytest.raises(
        StorageError, match=r"of site 'shifan-estate' is signed by \w+, and gate .* of site 'north-campus'"
    ):
        other.register.apply(snapshot)
    with pytest.raises(StorageError, match="a gallery goes to the gates of its own site only"):
        Register.replica(tmp_path / "new", snapshot, key=bytes([7]) * 32)
    assert not (tmp_path / "new" / "consents.db").exists()


def test_a_gallery_of_the_same_key_is_not_overwritten(
    hub: Gallery, reopen: Callable[..., Gallery], tmp_path: Path
) -> None:
    second = reopen(tmp_path / "second")
    with pytest.raises(StorageError, match="trusts"):
        second.register.apply(hub.register.snapshot(at=NOON))
    with pytest.raises(StorageError, match="is no gate's copy; it makes snapshots and takes none"):
        hub.register.apply(hub.register.snapshot(at=NOON))


@pytest.mark.parametrize("at", [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0])
def test_one_flipped_byte_is_refused(hub: Gallery, gate: Gallery, painted: Painted, enroll: Enroll, at: float) -> None:
    enroll(hub, 3)
    delta = bytearray(hub.register.delta(since=2, at=NOON))
    delta[round(at * (len(delta) - 1))] ^= 1
    with pytest.raises(StorageError, match=r"was altered on its way|is no snapshot or delta|is signed by"):
        gate.register.apply(bytes(delta))
    assert known(gate, painted) == ["h1", "h2"]
    assert gate.register.sequence == 2


FORGED = [
    b"zbsec-gallery-bundle 1 00 00\n" + json.dumps(facts).encode()
    for facts in (
        [],
        {},
        {"site": "s", "since": 0, "head": [1, "00"], "salt": "00", "suite": "des", "model": "m", "dim": 1},
        {"site": "s", "since": 0, "head": [1, "00"], "salt": "zz", "suite": "sm4-gcm", "model": "m", "dim": 1},
        {"site": "s", "since": 0, "head": 1, "salt": "00", "suite": "sm4-gcm", "model": "m", "dim": 1},
    )
]
"""Of the right form at the beginning, and made by nobody who knows the rest."""


@pytest.mark.parametrize("content", [b"", b"zbsec-gallery-bundle 1", b"SQLite format 3\0" * 9, b"a b c\n{}", *FORGED])
def test_what_is_no_bundle_is_refused(gate: Gallery, content: bytes) -> None:
    with pytest.raises(StorageError, match="this is no snapshot or delta"):
        gate.register.apply(content)


def test_a_delta_cannot_be_the_first(hub: Gallery, tmp_path: Path, key: bytes) -> None:
    with pytest.raises(StorageError, match="cannot be the first; give this gate a snapshot"):
        Register.replica(tmp_path / "new", hub.register.delta(since=1, at=NOON), key=key)


def test_a_snapshot_tells_nothing_without_the_key(hub: Gallery, painted: Painted) -> None:
    snapshot = hub.register.snapshot(at=NOON)
    for known in (b"h1", b"desk-1"):
        assert b'"' + known + b'"' not in snapshot
        assert b64encode(known) not in snapshot
    assert painted.vector(1).tobytes()[:12] not in snapshot


def test_a_copy_is_changed_by_nobody_at_the_gate(gate: Gallery, enroll: Enroll, painted: Painted) -> None:
    for change in (
        lambda: enroll(gate, 3),
        lambda: gate.withdraw("h1", at=NOON),
        lambda: gate.purge(at=NOON),
        lambda: gate.register.delete("h1", by="x", at=NOON),
        lambda: gate.register.refused("h1", by="x", at=NOON),
    ):
        with pytest.raises(RefusedError, match="offered instead: change it where people enrol, and send this gate"):
            change()
    assert known(gate, painted) == ["h1", "h2"]


def test_a_consent_ends_at_the_gate_by_itself(hub: Gallery, gate: Gallery, painted: Painted) -> None:
    assert known(gate, painted, at=NOON + 30 * DAY) == []
    assert known(gate, painted, at=NOON) == [], "and no clock brings it back"


def test_after_a_restore_gates_take_a_snapshot(
    hub: Gallery, gate: Gallery, key: bytes, folder: Path, painted: Painted
) -> None:
    restore_gallery(folder, key=key, at=NOON)
    with pytest.raises(StorageError, match="give the gates a snapshot"):
        hub.register.delta(since=2, at=NOON)
    gate.register.apply(hub.register.snapshot(at=NOON))
    assert known(gate, painted) == ["h1", "h2"]


def test_a_gate_with_another_model_refuses_by_name(
    hub: Gallery, gate: Gallery, reopen: Callable[..., Gallery], tmp_path: Path, painted: Painted
) -> None:
    with pytest.raises(ModelError, match=r"holds templates of painted \(16\), not of other"):
        reopen(tmp_path / "gate", model=replace(painted, name="other"))


# Two processes: the office that enrols, and the gate that looks

GATE = """
import sys, time
from datetime import datetime
from pathlib import Path
import numpy as np
from zbsec.faces import Gallery, Register, restore_gallery
from zbsec.faces.vault import database

class Painted:
    name, dim, min_score = "painted", 16, 0.8

folder, box, at = Path(sys.argv[1]), Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3])
database.SYNCHRONOUS = "OFF"
vectors = np.load(sys.argv[4])
key = bytes(range(32))
done = set()
deadline = time.monotonic() + 30
gallery = None
while time.monotonic() < deadline:
    for bundle in sorted(box.glob("*.bundle")):
        if bundle.name in done:
            continue
        done.add(bundle.name)
        if gallery is None:
            Register.replica(folder, bundle.read_bytes(), key=key).close()
            gallery = Gallery.open(folder, key=key, model=Painted())
        else:
            gallery.register.apply(bundle.read_bytes())
        found = [gallery.identify(vector, at=at) for vector in vectors]
        print(gallery.register.sequence, *[match.holder for match in found if match], flush=True)
    if (box / "stop").exists():
        break
    time.sleep(0.01)
"""


def test_two_processes(hub: Gallery, tmp_path: Path, painted: Painted, enroll: Enroll) -> None:
    box = tmp_path / "box"
    box.mkdir()
    np.save(tmp_path / "vectors.npy", np.stack([painted.vector(number) for number in range(1, 5)]))
    arguments = [sys.executable, "-c", GATE, str(tmp_path / "gate"), str(box), NOON.isoformat()]
    sent = [0]

    def send() -> str:
        content = hub.register.delta(since=sent[-1], at=NOON)
        sent.append(hub.register.sequence)
        partial = box / "partial"
        partial.write_bytes(content)
        partial.rename(box / f"{len(sent):03}.bundle")
        assert process.stdout is not None
        return process.stdout.readline().strip()

    with subprocess.Popen([*arguments, str(tmp_path / "vectors.npy")], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert send() == "2 h1 h2"
            enroll(hub, 3)
            assert send() == "3 h1 h2 h3"
            started = time.monotonic()
            hub.withdraw("h1", at=NOON)
            assert send() == "4 h2 h3"
            assert time.monotonic() - started < 5.0, "at once, even on a busy machine (governance G06)"

        finally:
            (box / "stop").touch()
        assert process.wait(10) == 0


def test_two_processes_share_one_folder(hub: Gallery, folder: Path, painted: Painted, tmp_path: Path) -> None:
    """No snapshot is needed where gate and office are one machine: a change is seen at the next face."""
    code = (
        "import sys; from datetime import datetime; from zbsec.faces import Register\n"
        "with Register.open(sys.argv[1], key=bytes(range(32))) as register:\n"
        "    register.delete('h1', by='office', at=datetime.fromisoformat(sys.argv[2]))"
    )
    assert known(hub, painted) == ["h1", "h2"]
    subprocess.run([sys.executable, "-c", code, str(folder), NOON.isoformat()], check=True)
    assert known(hub, painted) == ["h2"]
