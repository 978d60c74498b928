"""The readings of one vehicle, fused into one.

A product of distributions takes its factors for independent, and frames a moment apart are not: they share the dirt,
the light and the angle. So two things temper it. Readings of one *view* (the plate has hardly moved or grown) are
averaged in the logarithm: together they weigh as much as the best of them, however long the vehicle stands. And all
views together weigh at most ``MOST_VIEWS``, because dirt moves with the plate. Exponents that sum to one are safe
whatever the dependence (Hölder's inequality: the geometric mean of likelihood ratios is, under the wrong hypothesis,
one at most); what goes beyond one rests on views that differ.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from zbsec.plates.align import align
from zbsec.plates.trust import guarded
from zbsec.records import PlateColour, likeliest_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zbsec.records import PlateReading

    Rows = NDArray[np.float64]

Key = TypeVar("Key")

MOST_VIEWS = 3.0
KEPT_VIEWS = 12
"""The best views are kept; a vehicle that manoeuvres for minutes costs no more memory."""
MOVED = 0.5
"""A plate that moved by half its width is another view."""
GROWN = 0.12
"""So is one that became so much wider or narrower, as a logarithm."""
FULL_WIDTH_PX = 100.0
"""Narrower plates weigh less: what makers of barrier readers ask for is 94 to 100 pixels."""
LEAST_WEIGHT = 0.1


def weight(reading: PlateReading) -> float:
    """How much a reading counts, 0.1 to 1: by its width in pixels, its sharpness and its score."""
    size = min(1.0, width_px(reading) / FULL_WIDTH_PX)
    sharp = 1.0 if reading.sharpness is None else 0.4 + 0.6 * reading.sharpness
    return max(LEAST_WEIGHT, size * sharp * (0.5 + 0.5 * reading.score))


def width_px(reading: PlateReading) -> float:
    """Mean length of the upper and lower edge."""
    left_top, right_top, right_bottom, left_bottom = reading.corners
    return float(np.linalg.norm(right_top - left_top) + np.linalg.norm(right_bottom - left_bottom)) / 2


@dataclass(slots=True, kw_only=True, eq=False)
class Tally:
    """Readings of one view that have the same number of characters."""

    logs: Rows
    weight: float

    def rows(self) -> Rows:
        """Their weighted geometric mean: rows summing to 1."""
        return normal(self.logs / self.weight)

    def add(self, rows: Rows, weight: float) -> None:
        for mine, theirs in align(self.rows(), rows):
            self.logs[mine] += weight * np.log(rows[theirs])
        self.weight += weight


@dataclass(slots=True, kw_only=True, eq=False)
class View:
    """Readings taken while the plate hardly moved."""

    centre: NDArray[np.float64]
    width_px: float
    best: float = 0.0
    """Weight of its best reading, and of the whole view."""
    tallies: dict[int, Tally] = field(default_factory=dict)

    def shows(self, centre: NDArray[np.float64], width: float) -> bool:
        moved = float(np.linalg.norm(centre - self.centre)) / self.width_px
        return moved < MOVED and abs(np.log(width / self.width_px)) < GROWN

    def add(self, rows: Rows, weight: float) -> None:
        self.best = max(self.best, weight)
        tally = self.tallies.get(len(rows))
        if tally is None:
            self.tallies[len(rows)] = Tally(logs=weight * np.log(rows), weight=weight)
        else:
            tally.add(rows, weight)

    def shares(self) -> list[tuple[float, Rows]]:
        """The exponent and rows of each tally."""
        total = sum(tally.weight for tally in self.tallies.values())
        return [(self.best * tally.weight / total, tally.rows()) for tally in self.tallies.values()]


class Ballot:
    """Every reading of one vehicle so far."""

    def __init__(self) -> None:
        self.count = 0
        self._views: list[View] = []
        self._current: View | None = None
        self._colours: dict[PlateColour, float] = {}
        self._rows: dict[int, float] = {}
        self._on_paper: dict[bool, float] = {}
        self._fused: PlateReading | None = None

    def add(self, reading: PlateReading) -> bool:
        """Count one more reading; whether it is in another view than the last one."""
        counts, rows = weight(reading), guarded(reading.probabilities)
        centre, width = reading.corners.mean(axis=0).astype(np.float64), max(width_px(reading), 1.0)
        view = self._view(centre, width)
        view.add(rows, counts)
        another, self._current = view is not self._current, view
        known = 0.0 if reading.colour is PlateColour.UNKNOWN else counts
        self._colours[reading.colour] = self._colours.get(reading.colour, 0.0) + known
        self._rows[reading.rows] = self._rows.get(reading.rows, 0.0) + counts
        self._on_paper[reading.on_paper] = self._on_paper.get(reading.on_paper, 0.0) + counts
        self.count += 1
        look = replace(reading, colour=_most(self._colours), rows=_most(self._rows), on_paper=_most(self._on_paper))
        self._fused = _fused(self._views, look)
        return another

    @property
    def weight(self) -> float:
        """How many independent looks the readings are taken for, at most ``MOST_VIEWS``."""
        return min(MOST_VIEWS, sum(view.best for view in self._views))

    @property
    def reading(self) -> PlateReading:
        """All of them as one; corners and sharpness are the latest's."""
        if self._fused is None:
            raise ValueError("nothing was read yet")
        return self._fused

    def _view(self, centre: NDArray[np.float64], width: float) -> View:
        for view in self._views:
            if view.shows(centre, width):
                return view
        self._views.append(View(centre=centre, width_px=width))
        if len(self._views) > KEPT_VIEWS:
            self._views.remove(min(self._views[:-1], key=lambda view: view.best))
        return self._views[-1]


def normal(logs: Rows) -> Rows:
    """Rows of logarithms as probabilities."""
    rows = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(rows / rows.sum(axis=1, keepdims=True), np.float64)


def _fused(views: list[View], look: PlateReading) -> PlateReading:
    """``look`` with what all views say is written on it."""
    shares = [share for view in views for share in view.shares()]
    total = sum(exponent for exponent, _ in shares)
    lengths: dict[int, float] = {}
    for exponent, one in shares:
        lengths[len(one)] = lengths.get(len(one), 0.0) + exponent
    length = _most(lengths)
    backbone = max((share for share in shares if len(share[1]) == length), key=lambda share: share[0])[1]
    logs = np.zeros_like(backbone)
    # Those that read another number of characters speak against this one: their share weakens the whole.
    scale = min(1.0, MOST_VIEWS / total) * lengths[length] / total
    for exponent, one in shares:
        for mine, theirs in align(backbone, one):
            logs[mine] += scale * exponent * np.log(one[theirs])
    probabilities = normal(logs).astype(np.float32)
    return replace(
        look,
        text=likeliest_text(probabilities),
        probabilities=probabilities,
        score=float(probabilities.max(axis=1).prod()),
    )


def _most(weights: dict[Key, float]) -> Key:
    return max(weights, key=lambda key: weights[key])
