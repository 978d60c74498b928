"""The active challenge: a head that does as it is asked passes, and no picture that is moved, turned or bent does."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.faces.liveness.heads import EYES_PX, PHOTOGRAPH, bent, head, seen, turned

from zbsec.errors import ShapeError
from zbsec.faces.fivepoints import normalised, pose
from zbsec.faces.liveness import ASKED, Ask, Cause, Challenge, EyesSeen, Unseen, Verdict, same_person
from zbsec.faces.liveness.challenge import MOVED, OF_THE_HEAD, UNREADY_S
from zbsec.faces.liveness.relief import MIN_DEPTH, STEEPEST, view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from zbsec.faces import Backend

FRAME_S = 0.1
WAYS = {Ask.TURN_LEFT: (1, 0), Ask.TURN_RIGHT: (-1, 0), Ask.CHIN_UP: (0, 1), Ask.CHIN_DOWN: (0, -1)}


def drawn(seed: int = 0, **changes: Any) -> Challenge:
    """Of the head alone; blinks are asked for by the tests that show eyes."""
    return Challenge.draw(dice=random.Random(seed), at_s=0.0, **{"among": OF_THE_HEAD, **changes})


def run(
    challenge: Challenge,
    frames: Iterable[np.ndarray | None],
    frame_s: float = FRAME_S,
    eyes: EyesSeen | None = None,
) -> Challenge:
    for count, landmarks in enumerate(frames, start=1):
        challenge = challenge.seen(landmarks, count * frame_s, eyes)
    return challenge


def obeyed(moves: Iterable[Ask], degrees: float = 28.0, steps: int = 12) -> Iterator[tuple[float, float]]:
    """Yaw and pitch, radians, of somebody who does it: straight first, then there and back for each."""
    yield from [(0.0, 0.0)] * 4
    for move in moves:
        yaw, pitch = WAYS[move]
        for part in np.sin(np.linspace(0, np.pi, 2 * steps)):
            yield (yaw * part * np.radians(degrees), pitch * part * np.radians(degrees))


def filmed(poses: Iterable[tuple[float, float]], nose: float = 0.42, **camera: float) -> list[np.ndarray]:
    return [seen(turned(head(nose), yaw, pitch), **camera) for yaw, pitch in poses]


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    degrees=st.floats(26, 36),
    nose=st.floats(0.36, 0.52),
    distance=st.floats(6, 30),
    steps=st.integers(10, 20),
)
def test_whoever_does_as_asked_passes(seed: int, degrees: float, nose: float, distance: float, steps: int) -> None:
    challenge, jitter = drawn(seed), np.random.default_rng(seed)
    frames = filmed(obeyed(challenge.moves, degrees, steps), nose, distance=distance)
    ended = run(challenge, [frame + jitter.normal(0, 0.003 * EYES_PX, (5, 2)) for frame in frames])
    assert ended.verdict is Verdict.PASSED, ended.cause
    assert ended.ask is None


FLAT = st.builds(
    lambda yaw, pitch, roll, distance, x, y: (yaw, pitch, roll, distance, x, y),
    *[st.floats(-1.3, 1.3), st.floats(-1.3, 1.3), st.floats(-3, 3), st.floats(4, 40)],
    *[st.floats(-200, 200)] * 2,
)


@settings(max_examples=60, deadline=None)
@given(start=FLAT, end=FLAT, seed=st.integers(0, 100))
def test_a_photograph_however_moved_and_turned_never_makes_a_movement(
    start: tuple[float, ...], end: tuple[float, ...], seed: int
) -> None:
    """All that a camera can see of a moving plane is one homography after another."""
    frames = [seen(PHOTOGRAPH)] * 4
    for yaw, pitch, roll, distance, x, y in (
        np.linspace([0, 0, 0, 12, 0, 0], start, 15).tolist() + np.linspace(start, end, 30).tolist()
    ):
        frames.append(seen(turned(PHOTOGRAPH, yaw, pitch, roll), distance) + np.float32([x, y]))
    ended = run(drawn(seed), frames)
    assert ended.done == 0
    assert ended.cause in {None, Cause.FLAT}
    assert ended.seen(frames[0], 100.0).verdict is Verdict.FAILED


@settings(deadline=None)
@given(start=FLAT, end=FLAT)
def test_the_relief_of_every_plane_is_nought(start: tuple[float, ...], end: tuple[float, ...]) -> None:
    views = [seen(turned(PHOTOGRAPH, *at[:3]), at[3]).astype(np.float64) for at in (start, end)]
    assert view(*map(normalised, views)).relief < 0.02  # float32 pixels at a grazing angle


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    bends=st.tuples(*[st.floats(2.0, 50.0)] * 2),
    hollow=st.booleans(),
    axis=st.floats(0, np.pi),
    offset=st.floats(-0.4, 0.4),
    degrees=st.floats(10, 60),
    distance=st.floats(5, 30),
)
def test_a_bent_photograph_fails_even_if_it_is_turned_as_asked(
    seed: int,
    bends: tuple[float, float],
    hollow: bool,
    axis: float,
    offset: float,
    degrees: float,
    distance: float,
) -> None:
    """Bent from a radius of two eye distances up, and bent further while it is turned."""
    challenge = drawn(seed)
    poses = list(obeyed(challenge.moves, degrees, steps=20))
    radii = np.linspace(*bends, len(poses)) * (-1 if hollow else 1)
    frames = [
        seen(turned(bent(PHOTOGRAPH, radius, axis, offset), yaw, pitch), distance)
        for radius, (yaw, pitch) in zip(radii, poses, strict=True)
    ]
    ended = run(challenge, frames)
    assert ended.verdict is not Verdict.PASSED
    assert ended.seen(frames[0], 100.0).verdict is Verdict.FAILED


def left(degrees: float) -> np.ndarray:
    return seen(turned(head(), yaw=np.radians(degrees)))


CASES: dict[Cause, Callable[[], list[np.ndarray | None]]] = {
    Cause.TOO_LATE: lambda: [left(0)] * 250,
    Cause.WRONG_MOVE: lambda: [left(0)] * 4 + [left(-degrees) for degrees in range(0, 30, 3)],
    Cause.TOO_FAST: lambda: [left(0)] * 4 + [left(28)],
    Cause.NO_BLINK: lambda: [left(0)] * 250,
    Cause.LOST: lambda: [left(0)] * 4 + [None] * 3 + [left(0)],
    Cause.FLAT: lambda: [seen(turned(PHOTOGRAPH, yaw=np.radians(degrees))) for degrees in (0, 0, 0, *range(0, 60, 3))],
}


@pytest.mark.parametrize("cause", Cause)
def test_each_way_to_fail_is_named_in_both_languages(cause: Cause) -> None:
    asked = Ask.BLINK if cause is Cause.NO_BLINK else Ask.TURN_LEFT
    eyes = EyesSeen((1.0, 1.0)) if cause is Cause.NO_BLINK else None
    ended = run(replace(drawn(), moves=(asked,)), CASES[cause](), eyes=eyes)
    assert ended.cause is cause
    assert ended.verdict is Verdict.FAILED
    assert "；" in cause.zh
    assert ";" in cause.en
    assert ended.seen(left(0), 99.0) is ended


def test_what_is_asked_step_by_step() -> None:
    challenge, asked = replace(drawn(), moves=(Ask.TURN_LEFT, Ask.CHIN_DOWN)), []
    for count, frame in enumerate(filmed(obeyed(challenge.moves)), start=1):
        challenge = challenge.seen(frame, count * FRAME_S)
        if asked[-1:] != [challenge.ask]:
            asked.append(challenge.ask)
    assert asked == [
        Ask.LOOK_STRAIGHT, Ask.TURN_LEFT, Ask.LOOK_STRAIGHT, Ask.CHIN_DOWN, Ask.LOOK_STRAIGHT, None
    ]  # fmt: skip
    assert all(ask.en and ask.zh for ask in Ask)


def test_it_starts_only_with_a_face_that_looks_straight_for_some_frames() -> None:
    assert run(drawn(), [left(30)] * 20).ask is Ask.LOOK_STRAIGHT
    assert run(drawn(), [left(0), left(0), left(30), left(0)]).ask is Ask.LOOK_STRAIGHT
    assert run(drawn(), [left(0), left(0), None, None, None, left(0)]).ask is Ask.LOOK_STRAIGHT
    assert run(drawn(), [left(0), None, left(0), left(0)]).ask in OF_THE_HEAD


def test_two_photographs_one_after_the_other_are_a_jump() -> None:
    """A straight portrait, then one with the head turned, with a frame between in which neither is seen."""
    ended = run(replace(drawn(), moves=(Ask.TURN_LEFT,)), [*[left(0)] * 4, None, left(25)])
    assert ended.cause is Cause.TOO_FAST


@given(st.integers(0, 100_000), st.integers(1, 8), st.sampled_from([ASKED, OF_THE_HEAD]))
def test_no_movement_is_asked_for_twice_in_a_row(seed: int, moves: int, among: tuple[Ask, ...]) -> None:
    challenge = drawn(seed, moves=moves, among=among)
    order = challenge.moves
    assert len(order) == moves
    assert set(order) <= set(among)
    assert all(one is not other for one, other in pairwise(order))
    assert order.count(Ask.BLINK) == (among is ASKED and moves > 1), "one blink beside movements of the head"
    if Ask.BLINK in order:
        place = order.index(Ask.BLINK)
        assert challenge.instead in OF_THE_HEAD
        assert challenge.instead not in order[max(place - 1, 0) : place + 2]


def test_the_order_is_the_operating_systems_unless_a_test_chooses() -> None:
    state = random.getstate()
    assert len({Challenge.draw(at_s=0.0, moves=12).moves for _ in range(20)}) == 20
    assert random.getstate() == state


@pytest.mark.parametrize("among", [ASKED, OF_THE_HEAD])
def test_three_movements_come_in_36_orders_equally_often(among: tuple[Ask, ...]) -> None:
    dice = random.Random(5)
    orders = [Challenge.draw(dice=dice, at_s=0.0, among=among).moves for _ in range(3600)]
    counts = [orders.count(order) for order in set(orders)]
    assert len(counts) == 36
    assert 60 < min(counts) <= max(counts) < 145


def test_a_mistake_of_the_caller_is_named() -> None:
    with pytest.raises(ValueError, match="0 movements"):
        drawn(moves=0)
    with pytest.raises(ValueError, match="0 s"):
        drawn(time_limit_s=0)
    for among in ((Ask.BLINK,), (Ask.BLINK, Ask.CHIN_UP), (*OF_THE_HEAD, Ask.LOOK_STRAIGHT)):
        with pytest.raises(ValueError, match="at least two movements of the head"):
            drawn(among=among)
    with pytest.raises(ValueError, match="order"):
        drawn().seen(left(0), 2.0).seen(left(0), 1.0)
    with pytest.raises(ShapeError, match="five finite points"):
        drawn().seen(np.zeros((4, 2), np.float32), 1.0)
    with pytest.raises(ShapeError, match="eyes fall together"):
        drawn().seen(np.zeros((5, 2), np.float32), 1.0)


def eyes_of(*shares: float | Unseen | None, each: int = 3) -> list[EyesSeen]:
    """So many frames each of eyes open by so much, unseen, or not measured yet."""
    made = [
        EyesSeen(unseen=share) if isinstance(share, Unseen) else EyesSeen(share and (share, share)) for share in shares
    ]
    return [one for one in made for _ in range(each)]


def looking(challenge: Challenge, eyes: Iterable[EyesSeen], start_s: float = 0.0) -> Challenge:
    """A face that looks straight ahead, and its eyes."""
    for count, seen_eyes in enumerate(eyes, start=1):
        challenge = challenge.seen(left(0), start_s + count * FRAME_S, seen_eyes)
    return challenge


BLINKS = replace(drawn(), moves=(Ask.BLINK, Ask.TURN_LEFT), instead=Ask.CHIN_UP)
STRAIGHT = eyes_of(None)


def test_a_blink_counts_where_it_was_asked_for() -> None:
    asked = looking(BLINKS, STRAIGHT)
    assert (asked.ask, asked.watches_eyes) == (Ask.LOOK_STRAIGHT, True), "its eyes are not measured yet"
    ready = looking(BLINKS, [*STRAIGHT, *eyes_of(1.0)])
    assert ready.ask is Ask.BLINK
    done = looking(BLINKS, [*STRAIGHT, *eyes_of(1.0, 0.1, 1.0)])
    assert (done.done, done.ask, done.watches_eyes) == (1, Ask.TURN_LEFT, False)
    assert looking(replace(BLINKS, moves=(Ask.BLINK,)), [*STRAIGHT, *eyes_of(1.0, 0.1, 1.0)]).verdict is Verdict.PASSED
    before = looking(replace(BLINKS, moves=(Ask.TURN_LEFT, Ask.BLINK)), [*STRAIGHT, *eyes_of(1.0, 0.1, 1.0)])
    assert before.done == 0, "eyes may blink whenever they like"


def test_eyes_that_are_never_seen_are_told_why_and_another_movement_takes_the_place_of_the_blink() -> None:
    hidden = looking(BLINKS, [*STRAIGHT, *eyes_of(Unseen.HIDDEN, each=20)])
    assert hidden.ask is Unseen.HIDDEN
    assert "墨镜" in Unseen.HIDDEN.zh
    instead = looking(BLINKS, [*STRAIGHT, *eyes_of(Unseen.HIDDEN, each=round(UNREADY_S / FRAME_S) + 2)])
    assert instead.moves == (Ask.CHIN_UP, Ask.TURN_LEFT)
    assert (instead.ask, instead.done, instead.watches_eyes) == (Ask.CHIN_UP, 0, False)
    assert instead.time_limit_s == BLINKS.time_limit_s + UNREADY_S
    nobody_measures = run(BLINKS, [left(0)] * 50)
    assert nobody_measures.moves == instead.moves


def test_what_hides_the_eyes_for_a_moment_is_not_told() -> None:
    seen_once = [*STRAIGHT, *eyes_of(1.0)]
    assert looking(BLINKS, [*seen_once, *eyes_of(Unseen.GLARE, each=4)]).ask is Ask.BLINK
    assert looking(BLINKS, [*seen_once, *eyes_of(Unseen.GLARE, each=7)]).ask is Unseen.GLARE


def test_a_head_that_moves_when_a_blink_is_asked_for_did_something_else() -> None:
    ready = looking(BLINKS, [*STRAIGHT, *eyes_of(1.0)])
    for count, degrees in enumerate(range(0, 30, 3), start=7):
        ready = ready.seen(left(degrees), count * FRAME_S, EyesSeen((1.0, 1.0)))
    assert ready.cause is Cause.WRONG_MOVE


def test_points_in_one_line_say_nothing() -> None:
    line = np.array([[0, 0], [10, 0], [5, 0], [2, 0], [8, 0]], np.float32)
    ended = run(drawn(), [*[left(0)] * 4, line])
    assert ended.verdict is Verdict.PENDING
    with pytest.raises(ShapeError, match="mouth lies on the line"):
        drawn().seen(line, 1.0)


def moved(straight: np.ndarray, now: np.ndarray) -> bool:
    seen_now = view(normalised(straight), normalised(now))
    assert seen_now is not None
    return seen_now.relief >= max(MOVED, MIN_DEPTH * seen_now.slant) and seen_now.slant <= STEEPEST


@pytest.mark.parametrize("degrees", range(20, 61, 5))
def test_a_picture_bent_round_a_bottle_stands_out_too_little_for_its_slant(degrees: int) -> None:
    bottle = bent(PHOTOGRAPH, 0.6, 0.0, 0.0)
    assert not moved(seen(bottle), seen(turned(bottle, yaw=np.radians(degrees))))
    assert degrees < 25 or degrees > 40 or moved(seen(head()), seen(turned(head(), yaw=np.radians(degrees))))


def test_real_heads_stand_out_and_a_real_photograph_does_not(shared: Path, yunet: Backend) -> None:
    """Pictures of one person, straight and turned; a photograph turned before the camera by as much and more."""
    folder = shared / "data/faces/people"
    pairs = ["lf02_03 lf02_01", "lf06_04 lf06_01", "lf08_01 lf08_03", "lf09_03 lf09_05", "lf19_01 lf19_02"]
    for pair in pairs:
        images = [cv2.imread(str(folder / name[:4] / f"{name}.jpg")) for name in pair.split()]
        straight, now = (yunet.detect(image)[0].landmarks for image in images)
        assert moved(straight, now), pair
    photograph = cv2.imread(str(folder / "ct01/ct01_01.jpg"))
    straight = yunet.detect(photograph)[0].landmarks
    for yaw in range(-40, 41, 20):
        for pitch in (-30, 0, 30):
            found = yunet.detect(held(photograph, np.radians(yaw), np.radians(pitch)))
            assert not found or not moved(straight, found[0].landmarks), (yaw, pitch)


@pytest.mark.parametrize("move", OF_THE_HEAD)
def test_a_real_photograph_turned_as_asked_before_a_camera_is_denied(shared: Path, yunet: Backend, move: Ask) -> None:
    """Governance G45, from pixels to verdict."""
    photograph = cv2.imread(str(shared / "data/faces/people/ct01/ct01_01.jpg"))
    views = [held(photograph, yaw, pitch) for yaw, pitch in obeyed([move], degrees=40.0, steps=10)]
    found = [yunet.detect(image) for image in views]
    ended = run(replace(drawn(), moves=(move,)), [faces[0].landmarks if len(faces) == 1 else None for faces in found])
    assert ended.ask is not Ask.LOOK_STRAIGHT  # it took the photograph for a face that looks straight
    assert ended.done == 0
    assert ended.seen(None, 100.0).verdict is Verdict.FAILED


def held(photograph: np.ndarray, yaw: float, pitch: float) -> np.ndarray:
    """What a camera sees of a photograph that is turned about its middle."""
    height, width = photograph.shape[:2]
    corners = np.array([[x, y, 0] for x in (-width / 2, width / 2) for y in (-height / 2, height / 2)])
    space = turned(corners, yaw, pitch)
    pixels = space[:, :2] * (900.0 / (900.0 + space[:, 2:])) + [width / 2, height / 2]
    lying = corners[:, :2] + [width / 2, height / 2]
    warp = cv2.getPerspectiveTransform(lying.astype(np.float32), pixels.astype(np.float32))
    return np.asarray(cv2.warpPerspective(photograph, warp, (width, height)), np.uint8)


@given(st.floats(-35, 35), st.floats(-25, 25), st.floats(-30, 30))
def test_the_pose_follows_the_head(yaw: float, pitch: float, roll: float) -> None:
    found = pose(seen(turned(head(), *np.radians([yaw, pitch, roll])), distance=1000.0))
    assert found.yaw_deg == pytest.approx(yaw, abs=6)
    assert found.pitch_deg == pytest.approx(pitch, abs=12)
    assert pose(seen(turned(head(), roll=np.radians(roll)))).roll_deg == pytest.approx(roll, abs=0.01)


def test_frames_of_one_person(shared: Path, yunet: Backend) -> None:
    vectors = []
    for name in ("ct01_01", "ct01_02", "ct03_01"):
        image = cv2.imread(str(shared / "data/faces/people" / name[:4] / f"{name}.jpg"))
        vectors.append(yunet.embed(image, yunet.detect(image)[:1])[0])
    one, two = np.array(vectors[:2]), np.array(vectors)
    assert same_person(one, yunet.min_score)
    assert not same_person(two, yunet.min_score)
    with pytest.raises(ShapeError, match="at least two"):
        same_person(one[:1], yunet.min_score)
