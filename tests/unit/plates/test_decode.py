"""Several readings of one plate in one picture, as one; and which weights a processor gets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zbsec import plates
from zbsec.plates import network
from zbsec.plates.decode import agreed, text_and_score
from zbsec.records import PLATE_ALPHABET, PlateColour, PlateReading

QUAD = np.array([[0, 0], [140, 0], [140, 44], [0, 44]], np.float32)


def reading(*places: dict[str, float], colour: PlateColour = PlateColour.BLUE) -> PlateReading:
    rows = np.full((len(places), len(PLATE_ALPHABET)), 1e-6, np.float32)
    for at, place in enumerate(places):
        for character, share in place.items():
            rows[at, PLATE_ALPHABET.index(character)] = share
    rows /= rows.sum(axis=1, keepdims=True)
    text, score = text_and_score(rows, colour)
    return PlateReading(text=text, colour=colour, corners=QUAD, probabilities=rows, score=score)


def plate(text: str, **doubt: dict[str, float]) -> list[dict[str, float]]:
    return [doubt.get(f"at_{index}", {character: 1.0}) for index, character in enumerate(text)]


def test_two_doubts_in_different_places_settle_each_other() -> None:
    one = reading(*plate("鲁B12345", at_0={"鲁": 0.45, "鄂": 0.55}))
    other = reading(*plate("鲁B12345", at_3={"2": 0.48, "7": 0.52}))
    found = agreed([one, other])
    assert found is not None
    assert found.text == "鲁B12345"
    assert found.score > 0.9


def test_the_number_of_characters_goes_by_all_readings_together() -> None:
    doubtful = plate("皖AD12345", at_7={"5": 0.6, "6": 0.4}, at_0={"皖": 0.7, "沪": 0.3})
    long = reading(*doubtful, colour=PlateColour.GREEN)
    short = reading(*plate("皖AD1234", at_0={"皖": 0.8, "沪": 0.2}))
    found = agreed([short, long, long, long, None])
    assert found is not None
    assert len(found.text) == 8


def test_nothing_agrees_on_nothing() -> None:
    assert agreed([]) is None
    assert agreed([None, None]) is None


def test_one_reading_stays_what_it_is() -> None:
    alone = reading(*plate("粤B2345警"), colour=PlateColour.WHITE)
    found = agreed([alone, None])
    assert found is not None
    assert found.text == alone.text
    assert found.score == pytest.approx(alone.score, rel=1e-3)


def test_a_colour_that_no_such_plate_bears_takes_a_tenth_of_the_score_and_an_unknown_one_nothing() -> None:
    rows = reading(*plate("鲁B12345")).probabilities
    fitting = text_and_score(rows, PlateColour.BLUE)[1]
    assert text_and_score(rows, PlateColour.GREEN)[1] == pytest.approx(0.9 * fitting)
    assert text_and_score(rows, PlateColour.UNKNOWN)[1] == fitting


@pytest.mark.parametrize(("flags", "has"), [("fpu avx2 avx512f", False), ("avx512_vnni", True), ("fp asimddp", True)])
def test_the_processor_says_whether_it_multiplies_bytes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, flags: str, has: bool
) -> None:
    (tmp_path / "cpuinfo").write_text(f"flags\t\t: {flags}\n")
    monkeypatch.setattr(network, "PROCESSOR", tmp_path / "cpuinfo")
    network.has_dot_products.cache_clear()
    assert network.has_dot_products() is has
    network.has_dot_products.cache_clear()


def test_a_processor_that_cannot_be_asked_gets_float(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(network, "PROCESSOR", tmp_path / "none")
    network.has_dot_products.cache_clear()
    assert network.has_dot_products() is False
    network.has_dot_products.cache_clear()


def test_another_precision_is_named() -> None:
    with pytest.raises(ValueError, match="precision is one of auto, int8, float32, not 'fp16'"):
        plates.load(threads=1, precision="fp16")  # type: ignore[arg-type]
