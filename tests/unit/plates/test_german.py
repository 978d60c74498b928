"""German plates: an area sign, letters, a number, and what may not be given out."""

from __future__ import annotations

import pytest

from zbsec.errors import PlateFormatError
from zbsec.plates import parse
from zbsec.plates.grammar.germany import GermanPlate
from zbsec.records import PlateColour


@pytest.mark.parametrize(
    ("spelling", "text", "kind", "area", "printed"),
    [
        ("B-AB 123", "B-AB123", "ordinary", "B", "B-AB 123"),
        ("b ab 123", "B-AB123", "ordinary", "B", "B-AB 123"),
        ("Ｂ－ＡＢ　１２３", "B-AB123", "ordinary", "B", "B-AB 123"),
        ("BA B123", "BA-B123", "ordinary", "BA", "BA-B 123"),
        ("m · x · 1", "M-X1", "ordinary", "M", "M-X 1"),
        ("lö-io 7", "LÖ-IO7", "ordinary", "LÖ", "LÖ-IO 7"),
        ("MU\u0308R-AB 99", "MÜR-AB99", "ordinary", "MÜR", "MÜR-AB 99"),
        ("HH-AB 1234", "HH-AB1234", "ordinary", "HH", "HH-AB 1234"),
        ("HH-AB 123E", "HH-AB123E", "electric", "HH", "HH-AB 123E"),
        ("HH-E 123 H", "HH-E123H", "historic", "HH", "HH-E 123H"),
    ],
)
def test_known_plates(spelling: str, text: str, kind: str, area: str, printed: str) -> None:
    plate = parse(spelling, "de")
    assert isinstance(plate, GermanPlate)
    assert (plate.text, plate.kind.name, plate.area, str(plate)) == (text, kind, area, printed)
    assert plate.characters == text.replace("-", "")


@pytest.mark.parametrize(
    ("text", "position", "allowed"),
    [
        ("BAB123", 4, "a hyphen or space behind the area sign"),
        ("HHAB123", 4, "a hyphen or space behind the area sign"),
        ("B-12", 3, "a letter without dots"),
        ("B-ÄB 1", 3, "a letter without dots"),
        ("B-A 012", 4, "no leading zero"),
        ("B-AB 12345", 9, "nothing: the plate ends here"),
        ("MÜR-AB 1234", 10, "nothing: the plate ends here"),
        ("HH-AB 1234E", 10, "nothing: the plate ends here"),
        ("B-AB 12H3", 8, "nothing: the plate ends here"),
        ("ß-A 1", 1, "a letter of the area sign"),
        ("M-KZ 12", 4, "a letter other than Z"),
        ("M-SA 12", 4, "a letter other than A and S"),
        ("S-S 12", 4, "a letter other than A and S"),
        ("H-J 12", 4, "a letter without dots"),
        ("鲁C12345", 1, "a letter of the area sign"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, position: int, allowed: str) -> None:
    with pytest.raises(PlateFormatError, match=allowed) as caught:
        parse(text, "de")
    assert caught.value.position == position


@pytest.mark.parametrize("text", ["H-JA 12", "S-SX 12", "HJ-A 1", "NS-SX 1"])
def test_pairs_are_refused_nowhere_else(text: str) -> None:
    assert str(parse(text, "de")) == text


def test_a_plate_from_abroad_has_the_code_of_others() -> None:
    plate = parse("B-AB 123", "de")
    assert {plate.class_for(PlateColour.WHITE, rows) for rows in (1, 2)} == {plate.plate_class} == {"99"}
