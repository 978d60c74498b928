"""Plates cut out beside their edges: the places of the characters tell where the plate is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from zbsec import plates
from zbsec.plates import Reader
from zbsec.plates.decode import read_out, text_and_score
from zbsec.plates.detect import size_of
from zbsec.plates.places import PLACES, plate_about
from zbsec.records import PLATE_ALPHABET, PlateColour
from zbsec.testing import estate
from zbsec.testing.plates import render

COLUMNS = 32
QUAD = np.array([[10, 20], [150, 25], [150, 70], [10, 65]], np.float32)


def seen(text: str, *, left: float = 0.0, width: float = 1.0, sure: float = 0.99) -> np.ndarray:
    """Columns in which a plate begins at ``left`` and is so wide, in parts of the cut."""
    columns = np.full((COLUMNS, 1 + len(PLATE_ALPHABET)), 1e-5, np.float32)
    columns[:, 0] = 1
    for place, character in zip(PLACES[len(text)], text, strict=True):
        at = int((left + width * place) * COLUMNS)
        if 0 <= at < COLUMNS:
            columns[at, 0], columns[at, 1 + PLATE_ALPHABET.index(character)] = 1 - sure, sure
    return np.asarray(columns / columns.sum(axis=1, keepdims=True), np.float32)


@pytest.mark.parametrize("text", ["鲁B12345", "皖AD12345"])
@pytest.mark.parametrize(("left", "width"), [(0.0, 1.0), (0.12, 0.86), (0.05, 0.8), (-0.1, 1.1)])
def test_the_edges_are_found_within_a_column(text: str, left: float, width: float) -> None:
    meant = plate_about(seen(text, left=left, width=width), QUAD)
    assert meant is not None
    top, bottom = QUAD[1] - QUAD[0], QUAD[2] - QUAD[3]
    right = left + width
    wanted = [QUAD[0] + left * top, QUAD[0] + right * top, QUAD[3] + right * bottom, QUAD[3] + left * bottom]
    assert np.abs(meant - np.array(wanted)).max() < 140 / COLUMNS


def test_a_province_that_is_cut_off_is_looked_for_on_the_left() -> None:
    columns = seen("鲁B12345", left=-0.13, width=1.1)
    assert PLATE_ALPHABET.index("鲁") + 1 not in columns.argmax(axis=1)
    meant = plate_about(columns, QUAD)
    assert meant is not None
    assert meant[0, 0] < QUAD[0, 0] - 0.08 * 140


def test_what_stands_before_the_province_is_no_part_of_the_plate() -> None:
    columns = seen("皖AY521H", left=0.22, width=0.77)
    columns[1, 0], columns[1, 1 + PLATE_ALPHABET.index("鄂")] = 0.4, 0.6
    meant = plate_about(columns, QUAD)
    assert meant is not None
    assert meant[0, 0] == pytest.approx(QUAD[0, 0] + 0.22 * 140, abs=140 / COLUMNS)


def test_unsure_characters_or_odd_places_say_nothing() -> None:
    assert plate_about(seen("鲁B12345", sure=0.6), QUAD) is None
    assert plate_about(seen("鲁B12345", width=0.5), QUAD) is None
    assert plate_about(seen("鲁B12345")[:, :1].repeat(81, axis=1), QUAD) is None
    uneven = seen("鲁B12345")
    uneven[[13, 15]] = uneven[[15, 13]]
    uneven[[25, 27]] = uneven[[27, 25]]
    assert plate_about(uneven, QUAD) is None


@pytest.fixture(scope="module")
def reader() -> Reader:
    return plates.load(threads=1)


def test_a_crop_with_much_beside_the_plate_is_read(reader: Reader) -> None:
    """A yellow sticker and the bumper on one side, nothing on the other: the crop's edges are not the plate's."""
    rng = np.random.default_rng(3)
    right = 0
    for _ in range(12):
        text = "".join(["鲁B", *(str(digit) for digit in rng.integers(0, 10, 5))])
        plate = cv2.resize(render(text), (176, 56), interpolation=cv2.INTER_AREA)
        crop = np.full((62, 240, 3), 40, np.uint8)
        crop[3:59, 60:236] = plate
        cv2.rectangle(crop, (4, 8), (46, 52), (30, 190, 230), -1)
        reading = reader.read_crop(crop)
        right += reading is not None and reading.text == text
    assert right >= 11


def test_a_reading_of_sure_characters_is_a_plate_although_their_text_is_none(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The network sees a letter where none may stand: the plate is reported with its doubt, and not left out."""
    picture = estate.vehicle_view(estate.background(), render("鲁C7K3M8"), np.random.default_rng(1))

    def misread(columns: np.ndarray, colour: PlateColour) -> tuple[np.ndarray, str, float]:
        rows = read_out(columns, colour)[0]
        if len(rows) == 7:
            rows[2] = np.eye(len(PLATE_ALPHABET), dtype=np.float32)[PLATE_ALPHABET.index("D")] * 0.99 + 1e-4
        return rows, *text_and_score(rows, colour)

    monkeypatch.setattr("zbsec.plates.look.read_out", misread)
    (reading,) = reader.read(picture)
    assert reading.text == "鲁CDK3M8"
    assert reading.score < 0.1
    assert size_of(reading.corners)[0] > 50
