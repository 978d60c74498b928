"""The grammar as a prior: a plate where the likeliest text is none, and no surer than the reading was."""

import numpy as np
import pytest

from zbsec.plates import parse
from zbsec.plates.lawful import likeliest_plate
from zbsec.records import PLATE_ALPHABET


def rows(*places: dict[str, float]) -> np.ndarray:
    made = np.zeros((len(places), len(PLATE_ALPHABET)), np.float32)
    for at, place in enumerate(places):
        for character, share in place.items():
            made[at, PLATE_ALPHABET.index(character)] = share
    return made


def certain(text: str) -> list[dict[str, float]]:
    return [{character: 1.0} for character in text]


def test_a_letter_that_cannot_stand_there_gives_way_to_the_digit() -> None:
    places = certain("皖AD1448")
    found = likeliest_plate(rows(*places, {"O": 0.7, "0": 0.2, "D": 0.1}))
    assert found is not None
    plate, score = found
    assert plate.text == "皖AD14480"
    assert score == pytest.approx(0.2)


def test_what_parses_is_found_as_it_stands() -> None:
    plate, score = likeliest_plate(rows(*certain("鲁B12345"))) or (None, 0.0)
    assert plate == parse("鲁B12345")
    assert score == pytest.approx(1.0)


def test_a_third_letter_is_not_taken_for_one() -> None:
    places = certain("粤B1AB2")
    plate, score = likeliest_plate(rows(*places, {"C": 0.6, "0": 0.4})) or (None, 0.0)
    assert plate is not None
    assert plate.text == "粤B1AB20"
    assert score == pytest.approx(0.4)


@pytest.mark.parametrize("length", [1, 4, 12])
def test_no_plate_has_so_many_characters(length: int) -> None:
    uniform = np.full((length, len(PLATE_ALPHABET)), 1 / len(PLATE_ALPHABET), np.float32)
    assert likeliest_plate(uniform) is None
