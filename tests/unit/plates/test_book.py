"""Who may drive in: doubtful readings, unknown vehicles, twins."""

from __future__ import annotations

import numpy as np
import pytest

from zbsec.errors import PlateFormatError
from zbsec.plates import Book, parse
from zbsec.records import PLATE_ALPHABET, PlateColour, PlateReading


def reading(
    text: str,
    *,
    doubt: dict[int, tuple[str, float]] | None = None,
    colour: PlateColour = PlateColour.BLUE,
    rows: int = 1,
) -> PlateReading:
    """A sure reading but for the doubts: position from 1 → the other character and its share."""
    shares = np.full((len(text), len(PLATE_ALPHABET)), 1e-6, np.float32)
    for place, character in enumerate(text):
        other, share = (doubt or {}).get(place + 1, ("", 0.0))
        shares[place, PLATE_ALPHABET.index(character)] = 1 - share
        if other:
            shares[place, PLATE_ALPHABET.index(other)] = share
    corners = np.array([[0, 0], [140, 0], [140, 44], [0, 44]], np.float32)
    return PlateReading(text=text, colour=colour, corners=corners, probabilities=shares, score=0.5, rows=rows)


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


@pytest.mark.parametrize(
    ("colour", "rows", "plate_class"),
    [
        (PlateColour.BLUE, 1, "02"),
        (PlateColour.BLUE, 2, "08"),
        (PlateColour.YELLOW, 2, "01"),
        (PlateColour.BLACK, 1, "06"),
    ],
)
def test_the_class_is_what_ground_and_rows_say(book: Book, colour: PlateColour, rows: int, plate_class: str) -> None:
    match = book.match(reading("鲁C12345", colour=colour, rows=rows))
    assert match is not None
    assert match.plate_class == plate_class


def test_a_plate_from_abroad_is_kept_and_found_without_its_hyphen(book: Book) -> None:
    book.add(parse("b ab 123", "de"), "holder-4")
    match = book.match("BAB123")
    assert match is not None
    assert (match.plate, match.holder, match.plate_class) == ("B-AB123", "holder-4", "99")
    assert book.plates() == ["B-AB123", "鲁C12345", "鲁CD06729"]
    with pytest.raises(ValueError, match="BA-B 123 reads like B-AB 123, which is there already"):
        book.add(parse("BA-B 123", "de"), "holder-5")
    with pytest.raises(KeyError):
        book.remove(parse("BA-B 123", "de"))
    book.remove(parse("B-AB 123", "de"))
    assert book.match("BAB123") is None


@pytest.mark.parametrize(
    ("text", "grammar", "position", "allowed"),
    [
        ("LÖ-AB 12", "de", 2, "digits, A to Z and the Chinese characters"),
        ("WJ16 93015", "cn", None, "8 characters at most"),
    ],
)
def test_what_the_book_cannot_hold_is_named(book: Book, text: str, grammar: str, position: int, allowed: str) -> None:
    with pytest.raises(PlateFormatError, match=allowed) as caught:
        book.add(parse(text, grammar), "holder-4")
    assert caught.value.position == position
    assert len(book) == 2
