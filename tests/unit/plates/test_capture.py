"""Snapshots of real and of made pictures: no face in them can be found, and the plate still reads."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from zbsec import plates
from zbsec.errors import ImageError
from zbsec.faces.networks.yunet import YuNet
from zbsec.models import Catalogue
from zbsec.models.network import Network
from zbsec.plates import Snapshot, SnapshotPolicy, capture
from zbsec.records import PLATE_ALPHABET, Box, PlateColour, PlateReading
from zbsec.testing import estate
from zbsec.testing.plates import render

PLACES = [(0.0, -2.0), (-0.9, -1.3), (0.9, -1.6), (-1.7, -2.4), (-3.2, 0.0), (3.4, -1.0), (2.9, 1.2), (0.0, -4.2)]
"""Faces about a plate, in its widths to the right and down: behind the windscreen, beside and above the vehicle."""
SIZES = (0.35, 0.6, 0.9)
"""In widths of the plate: at the plate's distance, nearer, and near the camera."""


def reading(corners: np.ndarray, text: str = "鲁C12345") -> PlateReading:
    codes = [PLATE_ALPHABET.index(character) for character in text]
    rows = np.full((len(codes), len(PLATE_ALPHABET)), 1e-4, np.float32)
    rows[np.arange(len(codes)), codes] = 1
    rows /= rows.sum(axis=1, keepdims=True)
    corners = np.asarray(corners, np.float32)
    return PlateReading(text=text, colour=PlateColour.BLUE, corners=corners, probabilities=rows, score=0.9)


def taken(picture: np.ndarray, one: PlateReading, **settings: Any) -> Snapshot:
    made = plates.snapshot(picture, one, **settings)
    assert made is not None
    return made


def as_sent(made: Snapshot) -> np.ndarray:
    return np.asarray(cv2.imdecode(np.frombuffer(made.jpeg(), np.uint8), cv2.IMREAD_COLOR))


@pytest.fixture(scope="module")
def lane() -> np.ndarray:
    return estate.vehicle_view(estate.background(), render("鲁C7K3M8"), np.random.default_rng(1))


@pytest.fixture(scope="module")
def yunet(shared: Path) -> YuNet:
    catalogue = Catalogue.open(shared / "models")
    return YuNet(Network(catalogue.model("yunet"), catalogue.require("yunet")))


@pytest.fixture(scope="module")
def people(shared: Path, yunet: YuNet) -> list[np.ndarray]:
    """Faces with a little hair and neck."""
    found = []
    for path in sorted((shared / "data" / "faces" / "strangers").glob("*"))[:12]:
        picture = cv2.imread(str(path))
        left, top, width, height = yunet.find(picture)[0][:4].astype(int)
        rows = slice(max(top - height // 4, 0), top + height * 5 // 4)
        found.append(picture[rows, max(left - width // 4, 0) : left + width * 5 // 4])
    return found


@pytest.mark.shared
@pytest.mark.parametrize("size", SIZES)
def test_faces_behind_the_windscreen_and_of_bystanders_are_gone(
    lane: np.ndarray, yunet: YuNet, people: list[np.ndarray], size: float
) -> None:
    one = plates.load().read(lane)[0]
    width, (x, y) = one.box.width_px, one.corners.mean(axis=0)
    before = 0
    for number, (right, down) in enumerate(PLACES):
        picture, person = lane.copy(), people[number % len(people)]
        wide = max(16, round(1.5 * size * width))
        face = cv2.resize(person, (wide, wide * person.shape[0] // person.shape[1]), interpolation=cv2.INTER_AREA)
        left, top = int(x + right * width - wide / 2), int(y + down * width - face.shape[0] / 2)
        left, top = max(0, min(left, 1280 - wide)), max(0, min(top, 720 - face.shape[0]))
        picture[top : top + face.shape[0], left : left + wide] = face
        before += len(yunet.find(picture))
        beside = Box(left=left, top=top, right=left + wide, bottom=top + face.shape[0])
        nearer = [beside] if down > 0 else []  # below the line: only the caller knows that somebody stands there
        for policy in (SnapshotPolicy.VEHICLE, SnapshotPolicy.PLATE):
            assert not len(yunet.find(as_sent(taken(picture, one, policy=policy, hide=nearer)))), (right, down)
    assert before >= len(PLACES) - 2


@pytest.mark.shared
def test_no_face_is_found_in_snapshots_of_real_photographs(shared: Path, yunet: YuNet) -> None:
    folder, before, after = shared / "data" / "plates", 0, 0
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["x1"] and row["view"] != "crop"]
    for row in rows[::4]:
        corners = [[float(row[f"{axis}{corner}"]) for axis in "xy"] for corner in range(1, 5)]
        picture = cv2.imread(str(folder / row["file"]))
        made = taken(picture, reading(np.array(corners), row["text"]))
        before += len(yunet.find(picture))
        after += len(yunet.find(as_sent(made)))
        assert made.width_px < 5.5 * np.ptp([x for x, _ in corners])
    assert before > 0
    assert after == 0


def test_the_plate_still_reads_and_its_quality_is_told(lane: np.ndarray) -> None:
    reader = plates.load()
    one = reader.read(lane)[0]
    made = taken(lane, one)
    assert [read.text for read in reader.read(as_sent(made))] == ["鲁C7K3M8"]
    assert made.quality.plate_width_px == pytest.approx(170, abs=20)
    assert made.quality.sharpness == one.sharpness
    dark = taken((lane // 4).astype(np.uint8), one)
    assert dark.quality.brightness < made.quality.brightness / 3
    glaring = np.clip(lane.astype(int) * 4, 0, 255).astype(np.uint8)
    assert taken(glaring, one).quality.glare > made.quality.glare + 0.2
    assert taken(glaring // 8 + 100, one).quality.contrast < 0.2


def test_the_default_hides_and_nothing_is_an_answer(lane: np.ndarray) -> None:
    one = plates.load().read(lane)[0]
    given = lane.copy()
    assert taken(lane, one).policy is SnapshotPolicy.VEHICLE
    assert np.array_equal(lane, given)
    assert plates.snapshot(lane, one, policy=SnapshotPolicy.NOTHING) is None
    assert taken(lane, one, policy=SnapshotPolicy.PLATE).width_px < 1.5 * one.box.width_px


def test_another_s_plate_in_view_is_hidden_where_it_is_told(lane: np.ndarray) -> None:
    one = plates.load().read(lane)[0]
    assert not plates.load().read(taken(lane, one, hide=[one.box]).image)


def test_at_the_edge_of_the_picture_there_is_less(lane: np.ndarray) -> None:
    corner = reading(np.array([[2, 3], [150, 3], [150, 50], [2, 50]]))
    made = taken(lane, corner)
    assert made.corners[0].tolist() == [2, 3]
    with pytest.raises(ImageError, match="outside the picture of 1280x720"):
        plates.snapshot(lane, reading(np.array([[9000, 3], [9150, 3], [9150, 50], [9000, 50]])))


@pytest.mark.parametrize("picture", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3), np.uint16), "lane.jpg"])
def test_no_picture_is_refused(picture: Any) -> None:
    with pytest.raises(ImageError, match="a picture is uint8"):
        plates.snapshot(picture, reading(np.array([[2, 3], [150, 3], [150, 50], [2, 50]])))


def test_the_module_offers_no_way_round() -> None:
    public = {name for name in vars(capture) if not name.startswith("_")} & set(plates.__all__)
    assert public == {"Snapshot", "SnapshotPolicy", "snapshot"}
