"""Paper plates: a sheet held before the camera is found by its edge and read in its upper half."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import cv2
import numpy as np
import pytest

from zbsec import plates
from zbsec.plates.reader import Reader
from zbsec.plates.sheet import MOST, bands, holds, sheets
from zbsec.records import PlateClass, PlateColour, PlateReading
from zbsec.testing import estate
from zbsec.testing.plates import noisy_reading, render

TEXT = "鲁C68088"
START = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return plates.load(threads=1)


def class_of(reading: PlateReading) -> PlateClass:
    """As events and platforms are told."""
    return plates.parse(reading.text).class_for(reading.colour, reading.rows, on_paper=reading.on_paper)


def paper() -> np.ndarray:
    """A sheet of 440 by 280 pixels: the text in the upper half, small print below."""
    sheet = np.full((280, 440, 3), (235, 225, 215), np.uint8)
    ink = 255 - cv2.cvtColor(render(TEXT), cv2.COLOR_BGR2GRAY)
    band = cv2.resize(ink, (400, 130), interpolation=cv2.INTER_AREA)[8:-8, 8:-8]
    spread = np.clip((band.astype(float) - band.min()) / np.ptp(band), 0, 1)[..., None]
    sheet[24 : 24 + band.shape[0], 28 : 28 + band.shape[1]] = (30 + spread * (225 - 30)).astype(np.uint8)
    cv2.putText(sheet, "2026   11   26", (60, 230), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (60, 60, 60), 2, cv2.LINE_AA)
    return sheet


def held(quad: list[tuple[int, int]], size: tuple[int, int] = (640, 420)) -> np.ndarray:
    """The sheet before a dark background."""
    sheet = paper()
    high, wide = sheet.shape[:2]
    matrix = cv2.getPerspectiveTransform(
        np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32), np.array(quad, np.float32)
    )
    picture = np.full((size[1], size[0], 3), (40, 35, 30), np.uint8)
    return cv2.warpPerspective(sheet, matrix, size, dst=picture, borderMode=cv2.BORDER_TRANSPARENT)


@pytest.mark.parametrize(
    "quad",
    [
        [(60, 40), (580, 40), (580, 371), (60, 371)],
        [(80, 60), (560, 30), (585, 350), (70, 370)],
        [(120, 70), (520, 90), (510, 350), (110, 325)],
    ],
    ids=["straight", "askew", "smaller"],
)
def test_a_sheet_before_the_camera_is_found_and_read(reader: Reader, quad: list[tuple[int, int]]) -> None:
    picture = held(quad)
    nearest = min(sheets(picture), key=lambda sheet: np.abs(sheet - quad).max())
    assert np.abs(nearest - quad).max() < 12
    (reading,) = reader.read(picture)
    assert reading.text == TEXT
    assert reading.on_paper
    assert class_of(reading) is PlateClass.TEMPORARY


def test_a_cut_out_sheet_is_read(reader: Reader) -> None:
    reading = reader.read_crop(paper())
    assert reading is not None
    assert reading.text == TEXT
    assert class_of(reading) is PlateClass.TEMPORARY


def test_plates_are_on_no_paper(reader: Reader) -> None:
    for text, colour, rows, code in (("鲁C12345", "blue", 1, "02"), ("鲁C12345", "yellow", 2, "01")):
        picture = np.full((420, 640, 3), 90, np.uint8)
        plate = render(text, colour=PlateColour(colour), two_rows=rows == 2)
        high, wide = plate.shape[:2]
        picture[100 : 100 + high, 100 : 100 + wide] = plate
        (reading,) = reader.read(picture)
        assert (reading.text, reading.rows, reading.on_paper, class_of(reading)) == (text, rows, False, code)


def test_what_most_frames_say_decides() -> None:
    voter = plates.Voter()
    for number, on_paper in enumerate((False, True, True)):
        reading = noisy_reading(TEXT, np.random.default_rng(1), noise=0.1)
        voter.follow([replace(reading, on_paper=on_paper)], START + timedelta(seconds=number / 5))
    (track,) = voter.finish()
    assert track.reading.on_paper
    assert class_of(track.reading) is PlateClass.TEMPORARY


def test_white_ground_without_a_sheet_has_no_known_class() -> None:
    assert plates.parse(TEXT).class_for(PlateColour.WHITE) is PlateClass.OTHER
    assert plates.parse(TEXT).class_for(PlateColour.WHITE, on_paper=True) is PlateClass.TEMPORARY
    assert plates.parse("鲁C1234警").class_for(PlateColour.WHITE, on_paper=True) is PlateClass.POLICE_CAR


def test_a_sheet_holds_the_text_across_its_upper_part() -> None:
    sheet = np.array([[100, 100], [540, 100], [540, 380], [100, 380]], np.float32)

    def box(left: int, top: int, right: int, bottom: int) -> np.ndarray:
        return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)

    assert holds(sheet, box(120, 120, 520, 250))
    assert not holds(sheet, box(120, 250, 520, 370)), "its lower part"
    assert not holds(sheet, box(120, 120, 300, 180)), "too narrow"
    assert not holds(sheet, box(400, 120, 800, 250)), "beside it"


def test_the_book_tells_the_class_that_was_seen() -> None:
    book = plates.Book()
    book.add(TEXT, "holder-1")
    match = book.match(replace(noisy_reading(TEXT, np.random.default_rng(1), noise=0.05), on_paper=True))
    assert match is not None
    assert match.plate_class == "22"


def test_an_empty_sheet_is_no_plate(reader: Reader) -> None:
    picture = np.full((420, 640, 3), 40, np.uint8)
    picture[50:370, 80:580] = 230
    assert sheets(picture)
    assert reader.read(picture) == []


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 3), (480, 640)])
def test_pictures_without_a_sheet_have_none(size: tuple[int, int]) -> None:
    assert sheets(np.full((*size, 3), 90, np.uint8)) == []


def test_there_are_never_too_many() -> None:
    assert len(sheets(estate.background())) <= MOST


def test_bands_lie_in_the_upper_two_thirds() -> None:
    sheet = np.array([[100, 100], [320, 100], [320, 240], [100, 240]], np.float32)
    for band in bands(sheet):
        assert band[:, 1].min() >= 100
        assert band[:, 1].max() <= 100 + 0.67 * 140
