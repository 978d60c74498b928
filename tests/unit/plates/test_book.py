"""Who may drive in: doubtful readings, unknown vehicles, twins."""

from __future__ import annotations

import numpy as np
import pytest

from zbsec.errors import PlateFormatError
from zbsec.plates import Book
from zbsec.records import PLATE_ALPHABET, PlateColour, PlateReading


def reading(text: str, *, doubt: dict[int, tuple[str, float]] | None = None) -> PlateReading:
    """A sure reading but for the doubts: position from 1 → the other character and its share."""
    rows = np.full((len(text), len(PLATE_ALPHABET)), 1e-6, np.float32)
    for place, character in enumerate(text):
        other, share = (doubt or {}).get(place + 1, ("", 0.0))
        rows[place, PLATE_ALPHABET.index(character)] = 1 - share
        if other:
            rows[place, PLATE_ALPHABET.index(other)] = share
    corners = np.array([[0, 0], [140, 0], [140, 44], [0, 44]], np.float32)
    return PlateReading(text=text, colour=PlateColour.BLUE, corners=corners, probabilities=rows, score=0.5)


@pytest.fixture
def book() -> Book:
    book = Book()
    book.add("鲁C·12345", "holder-1")
    book.add("鲁CD06729", "holder-2")
    return book


def test_a_sure_reading_finds_its_plate(book: Book) -> None:
    match = book.match(reading("鲁C12345"))
    assert match is not None
    assert (match.plate, match.holder, match.repaired, match.ambiguous) == ("鲁C12345", "holder-1", False, ())
    assert match.cost == pytest.approx(0, abs=1e-3)


def test_a_doubtful_character_is_repaired_and_said_so(book: Book) -> None:
    match = book.match(reading("鲁C12845", doubt={5: ("3", 0.2)}))
    assert match is not None
    assert (match.plate, match.repaired) == ("鲁C12345", True)
    assert match.cost == pytest.approx(-np.log(0.2 / 0.8), abs=1e-3)


def test_a_character_that_was_ruled_out_is_not(book: Book) -> None:
    assert book.match(reading("鲁C12845")) is None


def test_a_lost_character_is_found_in_a_longer_plate(book: Book) -> None:
    match = book.match("鲁C06729")
    assert match is not None
    assert (match.plate, match.cost) == ("鲁CD06729", 5.0)


def test_twins_are_named_and_nobody_is_picked(book: Book) -> None:
    book.add("鲁C12348", "holder-3")
    match = book.match(reading("鲁C12343", doubt={7: ("8", 0.3)}))
    assert match is not None
    assert match.holder == "holder-3"
    doubtful = np.full((1, len(PLATE_ALPHABET)), 1e-6, np.float32)
    doubtful[0, [PLATE_ALPHABET.index("5"), PLATE_ALPHABET.index("8")]] = 0.5
    sure = reading("鲁C12345")
    rows = np.concatenate([sure.probabilities[:6], doubtful])
    twin = PlateReading(text="鲁C12345", colour=sure.colour, corners=sure.corners, probabilities=rows, score=0.5)
    match = book.match(twin)
    assert match is not None
    assert match.holder is None
    assert set(match.ambiguous) == {"鲁C12345", "鲁C12348"}


def test_plates_come_and_go_in_any_spelling(book: Book) -> None:
    assert book.plates() == ["鲁C12345", "鲁CD06729"]
    book.remove("鲁c 12345")
    assert len(book) == 1
    assert book.match("鲁C12345") is None
    with pytest.raises(KeyError):
        book.remove("鲁C12345")
    with pytest.raises(PlateFormatError):
        book.add("鲁C1", "holder-9")
    with pytest.raises(ValueError, match="is there already"):
        book.add("鲁C·D06729", "holder-9")
    assert book.plates() == ["鲁CD06729"]
