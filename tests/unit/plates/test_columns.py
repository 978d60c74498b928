"""Texts of the wrong length: the likeliest plate of any length in a network's columns, no surer than they are."""

from __future__ import annotations

from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zbsec.errors import PlateFormatError
from zbsec.plates import columns as prefix_search
from zbsec.plates import parse
from zbsec.plates.columns import likeliest_in, rows_of
from zbsec.plates.decode import collapse, read_out, sureness
from zbsec.records import PLATE_ALPHABET, PlateColour, likeliest_text

BLANK = "_"


def label(character: str) -> int:
    return 0 if character == BLANK else 1 + PLATE_ALPHABET.index(character)


def columns_of(*places: str | dict[str, float]) -> np.ndarray:
    """One column a place: a character that is sure, or several with their shares; the rest is spread."""
    made = np.full((len(places), 1 + len(PLATE_ALPHABET)), 1e-6, np.float32)
    for at, place in enumerate(places):
        for character, share in (place if isinstance(place, dict) else {place: 1.0}).items():
            made[at, label(character)] = share
    return np.asarray(made / made.sum(axis=1, keepdims=True), np.float32)


def spaced(text: str) -> list[str | dict[str, float]]:
    return [place for character in text for place in (character, BLANK)]


def test_equal_neighbours_that_run_together_are_two_where_a_blank_may_be_between() -> None:
    places: list[str | dict[str, float]] = [*spaced("川A5"), "1", {"1": 0.6, BLANK: 0.4}, "1", *spaced("AW")]
    seen = columns_of(*places)
    assert likeliest_text(collapse(seen)) == "川A51AW"
    found = likeliest_in(seen)
    assert found is not None
    text, probability = found
    assert text == "川A511AW"
    assert probability == pytest.approx(0.4, rel=0.01)


def test_what_stands_beside_the_plate_is_left_out() -> None:
    seen = columns_of({"鄂": 0.6, BLANK: 0.4}, BLANK, *spaced("皖AY521H"))
    found = likeliest_in(seen)
    assert found is not None
    text, probability = found
    assert text == "皖AY521H"
    assert probability == pytest.approx(0.4, rel=0.01)


def test_columns_that_hold_no_plate_give_none() -> None:
    assert likeliest_in(columns_of(*spaced("ABCABC"))) is None
    assert likeliest_in(columns_of(BLANK, BLANK)) is None


def test_the_columns_of_each_character_are_found() -> None:
    seen = columns_of(BLANK, "川", "川", BLANK, "A", "1", BLANK, "1", BLANK)
    assert [len(part) for part in rows_of("川A11", seen)] == [2, 1, 1, 1]
    for part, character in zip(rows_of("川A11", seen), "川A11", strict=True):
        assert (part.argmax(axis=1) == label(character)).all()


def test_a_plate_from_the_columns_is_no_surer_than_they_are() -> None:
    seen = columns_of(*spaced("川A5"), "1", {"1": 0.6, BLANK: 0.4}, "1", *spaced("AW"))
    rows, text, score = read_out(seen, PlateColour.BLUE)
    assert text == likeliest_text(rows) == "川A511AW"
    assert score == pytest.approx(0.4, rel=0.02)
    assert rows.max(axis=1).prod() == pytest.approx(0.4, rel=0.02)
    assert np.allclose(rows.sum(axis=1), 1, atol=1e-5)


def test_a_text_that_is_a_plate_stays_as_it_is_read() -> None:
    seen = columns_of(*spaced("鲁B1234"), {"5": 0.6, "6": 0.4})
    rows, text, _ = read_out(seen, PlateColour.BLUE)
    assert text == "鲁B12345"
    assert np.array_equal(rows, collapse(seen))


def test_unsure_columns_are_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    def must_not(_: np.ndarray) -> None:
        raise AssertionError("searched")

    monkeypatch.setattr("zbsec.plates.decode.likeliest_in", must_not)
    unsure = [{"A": 0.3, "B": 0.25, BLANK: 0.25}, BLANK] * 6
    read_out(columns_of(*unsure), PlateColour.BLUE)


def test_sureness_is_the_geometric_mean() -> None:
    rows = np.array([[0.9, 0.1], [0.4, 0.6]], np.float32)
    assert sureness(rows) == pytest.approx((0.9 * 0.6) ** 0.5)
    assert sureness(rows[:0]) == 0


def by_every_path(seen: np.ndarray, letters: str) -> dict[str, float]:
    """Sums over every path of the named characters and the blank."""
    shares = [{character: float(column[label(character)]) for character in BLANK + letters} for column in seen]
    sums: dict[str, float] = {}
    for path in product(BLANK + letters, repeat=len(seen)):
        text = "".join(c for before, c in zip((BLANK, *path), path, strict=False) if c not in (BLANK, before))
        probability = prod(shares[at][character] for at, character in enumerate(path))
        sums[text] = sums.get(text, 0.0) + probability
    return sums


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_probability_is_the_sum_over_all_alignments(seed: int) -> None:
    """A wide beam of few characters misses nothing, so every path may be added up instead."""
    rng = np.random.default_rng(seed)
    letters = "使1"
    seen = np.zeros((8, 1 + len(PLATE_ALPHABET)), np.float32)
    seen[:, [label(character) for character in BLANK + letters]] = rng.dirichlet(np.full(3, 0.4), 8)
    seen[0] = columns_of("使")[0]
    sums = by_every_path(seen, letters)
    lawful = {text: probability for text, probability in sums.items() if _parses(text) and probability > 1e-9}
    with pytest.MonkeyPatch.context() as wide:
        wide.setattr(prefix_search, "BEAM", 4000)
        wide.setattr(prefix_search, "LEAST", 0.0)
        found = likeliest_in(seen)
    if found is None:
        assert not lawful
    else:
        assert found[1] == pytest.approx(max(lawful.values()), rel=1e-3)
        assert lawful[found[0]] == pytest.approx(found[1], rel=1e-3)


def _parses(text: str) -> bool:
    try:
        parse(text)
    except PlateFormatError:
        return False
    return True
