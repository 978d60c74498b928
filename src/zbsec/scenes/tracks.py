"""Blobs of one camera joined from picture to picture, by place alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbsec.scenes.lines import Point

PATIENCE_FRAMES = 5


@dataclass(slots=True, kw_only=True)
class _Track:
    place: Point
    step: Point = (0.0, 0.0)
    unseen: int = 0

    def expected(self) -> Point:
        return self.place[0] + self.step[0] * (self.unseen + 1), self.place[1] + self.step[1] * (self.unseen + 1)

    def move(self, to: Point) -> None:
        frames = self.unseen + 1
        self.step = (to[0] - self.place[0]) / frames, (to[1] - self.place[1]) / frames
        self.place, self.unseen = to, 0


class Tracker:
    """Gives each place of a picture to the track that expects it nearest, within a gate.

    A track's number means nothing but "the same blob as in the last pictures". It is forgotten with the track, five
    pictures after the blob was last seen; a blob that comes back is another.

    :param gate_px: how far from where it is expected a blob may appear.
    """

    def __init__(self, *, gate_px: float) -> None:
        self._gate_px = gate_px
        self._tracks: dict[int, _Track] = {}
        self._next = 0

    def follow(self, places: Sequence[Point]) -> dict[int, Point]:
        """The numbers and places of the tracks seen in the next picture."""
        taken = self._assign(places)
        for number, track in self._tracks.items():
            if number in taken:
                track.move(taken[number])
            else:
                track.unseen += 1
        new = [place for place in places if place not in taken.values()]
        self._tracks = {number: track for number, track in self._tracks.items() if track.unseen <= PATIENCE_FRAMES}
        for place in new:
            self._tracks[self._next] = _Track(place=place)
            taken[self._next] = place
            self._next += 1
        return taken

    @property
    def alive(self) -> frozenset[int]:
        """Numbers of the tracks that are not forgotten."""
        return frozenset(self._tracks)

    def _assign(self, places: Sequence[Point]) -> dict[int, Point]:
        pairs = sorted(
            (math.dist(track.expected(), place), number, place)
            for number, track in self._tracks.items()
            for place in places
        )
        taken: dict[int, Point] = {}
        for distance, number, place in pairs:
            if distance <= self._gate_px and number not in taken and place not in taken.values():
                taken[number] = place
        return taken
