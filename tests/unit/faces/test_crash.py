"""A killed process leaves a gallery in which every holder is either enrolled or withdrawn, in both files."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Painted

    from zbsec.faces import Gallery

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)

BUSY = """
import sys
from datetime import datetime, timedelta
import numpy as np
from zbsec.faces import FACE_TERMS
from zbsec.faces.vault import Folders, Vault, database
from zbsec.records import Consent, Purpose, Template

database.SYNCHRONOUS = "OFF"
vault = Vault.open(Folders.of(sys.argv[1]), key=bytes(range(32)), model=("painted", 16))
vectors = np.load(sys.argv[2])
at = datetime.fromisoformat(sys.argv[3])
print("ready", flush=True)
while True:
    for number, vector in enumerate(vectors):
        at += timedelta(seconds=1)
        consent = Consent(
            id=at.isoformat(), holder=f"h{number}", purpose=Purpose.FACE_ACCESS, terms_hash=FACE_TERMS.hash,
            notice_hash="0", shown_at=at, given_at=at, expires_at=at + timedelta(days=9), actor="a", channel="c",
            alternative_shown=True,
        )
        vault.put(consent, Template(vector=vector, model="painted"), at)
        if number % 2:
            vault.withdraw(f"h{number}", at + timedelta(milliseconds=1))
"""


@pytest.mark.parametrize("delay_s", [0.05, 0.21])
def test_kill_at_any_moment(
    folder: Path, tmp_path: Path, reopen: Callable[..., Gallery], painted: Painted, delay_s: float
) -> None:
    import numpy as np

    np.save(tmp_path / "vectors.npy", np.stack([painted.vector(number) for number in range(4)]))
    arguments = [sys.executable, "-c", BUSY, str(folder), str(tmp_path / "vectors.npy"), NOON.isoformat()]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE) as child:
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
