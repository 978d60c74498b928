"""A flipped byte anywhere: refused by name, or without effect; never a wrong identity, nobody lost in silence."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zbsec.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Enroll, Painted

    from zbsec.faces import Gallery

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FILES = ("gallery/consents.db", "gallery/templates.db", "gallery.keys/keys.db")
FLIPS = 80
"""A file, spread over every page and by chance within it."""


@pytest.fixture
def sound(reopen: Callable[..., Gallery], enroll: Enroll, tmp_path: Path) -> Path:
    with reopen() as gallery:
        for number in range(1, 5):
            enroll(gallery, number)
        gallery.withdraw("h4", at=gallery.consents("h4")[0].given_at)
    shutil.copytree(tmp_path / "gallery", tmp_path / "sound" / "gallery")
    shutil.copytree(tmp_path / "gallery.keys", tmp_path / "sound" / "gallery.keys")
    return tmp_path / "sound"


@pytest.mark.parametrize("name", FILES)
def test_one_flipped_byte_anywhere(
    reopen: Callable[..., Gallery], sound: Path, painted: Painted, tmp_path: Path, name: str
) -> None:
    content = (sound / name).read_bytes()
    rng = np.random.default_rng(len(content))
    spread = np.linspace(0, len(content) - 1, FLIPS // 2).astype(int)
    full = np.flatnonzero(np.frombuffer(content, np.uint8))
    refused = named = 0
    for at in (*spread, *rng.choice(full, FLIPS // 2, replace=False)):
        altered = bytearray(content)
        altered[at] ^= 1 << int(rng.integers(8))
        for folder in ("gallery", "gallery.keys"):
            shutil.rmtree(tmp_path / folder)
            shutil.copytree(sound / folder, tmp_path / folder)
        (tmp_path / name).write_bytes(altered)
        try:
            with reopen() as gallery:
                matches = [gallery.identify(painted.vector(number), at=NOON) for number in range(1, 6)]
        except StorageError as error:
            refused += 1
            named += str(tmp_path) in str(error)
            continue
        assert [match and match.holder for match in matches] == ["h1", "h2", "h3", None, None], f"byte {at}"
    assert named == refused
    assert refused > FLIPS // 4, "the flips hit something"
    assert refused < FLIPS, "and empty space too"
