"""Backups: what is put back brings nobody back who is gone (governance G53), and loses nobody who is not."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from zbsec.errors import StorageError
from zbsec.faces import Restored, restore_gallery
from zbsec.faces.vault import Folders, Vault
from zbsec.faces.vault.database import connect
from zbsec.faces.vault.templates import Kept

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Enroll, Painted

    from zbsec.faces import Gallery

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def put_back(backup: Path, folder: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(backup, folder)


@pytest.fixture
def backup(reopen: Callable[..., Gallery], enroll: Enroll, folder: Path, tmp_path: Path) -> Path:
    """Of a gallery with h1 and h2, as a backup program takes it: the folder, without the keys beside it."""
    with reopen() as gallery:
        enroll(gallery, 1)
        enroll(gallery, 2)
    shutil.copytree(folder, tmp_path / "backup")
    return tmp_path / "backup"


def test_the_folder_of_the_keys_tells_backup_programs_to_pass_it_over(backup: Path, folder: Path) -> None:
    tag = folder.with_name("gallery.keys") / "CACHEDIR.TAG"
    assert tag.read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert sorted(path.name for path in backup.iterdir()) == ["consents.db", "templates.db"]


def test_who_withdrew_after_a_backup_stays_unreadable_when_it_is_put_back(
    reopen: Callable[..., Gallery], backup: Path, folder: Path, key: bytes, painted: Painted
) -> None:
    with reopen() as gallery:
        gallery.withdraw("h1", at=NOON)
    put_back(backup, folder)
    with pytest.raises(StorageError, match=r"the records are older.*run: zbsec gallery restore"):
        reopen()
    assert restore_gallery(folder, key=key, at=NOON) == Restored(holders=1, lost=("h1",), records_missing=1)
    gallery = reopen()
    assert gallery.identify(painted.vector(1), at=NOON) is None
    assert gallery.identify(painted.vector(2), at=NOON).holder == "h2"


def test_not_even_who_has_site_key_and_backup_reads_the_withdrawn(
    reopen: Callable[..., Gallery], backup: Path, folder: Path, key: bytes, tmp_path: Path
) -> None:
    """All of the backup, the site's key, and the key store as it is now: only h2 can be decrypted."""
    with reopen() as gallery:
        gallery.withdraw("h1", at=NOON)
    keys = folder.with_name("gallery.keys")
    shutil.copytree(backup, tmp_path / "copy")
    shutil.copytree(keys, tmp_path / "copied")
    folders = Folders(tmp_path / "copy", tmp_path / "copied")
    with closing(connect(folders)) as connection:
        vault = Vault.unlock(folders, connection, key)
        stored, kept = vault.templates.stored(), vault.templates.kept()
        assert len(stored) == 2
        read = [entry.consent.holder for entry in vault.templates.read(kept)]
        (h1,) = [consent for consent in vault.ledger.everything() if consent.holder == "h1"]
        for one in kept:
            line = next(vault.ledger.lines(after=h1.sequence - 1))
            with pytest.raises(StorageError, match="the template of holder 'h1', is damaged or not of this"):
                vault.templates.entry(Kept(line, one.wrapped), h1.consent, stored)
    assert read == ["h2"]


def test_a_backup_of_today_is_put_back_without_a_word(
    reopen: Callable[..., Gallery], backup: Path, folder: Path, painted: Painted
) -> None:
    put_back(backup, folder)
    assert reopen().identify(painted.vector(1), at=NOON).holder == "h1"


def test_who_enrolled_after_the_backup_is_named_to_the_operator(
    reopen: Callable[..., Gallery], enroll: Enroll, backup: Path, folder: Path, key: bytes, painted: Painted
) -> None:
    with reopen() as gallery:
        enroll(gallery, 3)
        enroll(gallery, 2)
    put_back(backup, folder)
    restored = restore_gallery(folder, key=key, at=NOON)
    assert restored == Restored(holders=1, lost=("h2",), records_missing=2)
    gallery = reopen()
    assert gallery.identify(painted.vector(3), at=NOON) is None
    assert gallery.identify(painted.vector(2), at=NOON) is None
    enroll(gallery, 2, id="anew")
    assert gallery.identify(painted.vector(2), at=NOON).holder == "h2"


def test_old_keys_put_back_are_noticed_and_bring_nobody_back(
    reopen: Callable[..., Gallery], backup: Path, folder: Path, key: bytes, painted: Painted, tmp_path: Path
) -> None:
    """Somebody did back up the keys, against all advice: the records know who withdrew."""
    keys = folder.with_name("gallery.keys")
    shutil.copytree(keys, tmp_path / "old-keys")
    with reopen() as gallery:
        gallery.withdraw("h1", at=NOON)
    put_back(tmp_path / "old-keys", keys)
    shutil.copy(backup / "templates.db", folder)
    with pytest.raises(StorageError, match=r"the keys are older, put back from a backup perhaps"):
        reopen()
    assert restore_gallery(folder, key=key, at=NOON).holders == 1
    gallery = reopen()
    assert gallery.identify(painted.vector(1), at=NOON) is None
    assert gallery.identify(painted.vector(2), at=NOON).holder == "h2"


def test_without_the_keys_nothing_is_read_and_the_sentence_says_why(
    reopen: Callable[..., Gallery], backup: Path, folder: Path
) -> None:
    shutil.rmtree(folder.with_name("gallery.keys"))
    with pytest.raises(StorageError, match=r"keys\.db is missing or empty, .* keys are in no backup on purpose"):
        reopen()


def test_the_keys_of_another_gallery_are_refused(
    reopen: Callable[..., Gallery], enroll: Enroll, backup: Path, folder: Path, tmp_path: Path
) -> None:
    with reopen(tmp_path / "other") as other:
        enroll(other, 1)
        enroll(other, 2)
    put_back(tmp_path / "other.keys", folder.with_name("gallery.keys"))
    with pytest.raises(StorageError, match=r"keys\.db is damaged, or of another gallery"):
        reopen()


def test_the_keys_may_lie_anywhere(
    reopen: Callable[..., Gallery], enroll: Enroll, folder: Path, tmp_path: Path
) -> None:
    keys = tmp_path / "elsewhere" / "keys"
    with reopen(keys=keys) as gallery:
        enroll(gallery, 1)
    assert (keys / "keys.db").exists()
    assert not folder.with_name("gallery.keys").exists()
    assert len(reopen(keys=keys)) == 1


def test_restoring_what_is_in_step_changes_nobody(
    reopen: Callable[..., Gallery], backup: Path, folder: Path, key: bytes, painted: Painted
) -> None:
    assert restore_gallery(folder, key=key, at=NOON) == Restored(holders=2, lost=(), records_missing=0)
    assert reopen().identify(painted.vector(1), at=NOON).holder == "h1"


def test_restoring_nothing_is_an_error(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(StorageError, match="there is no gallery in"):
        restore_gallery(tmp_path / "nothing", key=key)
    assert not (tmp_path / "nothing").exists()
