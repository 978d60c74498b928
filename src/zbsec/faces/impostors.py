"""How often a stranger is taken for a member, and from which score on that is rare enough for a gallery of a size."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zbsec.faces.backend import Backend

FALSE_ACCEPT_LIMIT = 1e-4
"""One stranger in 10,000 may be taken for a member, whatever the number of members."""

_NORMAL = NormalDist()
_RAREST = 1e-300


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpostorCurve:
    """False match rate by score, measured on the group that a model serves worst.

    On the scale of normal deviates, as in a DET plot (ISO/IEC 19795-1), the curve is straight from point to point, and
    beyond the last as steep as from the first to the last: what lies there is an estimate, and said to be one.

    :raises ValueError: fewer than two points, or scores that do not rise while the rates fall.
    """

    points: tuple[tuple[float, float], ...]
    """Score and false match rate (FMR), by rising score."""
    ceiling: float
    """Above this score the model refuses members too: a threshold beyond it is none."""

    def __post_init__(self) -> None:
        pairs = list(zip(self.points, self.points[1:], strict=False))
        if not pairs or not all(a[0] < b[0] and 1.0 > a[1] > b[1] > 0.0 for a, b in pairs):
            raise ValueError(
                f"points {self.points}: give two or more, the scores rising, the rates falling from 1 to 0"
            )

    @property
    def measured_to(self) -> float:
        """The last measured score; rates beyond it are estimates."""
        return self.points[-1][0]

    def score_at(self, rate: float) -> float:
        """The score that strangers reach at this rate, 0 to 1."""
        wanted = _deviate(rate)
        (low, low_rate), (high, high_rate) = next(
            (pair for pair in self._pieces() if wanted <= _deviate(pair[1][1])), self._whole
        )
        slope = (high - low) / (_deviate(high_rate) - _deviate(low_rate))
        return high + (wanted - _deviate(high_rate)) * slope

    def rate_at(self, score: float) -> float:
        """The rate at which strangers reach a score, 0 to 1."""
        (low, low_rate), (high, high_rate) = next((pair for pair in self._pieces() if score <= pair[1][0]), self._whole)
        slope = (_deviate(high_rate) - _deviate(low_rate)) / (high - low)
        return 0.5 * math.erfc((_deviate(high_rate) + (score - high) * slope) / math.sqrt(2.0))

    def min_score(self, members: int, limit: float = FALSE_ACCEPT_LIMIT) -> float:
        """The score from which a gallery of ``members`` takes at most ``limit`` of all strangers for one of them."""
        return self.score_at(-math.expm1(math.log1p(-limit) / max(members, 1)))

    def most_members(self, limit: float = FALSE_ACCEPT_LIMIT) -> int:
        """How many members a gallery may have before its threshold would pass the ceiling."""
        return int(math.log1p(-limit) / math.log1p(-max(self.rate_at(self.ceiling), _RAREST)))

    @property
    def _whole(self) -> tuple[tuple[float, float], tuple[float, float]]:
        return self.points[0], self.points[-1]

    def _pieces(self) -> list[tuple[tuple[float, float], tuple[float, float]]]:
        return list(zip(self.points, self.points[1:], strict=False))


CURVES = {
    "yunet-mobilefacenet": ImpostorCurve(points=((0.25, 0.047), (0.30, 0.017), (0.42, 1e-3)), ceiling=0.75),
    "yunet-mobilefacenet-retail": ImpostorCurve(
        points=((0.25, 0.077), (0.30, 0.037), (0.39, 5e-3), (0.46, 1e-3)), ceiling=0.75
    ),
    "yunet-retail": ImpostorCurve(points=((0.25, 0.155), (0.30, 0.090), (0.43, 1.2e-2), (0.53, 1e-3)), ceiling=0.80),
}
"""Of the library's backends, among East Asian strangers. The rates from 0.39 up come with the weights; those at 0.25
and 0.30 are of 465 pairs of press photographs. At the ceilings 43, 42 and 41 of 44 members are still known in pictures
taken like the enrolled one, and hardly any in press photographs."""


def curve_of(model: Backend) -> ImpostorCurve | None:
    """A backend's own ``impostors``, else what is known of it here; None: nobody has measured it."""
    curve = getattr(model, "impostors", None) or CURVES.get(model.name)
    return curve if isinstance(curve, ImpostorCurve) else None


def effective(rate: float, members: int) -> float:
    """The share of strangers taken for one of ``members``: 1 - (1 - FMR)^N."""
    return -math.expm1(members * math.log1p(-rate))


def _deviate(rate: float) -> float:
    return -_NORMAL.inv_cdf(min(max(rate, _RAREST), 1.0 - 1e-12))
