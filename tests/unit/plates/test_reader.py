"""The reader on rendered plates, on real photographs, and on what is no picture."""

from __future__ import annotations

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest

from zbsec import plates
from zbsec.errors import ImageError
from zbsec.plates import KINDS, Kind, Reader
from zbsec.plates.colour import ground_colour
from zbsec.plates.decode import collapse
from zbsec.plates.detect import rectify
from zbsec.records import PLATE_ALPHABET, PlateColour
from zbsec.testing import estate
from zbsec.testing.plates import render, sample_plate

FLOORS = {"crop": 0.94, "scene": 0.93}
"""Share of plates read exactly on every third development photograph; training/plates/README.md has the whole table."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return plates.load(threads=2)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if len(kind.forms[0]) <= 8], ids=lambda kind: kind.name)
def test_a_clean_plate_of_every_kind_is_read(reader: Reader, kind: Kind) -> None:
    rng = np.random.default_rng(sum(kind.name.encode()))
    texts = [sample_plate(rng, kind).text for _ in range(8)]
    readings = [reader.read_crop(render(text)) for text in texts]
    read = [reading.text if reading else None for reading in readings]
    assert sum(a == b for a, b in zip(texts, read, strict=True)) >= 6, list(zip(texts, read, strict=True))


def test_a_reading_says_where_and_how_sure(reader: Reader) -> None:
    picture = estate.vehicle_view(estate.background(), render("鲁C7K3M8"), np.random.default_rng(1))
    (reading,) = reader.read(picture)
    assert reading.text == "鲁C7K3M8"
    assert reading.colour is PlateColour.BLUE
    assert reading.probabilities.shape == (7, len(PLATE_ALPHABET))
    assert np.allclose(reading.probabilities.sum(axis=1), 1, atol=1e-5)
    assert 0.25 <= reading.score <= 1
    inside = rectify(picture, reading.corners, 220, 70)
    assert ground_colour(inside) is PlateColour.BLUE


def test_a_picture_without_a_plate_has_no_reading(reader: Reader) -> None:
    assert reader.read(np.full((480, 640, 3), 127, np.uint8)) == []
    assert reader.read(np.random.default_rng(0).integers(0, 255, (240, 320, 3), dtype=np.uint8)) == []


@pytest.mark.parametrize(
    ("picture", "seen"),
    [
        (np.zeros((0, 0, 3), np.uint8), r"uint8 \(0, 0, 3\)"),
        (np.zeros((10, 10), np.uint8), r"uint8 \(10, 10\)"),
        (np.zeros((10, 10, 4), np.uint8), r"uint8 \(10, 10, 4\)"),
        (np.zeros((10, 10, 3), np.uint16), r"uint16 \(10, 10, 3\)"),
        (None, "NoneType"),
        ("gate.jpg", "str"),
    ],
    ids=["empty", "grey", "alpha", "16 bit", "nothing", "path"],
)
def test_what_is_no_picture_is_named(reader: Reader, picture: np.ndarray, seen: str) -> None:
    for read in (reader.read, reader.read_crop):
        with pytest.raises(ImageError, match=f"an image is uint8 .* not {seen}; .*read_image gives one"):
            read(picture)


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 3)])
def test_odd_sizes_are_no_plates_and_no_crash(reader: Reader, size: tuple[int, int]) -> None:
    picture = np.full((*size, 3), 90, np.uint8)
    assert reader.read(picture) == []
    reader.read_crop(picture)


def test_columns_of_one_character_are_one_row_and_blanks_none() -> None:
    columns = np.full((6, 1 + len(PLATE_ALPHABET)), 1e-4, np.float32)
    for column, label in enumerate((0, 5, 5, 0, 5, 9)):
        columns[column, label] = 1
    rows = collapse(columns)
    assert rows.argmax(axis=1).tolist() == [4, 4, 8]
    assert np.allclose(rows.sum(axis=1), 1)
    assert collapse(columns[:1]).shape == (0, len(PLATE_ALPHABET))


@pytest.mark.parametrize("colour", [c for c in PlateColour if c not in (PlateColour.UNKNOWN, PlateColour.YELLOW_GREEN)])
def test_grounds_are_told_apart(colour: PlateColour) -> None:
    kinds = [kind for kind in KINDS if colour in kind.colours]
    if not kinds:
        pytest.skip("no kind bears it")
    plate = sample_plate(np.random.default_rng(0), kinds[0])
    assert ground_colour(render(plate, colour)) is colour


@pytest.mark.parametrize("view", FLOORS)
def test_real_photographs_are_read(reader: Reader, shared: Path, view: str) -> None:
    folder = shared / "data" / "plates"
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["view"] == view][::3]
    right = 0
    for row in rows:
        picture = cv2.imread(str(folder / row["file"]))
        found = reader.read(picture) if view == "scene" else [reader.read_crop(picture)]
        right += row["text"] in [reading.text for reading in found if reading]
    assert right / len(rows) >= FLOORS[view]
