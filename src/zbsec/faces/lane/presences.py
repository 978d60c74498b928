"""Faces followed from frame to frame of one camera, by place alone.

Pure: time comes with the frames. A presence has no picture, no vector and no number; it is forgotten a second after its
face was last seen, and no other camera hears of it (governance G31, 9.3).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from zbsec.faces.lane.spot import Spot

LOST_AFTER = timedelta(seconds=1)
"""Whoever was out of sight for so long arrives anew."""
LONGEST_STEP = timedelta(seconds=0.5)
"""A longer pause between two frames counts as so much: who could not be seen was not absent."""
UNBROKEN_FOR = timedelta(seconds=0.25)
"""A face that was hidden for longer may be another one afterwards, though it is in the same place."""
REACH, REACH_PER_S = 0.5, 8.0
"""How far from where it is expected a face may appear, in its own eye distances: standing before a camera that
trembles, and more for every second (half a metre a second)."""
STEP, STEP_PER_S = 0.12, 1.5
"""How much nearer or farther, as a logarithm."""


class Presence:
    """One face before one camera."""

    def __init__(self, spot: Spot, at: datetime) -> None:
        self.spot = spot
        self.last_seen = at
        self.unbroken = True
        """Whether the face of the latest frame is surely the one of the frames before: it was not out of sight, and no
        other face was where it could have been."""
        self._speed: tuple[float, float] = (0.0, 0.0)

    def move(self, spot: Spot, at: datetime, *, sure: bool) -> None:
        passed = at - self.last_seen
        if passed > timedelta(0):
            seconds = passed.total_seconds()
            self._speed = (spot.x - self.spot.x) / seconds, (spot.y - self.spot.y) / seconds
        self.unbroken = sure
        self.spot, self.last_seen = spot, at

    def off(self, spot: Spot, at: datetime) -> float:
        """How far from the expected place and size a face is; above 1: out of reach."""
        passed_s = (at - self.last_seen).total_seconds()
        x, y = self.spot.x + self._speed[0] * passed_s, self.spot.y + self._speed[1] * passed_s
        here = (spot.x, spot.y)
        near = min(math.dist((x, y), here), math.dist((self.spot.x, self.spot.y), here))
        reach = (REACH + REACH_PER_S * passed_s) * self.spot.eyes_px
        step = abs(math.log(spot.eyes_px / self.spot.eyes_px))
        return max(near / reach, step / (STEP + STEP_PER_S * passed_s))


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What one frame told."""

    at: datetime
    """When it was taken, less the pauses between earlier frames: this lane's own time."""
    present: tuple[Presence, ...]
    """Faces seen in this frame."""
    gone: tuple[Presence, ...]
    """Faces that were forgotten with this frame."""


class Presences:
    """Gives every face to the presence that expects it. One for each camera."""

    def __init__(self) -> None:
        self._presences: list[Presence] = []
        self._last: datetime | None = None
        self._paused = timedelta(0)

    def follow(self, spots: Sequence[Spot], at: datetime) -> Followed:
        """Take the faces of the next frame.

        :param at: when it was taken; a moment before the last frame counts as that one.
        """
        broken = self._last is not None and at - self._last > LONGEST_STEP
        at = self._time(at)
        gone = tuple(presence for presence in self._presences if at - presence.last_seen >= LOST_AFTER)
        self._presences = [presence for presence in self._presences if presence not in gone]
        left = self._give(spots, at, broken=broken)
        self._presences += [Presence(spot, at) for spot in left]
        present = tuple(presence for presence in self._presences if presence.last_seen == at)
        return Followed(at=at, present=present, gone=gone)

    def _time(self, at: datetime) -> datetime:
        if self._last is not None:
            at = max(at, self._last)
            self._paused += max(at - self._last - LONGEST_STEP, timedelta(0))
        self._last = at
        return at - self._paused

    def _give(self, spots: Sequence[Spot], at: datetime, *, broken: bool) -> list[Spot]:
        """The nearest pairs first, each face and each presence once; the faces that are left come back."""
        pairs = [
            (off, number, presence)
            for number, spot in enumerate(spots)
            for presence in self._presences
            if (off := presence.off(spot, at)) <= 1
        ]
        given: dict[int, Presence] = {}
        for _, number, presence in sorted(pairs, key=lambda pair: pair[:2]):
            if number not in given and presence not in given.values():
                given[number] = presence
        for number, presence in given.items():
            alone = sum(other == number or one is presence for _, other, one in pairs) == 1
            hidden = at - presence.last_seen > UNBROKEN_FOR and not broken
            presence.move(spots[number], at, sure=alone and not hidden)
        return [spot for number, spot in enumerate(spots) if number not in given]
