"""The impostor curve that these photographs give, beside the one the library knows, and what galleries need by each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec.cli.bench.faces.curve import Needed, measurable
from zbsec.cli.bench.faces.tail import FEWEST_POINTS, MEMBERS
from zbsec.faces import ImpostorCurve
from zbsec.faces.impostors import FALSE_ACCEPT_LIMIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbsec.cli.bench.faces.curve import AtScore, Curve
    from zbsec.cli.bench.intervals import Estimate

NO_CEILING = 1.0
"""Of the measured curve: it is the user's to set, from the genuine scores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of the library's curve, measured here."""

    score: float
    shipped: float
    measured: Estimate | None
    pairs: int
    """Of two people."""

    @property
    def verdict(self) -> str:
        """``agrees``, ``not_contradicted``, ``too_kind`` (strangers match more often here), ``too_strict``."""
        if self.measured is None or self.shipped in self.measured:
            return "agrees" if measurable(self.shipped, self.pairs) else "not_contradicted"
        return "too_kind" if self.shipped < self.measured.low else "too_strict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Of the worst group, or of everybody where no group is known."""

    whose: str
    """Empty: everybody."""
    curve: ImpostorCurve | None
    """Measured here; None: too few pairs for two points."""
    shipped: ImpostorCurve | None
    points: list[Point]
    needed: list[Needed]
    """By these photographs."""
    by_shipped: list[float]
    """The same by the library's curve; empty: there is none."""
    limit: float = FALSE_ACCEPT_LIMIT


def thresholds(whose: str, curve: Curve, at: Sequence[AtScore], shipped: ImpostorCurve | None) -> Thresholds:
    """:param at: the curve at the scores of the shipped one's points."""
    measured = impostor_curve(curve)
    points = shipped.points if shipped else ()
    return Thresholds(
        whose=whose,
        curve=measured,
        shipped=shipped,
        points=[
            Point(score=score, shipped=rate, measured=one.fmr, pairs=curve.impostor)
            for (score, rate), one in zip(points, at, strict=False)
        ],
        needed=curve.needed or [Needed(members=members, line=None, pareto=None) for members in MEMBERS],
        by_shipped=[shipped.min_score(members) for members in MEMBERS] if shipped else [],
    )


def impostor_curve(curve: Curve) -> ImpostorCurve | None:
    """As far as it could be measured; None: fewer than two points."""
    points: list[tuple[float, float]] = []
    for one in curve.ladder:
        if one.score and (not points or one.score.value > points[-1][0]):
            points.append((one.score.value, one.rate))
    return ImpostorCurve(points=tuple(points), ceiling=NO_CEILING) if len(points) >= FEWEST_POINTS else None
