"""A made estate of 23 hectares and 200 cameras on one thread, and a smaller one with cameras to add."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from threadpoolctl import threadpool_limits

from zbsec.sites import plan
from zbsec.testing.plans import Estate

if TYPE_CHECKING:
    from pathlib import Path

    from zbsec.sites.plan import Plan

LARGE = Estate(columns=6, rows=9, cameras=200)
SMALL = Estate(columns=3, rows=4, cameras=24, candidates=30)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plans")


def written(folder: Path, estate: Estate) -> Path:
    path = folder / f"{estate.cameras}.geojson"
    path.write_text(json.dumps(estate.geojson()), encoding="utf-8")
    return path


def read(folder: Path, estate: Estate) -> Plan:
    return plan.load(written(folder, estate))


def test_a_large_plan_is_read(benchmark, folder: Path) -> None:
    path = written(folder, LARGE)
    found = benchmark.pedantic(plan.load, (path,), rounds=5)
    assert found.boundary.area > 200_000
    assert len(found.cameras) == 200


def test_coverage_of_200_cameras_on_20_hectares(benchmark, folder: Path) -> None:
    """The limit is 10 s on one thread."""
    estate = read(folder, LARGE)
    with threadpool_limits(1):
        found = benchmark.pedantic(plan.coverage, (estate,), rounds=5)
    assert len(found.views) == 200
    assert found.share(estate.classes[0]) > 0.9
    assert benchmark.stats is None or benchmark.stats.stats.max < 10


def test_cameras_to_add(benchmark, folder: Path) -> None:
    estate = read(folder, SMALL)
    with threadpool_limits(1):
        found = benchmark.pedantic(plan.propose, (estate,), rounds=3)
    assert found.proved
    assert found.views_tried == 30 * 12 * 2 - 48


def test_passages_to_close(benchmark, folder: Path) -> None:
    estate = read(folder, LARGE)
    with threadpool_limits(1):
        found = benchmark.pedantic(plan.enclose, (estate,), rounds=3)
    assert len(found.kept) + len(found.closed) == 32
