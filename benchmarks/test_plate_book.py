"""The soft plate match beside rapidfuzz's Levenshtein, answers compared."""

from __future__ import annotations

import os

import numpy as np
import pytest
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from zbsec import PlateBook, simd
from zbsec.plates.grammar import KINDS
from zbsec.testing.plates import sample_plate

SIZES = [int(size) for size in os.environ.get("ZBSEC_BENCH_SIZES", "10000").split(",")]
SEED = 2


def registered(count: int) -> list[str]:
    """Different ordinary plates."""
    rng, ordinary = np.random.default_rng(SEED), KINDS[0]
    found: dict[str, None] = {}
    while len(found) < count:
        found[sample_plate(rng, ordinary).text] = None
    return list(found)


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size} plates")
def plates(request: pytest.FixtureRequest) -> list[str]:
    return registered(request.param)


@pytest.fixture(scope="module")
def book(plates: list[str]) -> PlateBook:
    book = PlateBook()
    book.add(np.arange(len(plates)), plates)
    return book


def misread(plates: list[str]) -> list[tuple[str, str]]:
    """(registered, as read: with a 0 for its D, or an 8 for its B)"""
    swapped = [(plate, plate[:2] + plate[2:].replace("D", "0").replace("B", "8")) for plate in plates]
    return [(plate, read) for plate, read in swapped if sum(a != b for a, b in zip(plate, read, strict=True)) == 1][:50]


@pytest.mark.parametrize("peer", ["zbsec", "rapidfuzz"])
def test_a_misread_plate_is_found(benchmark, plates: list[str], book: PlateBook, peer: str) -> None:
    asked = misread(plates)
    benchmark.group = f"{len(plates)} plates, {len(asked)} misread texts, {simd()}"
    if peer == "zbsec":
        answers = benchmark(lambda: [book.match(read)[0].plate for _, read in asked])
    else:
        answers = benchmark(
            lambda: [process.extractOne(read, plates, scorer=Levenshtein.distance)[0] for _, read in asked]
        )
    right = np.mean([answer == plate for answer, (plate, _) in zip(answers, asked, strict=True)])
    benchmark.extra_info["right"] = float(right)
    assert right > 0.9 if peer == "zbsec" else right > 0.3
