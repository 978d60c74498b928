"""The files: what lies in them, and what becomes of them when they are stolen, altered, swapped or put back."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zbsec.errors import ModelError, StorageError
from zbsec.faces.vault import Folders, Vault, database, record
from zbsec.records import Template

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Enroll, MakeConsent, MakePortrait, Painted

    from zbsec.faces import Gallery


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def enrolled(reopen: Callable[..., Gallery], enroll: Enroll) -> Gallery:
    gallery = reopen()
    enroll(gallery, 1)
    enroll(gallery, 2)
    return gallery


def keys_of(folder: Path) -> Path:
    return folder.with_name("gallery.keys") / "keys.db"


def edit(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement, values)


def blobs(folder: Path) -> list[bytes]:
    """Every stored value longer than a number, in both files."""
    found = []
    for path in folder.iterdir():
        with closing(sqlite3.connect(path)) as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                rows = connection.execute(f"SELECT * FROM {table}")
                found += [value for row in rows for value in row if isinstance(value, bytes)]
    return found


def windows(values: list[bytes], size: int = 8) -> set[bytes]:
    return {value[at : at + size] for value in values for at in range(len(value) - size + 1)}


@pytest.mark.usefixtures("enrolled")
def test_nothing_in_the_files_can_be_read(folder: Path, painted: Painted, portrait: MakePortrait) -> None:
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"consent-of-h1" not in content
    assert b"desk-1" not in content
    vector = painted.vector(1)
    for number_type in ("<f4", ">f4", "<f8", "<f2"):
        raw = vector.astype(number_type).tobytes()
        assert raw[: len(raw) // 2] not in content
    assert portrait(1).tobytes()[3:67] not in content


@pytest.mark.usefixtures("enrolled")
def test_only_their_owner_may_read_them(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.usefixtures("enrolled")
def test_the_two_files_share_no_value_by_which_to_join_them(folder: Path, tmp_path: Path) -> None:
    sides = []
    for name in ("consents.db", "templates.db"):
        side = tmp_path / f"only-{name}"
        side.mkdir()
        shutil.copy(folder / name, side)
        sides.append(windows(blobs(side)))
    assert sides[0]
    assert sides[1]
    assert not sides[0] & sides[1]


def test_two_sites_hold_no_equal_bytes_of_one_person(
    reopen: Callable[..., Gallery], tmp_path: Path, enroll: Enroll
) -> None:
    for name, key in (("a", bytes(32)), ("b", bytes([1]) * 32), ("c", bytes(32))):
        enroll(reopen(tmp_path / name, key=key), 1)
    a, b, c = (windows(blobs(tmp_path / name)) for name in "abc")
    assert a
    assert not a & b
    assert not a & c, "not even under one key: the salt differs"


@pytest.mark.usefixtures("enrolled")
def test_another_key_is_refused_as_such(reopen: Callable[..., Gallery], folder: Path) -> None:
    with pytest.raises(StorageError, match=f"gallery {folder}: this key does not open it"):
        reopen(key=bytes(32))


@pytest.mark.usefixtures("enrolled")
def test_another_model_is_refused_by_name(reopen: Callable[..., Gallery], painted: Painted) -> None:
    with pytest.raises(
        ModelError, match=r"holds templates of painted \(16\), not of other \(16\); open it with painted"
    ):
        reopen(model=replace(painted, name="other"))
    with pytest.raises(ModelError, match=r"not of painted \(32\)"):
        reopen(model=replace(painted, dim=32))


@pytest.mark.usefixtures("enrolled")
@pytest.mark.parametrize("at", [0, 11, 12, 40, -1])
def test_one_flipped_bit_of_a_template_names_its_holder(reopen: Callable[..., Gallery], folder: Path, at: int) -> None:
    path = folder / "templates.db"
    with closing(sqlite3.connect(path)) as connection:
        (sealed,) = connection.execute("SELECT sealed FROM templates WHERE id = 1").fetchone()
    altered = bytearray(sealed)
    altered[at] ^= 1
    edit(path, "UPDATE templates SET sealed = ? WHERE id = 1", bytes(altered))
    with pytest.raises(StorageError, match=r"templates.db: row 1, the template of holder 'h1', is damaged"):
        reopen()


@pytest.mark.usefixtures("enrolled")
def test_templates_cannot_change_places(reopen: Callable[..., Gallery], folder: Path) -> None:
    path = folder / "templates.db"
    with closing(sqlite3.connect(path)) as connection:
        first, second = (row for (row,) in connection.execute("SELECT sealed FROM templates ORDER BY id"))
    edit(path, "UPDATE templates SET sealed = CASE id WHEN 1 THEN ? ELSE ? END", second, first)
    with pytest.raises(StorageError, match="is damaged"):
        reopen()


@pytest.mark.usefixtures("enrolled")
def test_an_altered_wrapped_key_names_its_holder(reopen: Callable[..., Gallery], folder: Path) -> None:
    edit(keys_of(folder), "UPDATE keys SET wrapped = zeroblob(60) WHERE evidence = 1")
    with pytest.raises(StorageError, match="the template of holder 'h1', is damaged"):
        reopen()


@pytest.mark.usefixtures("enrolled")
def test_an_altered_consent_is_refused(reopen: Callable[..., Gallery], folder: Path) -> None:
    path = folder / "consents.db"
    with closing(sqlite3.connect(path)) as connection:
        (sealed,) = connection.execute("SELECT sealed FROM evidence WHERE sequence = 2").fetchone()
    edit(path, "DROP TRIGGER evidence_is_never_changed")
    edit(path, "UPDATE evidence SET sealed = ? WHERE sequence = 2", sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(StorageError, match="record 2 was altered"):
        reopen()


@pytest.mark.usefixtures("enrolled")
def test_a_missing_template_names_its_holder_and_nothing_else_is_deleted(
    reopen: Callable[..., Gallery], folder: Path
) -> None:
    edit(folder / "templates.db", "DELETE FROM templates WHERE id = 1")
    with pytest.raises(StorageError, match="the template of holder 'h1' is missing; put back"):
        reopen()
    with closing(sqlite3.connect(folder / "templates.db")) as connection:
        assert connection.execute("SELECT id FROM templates").fetchall() == [(2,)]


@pytest.mark.parametrize("statement", ["UPDATE evidence SET sealed = x'00'", "DELETE FROM evidence"])
@pytest.mark.usefixtures("enrolled")
def test_evidence_is_only_ever_added_to(folder: Path, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="evidence is never"):
        edit(folder / "consents.db", statement)


@pytest.mark.usefixtures("enrolled")
@pytest.mark.parametrize("name", ["consents.db", "templates.db"])
def test_a_file_of_another_kind_or_version_is_refused(reopen: Callable[..., Gallery], folder: Path, name: str) -> None:
    edit(folder / name, "PRAGMA user_version = 3")
    with pytest.raises(StorageError, match=f"{name} has version 3, and this release knows version 2"):
        reopen()
    edit(folder / name, "PRAGMA application_id = 7")
    with pytest.raises(StorageError, match=f"{name} is no {name} of a gallery"):
        reopen()


@pytest.mark.parametrize("name", ["consents.db", "templates.db"])
def test_a_file_that_is_no_database_is_refused(reopen: Callable[..., Gallery], folder: Path, name: str) -> None:
    folder.mkdir()
    (folder / name).write_bytes(b"not a database" * 100)
    with pytest.raises(StorageError, match=f"gallery {folder}: .*NOTADB"):
        reopen()


def test_a_place_where_no_folder_can_be_is_refused(reopen: Callable[..., Gallery], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="this user must be able to write there"):
        reopen(tmp_path / "file" / "gallery")


def test_a_withdrawal_leaves_no_byte_of_key_or_template(enrolled: Gallery, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "templates.db")) as connection:
        (sealed,) = connection.execute("SELECT sealed FROM templates WHERE id = 1").fetchone()
    with closing(sqlite3.connect(keys_of(folder))) as connection:
        (wrapped,) = connection.execute("SELECT wrapped FROM keys WHERE evidence = 1").fetchone()
    enrolled.withdraw("h1", at=NOON)
    assert sorted(path.name for path in folder.iterdir()) == ["consents.db", "templates.db"]
    assert sorted(path.name for path in keys_of(folder).parent.iterdir()) == ["CACHEDIR.TAG", "keys.db"]
    left = b"".join(path.read_bytes() for path in [*folder.iterdir(), keys_of(folder)])
    assert not any(window in left for window in windows([sealed, wrapped], 16))


def test_templates_put_back_from_a_backup_stay_unreadable_and_go(
    enrolled: Gallery, reopen: Callable[..., Gallery], folder: Path, tmp_path: Path, painted: Painted
) -> None:
    shutil.copy(folder / "templates.db", tmp_path / "backup.db")
    enrolled.withdraw("h1", at=NOON)
    enrolled.close()
    shutil.copy(tmp_path / "backup.db", folder / "templates.db")
    gallery = reopen()
    assert gallery.identify(painted.vector(1), at=NOON) is None
    assert gallery.identify(painted.vector(2), at=NOON) is not None
    with closing(sqlite3.connect(folder / "templates.db")) as connection:
        assert connection.execute("SELECT count(*) FROM templates").fetchone() == (1,)


def test_a_template_put_back_after_enrolling_anew_is_refused(
    enrolled: Gallery, enroll: Enroll, reopen: Callable[..., Gallery], folder: Path, tmp_path: Path
) -> None:
    shutil.copy(folder / "templates.db", tmp_path / "backup.db")
    enroll(enrolled, 1)
    enrolled.close()
    shutil.copy(tmp_path / "backup.db", folder / "templates.db")
    with pytest.raises(StorageError, match=r"holder 'h1', is damaged or not of this keys\.db"):
        reopen()


@pytest.mark.usefixtures("enrolled")
def test_a_refusing_disk_keeps_the_withdrawn_out_and_says_so(
    reopen: Callable[..., Gallery], folder: Path, painted: Painted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0.0)
    gallery = reopen()
    with closing(sqlite3.connect(folder / "consents.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match=f"gallery {folder}: database is locked"):
            gallery.withdraw("h1", at=NOON)
        assert gallery.identify(painted.vector(1), at=NOON) is None
        other.execute("ROLLBACK")
    assert gallery.withdraw("h1", at=NOON).templates == 1


def test_a_commit_waits_for_the_disk_and_erases_for_good(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    with closing(database.connect(Folders.of(folder))) as connection:
        for file in ("main", "templates", "keys"):
            settings = [
                connection.execute(f"PRAGMA {file}.{name}").fetchone()[0]
                for name in ("synchronous", "secure_delete", "journal_mode")
            ]
            assert settings == [3, 1, "delete"]


def test_a_consent_reads_back_as_it_was_written(consent: MakeConsent) -> None:
    given = consent("h1", actor="王岗亭", guardian_ref="g1")
    assert record.consent_of(record.facts_of(given)) == given
    assert record.consent_of(record.facts_of(given.withdrawn(NOON))) == given.withdrawn(NOON)


def test_templates_keep_every_bit(folder: Path, key: bytes, painted: Painted, consent: MakeConsent) -> None:
    template = Template(vector=painted.vector(1), model="painted")
    with closing(Vault.open(Folders.of(folder), key=key, model=(painted.name, painted.dim))) as vault:
        vault.put(consent("h1"), template, NOON)
        turned = vault.templates.rotation.turned(template.vector)
    with closing(Vault.open(Folders.of(folder), key=key)) as vault:
        (entry,) = vault.entries()
    assert entry.consent.holder == "h1"
    np.testing.assert_array_equal(entry.template.vector, turned)


@pytest.mark.usefixtures("enrolled")
def test_wrapped_keys_cannot_change_places(reopen: Callable[..., Gallery], folder: Path) -> None:
    with closing(sqlite3.connect(keys_of(folder))) as connection:
        first, second = (row for (row,) in connection.execute("SELECT wrapped FROM keys ORDER BY evidence"))
    edit(keys_of(folder), "UPDATE keys SET wrapped = CASE evidence WHEN 1 THEN ? ELSE ? END", second, first)
    with pytest.raises(StorageError, match="the template of holder 'h1', is damaged"):
        reopen()


@pytest.mark.usefixtures("enrolled")
@pytest.mark.parametrize("made_for", [("other", 16), ("painted", 17)])
def test_a_template_of_another_model_cannot_be_slipped_in(
    folder: Path, key: bytes, consent: MakeConsent, made_for: tuple[str, int], reopen: Callable[..., Gallery]
) -> None:
    """Sealed under the very keys of this gallery, but for another model: its seal says so."""
    with closing(Vault.open(Folders.of(folder), key=key)) as vault:
        honest, vault.templates._format = vault.templates._format, json.dumps(["template", 2, *made_for]).encode()
        vault.put(consent("h3"), Template(vector=np.ones(16, np.float32) / 4, model=made_for[0]), NOON)
        assert vault.templates._format != honest
    with pytest.raises(StorageError, match="the template of holder 'h3', is damaged"):
        reopen()


@pytest.mark.usefixtures("enrolled")
def test_a_key_that_is_missing_is_noticed(reopen: Callable[..., Gallery], folder: Path) -> None:
    edit(keys_of(folder), "DELETE FROM keys WHERE evidence = 1")
    with pytest.raises(StorageError, match=r"keys\.db holds 1 keys of 2"):
        reopen()
    with closing(sqlite3.connect(folder / "templates.db")) as connection:
        assert connection.execute("SELECT count(*) FROM templates").fetchone() == (2,)


@pytest.mark.usefixtures("enrolled")
def test_evidence_that_was_rewritten_breaks_its_chain(reopen: Callable[..., Gallery], folder: Path) -> None:
    """Somebody who may write the file, and knows SQLite, but not the site's key."""
    path = folder / "consents.db"
    edit(path, "DROP TRIGGER evidence_is_never_changed")
    edit(path, "UPDATE evidence SET who = (SELECT who FROM evidence WHERE sequence = 2) WHERE sequence = 1")
    with pytest.raises(StorageError, match="the evidence is broken at record 1"):
        reopen()


def test_the_rest_of_a_disk_is_enough_or_nothing_is_kept(
    reopen: Callable[..., Gallery], enroll: Enroll, painted: Painted, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's own word for a full disk: the enrolment is refused by name, and everybody else is still there."""
    gallery = reopen()
    enroll(gallery, 1)
    for file in ("main", "templates", "keys"):
        (pages,) = gallery._vault.db.execute(f"PRAGMA {file}.page_count").fetchone()
        gallery._vault.db.execute(f"PRAGMA {file}.max_page_count = {pages}")
    number, refused = 2, None
    while refused is None and number < 99:
        try:
            enroll(gallery, number)
            number += 1
        except StorageError as error:
            refused = error
    assert "database or disk is full (SQLITE_FULL); nothing of this call was kept" in str(refused)
    assert str(folder) in str(refused)
    for one in (gallery, reopen()):
        assert one.consents(f"h{number}") == []
        assert one.identify(painted.vector(number), at=NOON) is None
        assert one.identify(painted.vector(1), at=NOON).holder == "h1"
        assert len(one) == number - 1
