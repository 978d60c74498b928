"""A snapshot shows the vehicle below its windows and nobody: a fact of the type, not a setting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zbsec.errors import RefusedError, ShapeError
from zbsec.records import Box, Snapshot, SnapshotPolicy, SnapshotQuality
from zbsec.records._mosaic import cell_px
from zbsec.records.snapshot import CLEAR, kept_box, obscured

QUALITY = SnapshotQuality(plate_width_px=60, brightness=0.5, contrast=0.8, glare=0, sharpness=None)
FLAT = np.array([[130, 150], [190, 150], [190, 169], [130, 169]], np.float32)
SHOWING = st.sampled_from([SnapshotPolicy.PLATE, SnapshotPolicy.VEHICLE])


def noise(seed: int = 1, width: int = 320, height: int = 240) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


@st.composite
def leaning(draw: st.DrawFn) -> np.ndarray:
    """Corners of a plate, wherever it is, turned by up to 40 degrees and sheared by up to 17."""
    width, turn = draw(st.floats(16, 90)), np.radians(draw(st.floats(-40, 40)))
    square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (width / 2, width * draw(st.floats(0.12, 0.5)) / 2)
    square[:, 0] += square[:, 1] * draw(st.floats(-0.3, 0.3))
    turned = square @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    place = np.array([draw(st.floats(-20, 180)), draw(st.floats(-20, 140))])
    return (turned + place).astype(np.float32)


def snapshot(image: np.ndarray, corners: np.ndarray = FLAT, **changes: Any) -> Snapshot:
    policy = changes.pop("policy", SnapshotPolicy.VEHICLE)
    return Snapshot(image=image, corners=corners, policy=policy, quality=QUALITY, **changes)


def hidden(corners: np.ndarray, policy: SnapshotPolicy, shape: tuple[int, ...] = (240, 320)) -> np.ndarray:
    """bool (h, w): what is not shown, found by looking at which pixels a picture of noise keeps."""
    first, second = noise(1, shape[1], shape[0]), noise(2, shape[1], shape[0])
    kept = (obscured(first, corners, policy) == first) & (obscured(second, corners, policy) == second)
    return ~kept.all(axis=2)


def test_no_picture_that_shows_more_can_be_made_into_a_snapshot() -> None:
    """Governance 9.6: nothing constructs a picture with windows, not even the type itself."""
    with pytest.raises(RefusedError, match=r"governance 9\.6.*snapshot\(picture, reading\)"):
        snapshot(noise())
    whole = snapshot(obscured(noise(), FLAT, SnapshotPolicy.VEHICLE))
    with pytest.raises(RefusedError):
        replace(whole, image=noise())
    with pytest.raises(RefusedError):
        replace(whole, policy=SnapshotPolicy.PLATE)  # it shows more than the plate
    with pytest.raises(RefusedError, match="G31"):
        replace(whole, policy=SnapshotPolicy.NOTHING)
    with pytest.raises(ValueError, match="read-only"):
        whole.image[0, 0] = 0


def test_one_sharp_pixel_above_the_bonnet_line_is_too_much() -> None:
    image = obscured(noise(), FLAT, SnapshotPolicy.VEHICLE)
    image[100, 160] ^= 64
    with pytest.raises(RefusedError):
        snapshot(image)


def test_no_policy_shows_a_whole_picture() -> None:
    assert set(CLEAR) == set(SnapshotPolicy) - {SnapshotPolicy.NOTHING}
    for reach in CLEAR.values():
        assert reach.above <= 0.25


@settings(max_examples=40, deadline=None)
@given(corners=leaning(), policy=SHOWING)
def test_what_is_hidden_is_one_colour_a_cell_and_stays(corners: np.ndarray, policy: SnapshotPolicy) -> None:
    image = noise(1, 160, 120)
    seen = obscured(image, corners, policy)
    assert np.array_equal(obscured(seen, corners, policy), seen)
    assert snapshot(seen, corners, policy=policy).digest
    mask = hidden(corners, policy, (120, 160))
    cell = cell_px(corners)
    for top in range(0, 120, cell):
        for left in range(0, 160, cell):
            here = np.s_[top : top + cell, left : left + cell]
            assert len(np.unique(seen[here][mask[here]], axis=0)) <= 1


@settings(max_examples=40, deadline=None)
@given(corners=leaning(), policy=SHOWING, seed=st.integers(0, 99))
def test_only_the_mean_of_a_cell_is_left_of_what_was_hidden(
    corners: np.ndarray, policy: SnapshotPolicy, seed: int
) -> None:
    """Irreversible: pictures that differ in all else than these means give one snapshot."""
    rng, image, mask = np.random.default_rng(seed), noise(1, 160, 120), hidden(corners, policy, (120, 160))
    cell = cell_px(corners)
    other = image.copy()
    for top in range(0, 120, cell):
        for left in range(0, 160, cell):
            here = np.s_[top : top + cell, left : left + cell]
            other[here][mask[here]] = rng.permutation(other[here][mask[here]])
    assert np.array_equal(obscured(image, corners, policy), obscured(other, corners, policy))


@settings(max_examples=15, deadline=None)
@given(leaning())
def test_everything_above_the_bonnet_line_is_hidden(corners: np.ndarray) -> None:
    """The line runs a quarter of the plate's width above it, along the plate."""
    shape = (300, 400)
    corners = corners + np.float32([120, 120])
    across, down = (corners[1] - corners[0] + corners[2] - corners[3]) / 2, corners[3] - corners[0]
    width = float(np.linalg.norm(across))
    upright = np.array([across[1], -across[0]]) / width
    if upright @ -down < 0:
        upright = -upright
    line = corners[:2].mean(axis=0) + upright * (0.25 * width + 1)
    mask = hidden(corners, SnapshotPolicy.VEHICLE, shape)
    y, x = np.mgrid[: shape[0], : shape[1]]
    above = (x - line[0]) * upright[0] + (y - line[1]) * upright[1] > 0
    assert (~mask[above]).sum() <= 4  # cells at the picture's edge that hide one pixel: its mean is the pixel


def test_what_lies_below_the_windows_is_untouched() -> None:
    image = noise()
    seen = obscured(image, FLAT, SnapshotPolicy.VEHICLE)
    assert np.array_equal(seen[140:220, 60:260], image[140:220, 60:260])
    plate = obscured(image, FLAT, SnapshotPolicy.PLATE)
    assert np.array_equal(plate[150:169, 130:190], image[150:169, 130:190])
    assert (hidden(FLAT, SnapshotPolicy.PLATE)[:140]).all()


def test_what_the_caller_wants_hidden_is_hidden_too() -> None:
    image = noise()
    seen = obscured(image, FLAT, SnapshotPolicy.VEHICLE, [Box(left=200, top=150, right=260, bottom=210)])
    assert len(np.unique(seen[150:210, 200:260].reshape(-1, 3), axis=0)) < 30
    assert snapshot(seen).width_px == 320


def test_a_cell_is_half_a_plate_wide() -> None:
    assert cell_px(FLAT) == 30
    assert cell_px(FLAT / 10) == 8


def test_the_vehicle_is_four_plates_wide_and_the_rest_is_cut_away() -> None:
    box = kept_box(FLAT, SnapshotPolicy.VEHICLE)
    assert (box.width_px, box.height_px) == (288, 289)
    assert kept_box(FLAT, SnapshotPolicy.PLATE).width_px < 80


def test_a_digest_is_of_pixels_and_a_jpeg_is_a_jpeg() -> None:
    one = snapshot(obscured(noise(), FLAT, SnapshotPolicy.VEHICLE))
    same = snapshot(obscured(noise(), FLAT, SnapshotPolicy.VEHICLE))
    other = snapshot(obscured(noise(2), FLAT, SnapshotPolicy.VEHICLE))
    assert one.digest == same.digest != other.digest
    assert len(one.digest) == 64
    decoded = cv2.imdecode(np.frombuffer(one.jpeg(), np.uint8), cv2.IMREAD_COLOR)
    assert decoded.shape == (one.height_px, one.width_px, 3)


@pytest.mark.parametrize(
    "corners",
    [
        FLAT[::-1].copy(),
        FLAT[[1, 0, 3, 2]],
        np.zeros((4, 2), np.float32),
        np.zeros((3, 2), np.float32),
        np.full((4, 2), np.nan, np.float32),
        FLAT[:, ::-1].copy(),
    ],
)
def test_corners_of_no_upright_plate_are_refused(corners: np.ndarray) -> None:
    """Upside down, what is above the plate would not be above it."""
    with pytest.raises(ShapeError, match="corners"):
        obscured(noise(), corners, SnapshotPolicy.VEHICLE)


@pytest.mark.parametrize(
    "image", [np.zeros((4, 4), np.uint8), np.zeros((0, 4, 3), np.uint8), np.zeros((4, 4, 3)), None]
)
def test_no_picture_is_refused(image: Any) -> None:
    with pytest.raises(ShapeError, match="a picture is uint8"):
        obscured(image, FLAT, SnapshotPolicy.VEHICLE)
