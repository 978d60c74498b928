"""MiniFASNet on real attacks: equal to its authors' pipeline, written once more here, and right about their samples."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import cv2
import numpy as np
import onnxruntime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zbsec.errors import ImageError, ModelError
from zbsec.faces.liveness import MiniFASNet, error_rates, open_passive
from zbsec.faces.liveness.minifasnet import CROPS, surroundings
from zbsec.models import Catalogue
from zbsec.models.network import Network
from zbsec.records import Box, Face

if TYPE_CHECKING:
    from pathlib import Path

    from zbsec.faces import Backend

FILES = (("liveness_minifasnet_v2_80x80.onnx", 2.7), ("liveness_minifasnet_v1se_80x80.onnx", 4.0))
PUBLISHED = {"image_F1.jpg": 0.2286, "image_F2.jpg": 0.0031, "image_T1.jpg": 0.9999}
"""The authors' samples: two attacks, a person."""


@pytest.fixture(scope="module")
def judge(shared: Path) -> MiniFASNet:
    return open_passive(shared / "models", threads=1)


def authors_corners(width: int, height: int, box: Box, scale: float) -> tuple[int, int, int, int]:
    """As ``src/generate_patches.py`` of Silent-Face-Anti-Spoofing has it; right and bottom belong to the crop."""
    x, y, w, h = box.left, box.top, box.width_px, box.height_px
    scale = min((height - 1) / h, (width - 1) / w, scale)
    new_w, new_h = w * scale, h * scale
    left, top = w / 2 + x - new_w / 2, h / 2 + y - new_h / 2
    right, bottom = w / 2 + x + new_w / 2, h / 2 + y + new_h / 2
    if left < 0:
        right, left = right - left, 0
    if top < 0:
        bottom, top = bottom - top, 0
    if right > width - 1:
        left, right = left - (right - width + 1), width - 1
    if bottom > height - 1:
        top, bottom = top - (bottom - height + 1), height - 1
    return int(left), int(top), int(right), int(bottom)


def reference(shared: Path, image: np.ndarray, box: Box) -> float:
    total = np.zeros(3)
    for file, scale in FILES:
        session = onnxruntime.InferenceSession(str(shared / "models" / file), providers=["CPUExecutionProvider"])
        left, top, right, bottom = authors_corners(image.shape[1], image.shape[0], box, scale)
        crop = cv2.resize(image[top : bottom + 1, left : right + 1], (80, 80))
        logits = session.run(None, {"input": crop.transpose(2, 0, 1)[None].astype(np.float32)})[0][0]
        total += np.exp(logits) / np.exp(logits).sum()
    return float(total[1] / 2)


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_authors_samples_come_out_as_they_should(
    shared: Path, yunet: Backend, judge: MiniFASNet, name: str
) -> None:
    image = cv2.imread(str(shared / "data/faces/spoof_full" / name))
    before = image.copy()
    (face,) = yunet.detect(image)
    score = judge.score(image, face)
    assert score == pytest.approx(reference(shared, image, face.box), abs=1e-5)
    assert score == pytest.approx(PUBLISHED[name], abs=0.02)
    assert (score >= judge.min_score) is (name == "image_T1.jpg")
    np.testing.assert_array_equal(image, before)


def test_printed_photographs_and_people_before_an_unseen_webcam(
    shared: Path, yunet: Backend, judge: MiniFASNet
) -> None:
    """NUAA, 80 of each: the figures that docs/faces.md states."""
    folder, scored = shared / "data/faces", []
    with (folder / "spoof.csv").open(encoding="utf-8") as file:
        for row in (row for row in csv.DictReader(file) if row["subject"]):
            image = cv2.imread(str(folder / row["file"]))
            found = yunet.detect(image)
            scored.append(
                (None if row["label"] == "real" else "print", judge.score(image, found[0]) if found else None)
            )
    rates = error_rates(scored, judge.min_score)
    assert (rates.apcer.count, rates.apcer.silent) == (80, 0)
    assert (rates.bpcer.count, rates.bpcer.silent) == (80, 0)
    assert abs(rates.apcer.errors - 1) <= 1
    assert abs(rates.bpcer.errors - 19) <= 2


@settings(deadline=None)
@given(
    box=st.tuples(st.integers(0, 300), st.integers(0, 200), st.integers(1, 400), st.integers(1, 400)),
    size=st.tuples(st.integers(2, 640), st.integers(2, 480)),
    growth=st.sampled_from([2.7, 4.0]),
)
def test_the_crop_is_the_authors_and_lies_inside(
    box: tuple[int, int, int, int], size: tuple[int, int], growth: float
) -> None:
    width, height = size
    left, top = min(box[0], width - 1), min(box[1], height - 1)
    inside = Box(left=left, top=top, right=min(left + box[2], width), bottom=min(top + box[3], height))
    rows, columns = surroundings(inside, growth, width, height)
    assert 0 <= rows.start < rows.stop <= height
    assert 0 <= columns.start < columns.stop <= width
    ours = (columns.start, rows.start, columns.stop - 1, rows.stop - 1)
    theirs = authors_corners(width, height, inside, growth)
    assert np.abs(np.subtract(ours, theirs)).max() <= 1  # one where a corner falls on a pixel's border


def test_no_picture_and_a_face_of_another_picture_are_named(judge: MiniFASNet) -> None:
    face = Face(box=Box(left=50, top=5, right=60, bottom=9), landmarks=np.zeros((5, 2), np.float32), score=1.0)
    with pytest.raises(ImageError, match="uint8"):
        judge.score(np.zeros((10, 10), np.uint8), face)
    with pytest.raises(ImageError, match=r"20x20, and Box.*not within"):
        judge.score(np.zeros((20, 20, 3), np.uint8), face)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="minifasnet"):
        open_passive(tmp_path)


def test_another_network_is_refused(shared: Path) -> None:
    catalogue = Catalogue.open(shared / "models")
    other = Network(catalogue.model("lightqnet"), catalogue.require("lightqnet"), threads=1)
    with pytest.raises(ModelError, match="lightqnet is no MiniFASNet"):
        MiniFASNet([(other, 2.7)])
    assert [growth for _, growth in CROPS] == [2.7, 4.0]
