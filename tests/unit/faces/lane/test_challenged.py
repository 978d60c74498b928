"""A lane that asks for movements: who makes them is let in, a picture of them is not, and nobody tries unseen."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.unit.faces.lane.stage import FRAME, PICTURE, START, Lane, Person, Stage
from tests.unit.faces.liveness.heads import PHOTOGRAPH, head, turned

from zbsec.faces.lane import Witnesses
from zbsec.faces.liveness import Ask, Challenge, EyesSeen, Unseen
from zbsec.faces.liveness.challenge import OF_THE_HEAD

if TYPE_CHECKING:
    from collections.abc import Callable

    from zbsec.faces.lane import Finding

    MakeLane = Callable[..., Lane]

WAYS = {Ask.TURN_LEFT: (1, 0), Ask.TURN_RIGHT: (-1, 0), Ask.CHIN_UP: (0, 1), Ask.CHIN_DOWN: (0, -1)}
STEP = np.radians(2.5)
"""A frame."""
FURTHEST = np.radians(28)


def drawn(at_s: float) -> Challenge:
    return Challenge.draw(at_s=at_s, dice=random.Random(5), among=OF_THE_HEAD)


def checked(**changes: object) -> dict[str, object]:
    return {"witnesses": Witnesses(draw=drawn, **changes)}


class Actor:
    """Does what the lane asks, as a head or as a photograph of one, and notes what was asked."""

    def __init__(self, number: int, points: np.ndarray) -> None:
        self.number = number
        self.asked: list[Ask | Unseen] = []
        self._points = points
        self._yaw = self._pitch = 0.0

    def shown(self, prompt: Ask | Unseen | None) -> Person:
        if prompt is not None and prompt not in self.asked[-1:]:
            self.asked.append(prompt)
        yaw, pitch = WAYS.get(prompt, (0, 0)) if prompt is not None else (0, 0)
        self._yaw = _towards(self._yaw, yaw * FURTHEST)
        self._pitch = _towards(self._pitch, pitch * FURTHEST)
        posed = turned(self._points, self._yaw, self._pitch)
        flat = posed[:, :2] * (12 / (12 + posed[:, 2:]))
        return Person(self.number, shape=flat - (0, 0.45))


def _towards(now: float, wanted: float) -> float:
    return now + float(np.clip(wanted - now, -STEP, STEP))


def play(
    lane: Lane, actor: Callable[[int, Ask | Unseen | None], list[Person]], frames: int = 300
) -> tuple[int, Finding] | None:
    """Until something is decided."""
    for number in range(frames):
        lane.stage.shown = actor(number, lane.follower.prompt)
        found = lane.follower.look(PICTURE, START + number * FRAME)
        if found is not None:
            return number, found
    return None


def test_a_member_who_does_what_is_asked_is_let_in(lane: MakeLane, stage: Stage) -> None:
    actor = Actor(2, head())
    told = play(lane(**checked()), lambda _, prompt: [actor.shown(prompt)])
    assert told is not None
    assert (told[1].outcome, told[1].holder) == ("known", "h2")
    straight = [ask for ask in actor.asked if ask is not Ask.LOOK_STRAIGHT]
    assert straight == list(drawn(0).moves)
    assert len(stage.described) == 1 + len(straight), "one look, and one after each movement that it is still the same"
    assert not any(given.any() for given in stage.given)


def test_a_stranger_is_asked_for_nothing(lane: MakeLane) -> None:
    actor = Actor(7, head())
    told = play(lane(**checked()), lambda _, prompt: [actor.shown(prompt)])
    assert told is not None
    assert (told[1].outcome, actor.asked) == ("unknown", [])


def test_a_photograph_of_a_member_that_is_turned_as_asked_is_no_member(lane: MakeLane) -> None:
    actor = Actor(2, PHOTOGRAPH - (0, 0.5, 0))
    told = play(lane(**checked()), lambda _, prompt: [actor.shown(prompt)])
    assert told is not None
    assert (told[1].outcome, told[1].holder, told[1].doubt) == ("not_live", None, "too_late")


def test_a_member_who_does_something_else_is_refused_with_the_cause(lane: MakeLane) -> None:
    actor = Actor(2, head())
    other = {Ask.TURN_LEFT: Ask.TURN_RIGHT, Ask.TURN_RIGHT: Ask.TURN_LEFT, Ask.CHIN_UP: Ask.CHIN_DOWN}
    told = play(lane(**checked()), lambda _, prompt: [actor.shown(prompt and other.get(prompt, Ask.CHIN_UP))])
    assert told is not None
    assert (told[1].outcome, told[1].doubt) == ("not_live", "wrong_move")


def test_who_takes_the_place_of_the_one_who_moved_is_not_let_in(lane: MakeLane) -> None:
    """The holder moves, and a stranger puts the face where the holder's was, as straight and at once."""
    holder, stranger = Actor(2, head()), Actor(7, head())
    moves = len(drawn(0).moves)

    def shown(_: int, prompt: Ask | None) -> list[Person]:
        there, other = holder.shown(prompt), stranger.shown(prompt)
        return [other if sum(ask is not Ask.LOOK_STRAIGHT for ask in holder.asked) >= moves else there]

    told = play(lane(**checked()), shown)
    assert told is not None
    assert (told[1].outcome, told[1].doubt) == ("not_live", "other_face")


@pytest.mark.parametrize("leaves", ["for good", "for a moment", "behind another"])
def test_who_is_out_of_sight_has_failed_and_that_is_written_down(lane: MakeLane, leaves: str) -> None:
    actor = Actor(2, head())
    gone_at: list[int] = []

    def shown(number: int, prompt: Ask | None) -> list[Person]:
        there = actor.shown(prompt)
        if Ask.LOOK_STRAIGHT in actor.asked[1:] and not gone_at:
            gone_at.append(number)
        if not gone_at:
            return [there]
        if leaves == "behind another":
            return [there, Person(7, x=420, eyes_px=90)]
        return [] if leaves == "for good" or number < gone_at[0] + 5 else [there]

    told = play(lane(**checked()), shown)
    assert told is not None
    assert (told[1].outcome, told[1].doubt, told[1].holder) == ("not_live", "lost", None)
    assert told[0] <= gone_at[0] + 6


def test_a_consent_that_ends_during_the_challenge_opens_nothing(lane: MakeLane, stage: Stage) -> None:
    there, actor = lane(**checked()), Actor(2, head())
    gallery = there.follower._desk.gallery

    def shown(_: int, prompt: Ask | None) -> list[Person]:
        if len(actor.asked) == 3 and gallery.register.consents("h2")[-1].withdrawn_at is None:
            gallery.withdraw("h2", at=START)
        return [actor.shown(prompt)]

    told = play(there, shown)
    assert told is not None
    assert (told[1].outcome, told[1].holder) == ("unknown", None)


class Eyes:
    """Eyes that a test opens and shuts, or hides."""

    def __init__(self) -> None:
        self.seen_at: list[float] = []
        self.kept = 0
        """Frames since they were last forgotten."""
        self.hidden = False

    def see(self, image: np.ndarray, landmarks: np.ndarray, at_s: float) -> EyesSeen:
        assert image is PICTURE
        assert landmarks.shape == (5, 2)
        self.seen_at.append(at_s)
        self.kept += 1
        if self.hidden:
            return EyesSeen(unseen=Unseen.HIDDEN)
        share = 0.1 if self.kept % 20 in {8, 9, 10} else 1.0
        return EyesSeen((share, share) if self.kept > 3 else None)

    def forget(self) -> None:
        self.kept = 0


def drawn_with_a_blink(at_s: float) -> Challenge:
    return Challenge.draw(at_s=at_s, dice=random.Random(5))


@pytest.mark.parametrize("seed", range(6))
def test_a_member_who_blinks_when_asked_is_let_in(lane: MakeLane, stage: Stage, seed: int) -> None:
    eyes, actor = Eyes(), Actor(2, head())
    witnesses = Witnesses(draw=lambda at_s: Challenge.draw(at_s=at_s, dice=random.Random(seed)), eyes=lambda: eyes)
    told = play(lane(witnesses=witnesses), lambda _, prompt: [actor.shown(prompt)])
    assert told is not None
    assert (told[1].outcome, told[1].holder) == ("known", "h2")
    asked = [ask for ask in actor.asked if ask is not Ask.LOOK_STRAIGHT]
    assert asked.count(Ask.BLINK) == 1
    assert 5 < len(eyes.seen_at) < 40, "eyes are measured while a blink is due, and at no other time"
    assert eyes.kept == 0
    assert len(stage.described) == 4, "after the blink as after each movement: is it still the same?"


def test_a_member_whose_eyes_cannot_be_seen_is_told_so_and_asked_for_another_movement(lane: MakeLane) -> None:
    eyes, actor = Eyes(), Actor(2, head())
    eyes.hidden = True
    told = play(
        lane(witnesses=Witnesses(draw=drawn_with_a_blink, eyes=lambda: eyes)), lambda _, prompt: [actor.shown(prompt)]
    )
    assert told is not None
    assert (told[1].outcome, told[1].holder) == ("known", "h2")
    assert Unseen.HIDDEN in actor.asked
    assert Ask.BLINK not in actor.asked
    assert sum(ask in WAYS for ask in actor.asked) == 3


def test_a_face_that_does_not_blink_is_refused_with_the_cause(lane: MakeLane) -> None:
    """A mask moves as a head does, and its eyes stay as they are."""

    class Painted(Eyes):
        def see(self, image: np.ndarray, landmarks: np.ndarray, at_s: float) -> EyesSeen:
            self.kept += 1
            return EyesSeen((1.0, 1.0))

    eyes, actor = Painted(), Actor(2, head())
    told = play(
        lane(witnesses=Witnesses(draw=drawn_with_a_blink, eyes=lambda: eyes)), lambda _, prompt: [actor.shown(prompt)]
    )
    assert told is not None
    assert (told[1].outcome, told[1].doubt, told[1].holder) == ("not_live", "no_blink", None)
    assert eyes.kept == 0


@pytest.mark.parametrize("ends", ["gone", "stopped"])
def test_eyes_are_forgotten_however_it_ends(lane: MakeLane, ends: str) -> None:
    eyes, actor = Eyes(), Actor(2, head())
    there = lane(witnesses=Witnesses(draw=drawn_with_a_blink, eyes=lambda: eyes))

    def shown(_: int, prompt: Ask | Unseen | None) -> list[Person]:
        person = actor.shown(prompt)
        return [] if eyes.kept > 5 else [person]

    for number in range(300):
        there.stage.shown = shown(number, there.follower.prompt)
        if not there.stage.shown and ends == "stopped":
            break
        there.follower.look(PICTURE, START + number * FRAME)
    assert len(eyes.seen_at) > 5
    there.follower.finish()
    assert eyes.kept == 0


def test_a_stranger_s_eyes_are_never_looked_at(lane: MakeLane) -> None:
    eyes, actor = Eyes(), Actor(7, head())
    witnesses = Witnesses(draw=drawn_with_a_blink, eyes=lambda: eyes)
    play(lane(witnesses=witnesses), lambda _, prompt: [actor.shown(prompt)])
    assert eyes.seen_at == []
