from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from zbsec.scenes import PrivacyMask
from zbsec.scenes.motion import MotionDetector

if TYPE_CHECKING:
    from conftest import Camera

    from zbsec.scenes.motion import Blob


def seen(detector: MotionDetector, camera: Camera, *things: tuple[float, float], **how: float) -> list[Blob]:
    return detector.detect(camera.take(*things, **how).image)  # type: ignore[arg-type]


@pytest.fixture
def detector(camera: Camera) -> MotionDetector:
    made = MotionDetector(min_area_px=300)
    for frame in camera.empty():
        assert made.detect(frame.image) == []
    return made


def test_a_thing_is_found_where_it_is(detector: MotionDetector, camera: Camera) -> None:
    (blob,) = seen(detector, camera, (200, 100))
    assert blob.centre == pytest.approx((200, 100), abs=3)
    assert blob.area_px == pytest.approx(900, rel=0.2)


def test_two_things_are_two_blobs_biggest_first(detector: MotionDetector, camera: Camera) -> None:
    blobs = seen(detector, camera, (100, 100), (300, 200))
    assert sorted(round(blob.centre[0], -1) for blob in blobs) == [100, 300]
    assert blobs[0].area_px >= blobs[1].area_px


def test_a_small_thing_does_not_count(detector: MotionDetector, camera: Camera) -> None:
    assert seen(detector, camera, (200, 100), size=12) == []


@pytest.mark.parametrize("light", [0.55, 0.8, 0.9, 1.1, 1.25, 1.5])
def test_a_step_of_the_light_is_no_motion_and_hides_none(
    detector: MotionDetector, camera: Camera, light: float
) -> None:
    assert [seen(detector, camera, light=light) for _ in range(5)] == [[]] * 5
    (blob,) = seen(detector, camera, (200, 100), light=light)
    assert blob.centre == pytest.approx((200, 100), abs=3)


def test_dawn_is_no_motion(detector: MotionDetector, camera: Camera) -> None:
    for light in np.linspace(1.0, 1.8, 60):
        assert seen(detector, camera, light=float(light)) == []


def test_dusk_is_no_motion_and_leaves_a_view_by_night(detector: MotionDetector, camera: Camera) -> None:
    """Evening out a dark picture without bound would raise its noise to motion."""
    for light in np.geomspace(1.0, 0.06, 120):
        assert seen(detector, camera, light=float(light)) == []
    assert [seen(detector, camera, light=0.06) for _ in range(30)] == [[]] * 30


def test_the_light_is_measured_beside_the_mask(camera: Camera) -> None:
    detector = MotionDetector(min_area_px=300)
    mask = PrivacyMask([[(0, 0), (360, 0), (360, 270), (0, 270)]])
    frames = [*camera.empty(), *(camera.take(light=1.4) for _ in range(5))]
    assert [detector.detect(mask.apply(frame.image)) for frame in frames] == [[]] * 15


def test_another_scene_is_learnt_anew(detector: MotionDetector, camera: Camera) -> None:
    camera.ground = 250 - camera.ground
    assert [seen(detector, camera) for _ in range(5)] == [[]] * 5
    assert len(seen(detector, camera, (200, 100))) == 1


def test_a_big_picture_is_measured_in_its_own_pixels(camera: Camera) -> None:
    detector = MotionDetector(min_area_px=300)
    for frame in [*camera.empty(), camera.take((200, 100))]:
        blobs = detector.detect(np.kron(frame.image, np.ones((4, 4, 1), np.uint8)))
    (blob,) = blobs
    assert blob.centre == pytest.approx((800, 400), abs=12)
    assert blob.area_px == pytest.approx(900 * 16, rel=0.2)


def test_an_area_is_at_least_a_pixel() -> None:
    with pytest.raises(ValueError, match="min_area_px is 1 or more"):
        MotionDetector(min_area_px=0)
