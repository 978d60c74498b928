"""How far a figure can be trusted: 95 % intervals."""

from __future__ import annotations

from dataclasses import dataclass

from zbsec._wilson import wilson

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


def share(hits: float, count: int, trials: int | None = None) -> Estimate:
    """A share with Wilson's interval.

    :param trials: how many of the ``count`` are independent of one another; None: all.
    """
    value = hits / count
    low, high = wilson(value * (trials or count), trials or count)
    return Estimate(value, low, high)
