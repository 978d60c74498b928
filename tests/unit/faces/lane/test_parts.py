"""Where a lane looks, how it follows by place, how fit a view is, and what becomes of vectors."""

from __future__ import annotations

from datetime import timedelta

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.faces.lane.stage import FRAME, PICTURE, START, Person, Stage, vector
from tests.unit.faces.liveness.heads import head, seen, turned

from zbsec.faces.lane.fitness import fitness
from zbsec.faces.lane.presences import Presences
from zbsec.faces.lane.shots import Shots
from zbsec.faces.lane.spot import spots
from zbsec.faces.lane.witness import Relief
from zbsec.records import Box, Face
from zbsec.sites import CaptureVolume
from zbsec.sites.fault import PartError

FRACTIONS = st.integers(0, 20).map(lambda number: number / 20)


def found(*people: Person) -> list:
    return spots(Stage(shown=people).detect(PICTURE))


@given(
    region=st.lists(st.tuples(FRACTIONS, FRACTIONS), min_size=3, max_size=8, unique=True),
    x=st.floats(0.013, 0.987),
    y=st.floats(0.013, 0.987),
)
def test_the_region_is_the_one_that_opencv_fills(region: list[tuple[float, float]], x: float, y: float) -> None:
    """The peer is ``fillPoly``, even-odd too; points near an edge are left out, for it paints the edge."""
    picture = np.zeros((2000, 2000), np.uint8)
    corners = np.array(region) * 2000
    cv2.fillPoly(picture, [corners.astype(np.int32)], 255)
    ends = zip(corners, np.roll(corners, -1, axis=0), strict=True)
    if min(_distance(np.array([x, y]) * 2000, *edge) for edge in ends) > 2:
        assert CaptureVolume(region=tuple(region)).includes(x, y) == bool(picture[int(y * 2000), int(x * 2000)])


def _distance(point: np.ndarray, one: np.ndarray, other: np.ndarray) -> float:
    along = other - one
    share = float(np.clip((point - one) @ along / max(float(along @ along), 1e-9), 0, 1))
    return float(np.hypot(*(point - one - share * along)))


@pytest.mark.parametrize("wrong", [{"region": ((0, 0), (1, 0), (1, 1.1))}, {"eyes_min_px": 90, "eyes_max_px": 90}])
def test_a_volume_that_cannot_be_is_refused(wrong: dict) -> None:
    with pytest.raises(PartError, match=r"fractions, 0 to 1|leaves no distance above 90"):
        CaptureVolume(**wrong)


def test_what_has_the_landmarks_of_no_face_is_none() -> None:
    box = Box(left=0, top=0, right=50, bottom=50)
    flat = np.array([[0, 0], [10, 0], [5, 5], [2, 0], [8, 0]], np.float32)  # the mouth on the line of the eyes
    point = np.zeros((5, 2), np.float32)
    assert spots([Face(box=box, landmarks=wrong, score=1.0) for wrong in (flat, point)]) == []


def test_a_face_that_walks_is_one_track_and_two_that_come_close_are_unsure() -> None:
    presences = Presences()
    for step in range(10):
        seen_now = presences.follow(found(Person(1, x=100 + 12 * step, eyes_px=40 + step)), START + step * FRAME)
        assert len(seen_now.present) == 1
        assert seen_now.present[0].unbroken
    (first,) = seen_now.present
    both = presences.follow(found(Person(1, x=220, eyes_px=50), Person(2, x=250, eyes_px=50)), START + 10 * FRAME)
    assert first in both.present
    assert not first.unbroken


def test_a_face_out_of_sight_is_another_afterwards_and_forgotten_after_a_second() -> None:
    presences = Presences()
    (there,) = presences.follow(found(Person(1)), START).present
    (glimpse,) = presences.follow(found(Person(1)), START + timedelta(seconds=0.2)).present
    assert glimpse is there
    assert there.unbroken
    presences.follow([], START + timedelta(seconds=0.4))
    (back,) = presences.follow(found(Person(1)), START + timedelta(seconds=0.6)).present
    assert back is there
    assert not there.unbroken
    gone = [presences.follow([], START + timedelta(seconds=tenth / 10)).gone for tenth in range(7, 18)]
    assert gone == [()] * 9 + [(there,), ()]
    (anew,) = presences.follow(found(Person(1)), START + timedelta(seconds=2)).present
    assert anew is not there


def test_one_who_is_suddenly_far_nearer_or_elsewhere_is_another() -> None:
    for other in (Person(2, eyes_px=110), Person(2, x=520), Person(2, eyes_px=30)):
        presences = Presences()
        (there,) = presences.follow(found(Person(1)), START).present
        assert presences.follow(found(other), START + FRAME).present[0] is not there


def test_a_clock_that_goes_back_counts_as_standing_still() -> None:
    presences = Presences()
    (there,) = presences.follow(found(Person(1)), START).present
    later = presences.follow(found(Person(1)), START - timedelta(hours=1))
    assert later.present == (there,)
    assert later.at == START


@pytest.mark.parametrize(
    ("change", "low", "high"),
    [
        ({}, 0.94, 0.96),
        ({"yaw": 0.3}, 0.5, 0.95),
        ({"yaw": 0.6}, 0.01, 0.3),
        ({"yaw": 0.9}, 0.0, 0.0),
        ({"dark": 0.3}, 0.2, 0.8),
        ({"dark": 0.1}, 0.0, 0.0),
        ({"bright": True}, 0.0, 0.1),
        ({"half": True}, 0.0, 0.5),
    ],
)
def test_a_view_is_as_fit_as_its_pose_and_light(change: dict, low: float, high: float) -> None:
    points = turned(head(), yaw=change.get("yaw", 0.0))
    landmarks = seen(points)
    picture = np.full((600, 600, 3), 130, np.uint8)
    picture = (picture * change.get("dark", 1.0)).astype(np.uint8)
    if change.get("bright"):
        picture[:] = 255
    if change.get("half"):
        picture[:, :300] = 15
    box = Box(left=200, top=200, right=400, bottom=450)
    value = fitness(picture, Face(box=box, landmarks=landmarks, score=0.9, quality=0.95))
    assert low <= value <= high


def test_without_a_grade_of_the_backend_the_view_is_graded_here() -> None:
    (face,) = Stage(shown=[Person(1)]).detect(PICTURE)
    blurred = np.asarray(cv2.GaussianBlur(PICTURE, (0, 0), 6), np.uint8)
    ungraded = Face(box=face.box, landmarks=face.landmarks, score=face.score)
    assert fitness(PICTURE, ungraded) > 0.6
    assert fitness(blurred, ungraded) < 0.25


def test_shots_are_fused_by_fitness_and_overwritten() -> None:
    shots = Shots(dim=32, most=3, min_score=0.5)
    one, other = vector(1, view=1), vector(1, view=2)
    assert shots.agrees(one)
    shots.add(one, 1.0)
    assert shots.agrees(other)
    assert not shots.agrees(vector(2))
    shots.add(other, 0.5)
    expected = one + 0.5 * other
    np.testing.assert_allclose(shots.fused(), expected / np.linalg.norm(expected), atol=1e-6)
    rows, fused = shots._rows, shots.fused()
    assert not rows[2:].any(), "a view that was only compared is not kept"
    shots.forget()
    assert not rows.any()
    assert not fused.any()
    assert len(shots) == 0


@pytest.mark.parametrize("flat", [True, False])
def test_a_picture_turned_far_is_seen_to_be_flat_and_a_head_is_not(flat: bool) -> None:
    from tests.unit.faces.liveness.heads import PHOTOGRAPH

    relief, points = Relief(), PHOTOGRAPH - (0, 0.5, 0) if flat else head()
    told = [relief.is_flat(seen(turned(points, yaw=float(yaw)))) for yaw in np.linspace(0, 1.1, 20)]
    assert any(told) is flat
