"""YuNet's detections against OpenCV's own decoder of the same weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from zbsec.faces.networks import yunet

if TYPE_CHECKING:
    from pathlib import Path


def row(left: float, score: float) -> list[float]:
    return [left, 0, 10, 10, *range(10), score]


def test_of_overlapping_rows_the_surest_is_kept() -> None:
    rows = np.array([row(0, 0.7), row(1, 0.9), row(40, 0.8), row(80, 0.5)], np.float32)
    np.testing.assert_array_equal(yunet.best(rows), rows[[1, 2]])


def test_nothing_is_found_in_nothing() -> None:
    assert yunet.best(np.empty((0, 15), np.float32)).shape == (0, 15)


@pytest.mark.parametrize("scene", ["cf_013_4.jpg", "cf_016_8.jpg", "cf_017_0.jpg"])
def test_it_finds_what_opencv_finds(shared: Path, scene: str) -> None:
    image = cv2.imread(str(shared / "data" / "faces" / "scenes" / scene))
    assert image is not None
    image = image[:640, :640]
    weights = shared / "models" / "face_detection_yunet_2023mar.onnx"
    peer = cv2.FaceDetectorYN.create(str(weights), "", (image.shape[1], image.shape[0]), 0.6, 0.3)
    _, expected = peer.detect(image)
    found = yunet.YuNet(shared / "models").find(image)
    expected = np.empty((0, 15)) if expected is None else expected
    assert len(found) == len(expected)
    np.testing.assert_allclose(found[np.argsort(found[:, 0])], expected[np.argsort(expected[:, 0])], atol=0.1)
