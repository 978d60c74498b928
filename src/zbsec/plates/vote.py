"""Plates followed from frame to frame of one camera: one track a vehicle, its readings fused, its direction of travel.

Pure: time comes with the frames. A track has no picture and no number; it is forgotten when its vehicle has been out of
sight for ``absent_for``, and no other camera hears of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from zbsec.plates.align import alikeness, contradict
from zbsec.plates.ballot import Ballot, normal, width_px
from zbsec.plates.trust import guarded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from zbsec.records import PlateReading

ABSENT_FOR = timedelta(seconds=3)
"""Whoever was out of sight for so long arrives anew."""
LONGEST_STEP = timedelta(seconds=1)
"""A longer pause between two frames counts as so much: who could not be seen was not absent."""
GLIMPSE = timedelta(seconds=0.5)
"""A plate that was not read for less was there all the same."""
BY_PLACE = timedelta(seconds=1.2)
"""For so long after a plate was read its place tells whose a reading is, later only the text. One frame a second is
still followed by place."""
REACH, REACH_PER_S = 0.5, 6.0
"""How far from where it is expected a plate may appear, in its own widths: standing before a camera that trembles, and
more for every second in which it may have turned or braked."""
WELL_WITHIN = 0.5
"""Of the reach: up to here the place outweighs a character that both readings are sure of and that differs."""
STEP, STEP_PER_S = 0.15, 2.0
"""How much wider or narrower, as a logarithm: readers take a plate with more or less of its frame."""
SAME_PLACE = 0.5
"""Alikeness from which a reading in the expected place is of the same vehicle, however blurred: a province and a letter
of seven agree by chance. It rises to ``SAME_TEXT`` at the end of the reach."""
SAME_TEXT = 0.7
"""The same after the plate was out of sight, or in another place."""
SURE = 0.95
"""Readings that differ in a character which both are so sure of are of two vehicles, unless place tells otherwise."""
RIVAL_READINGS = 3
"""A reading that fits no vehicle, where one may be hidden, is a misreading until so many agree."""
TURNED = 0.12
"""Growth of a plate, as a logarithm, that tells its direction."""
WENT = 0.75
"""Way down or up the picture that tells it, in widths of the plate."""


class Travel(StrEnum):
    """Which way a vehicle moves before the camera."""

    UNKNOWN = "unknown"
    APPROACHING = "approaching"
    LEAVING = "leaving"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a plate was."""

    at: datetime
    x: float
    y: float
    width_px: float


class Track:
    """One vehicle before one camera."""

    def __init__(self, reading: PlateReading, at: datetime, *, rival: bool) -> None:
        self.rival = rival
        """It may yet prove a misreading of another vehicle."""
        self.standing_since = at
        """When the plate last moved or grew so much that it gave another view; time of the voter, see ``Followed``."""
        self.appeared_at = self.captured_at = at
        """When the first and the last frame that show it were taken."""
        self._ballot = Ballot()
        self._first = self._last = _place(reading, at)
        self._speed: tuple[float, float] = (0.0, 0.0)
        self._ballot.add(reading)

    @property
    def reading(self) -> PlateReading:
        """Every reading of this vehicle as one; its corners are the latest."""
        return self._ballot.reading

    @property
    def readings(self) -> int:
        """How many were fused."""
        return self._ballot.count

    @property
    def weight(self) -> float:
        """How many independent looks they are taken for, up to 3."""
        return self._ballot.weight

    @property
    def last_seen(self) -> datetime:
        """Time of the voter."""
        return self._last.at

    @property
    def width_px(self) -> float:
        """Of the plate, as last seen."""
        return self._last.width_px

    @property
    def travel(self) -> Travel:
        """By growth; where the size hardly changed, by motion, seen from above the lane: down the picture is nearer."""
        growth = math.log(self._last.width_px / self._first.width_px)
        if abs(growth) < TURNED:
            growth = TURNED * (self._last.y - self._first.y) / (WENT * self._last.width_px)
        if abs(growth) < TURNED:
            return Travel.UNKNOWN
        return Travel.APPROACHING if growth > 0 else Travel.LEAVING

    def add(self, reading: PlateReading, at: datetime) -> None:
        place = _place(reading, at)
        passed_s = (at - self._last.at).total_seconds()
        if passed_s > 0:
            self._speed = (place.x - self._last.x) / passed_s, (place.y - self._last.y) / passed_s
        self._last = place
        if self._ballot.add(reading):
            self.standing_since = at

    def absorb(self, other: Track) -> None:
        """``other`` was this vehicle all along."""
        self._ballot.add(other.reading)
        self._last, self._speed = other._last, other._speed

    def off(self, reading: PlateReading, at: datetime) -> float:
        """How far from the expected place and size a reading is; above 1: out of reach."""
        place, passed_s = _place(reading, at), (at - self._last.at).total_seconds()
        x, y = self._last.x + self._speed[0] * passed_s, self._last.y + self._speed[1] * passed_s
        near = min(math.dist((x, y), (place.x, place.y)), math.dist((self._last.x, self._last.y), (place.x, place.y)))
        step = abs(math.log(place.width_px / self._last.width_px))
        reach = (REACH + REACH_PER_S * passed_s) * self._last.width_px
        return max(near / reach, step / (STEP + STEP_PER_S * passed_s))

    def rows(self) -> NDArray[np.float64]:
        """What the readings say, not made doubtful by how little they weigh: for comparing."""
        logs = np.log(guarded(self.reading.probabilities)) / min(1.0, self.weight)
        return guarded(normal(logs).astype(np.float32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What one frame told."""

    at: datetime
    """When it was taken, less the pauses between earlier frames: the voter's own time."""
    present: tuple[Track, ...]
    """Vehicles before the camera, the nearest (widest plate) first; one whose plate was not read for less than half a
    second is there all the same."""
    gone: tuple[Track, ...]
    """Vehicles that were forgotten with this frame."""


class Voter:
    """Gives every reading to the vehicle it is of. One for each camera.

    :param absent_for: how long a vehicle must be out of sight before it arrives anew.
    """

    def __init__(self, *, absent_for: timedelta = ABSENT_FOR) -> None:
        self._absent_for = absent_for
        self._tracks: list[Track] = []
        self._last: datetime | None = None
        self._paused = timedelta(0)

    def follow(self, readings: Sequence[PlateReading], at: datetime) -> Followed:
        """Take the readings of the next frame.

        :param at: when it was taken, never before the last one.
        """
        captured_at, at = at, self._time(at)
        gone = self._forget(at)
        left = self._by_place(list(readings), at)
        left = self._by_text(left, at)
        for reading in left:
            hidden = any(track.last_seen < at for track in self._tracks)
            self._tracks.append(Track(reading, at, rival=hidden))
        self._settle(at)
        for track in self._tracks:
            if track.last_seen == at:
                track.captured_at = captured_at
        present = [track for track in self._tracks if not track.rival and self._is_there(track, at)]
        return Followed(at=at, present=tuple(sorted(present, key=lambda track: -track.width_px)), gone=tuple(gone))

    def finish(self) -> tuple[Track, ...]:
        """Forget every vehicle; those that were being followed."""
        gone, self._tracks = self._tracks, []
        return tuple(track for track in gone if not track.rival)

    def _time(self, at: datetime) -> datetime:
        if self._last is not None:
            self._paused += max(at - self._last - LONGEST_STEP, timedelta(0))
        self._last = at
        return at - self._paused

    def _is_there(self, track: Track, at: datetime) -> bool:
        """Whether it is in sight, or was a moment ago and no other vehicle has taken its place."""
        seen = (other for other in self._tracks if other.last_seen == at and not other.rival)
        return track.last_seen == at or (
            at - track.last_seen < GLIMPSE and all(track.off(other.reading, at) > 1 for other in seen)
        )

    def _forget(self, at: datetime) -> list[Track]:
        gone = [track for track in self._tracks if at - track.last_seen >= self._absent_for]
        self._tracks = [track for track in self._tracks if track not in gone]
        return [track for track in gone if not track.rival]

    def _by_place(self, readings: list[PlateReading], at: datetime) -> list[PlateReading]:
        """Readings where a vehicle that was there a moment ago is expected."""
        pairs = []
        for number, reading in enumerate(readings):
            for track in self._tracks:
                if at - track.last_seen >= BY_PLACE or (off := track.off(reading, at)) > 1:
                    continue
                rows, others = track.rows(), guarded(reading.probabilities)
                alike = alikeness(rows, others)
                if alike < SAME_PLACE + off * (SAME_TEXT - SAME_PLACE):
                    continue
                if off < WELL_WITHIN or not contradict(rows, others, sure=SURE):
                    pairs.append((off - 2 * alike, number, track))
        return self._give(readings, pairs, at)

    def _by_text(self, readings: list[PlateReading], at: datetime) -> list[PlateReading]:
        """Readings, wherever they are, that say the same as a vehicle that is out of sight."""
        pairs = []
        for number, reading in enumerate(readings):
            rows = guarded(reading.probabilities)
            for track in self._tracks:
                if track.last_seen < at and _same(track.rows(), rows):
                    pairs.append((-alikeness(track.rows(), rows), number, track))
        return self._give(readings, pairs, at)

    def _give(
        self, readings: list[PlateReading], pairs: list[tuple[float, int, Track]], at: datetime
    ) -> list[PlateReading]:
        """The best pairs first, each reading and each track once; what is left comes back."""
        given: set[int] = set()
        for _, number, track in sorted(pairs, key=lambda pair: pair[:2]):
            if number not in given and track.last_seen < at:
                track.add(readings[number], at)
                given.add(number)
        return [reading for number, reading in enumerate(readings) if number not in given]

    def _settle(self, at: datetime) -> None:
        """Rivals that were read often enough: another look at the vehicle they may be, or a vehicle of their own."""
        for rival in [track for track in self._tracks if track.rival and track.readings >= RIVAL_READINGS]:
            others = (track for track in self._tracks if not track.rival and track.last_seen < at)
            same = next((track for track in others if _same(track.rows(), rival.rows())), None)
            if same is None:
                rival.rival = False
            else:
                same.absorb(rival)
                self._tracks.remove(rival)


def _same(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    return alikeness(one, other) >= SAME_TEXT and not contradict(one, other, sure=SURE)


def _place(reading: PlateReading, at: datetime) -> Place:
    x, y = (float(value) for value in reading.corners.mean(axis=0))
    return Place(at, x, y, max(width_px(reading), 1.0))
