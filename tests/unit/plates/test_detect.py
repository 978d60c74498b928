"""The detector on pictures whose corners are known, and on what holds no plate."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from zbsec.plates.detect import Detector, grown, in_order, overlap, rectify, size_of
from zbsec.records import PlateColour
from zbsec.testing import estate
from zbsec.testing.plates import compose, render

Picture = np.ndarray

MAX_ERROR = 0.09
"""Of the corners, in parts of the plate's width; real photographs: 5 % in the middle, 8 % for nine in ten."""


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector(threads=2)


def corners_at(x: float, y: float, width: float, shape: float, degrees: float = 0) -> np.ndarray:
    turn = cv2.getRotationMatrix2D((0, 0), -degrees, 1)[:, :2]
    flat = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (width / 2, width / shape / 2)
    return (flat @ turn.T + (x, y)).astype(np.float32)


def in_view(plate: Picture, corners: np.ndarray) -> Picture:
    picture = cv2.GaussianBlur(estate.background(), (0, 0), 1.2)
    frame = grown(corners, 0.3, 0.6)
    cv2.fillConvexPoly(picture, np.round(frame).astype(np.int32), (120, 118, 115), cv2.LINE_AA)
    return compose(picture, plate, corners)


def nearest(detector: Detector, picture: Picture, corners: np.ndarray) -> float:
    """The corners' mean distance to the nearest proposal's, in parts of the plate's width."""
    width = np.linalg.norm(corners[1] - corners[0])
    errors = [np.linalg.norm(quad - corners, axis=1).mean() / width for quad in detector.propose(picture)]
    return float(min(errors, default=np.inf))


@pytest.mark.parametrize("width", [70, 130, 260, 400])
@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("鲁C7K3M8", PlateColour.BLUE),
        ("鲁CD12345", PlateColour.GREEN),
        ("粤ZR066港", PlateColour.BLACK),
    ],
)
def test_corners_are_found_at_every_width(detector: Detector, width: int, text: str, colour: PlateColour) -> None:
    plate = render(text, colour)
    corners = corners_at(660, 400, width, plate.shape[1] / plate.shape[0])
    assert nearest(detector, in_view(plate, corners), corners) < MAX_ERROR


@pytest.mark.parametrize("width", [70, 130, 260, 400])
def test_two_rows_are_found_with_rougher_corners(detector: Detector, width: int) -> None:
    plate = render("鲁C12345", PlateColour.YELLOW, two_rows=True)
    corners = corners_at(660, 400, width, 2)
    assert nearest(detector, in_view(plate, corners), corners) < 0.22


@pytest.mark.parametrize("degrees", [-30, -15, 15, 30])
def test_tilted_plates_are_found(detector: Detector, degrees: float) -> None:
    plate = render("鲁C7K3M8")
    corners = corners_at(640, 380, 200, 440 / 140, degrees)
    assert nearest(detector, in_view(plate, corners), corners) < MAX_ERROR


def test_several_plates_in_a_picture_are_found_apart(detector: Detector) -> None:
    picture, places = estate.background(), []
    for index, text in enumerate(("鲁C12345", "鲁A7K3M8", "京N88G01", "苏E4P92T")):
        places.append(corners_at(250 + 500 * (index % 2), 250 + 260 * (index // 2), 180, 440 / 140))
        frame = np.round(grown(places[-1], 0.3, 0.6)).astype(np.int32)
        cv2.fillConvexPoly(picture, frame, (90, 92, 95), cv2.LINE_AA)
        picture = compose(picture, render(text), places[-1])
    assert max(nearest(detector, picture, corners) for corners in places) < MAX_ERROR
    found = detector.propose(picture)
    assert all(overlap(a, b) < 0.5 for index, a in enumerate(found) for b in found[:index])


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 3), (480, 640)])
def test_one_tone_holds_no_plate(detector: Detector, size: tuple[int, int]) -> None:
    assert detector.propose(np.full((*size, 3), 127, np.uint8)) == []


def test_threads_do_not_change_the_answer(detector: Detector) -> None:
    plate = render("鲁C7K3M8")
    picture = in_view(plate, corners_at(640, 380, 150, 440 / 140))
    alone = Detector(threads=1).propose(picture)
    assert len(alone) == len(detector.propose(picture))
    assert all(np.allclose(a, b, atol=0.2) for a, b in zip(alone, detector.propose(picture), strict=True))


def test_corners_come_in_order_however_given() -> None:
    corners = np.array([[10, 12], [110, 10], [112, 50], [9, 48]], np.float32)
    for shift in range(4):
        assert np.array_equal(in_order(np.roll(corners, shift, axis=0)), corners)


def test_a_quadrilateral_covers_itself_and_its_parts() -> None:
    whole = corners_at(100, 50, 80, 2)
    assert overlap(whole, whole) == pytest.approx(1)
    assert overlap(whole, grown(whole, -0.5, -0.5)) == pytest.approx(1)
    assert overlap(whole, whole + 200) == 0
    assert size_of(whole) == pytest.approx((80, 40))


def test_a_rectified_plate_is_upright() -> None:
    plate = render("鲁C7K3M8")
    corners = corners_at(640, 380, 300, 440 / 140, 20)
    upright = rectify(in_view(plate, corners), corners, 440, 140)
    assert np.abs(upright.astype(int) - plate).mean() < 25
