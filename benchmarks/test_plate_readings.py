"""Hard readings (soft, a character lost, strangers, blurred) beside rapidfuzz's Levenshtein and a slow scan.

    ZBSEC_BENCH_SIZES=10000,1000000 pytest benchmarks/test_plate_readings.py --benchmark-only -o addopts=""

One thread each; a round is one query. rapidfuzz knows texts only: of a soft reading it gets the likeliest characters.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import plate_readings
import pytest
from numpy.typing import NDArray
from plate_readings import Probabilities, text_of
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from zbsec import PlateBook, simd
from zbsec._core import DEFAULT_MAX_COST, GAP_COST
from zbsec.records import PLATE_ALPHABET

SIZES = [int(size) for size in os.environ.get("ZBSEC_BENCH_SIZES", "10000").split(",")]
QUERIES = 50
ROUNDS = {"zbsec": 1000, "rapidfuzz": 20}
"""Queries that are timed."""
COMPARED = 3
"""Queries of each case that the slow scan answers too."""
BLURRED = (1, 2, 4, 8)
SOFT = ("soft", "soft, one lost", "soft, stranger", *(f"soft, {places} blurred" for places in BLURRED))
CASES = ("text, one twin", "text, stranger", *SOFT)

Reading = Probabilities | str


@dataclass(frozen=True)
class Registered:
    """A book, and what it was made from."""

    name: str
    plates: list[str]
    book: PlateBook

    @cached_property
    def by_length(self) -> list[tuple[NDArray[np.intp], NDArray[np.uint8]]]:
        """For each length: rows, and codes by character and row."""
        code_of = {character: code for code, character in enumerate(PLATE_ALPHABET)}
        lengths = np.array([len(plate) for plate in self.plates])
        groups = [np.flatnonzero(lengths == length) for length in np.unique(lengths)]
        return [
            (rows, np.array([[code_of[one] for one in self.plates[row]] for row in rows], np.uint8).T.copy())
            for rows in groups
        ]

    def readings(self, case: str) -> list[tuple[str, Reading]]:
        """What was read of which plate; a stranger's is not registered."""
        strangers = plate_readings.strange(self.plates, QUERIES, self.name) if "stranger" in case else []
        match case.split(", "):
            case ["text", "one twin"]:
                return list(plate_readings.misread(self.plates, QUERIES))
            case ["text", "stranger"]:
                return [(plate, plate) for plate in strangers]
            case ["soft"]:
                return list(plate_readings.soft_readings(self.plates, QUERIES))
            case ["soft", "one lost"]:
                return list(plate_readings.lost_readings(self.plates, QUERIES))
            case ["soft", "stranger"]:
                return list(plate_readings.soft_readings(strangers, QUERIES))
            case ["soft", blurred]:
                return list(plate_readings.blurred_readings(self.plates, QUERIES, int(blurred.split()[0])))
        raise ValueError(case)

    def scan(self, reading: Probabilities) -> NDArray[np.float64]:
        """What every plate costs: Wagner and Fischer's table in double precision, for all plates at once."""
        costs = -np.log(np.maximum(reading / reading.max(axis=1, keepdims=True), 1e-4, dtype=np.float64))
        found = np.empty(len(self.plates))
        for rows, codes in self.by_length:
            column = np.repeat(np.arange(len(reading) + 1.0)[:, None] * GAP_COST, len(rows), axis=1)
            for code in codes:
                after = column + GAP_COST
                for read in range(len(reading)):
                    np.minimum(after[read + 1], column[read] + costs[read][code], out=after[read + 1])
                    np.minimum(after[read + 1], after[read] + GAP_COST, out=after[read + 1])
                column = after
            found[rows] = column[-1]
        return found


@pytest.fixture(
    scope="module", params=itertools.product(SIZES, plate_readings.BOOKS), ids=lambda given: f"{given[0]}-{given[1]}"
)
def registered(request: pytest.FixtureRequest) -> Registered:
    size, name = request.param
    plates = plate_readings.registered(size, name)
    book = PlateBook()
    book.add(np.arange(size), plates)
    return Registered(name, plates, book)


def by_zbsec(registered: Registered) -> Callable[[Reading], str | None]:
    def ask(reading: Reading) -> str | None:
        found = registered.book.match(reading)
        return found[0].plate if found else None

    return ask


def by_rapidfuzz(registered: Registered) -> Callable[[Reading], str | None]:
    def ask(reading: Reading) -> str | None:
        text = reading if isinstance(reading, str) else text_of(reading)
        return process.extractOne(text, registered.plates, scorer=Levenshtein.distance)[0]

    return ask


def cost(reading: Reading, plate: str) -> float:
    """What it costs to take the reading for the plate."""
    alone = PlateBook()
    alone.add(np.array([0]), [plate])
    return alone.match(reading, max_cost=np.inf)[0].cost


def each(readings: list[tuple[str, Reading]]) -> Callable[[], tuple[tuple[Reading], dict[str, object]]]:
    """The set-up of pedantic(): the next reading for each round."""
    turn: Iterator[tuple[str, Reading]] = itertools.cycle(readings)
    return lambda: ((next(turn)[1],), {})


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("peer", ROUNDS)
def test_a_match(benchmark, registered: Registered, case: str, peer: str) -> None:
    asked = registered.readings(case)
    benchmark.group = f"{len(registered.plates)} plates of one {registered.name}, {case}, {simd()}"
    ask = (by_zbsec if peer == "zbsec" else by_rapidfuzz)(registered)
    benchmark.pedantic(ask, setup=each(asked), rounds=ROUNDS[peer])
    asked = asked[: ROUNDS[peer]]
    answers = [ask(reading) for _, reading in asked]
    benchmark.extra_info["right"] = sum(answer == plate for answer, (plate, _) in zip(answers, asked, strict=True))
    if peer == "rapidfuzz":
        for answer, (_, reading) in zip(answers, asked, strict=True):
            assert registered.book.match(reading, max_cost=np.inf)[0].cost <= cost(reading, answer)
    elif case in SOFT:
        for _, reading in asked[:COMPARED]:
            assert_equal_to_a_scan(registered, reading)


def assert_equal_to_a_scan(registered: Registered, reading: Probabilities) -> None:
    costs = registered.scan(reading)
    found = registered.book.match(reading, limit=3)
    expected = np.sort(costs)[:3]
    expected = expected[expected <= DEFAULT_MAX_COST]
    assert [one.cost for one in found] == pytest.approx(expected, abs=1e-4)
    assert costs[[one.id for one in found]] == pytest.approx(expected, abs=1e-4)
