"""Learned quality: equal to the network's own pipeline, and what it buys on the development set."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import cv2
import numpy as np
import onnxruntime
import pytest

from zbsec.errors import ImageError, ModelError, ShapeError
from zbsec.faces import EnrolmentError, Fault, lightqnet, quality
from zbsec.faces.enrolment import prepare
from zbsec.faces.networks.lightqnet import TEMPLATE, LightQNet
from zbsec.models.catalogue import Catalogue
from zbsec.models.network import Network
from zbsec.records import Box, Face

if TYPE_CHECKING:
    from pathlib import Path

    from zbsec.faces import Backend


@pytest.fixture(scope="module")
def judge(shared: Path) -> LightQNet:
    return lightqnet.load(shared / "models")


def test_it_is_the_authors_pipeline(shared: Path, judge: LightQNet, yunet: Backend, astronaut: np.ndarray) -> None:
    """Three points onto three by least squares, (x - 128) / 128, BGR."""
    (face,) = yunet.detect(astronaut)
    source = np.stack([face.landmarks[0], face.landmarks[1], face.landmarks[3:].mean(axis=0)]).astype(np.float64)
    target = TEMPLATE.astype(np.float64)
    rows = [row for x, y in source for row in ([x, -y, 1, 0], [y, x, 0, 1])]
    a, b, c, d = np.linalg.lstsq(np.array(rows), target.ravel(), rcond=None)[0]
    crop = cv2.warpAffine(astronaut, np.array([[a, -b, c], [b, a, d]]), (96, 96))
    session = onnxruntime.InferenceSession(shared / "models" / "face_quality_lightqnet_dm050.onnx")
    blob = ((crop.astype(np.float32) - 128) / 128).transpose(2, 0, 1)[np.newaxis]
    before = astronaut.copy()
    score = judge.score(astronaut, face)
    assert score == pytest.approx(float(session.run(None, {"input": blob})[0][0, 0]), abs=0.01)
    np.testing.assert_array_equal(astronaut, before)


def test_worse_pictures_of_one_face_score_lower(judge: LightQNet, yunet: Backend, astronaut: np.ndarray) -> None:
    (face,) = yunet.detect(astronaut)
    as_it_is = judge.score(astronaut, face)
    assert as_it_is > 0.55
    for worse in (
        cv2.GaussianBlur(astronaut, (0, 0), 6),
        (astronaut * 0.08).astype(np.uint8),
        cv2.resize(cv2.resize(astronaut, None, fx=0.06, fy=0.06, interpolation=cv2.INTER_AREA), (512, 512)),
    ):
        assert judge.score(np.asarray(worse, np.uint8), face) < min(judge.min_score, as_it_is - 0.05)


def test_enrolment_refuses_what_it_refuses(judge: LightQNet, yunet: Backend, astronaut: np.ndarray) -> None:
    made = prepare(yunet, [astronaut], judge)
    assert made.grade.learned is not None
    assert made.grade.learned > judge.min_score
    dark = (astronaut * 0.08).astype(np.uint8)
    prepare(yunet, [dark])
    with pytest.raises(EnrolmentError) as caught:
        prepare(yunet, [dark], judge)
    assert caught.value.fault is Fault.POOR_QUALITY


def test_refusing_3_in_100_pictures_takes_away_most_false_non_matches(
    shared: Path, judge: LightQNet, yunet: Backend
) -> None:
    """Error versus reject (Grother and Tabassi, 2007) on 220 photographs: the figures that docs/faces.md states."""
    folder = shared / "data/faces"
    people, vectors, learned, measured = [], [], [], []
    with (folder / "identities.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            image = cv2.imread(str(folder / row["file"]))
            face = yunet.detect(image)[0]
            people.append(row["person_id"])
            vectors.append(yunet.embed(image, [face])[0])
            learned.append(judge.score(image, face))
            measured.append(quality.measure(image, face.landmarks).grade)
    first, second = np.triu_indices(len(people), 1)
    same = np.array(people)[first] == np.array(people)[second]
    first, second = first[same], second[same]
    scores = np.einsum("ij,ij->i", np.array(vectors)[first], np.array(vectors)[second])
    missed = scores < yunet.min_score

    def kept(grades: list[float], rejected: float) -> float:
        worst = np.minimum(np.array(grades)[first], np.array(grades)[second])
        return float(missed[np.argsort(worst)[int(rejected * len(worst)) :]].mean())

    assert 0.04 < missed.mean() < 0.06
    assert kept(learned, 0.05) < 0.02
    assert kept(learned, 0.10) < 0.008
    assert kept(measured, 0.10) > kept(learned, 0.10), "size and sharpness alone tell less"
    fit = np.array(learned) >= judge.min_score
    assert 0.02 < 1 - fit.mean() < 0.05
    assert missed[fit[first] & fit[second]].mean() < missed.mean() / 3


def test_no_picture_no_landmarks_another_network_and_missing_weights_are_named(
    shared: Path, tmp_path: Path, judge: LightQNet
) -> None:
    box = Box(left=0, top=0, right=9, bottom=9)
    face = Face(box=box, landmarks=np.zeros((5, 2), np.float32), score=1.0)
    with pytest.raises(ImageError, match="uint8"):
        judge.score(np.zeros((10, 10), np.uint8), face)
    with pytest.raises(ShapeError, match="fall together"):
        judge.score(np.zeros((10, 10, 3), np.uint8), face)
    catalogue = Catalogue.open(shared / "models")
    other = Network(catalogue.model("minifasnet-v2"), catalogue.require("minifasnet-v2"), threads=1)
    with pytest.raises(ModelError, match="minifasnet-v2 is no LightQNet"):
        LightQNet(other)
    with pytest.raises(ModelError, match="lightqnet"):
        lightqnet.load(tmp_path)
    assert not lightqnet.installed(tmp_path)
    assert lightqnet.installed(shared / "models")
