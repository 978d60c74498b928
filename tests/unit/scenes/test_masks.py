from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbsec.errors import ShapeError
from zbsec.scenes import PrivacyMask

WINDOW = [(10, 10), (40, 10), (40, 30), (10, 30)]


def white(height: int = 60, width: int = 80) -> np.ndarray:
    return np.full((height, width, 3), 255, np.uint8)


def test_masked_pixels_are_constant_and_the_others_untouched() -> None:
    image = np.random.default_rng(1).integers(1, 256, (60, 80, 3), dtype=np.uint8)
    before = image.copy()
    masked = PrivacyMask([WINDOW]).apply(image)
    assert not masked[10:31, 10:41].any()
    outside = np.ones((60, 80), bool)
    outside[10:31, 10:41] = False
    assert np.array_equal(masked[outside], image[outside])
    assert np.array_equal(image, before)


def test_overlapping_polygons_hide_what_both_cover() -> None:
    masked = PrivacyMask([WINDOW, [(20, 5), (60, 5), (60, 25), (20, 25)]]).apply(white())
    assert not masked[15:20, 25:35].any()


def test_a_grey_picture_can_be_masked() -> None:
    assert not PrivacyMask([WINDOW]).apply(white()[:, :, 0])[20, 20]


@given(left=st.integers(0, 70), top=st.integers(0, 50), width=st.integers(1, 9), height=st.integers(1, 9))
def test_every_pixel_of_a_rectangle_is_hidden(left: int, top: int, width: int, height: int) -> None:
    right, bottom = left + width, top + height
    masked = PrivacyMask([[(left, top), (right, top), (right, bottom), (left, bottom)]]).apply(white())
    assert not masked[top : bottom + 1, left : right + 1].any()
    hidden = (min(right, 79) - left + 1) * (min(bottom, 59) - top + 1)
    assert int((masked[:, :, 0] == 0).sum()) == hidden


def test_a_mask_for_another_size_is_refused() -> None:
    with pytest.raises(ShapeError, match=r"corner \(40, 10\) of mask polygon 1 lies outside the picture of 30x60"):
        PrivacyMask([WINDOW]).apply(white(width=30))


@pytest.mark.parametrize(
    ("polygons", "message"),
    [
        ([], "at least one polygon"),
        ([WINDOW, [(0, 0), (1, 1)]], "mask polygon 2 needs three corners"),
        ([[(0, 0), (1, 1), (0, 0), (2, 2)]], "mask polygon 1 needs three corners or more, all different"),
        ([[(0, 0), (9, 9), (9, 0), (0, 9)]], "of mask polygon 1 meet"),
        ([[(0, 0), (9, 0), (9, 9), (5, 0), (4, 9)]], "of mask polygon 1 meet"),
    ],
)
def test_a_senseless_polygon_is_refused(polygons: list[list[tuple[int, int]]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        PrivacyMask(polygons)


def test_a_polygon_may_have_a_notch() -> None:
    """Two edges on one straight line do not meet."""
    notched = [(0, 0), (20, 0), (20, 10), (40, 10), (40, 0), (60, 0), (60, 30), (0, 30)]
    masked = PrivacyMask([notched]).apply(white())
    assert masked[5, 30].all()
    assert not masked[5, 10].any()
    assert not masked[5, 50].any()
