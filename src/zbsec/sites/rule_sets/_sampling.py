"""How many pieces of one lot an inspection has to look at."""

from __future__ import annotations

from bisect import bisect_left
from math import ceil

_LOT_ENDS = (8, 15, 25, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000)
_SAMPLES = (2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500)
"""General inspection level I of GB/T 2828.1-2012 (ISO 2859-1), by the end of each range of lot sizes."""


def everything(pieces: int) -> int:
    """Every piece."""
    return pieces


def level_one(pieces: int) -> int:
    """GB 50348 9.1.5: all of five or fewer; of more, by GB/T 2828.1 general level I, and at least five."""
    return pieces if pieces <= 5 else max(5, _SAMPLES[bisect_left(_LOT_ENDS, pieces)])


def one_fifth(pieces: int) -> int:
    """GB 50339 19.0.4: at least a fifth and at least three; all of fewer than three."""
    return min(pieces, max(3, ceil(pieces / 5)))


def double(pieces: int, sample: int) -> int:
    """GB 50348 9.1.6: a fault that was put right is tested again on twice the sample."""
    return min(pieces, 2 * sample)
