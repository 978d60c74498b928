"""The example estate, and ways to bend it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zbsec import sites

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "estate" / "site.toml"


@pytest.fixture(scope="session")
def example_text() -> str:
    return EXAMPLE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def example() -> sites.Site:
    return sites.load(EXAMPLE)


@pytest.fixture
def at() -> datetime:
    return datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a site file and says where it lies."""

    def write(text: str) -> Path:
        path = tmp_path / "site.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write
