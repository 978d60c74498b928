"""A line in the picture and its two sides."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
"""x to the right, y down, in pixels from the top left corner."""


class Side(StrEnum):
    """Seen by somebody who walks along the line from start to end (ONVIF Analytics, ``LineDetector``).

    For a line drawn from the bottom of the picture to its top, left is left.
    """

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Line:
    """A line segment that has a direction.

    :raises ValueError: the ends are no finite numbers, or one place.
    """

    start: Point
    end: Point

    def __post_init__(self) -> None:
        if not all(math.isfinite(value) for value in (*self.start, *self.end)):
            raise ValueError(f"the ends of a line are finite pixels, not {self.start} and {self.end}")
        if self.start == self.end:
            raise ValueError(f"a line needs two ends, both are {self.start}; it has no sides")

    def distance_px(self, point: Point) -> float:
        """Distance of ``point`` from the endless line, in pixels: above 0 on the left, below 0 on the right."""
        along_x, along_y = self.end[0] - self.start[0], self.end[1] - self.start[1]
        to_x, to_y = point[0] - self.start[0], point[1] - self.start[1]
        return (along_y * to_x - along_x * to_y) / math.hypot(along_x, along_y)

    def side(self, point: Point) -> Side | None:
        """The side of the endless line that ``point`` is on; None exactly on it."""
        distance = self.distance_px(point)
        if distance == 0:
            return None
        return Side.LEFT if distance > 0 else Side.RIGHT

    def crossing(self, previous: Point, current: Point) -> Point | None:
        """Where the straight way from ``previous`` to ``current`` meets the segment.

        None when both are on one side, or the way goes round an end. Starting or ending on the line is no crossing.
        """
        before, after = self.distance_px(previous), self.distance_px(current)
        if before * after >= 0:
            return None
        way = Line(previous, current)
        if way.distance_px(self.start) * way.distance_px(self.end) > 0:
            return None
        part = before / (before - after)
        return previous[0] + part * (current[0] - previous[0]), previous[1] + part * (current[1] - previous[1])
