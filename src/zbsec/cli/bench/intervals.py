"""How far a figure can be trusted: 95 % intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z = 1.96
SHARE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its 95 % interval."""

    value: float
    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def at_least(self, low: float, high: float) -> Estimate:
        """No narrower than another interval."""
        return Estimate(self.value, min(self.low, low), max(self.high, high))


def wilson(hits: float, count: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson, JASA 22, 1927)."""
    z, share = Z, hits / count
    middle, wide = share + z * z / (2 * count), z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (middle - wide) / (1 + z * z / count), (middle + wide) / (1 + z * z / count)


def share(hits: float, count: int, trials: int | None = None) -> Estimate:
    """A share with Wilson's interval.

    :param trials: how many of the ``count`` are independent of one another; None: all.
    """
    value = hits / count
    low, high = wilson(value * (trials or count), trials or count)
    return Estimate(value, max(low, 0.0), min(high, 1.0))
