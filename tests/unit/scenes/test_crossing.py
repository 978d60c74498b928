from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from zbsec.errors import ShapeError
from zbsec.scenes import Crossing, Line, LineCrossing, PrivacyMask, Side
from zbsec.scenes.crossing import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import Camera

    from zbsec.records import Frame

LINE = Line((240, 270), (240, 0))  # up the picture, through its middle
TO_THE_RIGHT = [(x, 90.0) for x in range(-20, 501, 10)]
TO_THE_LEFT = [(x, 180.0) for x in range(500, -21, -10)]


def fed(crossing: LineCrossing, frames: Iterable[Frame]) -> list[Crossing]:
    return [found for frame in frames for found in crossing.feed(frame)]


@pytest.fixture
def crossing(camera: Camera) -> LineCrossing:
    made = LineCrossing(LINE)
    assert fed(made, camera.empty()) == []
    return made


def test_a_thing_that_crosses_is_counted_once(crossing: LineCrossing, camera: Camera) -> None:
    frames = camera.move(TO_THE_RIGHT)
    (found,) = fed(crossing, frames)
    assert found.direction is Side.RIGHT
    assert found.point == pytest.approx((240, 90), abs=4)
    shown = next(index for index, frame in enumerate(frames) if frame.captured_at == found.at)
    assert 240 < TO_THE_RIGHT[shown][0] <= 240 + 4 * 10


def test_two_cross_in_opposite_directions(crossing: LineCrossing, camera: Camera) -> None:
    found = fed(crossing, camera.move(TO_THE_RIGHT, TO_THE_LEFT))
    assert {(one.direction, round(one.point[1], -1)) for one in found} == {(Side.RIGHT, 90), (Side.LEFT, 180)}
    assert len(found) == 2


@pytest.mark.parametrize(("direction", "expected"), [(Side.LEFT, 180), (Side.RIGHT, 90)])
def test_one_direction_can_be_asked_for(camera: Camera, direction: Side, expected: float) -> None:
    crossing = LineCrossing(LINE, direction)
    (found,) = fed(crossing, [*camera.empty(), *camera.move(TO_THE_RIGHT, TO_THE_LEFT)])
    assert found.direction is direction
    assert found.point[1] == pytest.approx(expected, abs=4)


def test_there_and_back_is_counted_both_ways(crossing: LineCrossing, camera: Camera) -> None:
    there = TO_THE_RIGHT[:38]
    found = fed(crossing, camera.move([*there, *reversed(there)]))
    assert [one.direction for one in found] == [Side.RIGHT, Side.LEFT]


def test_trembling_on_the_line_counts_once(crossing: LineCrossing, camera: Camera) -> None:
    tremble = [(240.0 + 5 * (-1) ** step, 90.0) for step in range(40)]
    onwards = [way for way in TO_THE_RIGHT if way[0] > 245]
    way = [*(way for way in TO_THE_RIGHT if way[0] < 235), *tremble, *onwards]
    (found,) = fed(crossing, camera.move(way))
    assert found.direction is Side.RIGHT


def test_trembling_and_turning_back_counts_nothing(crossing: LineCrossing, camera: Camera) -> None:
    towards = [way for way in TO_THE_RIGHT if way[0] < 235]
    tremble = [(240.0 + 5 * (-1) ** step, 90.0) for step in range(40)]
    assert fed(crossing, camera.move([*towards, *tremble, *reversed(towards)])) == []


def test_the_light_going_off_and_on_is_no_crossing(crossing: LineCrossing, camera: Camera) -> None:
    lights = [1.0] * 5 + [0.6] * 10 + [1.3] * 10 + [0.2] * 10 + [1.0] * 10
    assert fed(crossing, [camera.take(light=light) for light in lights]) == []


def test_a_crossing_while_the_light_changes_is_counted(crossing: LineCrossing, camera: Camera) -> None:
    frames = [camera.take(place, light=0.7 if 200 < place[0] < 300 else 1.0) for place in TO_THE_RIGHT]
    assert [one.direction for one in fed(crossing, frames)] == [Side.RIGHT]


def test_flicker_beside_the_line_is_no_crossing(crossing: LineCrossing, camera: Camera) -> None:
    """Leaves in the wind: for a picture on this side, for a picture on that side."""
    places = [[(220.0, 90.0)], [(260.0, 90.0)], [], []] * 10
    assert fed(crossing, [camera.take(*seen) for seen in places]) == []


def test_a_way_round_the_end_is_no_crossing(camera: Camera) -> None:
    crossing = LineCrossing(Line((240, 270), (240, 150)))
    assert fed(crossing, [*camera.empty(), *camera.move(TO_THE_RIGHT)]) == []
    (found,) = fed(crossing, camera.move([(x, 200.0) for x in range(-20, 501, 10)]))
    assert found.direction is Side.RIGHT


def test_what_is_too_small_does_not_count(crossing: LineCrossing, camera: Camera) -> None:
    assert fed(crossing, camera.move(TO_THE_RIGHT, size=15)) == []
    small = LineCrossing(LINE, min_area_px=100)
    assert len(fed(small, [*camera.empty(), *camera.move(TO_THE_RIGHT, size=15)])) == 1


def test_what_a_mask_hides_does_not_cross(camera: Camera) -> None:
    mask = PrivacyMask([[(0, 0), (480, 0), (480, 135), (0, 135)]])
    crossing = LineCrossing(LINE, mask=mask)
    found = fed(crossing, [*camera.empty(), *camera.move(TO_THE_RIGHT, TO_THE_LEFT)])
    assert [one.direction for one in found] == [Side.LEFT]


def test_another_camera_is_refused(crossing: LineCrossing, camera: Camera) -> None:
    with pytest.raises(ValueError, match="lies before camera 'cam-1', not 'cam-2'"):
        crossing.feed(camera.take(camera="cam-2"))


def test_another_size_is_refused(crossing: LineCrossing, camera: Camera) -> None:
    frame = camera.take()
    object.__setattr__(frame, "image", np.ascontiguousarray(frame.image[::2, ::2]))
    with pytest.raises(ShapeError, match="gave 480x270 pixels, now 240x135"):
        crossing.feed(frame)


def test_a_line_outside_the_picture_is_refused(camera: Camera) -> None:
    with pytest.raises(ShapeError, match=r"end \(900, 270\) lies outside the picture of 480x270"):
        LineCrossing(Line((900, 270), (900, 0))).feed(camera.take())


def test_senseless_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="margin_px is 0 or more"):
        LineCrossing(LINE, margin_px=-1)
    with pytest.raises(ValueError, match="'up' is not a valid Side"):
        LineCrossing(LINE, "up")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="min_area_px is 1 or more"):
        LineCrossing(LINE, min_area_px=0)


def test_nothing_of_a_passage_is_kept_when_its_blob_has_gone(crossing: LineCrossing, camera: Camera) -> None:
    fed(crossing, [*camera.move(TO_THE_RIGHT), *camera.empty()])
    assert crossing._passages == {}


def test_a_blob_needs_two_pictures_on_each_side() -> None:
    passage = Passage(LINE, margin_px=8)
    assert passage.move((200, 90)) is None
    assert passage.move((280, 90)) is None
    assert passage.move((200, 90)) is None
    assert passage.move((201, 90)) is None
    assert passage.move((280, 90)) is None
    settled = passage.move((281, 90))
    assert settled is not None
    assert settled[0] is Side.RIGHT


def test_a_point_on_the_line_belongs_to_the_side_it_comes_from() -> None:
    passage = Passage(LINE, margin_px=8)
    settled = [passage.move((x, 90)) for x in (200, 220, 240, 240, 260, 280)]
    assert [one is not None for one in settled] == [False] * 5 + [True]


def test_within_the_margin_a_blob_keeps_its_side() -> None:
    passage = Passage(LINE, margin_px=8)
    trembling = [200, 210, *[236, 236, 236, 244, 244, 244] * 3]
    assert [passage.move((x, 90)) for x in trembling] == [None] * 20
    assert passage.move((248, 90)) is None
    settled = passage.move((249, 90))
    assert settled is not None
    assert settled[0] is Side.RIGHT
