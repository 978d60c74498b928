"""Things that cross a line, each counted once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec.errors import ShapeError
from zbsec.scenes.lines import Side
from zbsec.scenes.motion import MotionDetector
from zbsec.scenes.tracks import Tracker

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec.records import Frame
    from zbsec.scenes.lines import Line, Point
    from zbsec.scenes.masks import PrivacyMask

SETTLING_FRAMES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Something crossed the line. What or who it was is not known."""

    at: datetime
    """When the picture was taken that shows it on the other side."""
    direction: Side
    """The side it went to."""
    point: Point
    """Where on the line, in pixels of the picture."""


class Passage:
    """One blob against one line, with hysteresis.

    A blob has a side once it was ``margin_px`` or further from the line for two pictures; it has crossed when it has
    the other side. What trembles on the line therefore crosses once or not at all.
    """

    def __init__(self, line: Line, *, margin_px: float) -> None:
        self._line = line
        self._margin_px = margin_px
        self._side: Side | None = None
        self._frames_beyond = 0
        self._last: Point | None = None
        self._crossed_at: Point | None = None

    def move(self, to: Point) -> tuple[Side, Point] | None:
        """The side it has crossed to and where, when this move settled that."""
        side = self._line.side(to)
        if side is None:
            return None
        if self._last is not None and self._line.side(self._last) is not side:
            self._crossed_at = self._line.crossing(self._last, to)
            self._frames_beyond = 0
        self._last = to
        self._frames_beyond += abs(self._line.distance_px(to)) >= self._margin_px
        if self._frames_beyond < SETTLING_FRAMES or side is self._side:
            return None
        known, self._side = self._side is not None, side
        return (side, self._crossed_at) if known and self._crossed_at is not None else None


class LineCrossing:
    """Counts what crosses a line before one fixed camera.

    The centre of a blob crosses, not its feet; a way round an end of the line is no crossing. Two things that touch
    while they cross may count as one.

    :param line: in pixels of the picture; ``Line`` says which side is left.
    :param direction: count only what goes to this side; None counts both.
    :param min_area_px: the smallest thing that counts, in pixels of area.
    :param margin_px: how far from the line a thing must be to have a side.
    :param mask: what the analysis may not see.
    :raises ValueError: a figure out of range, or no such direction.
    """

    def __init__(
        self,
        line: Line,
        direction: Side | None = None,
        *,
        min_area_px: int = 400,
        margin_px: float = 8.0,
        mask: PrivacyMask | None = None,
    ) -> None:
        if margin_px < 0:
            raise ValueError(f"margin_px is 0 or more, not {margin_px}")
        self._line = line
        self._direction = None if direction is None else Side(direction)
        self._margin_px = margin_px
        self._mask = mask
        self._motion = MotionDetector(min_area_px=min_area_px)
        self._tracker: Tracker | None = None
        self._passages: dict[int, Passage] = {}
        self._view: tuple[str, int, int] | None = None

    def feed(self, frame: Frame) -> list[Crossing]:
        """The crossings that the next picture settles, mostly none. Keeps no picture beside the learnt background.

        :raises ValueError: a picture of another camera than before.
        :raises ShapeError: a picture of another size, or in which the line does not lie.
        """
        tracker = self._tracker_for(frame)
        image = frame.image if self._mask is None else self._mask.apply(frame.image)
        seen = tracker.follow([blob.centre for blob in self._motion.detect(image)])
        settled = [self._passage(number).move(place) for number, place in seen.items()]
        self._passages = {number: self._passages[number] for number in tracker.alive}
        return [
            Crossing(at=frame.captured_at, direction=side, point=point)
            for side, point in filter(None, settled)
            if self._direction in (None, side)
        ]

    def _passage(self, number: int) -> Passage:
        return self._passages.setdefault(number, Passage(self._line, margin_px=self._margin_px))

    def _tracker_for(self, frame: Frame) -> Tracker:
        view = (frame.camera, frame.width_px, frame.height_px)
        if self._tracker is None or self._view is None:
            self._check_line(frame)
            self._view, self._tracker = view, Tracker(gate_px=frame.width_px / 8)
        if view[0] != self._view[0]:
            raise ValueError(
                f"this line lies before camera {self._view[0]!r}, not {view[0]!r}; make one for each camera"
            )
        if view != self._view:
            raise ShapeError(
                f"camera {view[0]!r} gave {self._view[1]}x{self._view[2]} pixels, now {view[1]}x{view[2]}; "
                "draw the line anew for this size"
            )
        return self._tracker

    def _check_line(self, frame: Frame) -> None:
        for x, y in (self._line.start, self._line.end):
            if not (0 <= x <= frame.width_px and 0 <= y <= frame.height_px):
                raise ShapeError(
                    f"the line's end ({x:g}, {y:g}) lies outside the picture of {frame.width_px}x{frame.height_px} "
                    f"pixels of camera {frame.camera!r}; draw the line for this size"
                )
