"""The example estate, the filled-in starting files, and ways to bend a site."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zbsec import sites

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples" / "estate" / "site.toml"


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


@pytest.fixture(scope="session")
def passing() -> Callable[[str], sites.Site]:
    """The example of a kind, which passes."""
    return cache(lambda kind: sites.load(ROOT / "examples" / "sites" / f"{kind}.toml"))


@pytest.fixture(scope="session")
def with_measurements() -> Callable[..., sites.Site]:
    """A site with further readings of one figure: ``id of the part -> value``."""

    def add(site: sites.Site, figure: str, values: dict[str, float | bool], **facts: object) -> sites.Site:
        read = [
            replace(
                sites.Measurement(
                    id=f"{figure}-{subject}-{len(site.measurements)}",
                    figure=figure,
                    subject=subject,
                    value=value,
                    on=datetime(2026, 11, 5, tzinfo=UTC).date(),
                    by="somebody",
                    ref="record 1",
                ),
                **facts,
            )
            for subject, value in values.items()
        ]
        return replace(site, measurements=(*site.measurements, *read))

    return add
