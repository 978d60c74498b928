"""The plate book against a slow table, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference import alignment_cost, reading_costs

from zbsec import PlateBook, _core
from zbsec.errors import PlateFormatError, ShapeError
from zbsec.records import PLATE_ALPHABET

LETTERS = "ABCDEFGHJK0123456789"


def plates(rng: np.random.Generator, count: int) -> list[str]:
    made = {"鲁" + "".join(rng.choice(list(LETTERS), int(rng.integers(6, 8)))) for _ in range(count)}
    return sorted(made)


def probabilities(rng: np.random.Generator, length: int) -> np.ndarray:
    """Peaked, flat and tied rows."""
    raw = rng.random((length, 80)) ** rng.choice([1, 8, 40])
    raw[rng.random(raw.shape) < 0.3] = 0
    raw[:, 0] += 1e-9
    return (raw / raw.sum(axis=1, keepdims=True)).astype(np.float32)


def codes(plate: str) -> list[int]:
    return [PLATE_ALPHABET.index(character) for character in plate]


def test_the_alphabet_is_that_of_the_records() -> None:
    assert _core.PLATE_ALPHABET == PLATE_ALPHABET


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    length=st.integers(1, 10),
    limit=st.integers(1, 6),
    max_cost=st.sampled_from([0.0, 3.0, 6.0, 12.0, 40.0, 100.0]),
)
def test_matches_equal_the_slow_table(seed: int, length: int, limit: int, max_cost: float) -> None:
    rng = np.random.default_rng(seed)
    registered = plates(rng, 70)
    reading = probabilities(rng, length)
    book = PlateBook()
    book.add(np.arange(len(registered)), registered)
    found = book.match(reading, limit=limit, max_cost=max_cost)
    costs = reading_costs(reading)
    exact = np.array([alignment_cost(costs, codes(plate)) for plate in registered])
    expected = np.sort(exact[exact <= max_cost - 1e-4])[:limit]
    assert len(found) >= len(expected)
    for match in found:
        assert registered[match.id] == match.plate
        assert match.cost == pytest.approx(exact[match.id], abs=1e-4)
        assert match.cost <= max_cost
    assert [match.cost for match in found][: len(expected)] == pytest.approx(list(expected), abs=1e-4)


CROWDED = "01DQ鲁"
"""Few characters, so that plates begin alike, end alike and hold one another."""


def readings(length: int) -> st.SearchStrategy[np.ndarray]:
    """Rows that are sure, torn between two, or say nothing."""
    sure = st.sampled_from(CROWDED).map(lambda one: {one: 0.9})
    torn = st.tuples(st.permutations(CROWDED), st.sampled_from([0.5, 0.1, 0.002])).map(
        lambda given: {given[0][0]: 0.5, given[0][1]: given[1]}
    )
    nothing = st.just(dict.fromkeys(PLATE_ALPHABET, 1 / 80))
    return st.lists(sure | torn | nothing, min_size=length, max_size=length).map(
        lambda rows: np.array([[row.get(one, 0) for one in PLATE_ALPHABET] for row in rows], np.float32)
    )


@settings(max_examples=150, deadline=None)
@given(
    registered=st.sets(st.text(CROWDED, min_size=1, max_size=8), min_size=1, max_size=150),
    reading=st.integers(1, 10).flatmap(readings),
    limit=st.sampled_from([1, 2, 5, 1000]),
    max_cost=st.sampled_from([0.0, 6.0, 11.0, 1000.0, np.inf]),
    removed=st.integers(0, 149),
)
def test_a_crowded_book_answers_as_the_slow_table(registered, reading, limit, max_cost, removed) -> None:
    rows = sorted(registered)
    book = PlateBook()
    book.add(np.arange(len(rows)), rows)
    book.remove(np.arange(min(removed, len(rows))))
    costs = reading_costs(reading)
    exact = {row: alignment_cost(costs, codes(rows[row])) for row in range(removed, len(rows))}
    found = book.match(reading, limit=limit, max_cost=max_cost)
    assert [match.plate for match in found] == [rows[match.id] for match in found]
    assert [match.cost for match in found] == pytest.approx([exact[match.id] for match in found], abs=1e-4)
    assert [(match.cost, match.id) for match in found] == sorted((match.cost, match.id) for match in found)
    surely = sorted(cost for cost in exact.values() if cost <= max_cost - 1e-4)[:limit]
    assert [match.cost for match in found][: len(surely)] == pytest.approx(surely, abs=1e-4)
    assert len(found) <= limit
    assert len({match.id for match in found}) == len(found)


def test_plates_in_any_order_give_the_same_book() -> None:
    registered = plates(np.random.default_rng(1), 3000)
    ids = np.arange(len(registered))
    at_once, one_by_one = PlateBook(), PlateBook()
    at_once.add(ids, registered)
    for row in np.random.default_rng(2).permutation(ids):
        one_by_one.add(ids[row : row + 1], [registered[row]])
    for seed in range(20):
        reading = probabilities(np.random.default_rng(seed), 7)
        answers = [
            [(match.id, match.plate, match.cost) for match in book.match(reading, limit=5, max_cost=30)]
            for book in (at_once, one_by_one)
        ]
        assert answers[0] == answers[1]


def test_a_text_costs_nothing_against_itself_and_little_against_its_twins() -> None:
    book = PlateBook()
    book.add(np.array([1, 2, 3]), ["鲁C80001", "鲁CB0001", "鲁C70001"])
    found = book.match("鲁C80001", limit=3, max_cost=20)
    assert [(match.id, match.cost) for match in found] == [(1, 0.0), (2, 2.5), (3, pytest.approx(9.21, abs=0.01))]


def test_seven_and_eight_characters_compete() -> None:
    book = PlateBook()
    book.add(np.array([1, 2]), ["鲁CD12345", "鲁C99999"])
    (match,) = book.match("鲁C12345")
    assert (match.id, match.cost) == (1, _core.GAP_COST)


def test_equal_costs_go_by_smaller_id() -> None:
    book = PlateBook()
    book.add(np.array([8, 5]), ["鲁C8B000", "鲁CB8000"])
    assert [match.id for match in book.match("鲁C88000", limit=2)] == [5, 8]


def test_removed_plates_are_not_found() -> None:
    book = PlateBook()
    book.add(np.arange(40), plates(np.random.default_rng(0), 60)[:40])
    (first,) = book.match(plates(np.random.default_rng(0), 60)[0])
    book.remove(np.array([first.id]))
    assert first.id not in book
    assert len(book) == 39
    assert all(match.id != first.id for match in book.match(first.plate, limit=5, max_cost=50))


@pytest.mark.parametrize(
    ("ids", "texts", "error", "reason"),
    [
        ([1], ["鲁C12345", "鲁C12346"], ShapeError, "1 ids for 2 plates"),
        ([7], ["鲁C12345"], ShapeError, "ids, row 0: id 7 is there already"),
        ([1], ["鲁C00007"], ShapeError, "plates, row 0: 鲁C00007 is there already"),
        ([1, 2], ["鲁C1", "鲁C1"], ShapeError, "plates, row 1: 鲁C1 is there already"),
        ([1], ["鲁c12345"], PlateFormatError, r"character 2 \(c\): .*row 0"),
        ([1], ["鲁C1234567"], PlateFormatError, "1 to 8"),
        ([1], [""], PlateFormatError, "1 to 8"),
    ],
)
def test_bad_plates_are_named_and_nothing_is_added(ids, texts, error, reason) -> None:
    book = PlateBook()
    book.add(np.array([7]), ["鲁C00007"])
    with pytest.raises(error, match=reason):
        book.add(np.array(ids), texts)
    assert len(book) == 1


@pytest.mark.parametrize(
    ("reading", "reason"),
    [
        (np.full((7, 79), 0.01, np.float32), r"float32 \(characters, 80\), not float32 \(7, 79\)"),
        (np.full((7, 80), 0.01), "not float64"),
        (np.zeros((1, 80), np.float32), "row 0: all are zero"),
        (np.full((1, 80), -1, np.float32), "every number is 0 to 1"),
        (np.full((1, 80), np.nan, np.float32), "every number is 0 to 1"),
        (np.full((11, 80), 0.1, np.float32), "1 to 10 characters, not 11"),
    ],
)
def test_a_reading_that_is_none_is_named(reading: np.ndarray, reason: str) -> None:
    with pytest.raises(ShapeError, match=reason):
        PlateBook().match(reading)


def test_options_out_of_range_are_named() -> None:
    with pytest.raises(ValueError, match="limit is 1 or more"):
        PlateBook().match("鲁C12345", limit=0)
    with pytest.raises(ValueError, match="max_cost is 0 or more"):
        PlateBook().match("鲁C12345", max_cost=-1)
    with pytest.raises(KeyError, match="id 4 is not in the book"):
        PlateBook().remove(np.array([4]))
