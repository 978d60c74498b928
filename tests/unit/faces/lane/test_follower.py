"""A lane decides each arrival once, by the views of one person; bystanders are never described, strangers forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.faces.lane.stage import FRAME, PICTURE, START, Lane, Person, vector

from zbsec.faces.lane import Desk, Outcome, Witnesses, look_once
from zbsec.faces.lane.arrival import PATIENCE
from zbsec.faces.lane.chances import LOOKS
from zbsec.sites import CaptureVolume

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.unit.faces.lane.stage import Stage

    from zbsec.faces import Gallery

    MakeLane = Callable[..., Lane]

SECOND = round(timedelta(seconds=1) / FRAME)
"""Frames."""


def frames(*shown: Person, count: int = 3 * SECOND) -> list[Sequence[Person]]:
    return [shown] * count


NOBODY = frames()


def test_a_member_is_known_by_the_first_good_view(lane: MakeLane, stage: Stage) -> None:
    told = lane().play(frames(Person(2)))
    assert [(one.frame, one.said, one.finding.looks) for one in told] == [(0, ("known", "h2"), 1)]
    assert stage.described == [Person(2)]


def test_a_stranger_is_refused_once_after_several_views_apart(lane: MakeLane, stage: Stage) -> None:
    there = lane()
    (told,) = there.play(frames(Person(7), count=12 * SECOND))
    assert told.said == ("unknown", None)
    assert told.finding.looks == len(stage.described) == LOOKS
    assert told.frame is not None
    assert 0.9 <= told.frame * FRAME.total_seconds() <= 1.5


def test_the_vectors_of_strangers_and_members_are_overwritten_at_once(lane: MakeLane, stage: Stage) -> None:
    there = lane()
    stage.shown = [Person(7)]
    for number in range(3 * SECOND):
        found = there.follower.look(PICTURE, START + number * FRAME)
        arrival = there.follower._arrival
        if found is not None:
            break
        assert arrival is not None
        kept = arrival._shots  # held for the looks to come, and looked at again below
        assert not there.left, "what the backend gave is overwritten as soon as it is taken over"
        assert kept._rows.any() == (len(kept) > 0)
    assert not kept._rows.any()
    assert not kept._fused.any()
    assert len(kept) == 0


@pytest.mark.parametrize(
    ("volume", "bystander"),
    [
        (CaptureVolume(), Person(2, x=500, eyes_px=40)),  # behind the one who stands before the lane
        (CaptureVolume(), Person(2, x=500, eyes_px=31)),  # too far
        (CaptureVolume(eyes_max_px=70), Person(2, x=520, y=200, eyes_px=80)),  # too near: leans into the camera
        (CaptureVolume(region=((0.3, 0), (0.7, 0), (0.7, 1), (0.3, 1))), Person(2, x=560, eyes_px=75)),  # beside it
    ],
)
@pytest.mark.parametrize("number", [1, 7])
def test_a_bystander_is_never_described(
    lane: MakeLane, stage: Stage, volume: CaptureVolume, bystander: Person, number: int
) -> None:
    lane(volume=volume).play(frames(Person(number), bystander))
    assert stage.described
    assert bystander not in stage.described
    stage.described.clear()
    if bystander.eyes_px != 40:
        assert lane(volume=volume).play(frames(bystander)) == []
        assert stage.described == []


def test_who_steps_in_inherits_nothing_from_a_stranger(lane: MakeLane, stage: Stage) -> None:
    """In the very place, a frame later; a member's own first view decides."""
    (told,) = lane().play([*frames(Person(7), count=5), *frames(Person(2, x=323))])
    assert told.said == ("known", "h2")
    assert told.finding.looks == 1


def test_who_steps_in_inherits_nothing_from_a_member(lane: MakeLane, stage: Stage) -> None:
    """The member is recognised, and owes two more views for the passive check, when somebody takes the place."""
    live = Judge([1.0])
    told = lane(witnesses=Witnesses(passive=live)).play([*frames(Person(2), count=3), *frames(Person(7, x=323))])
    assert [one.said for one in told] == [("unknown", None)]
    assert {person.number for person in stage.described[:1]} == {2}
    assert told[0].finding.looks == LOOKS


def test_who_comes_in_front_is_looked_at_alone(lane: MakeLane, stage: Stage) -> None:
    behind, front = Person(7, x=300, eyes_px=50), Person(2, x=330, eyes_px=90)
    told = lane().play([*frames(behind, count=4), *frames(behind, front)])
    assert [one.said for one in told] == [("known", "h2")]
    assert stage.described[-1] == front
    assert told[0].finding.looks == 1


def test_faces_that_cross_are_not_confused(lane: MakeLane) -> None:
    """Two strangers and then a member where one could be the other: nobody gets in on another's views."""
    crossing = [
        (Person(7, x=280 + 20 * step, eyes_px=60), Person(2, x=360 - 20 * step, eyes_px=59)) for step in range(5)
    ]
    told = lane().play([*crossing, *frames(Person(7, x=360, eyes_px=60), Person(2, x=200, eyes_px=59))])
    assert [one.said for one in told] == [("unknown", None)]


def test_twins_are_refused_and_neither_is_picked(lane: MakeLane) -> None:
    told = lane().play(frames(Person(1)))
    assert [one.said for one in told] == [("ambiguous", None)]


def test_a_twin_is_known_where_the_lane_is_not_for_the_other(lane: MakeLane) -> None:
    told = lane(allowed=lambda: frozenset({"h1"})).play(frames(Person(1)))
    assert [one.said for one in told] == [("known", "h1")]


@pytest.mark.parametrize("unfit", [{"quality": 0.1}, {"shape": "turned"}])
def test_who_shows_no_clear_view_is_told_so_and_not_described(lane: MakeLane, stage: Stage, unfit: dict) -> None:
    from tests.unit.faces.liveness.heads import head, turned

    if "shape" in unfit:
        points = turned(head(), yaw=0.9)[:, :2]
        unfit = {"shape": points - points.mean(axis=0)}
    (told,) = lane().play(frames(Person(2, **unfit), count=5 * SECOND))
    assert told.said == ("unclear", None)
    assert stage.described == []
    assert told.frame is not None
    assert told.frame * FRAME == pytest.approx(PATIENCE, abs=2 * FRAME)


def test_a_middling_view_is_taken_when_no_better_one_comes(lane: MakeLane) -> None:
    (told,) = lane().play(frames(Person(2, quality=0.4)))
    assert told.said == ("known", "h2")
    assert told.frame is not None
    assert 0.5 < told.frame * FRAME.total_seconds() < 1.5


def test_the_better_view_is_taken_first(lane: MakeLane, stage: Stage) -> None:
    lane().play([*frames(Person(2, quality=0.5), count=3), *frames(Person(2, quality=0.9))])
    assert stage.described == [Person(2, quality=0.9)]


def test_while_the_method_is_off_nobody_is_described(lane: MakeLane, stage: Stage) -> None:
    (told,) = lane(active=lambda _: False).play(frames(Person(2), count=10 * SECOND))
    assert told.said == ("off", None)
    assert stage.described == []


def test_a_holder_who_looks_away_and_back_has_not_arrived_anew(lane: MakeLane) -> None:
    there = lane()
    away = frames(count=2 * SECOND)
    told = there.play([*frames(Person(2)), *away, *frames(Person(2)), *away, *frames(Person(2))], end=False)
    assert [one.said for one in told] == [("known", "h2")]
    again = there.play([*frames(count=4 * SECOND), *frames(Person(2))])
    assert [one.said for one in again] == [("known", "h2")]


def test_a_stranger_who_stands_there_is_refused_once_and_a_member_behind_comes_next(lane: MakeLane) -> None:
    told = lane().play([*frames(Person(7), count=9 * SECOND), *frames(count=2 * SECOND), *frames(Person(2))])
    assert [one.said for one in told] == [("unknown", None), ("known", "h2")]


def test_who_was_decided_on_holds_nobody_up_who_is_nearer(lane: MakeLane) -> None:
    refused, nearer = Person(7, x=250), Person(2, x=420, eyes_px=63)
    told = lane().play([*frames(refused), *frames(refused, nearer)])
    assert [one.said for one in told] == [("unknown", None), ("known", "h2")]


def test_a_pause_of_the_camera_is_no_absence(lane: MakeLane) -> None:
    """At one frame in two seconds, a stranger who stands there is still one arrival."""
    told = lane().play(frames(Person(7), count=20), step=timedelta(seconds=2))
    assert [one.said for one in told] == [("unknown", None)]


def test_who_walks_by_is_nobody_and_the_end_of_a_video_decides(lane: MakeLane, stage: Stage) -> None:
    assert lane().play([*frames(Person(7), count=2), *NOBODY]) == []
    assert not any(given.any() for given in stage.given)
    (told,) = lane().play(frames(Person(7), count=2))
    assert (told.frame, told.said, told.finding.in_view) == (None, ("unknown", None), False)


def test_a_stranger_who_makes_the_view_break_off_gets_no_further_chances(lane: MakeLane, stage: Stage) -> None:
    """Stepping in and out of the volume begins the arrival anew, and does not begin the count of looks anew."""
    near, far = Person(7, eyes_px=34), Person(7, eyes_px=31)
    told = lane().play([[near], [near], [far]] * 60)
    assert [one.said for one in told] == [("unknown", None)]
    assert len(stage.described) == LOOKS


def test_a_stranger_whose_views_disagree_has_twice_the_chances_at_most(lane: MakeLane, stage: Stage) -> None:
    """Four strangers who take turns in one place, so that no view is like the one before."""
    told = lane().play([[Person((7, 8, 9, 6)[number % 4], x=320 + number % 2)] for number in range(12 * SECOND)])
    assert [one.said for one in told] == [("unknown", None)]
    assert len(stage.described) <= 2 * LOOKS


# Liveness


class Judge:
    """A passive judge that gives the scores it was told, the last one over and over."""

    name = "judge"
    min_score = 0.5

    def __init__(self, scores: list[float]) -> None:
        self._scores = scores
        self.asked = 0

    def score(self, image: np.ndarray, face: object) -> float:
        self.asked += 1
        return self._scores[min(self.asked, len(self._scores)) - 1]


@pytest.mark.parametrize(
    ("scores", "number", "said", "looks"),
    [
        ([0.9], 2, ("known", "h2"), 3),
        ([0.1, 0.9, 0.9], 2, ("known", "h2"), 3),  # one bad view of a person
        ([0.9, 0.1, 0.1, 0.9], 2, ("known", "h2"), 4),
        ([0.9, 0.1, 0.1], 2, ("not_live", None), 4),
        ([0.1], 7, ("not_live", None), 4),  # a picture of a stranger is a picture
        ([0.9], 7, ("unknown", None), 4),
        ([0.1], 1, ("not_live", None), 4),
    ],
)
def test_the_passive_check_goes_over_several_views(
    lane: MakeLane, stage: Stage, scores: list[float], number: int, said: tuple, looks: int
) -> None:
    (told,) = lane(witnesses=Witnesses(passive=Judge(scores))).play(frames(Person(number)))
    assert told.said == said
    assert told.finding.looks == looks
    assert (told.finding.doubt == "passive") is (said[0] == "not_live")
    assert not any(given.any() for given in stage.given)


def test_a_member_of_whom_too_little_is_seen_is_not_let_in_unchecked(lane: MakeLane) -> None:
    told = lane(witnesses=Witnesses(passive=Judge([0.9]))).play(frames(Person(2), count=3))
    assert [(one.said, one.finding.doubt) for one in told] == [(("not_live", None), "too_few_views")]


def test_one_picture_opens_no_lane_that_asks_for_life(stage: Stage, members: Gallery) -> None:
    stage.shown = [Person(2)]
    live = look_once(
        Desk(backend=stage, gallery=members, witnesses=Witnesses(passive=Judge([1.0]))), CaptureVolume(), PICTURE, START
    )
    assert live is not None
    assert (live.outcome, live.doubt) == (Outcome.NOT_LIVE, "one_picture")
    assert stage.described == []
    watched = look_once(Desk(backend=stage, gallery=members), CaptureVolume(), PICTURE, START)
    assert watched is not None
    assert (watched.outcome, watched.holder) == (Outcome.KNOWN, "h2")
    assert not any(given.any() for given in stage.given)
    stage.shown = [Person(2, eyes_px=20)]
    assert look_once(Desk(backend=stage, gallery=members), CaptureVolume(), PICTURE, START) is None


# Whatever comes


PEOPLE = st.lists(
    st.builds(
        Person,
        number=st.sampled_from([1, 2, 7, 8]),
        x=st.sampled_from([100.0, 200.0, 320.0, 330.0, 440.0]),
        y=st.sampled_from([200.0, 240.0]),
        eyes_px=st.sampled_from([25.0, 34.0, 60.0, 62.0, 80.0]),
        quality=st.sampled_from([0.1, 0.5, 0.9]),
    ),
    max_size=3,
    unique_by=lambda person: (person.x, person.y),
)
REGION = CaptureVolume(region=((0.25, 0), (0.75, 0), (0.75, 1), (0.25, 1)), eyes_min_px=32)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scenes=st.lists(st.tuples(PEOPLE, st.integers(1, 15)), max_size=12), live=st.booleans())
def test_whoever_comes_in_whatever_order_no_bystander_is_described_and_nothing_is_kept(
    lane: MakeLane, stage: Stage, scenes: list[tuple[list[Person], int]], live: bool
) -> None:
    there = lane(volume=REGION, witnesses=Witnesses(passive=Judge([0.9])) if live else Witnesses())
    for people, count in scenes:
        before = len(stage.described)
        for told in (one for _ in range(count) for one in there.play([people], end=False)):
            holder = told.finding.holder
            assert holder is None or holder == f"h{stage.described[-1].number}", "known by a view of this very frame"
        for person in stage.described[before:]:
            assert person in people
            assert 0.25 * 640 <= person.x <= 0.75 * 640
            assert person.eyes_px >= 32
            nearest = max(other.eyes_px for other in people if 160 <= other.x <= 480)
            assert person.eyes_px * 1.15 > nearest, "the nearest, or who was being looked at and is about as near"
    there.follower.finish()
    assert not there.left


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seen=st.lists(st.booleans(), min_size=40, max_size=120),
    number=st.sampled_from([1, 2, 7]),
    shake=st.lists(st.floats(-4, 4), min_size=120, max_size=120),
    qualities=st.lists(st.sampled_from([0.1, 0.4, 0.9]), min_size=120, max_size=120),
)
def test_one_arrival_is_decided_once_however_the_detector_flickers(
    lane: MakeLane, seen: list[bool], number: int, shake: list[float], qualities: list[float]
) -> None:
    """Never out of sight for a second: one person, one decision at most."""
    scene: list[Sequence[Person]] = []
    hidden = 0
    for number_of, there in enumerate(seen):
        hidden = 0 if there else hidden + 1
        show = there or hidden >= 10
        hidden = 0 if show else hidden
        person = Person(number, x=320 + shake[number_of], quality=qualities[number_of])
        scene.append([person] if show else [])
    assert len(lane().play(scene)) <= 1


def test_the_stage_tells_people_apart() -> None:
    """What the tests above rest on."""
    same = min(float(vector(n, view=1) @ vector(n, view=2)) for n in (1, 2, 7, 8))
    twins = float(vector(1, view=1) @ vector(101, view=2))
    others = max(float(vector(a, view=1) @ vector(b, view=1)) for a, b in ((1, 2), (1, 7), (2, 7), (2, 101), (7, 8)))
    assert others < 0.5
    assert min(same, twins) > 0.8
