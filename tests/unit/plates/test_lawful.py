"""The grammar as a prior: a plate where the likeliest text is none, and no surer than the reading was."""

import numpy as np
import pytest

from zbsec.plates import KINDS, Kind, lawful, parse
from zbsec.plates.grammar.fit import following
from zbsec.plates.lawful import following_codes, likeliest_plate
from zbsec.records import PLATE_ALPHABET
from zbsec.testing.plates import sample_plate


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


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_may_follow_depends_on_the_sort_of_each_character_alone(kind: Kind) -> None:
    """Lest plates that were read are kept, beginnings are looked up by what stands in the same places."""
    rng = np.random.default_rng(sum(kind.name.encode()))
    for _ in range(20):
        text = sample_plate(rng, kind).characters
        for length in range(len(text) + 1):
            allowed = {character for place in following(text[:length], KINDS) for character in place.characters}
            assert {PLATE_ALPHABET[code] for code in following_codes(text[:length])} == allowed


def test_no_beginning_of_a_plate_is_kept() -> None:
    assert following_codes("鲁C7K3") == following_codes("浙E2A8")
    kept = "鲁C7K3".translate(lawful._alike())
    assert kept != "鲁C7K3"
    assert kept == "浙E2A8".translate(lawful._alike())
