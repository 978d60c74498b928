"""Alignment: the least-squares similarity, and crops that show what they should."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from zbsec.errors import ShapeError
from zbsec.faces import align

coordinates = st.floats(-2000, 4000, width=32)
turns = st.floats(-np.pi, np.pi)
scales = st.floats(0.05, 8.0)
errors = hnp.arrays(np.float32, (5, 2), elements=st.floats(-4, 4, width=32))


def moved(scale: float, turn: float, x: float, y: float) -> np.ndarray:
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return np.asarray(align.TEMPLATE @ (scale * rotation).T + (x, y), np.float32)


@given(scales, turns, coordinates, coordinates, errors)
def test_it_equals_the_general_least_squares_solution(
    scale: float, turn: float, x: float, y: float, error: np.ndarray
) -> None:
    points = moved(scale, turn, x, y) + error * scale
    rows = np.zeros((10, 4))
    rows[0::2] = np.stack([points[:, 0], -points[:, 1], np.ones(5), np.zeros(5)], axis=1)
    rows[1::2] = np.stack([points[:, 1], points[:, 0], np.zeros(5), np.ones(5)], axis=1)
    (a, b, c, d), *_ = np.linalg.lstsq(rows, align.TEMPLATE.astype(np.float64).reshape(-1), rcond=None)
    found = align.similarity(points, align.TEMPLATE)
    where = np.c_[points, np.ones(5)].astype(np.float64)
    np.testing.assert_allclose(where @ found.T, where @ np.array([[a, -b, c], [b, a, d]]).T, atol=1e-3)


@given(scales, turns, coordinates, coordinates)
def test_a_moved_template_comes_back(scale: float, turn: float, x: float, y: float) -> None:
    points = moved(scale, turn, x, y)
    back = np.c_[points, np.ones(5)] @ align.similarity(points, align.TEMPLATE).T
    np.testing.assert_allclose(back, align.TEMPLATE, atol=0.05)


def test_a_face_in_place_is_cut_out_unchanged() -> None:
    image = np.random.default_rng(0).integers(0, 256, (112, 112, 3), np.uint8)
    assert np.abs(align.crop(image, align.TEMPLATE, align.TEMPLATE, 112).astype(int) - image).max() <= 1


@pytest.mark.parametrize("scale", [1.0, 2.0, 3.0, 4.0, 7.0])
def test_a_large_face_is_averaged_not_sampled(scale: float) -> None:
    size = int(112 * scale)
    image = np.random.default_rng(0).integers(0, 256, (size, size, 3), np.uint8)
    landmarks = np.asarray((align.TEMPLATE + 0.5) * scale - 0.5, np.float32)
    crop = align.crop(image, landmarks, align.TEMPLATE, 112)
    mean = cv2.resize(image, (112, 112), interpolation=cv2.INTER_AREA)
    assert np.abs(crop.astype(int) - mean)[1:-1, 1:-1].mean() < 1.0


def test_beyond_the_picture_it_is_black() -> None:
    image = np.full((112, 112, 3), 200, np.uint8)
    crop = align.crop(image, align.TEMPLATE - 60, align.TEMPLATE, 112)
    assert (crop[:, :50] == 0).all()
    assert (crop[62:, 62:] == 200).all()


@pytest.mark.parametrize(
    ("landmarks", "sentence"),
    [
        (np.zeros((4, 2), np.float32), r"five finite points, float32 \(5, 2\); these are \(4, 2\)"),
        (np.full((5, 2), np.nan, np.float32), "five finite points"),
        (np.full((5, 2), 7, np.float32), r"fall together in one point, \[7.0, 7.0\]"),
    ],
)
def test_what_are_no_five_points_is_refused(landmarks: np.ndarray, sentence: str) -> None:
    with pytest.raises(ShapeError, match=sentence):
        align.crop(np.zeros((112, 112, 3), np.uint8), landmarks, align.TEMPLATE, 112)
