"""YuNet's detections against OpenCV's own decoder of the same weights."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from zbsec.errors import ModelError
from zbsec.faces.networks import yunet
from zbsec.models import Catalogue
from zbsec.models.model import Pixels, Tensor
from zbsec.models.network import Network

if TYPE_CHECKING:
    from pathlib import Path


def detector(shared: Path, name: str = "yunet", **settings: float) -> yunet.YuNet:
    catalogue = Catalogue.open(shared / "models")
    return yunet.YuNet(Network(catalogue.model(name), catalogue.require(name)), **settings)


def row(left: float, score: float) -> list[float]:
    return [left, 0, 10, 10, *range(10), score]


def test_of_overlapping_rows_the_surest_is_kept() -> None:
    rows = np.array([row(0, 0.7), row(1, 0.9), row(40, 0.8)], np.float32)
    np.testing.assert_array_equal(yunet.best(rows), rows[[1, 2]])


def test_nothing_is_found_in_nothing() -> None:
    assert yunet.best(np.empty((0, 15), np.float32)).shape == (0, 15)


@pytest.mark.parametrize("min_score", [0.6, 0.9])
@pytest.mark.parametrize("name", ["yunet", "yunet-640"])
@pytest.mark.parametrize("scene", ["cf_013_4.jpg", "cf_016_8.jpg", "cf_017_0.jpg"])
def test_it_finds_what_opencv_finds(shared: Path, scene: str, name: str, min_score: float) -> None:
    """Golden: boxes and landmarks to a tenth of a pixel, scores to a thousandth."""
    image = cv2.imread(str(shared / "data" / "faces" / "scenes" / scene))
    assert image is not None
    image = image[:640, :640]
    weights = shared / "models" / "face_detection_yunet_2023mar.onnx"
    peer = cv2.FaceDetectorYN.create(str(weights), "", (image.shape[1], image.shape[0]), min_score, 0.3)
    _, expected = peer.detect(image)
    found = detector(shared, name, min_score=min_score).find(image)
    expected = np.empty((0, 15)) if expected is None else expected
    assert len(found) == len(expected)
    found, expected = found[np.argsort(found[:, 0])], expected[np.argsort(expected[:, 0])]
    np.testing.assert_allclose(found[:, :14], expected[:, :14], atol=0.1)
    np.testing.assert_allclose(found[:, 14], expected[:, 14], atol=1e-3)


def annotated(shared: Path) -> dict[str, list[tuple[float, float]]]:
    """Picture → a point in each of its faces: the nose, or the middle of the box."""
    points: dict[str, list[tuple[float, float]]] = {}
    with (shared / "data" / "faces" / "scenes_annotations.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            middle = (float(row["width"] or 0) / 2, float(row["height"] or 0) / 2)
            points.setdefault(row["file"], []).append((float(row["x"]) + middle[0], float(row["y"]) + middle[1]))
    return points


def test_it_hits_every_annotated_face(shared: Path) -> None:
    """The reference figure of the development set: 17 pictures, each face of theirs."""
    finder, pictures = detector(shared), annotated(shared)
    assert len(pictures) == 17
    for file, points in pictures.items():
        found = finder.find(np.asarray(cv2.imread(str(shared / "data" / "faces" / file)), np.uint8))
        inside = [
            bool(((found[:, :2] <= point) & (point <= found[:, :2] + found[:, 2:4])).all(axis=1).any())
            for point in points
        ]
        assert all(inside), f"{file}: {inside.count(False)} of {len(points)} missed"


def test_the_surest_comes_first(shared: Path) -> None:
    image = cv2.imread(str(shared / "data" / "faces" / "scenes" / "cf_013_4.jpg"))
    scores = detector(shared).find(np.asarray(image, np.uint8))[:, 14]
    assert len(scores) > 1
    assert (np.diff(scores) <= 0).all()


def test_the_network_of_fixed_size_finds_the_same_in_any_picture(shared: Path) -> None:
    image = np.asarray(cv2.imread(str(shared / "data" / "faces" / "scenes" / "cf_013_4.jpg")), np.uint8)
    free, fixed = detector(shared).find(image), detector(shared, "yunet-640").find(image)
    assert len(free) == len(fixed)
    np.testing.assert_allclose(free, fixed, atol=0.1)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"outputs": ()}, "yunet is no YuNet: .*manifest.toml names no output bbox_16, bbox_32"),
        ({"pixels": None}, 'takes colour = "BGR"'),
        ({"pixels": Pixels(colour="RGB")}, 'takes colour = "BGR"'),
        (
            {"input": Tensor(name="input", shape=(1, 3, 100, 100))},
            "takes 100 x 100 pixels; YuNet needs",
        ),
    ],
)
def test_a_network_that_is_described_as_another_is_refused(shared: Path, change: dict, sentence: str) -> None:
    catalogue = Catalogue.open(shared / "models")
    network = Network(catalogue.model("yunet"), catalogue.require("yunet"))
    network.model = replace(network.model, **change)
    with pytest.raises(ModelError, match=sentence):
        yunet.YuNet(network)
