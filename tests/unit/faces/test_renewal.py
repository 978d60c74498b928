"""A new site's key: nobody comes again, and the old key opens nothing (ISO/IEC 24745: renewability)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zbsec.errors import RefusedError, SiteKeyError, StorageError
from zbsec.faces import Register
from zbsec.faces.vault.renew import renew

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Enroll, Painted

    from zbsec.faces import Gallery

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NEW = bytes(range(100, 132))


@pytest.fixture
def used(reopen: Callable[..., Gallery], enroll: Enroll) -> Gallery:
    gallery = reopen(site="shifan-estate")
    for number in (1, 2, 3):
        enroll(gallery, number)
    gallery.withdraw("h3", at=NOON)
    gallery.register.know("h1", by="desk-1", at=NOON)
    return gallery


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in [*folder.iterdir(), *folder.with_name("gallery.keys").iterdir()]}


def digests(folder: Path) -> list[tuple[int, bytes]]:
    with closing(sqlite3.connect(folder / "consents.db")) as connection:
        return connection.execute("SELECT sequence, digest FROM evidence ORDER BY sequence").fetchall()


def test_everybody_is_still_known_and_the_old_key_is_refused(
    used: Gallery, reopen: Callable[..., Gallery], key: bytes, painted: Painted
) -> None:
    before = used.consents("h3")
    used.register.renew(NEW, by="engineer-2", reason="a gate was stolen", at=NOON)
    with pytest.raises(SiteKeyError, match="this key does not open it"):
        reopen(key=key)
    gallery = reopen(key=NEW)
    for number in (1, 2):
        match = gallery.identify(painted.vector(number), at=NOON)
        assert (match.holder, match.score) == (f"h{number}", pytest.approx(1.0, abs=1e-5))
    assert gallery.identify(painted.vector(3), at=NOON) is None
    assert gallery.consents("h3") == before
    assert gallery.register.site == "shifan-estate"


def test_no_sealed_byte_stays_and_every_hash_does(used: Gallery, folder: Path) -> None:
    old, hashes = files(folder), digests(folder)
    with closing(sqlite3.connect(folder / "templates.db")) as connection:
        sealed = [row[0] for row in connection.execute("SELECT sealed FROM templates")]
    used.register.renew(NEW, by="engineer-2", reason="yearly", at=NOON)
    new = files(folder)
    assert digests(folder)[: len(hashes)] == hashes
    assert len(digests(folder)) == len(hashes) + 1
    for one in sealed:
        assert one[:16] in old["templates.db"]
        assert one[:16] not in b"".join(new.values())


def test_a_template_of_before_and_one_of_after_cannot_be_compared(used: Gallery, painted: Painted) -> None:
    vault = used._vault
    old = {entry.consent.holder: entry.template.vector for entry in vault.entries()}
    renewed = renew(vault, NEW, NOON, {})
    new = {entry.consent.holder: entry.template.vector for entry in renewed.entries()}
    assert old.keys() == new.keys() == {"h1", "h2"}
    for holder, vector in old.items():
        assert abs(float(vector @ new[holder])) < 0.8, "the same vector would score 1"
    np.testing.assert_allclose(new["h1"] @ new["h2"], old["h1"] @ old["h2"], atol=1e-5)


def test_who_has_it_open_under_the_old_key_changes_nothing_more(
    used: Gallery, reopen: Callable[..., Gallery], enroll: Enroll, folder: Path
) -> None:
    beside = reopen()
    used.register.renew(NEW, by="engineer-2", reason="yearly", at=NOON)
    before = files(folder)
    for change in (lambda: enroll(beside, 4), lambda: beside.withdraw("h1", at=NOON), lambda: len(beside)):
        with pytest.raises(SiteKeyError, match="was given a new key; open it with that one"):
            change()
    with pytest.raises(StorageError, match="closed database"):
        enroll(used, 4)
    assert files(folder) == before
    assert len(reopen(key=NEW)) == 2


def test_all_of_it_or_nothing(used: Gallery, reopen: Callable[..., Gallery], painted: Painted, folder: Path) -> None:
    (pages,) = used._vault.db.execute("PRAGMA main.page_count").fetchone()
    used._vault.db.execute(f"PRAGMA main.max_page_count = {pages}")
    before = files(folder)
    with pytest.raises(StorageError, match="SQLITE_FULL"):
        used.register.renew(NEW, by="engineer-2", reason="a long story, " * 9999, at=NOON)
    assert files(folder) == before
    assert reopen().identify(painted.vector(1), at=NOON).holder == "h1"


def test_gates_of_the_old_key_refuse_the_new_gallery(
    used: Gallery, reopen: Callable[..., Gallery], tmp_path: Path, key: bytes
) -> None:
    Register.replica(tmp_path / "gate", used.register.snapshot(at=NOON), key=key).close()
    gate = reopen(tmp_path / "gate")
    with pytest.raises(RefusedError, match="a gate's copy of a gallery"):
        gate.register.renew(NEW, by="x", reason="y", at=NOON)
    used.register.renew(NEW, by="engineer-2", reason="a gate was stolen", at=NOON)
    snapshot = reopen(key=NEW).register.snapshot(at=NOON)
    with pytest.raises(StorageError, match="trusts"):
        gate.register.apply(snapshot)
    with pytest.raises(StorageError, match="a gallery goes to the gates of its own site only"):
        Register.replica(tmp_path / "stolen", snapshot, key=key)
    with Register.replica(tmp_path / "new gate", snapshot, key=NEW) as register:
        assert len(register.holders(at=NOON)) == 2
