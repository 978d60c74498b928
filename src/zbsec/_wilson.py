"""How far a counted share can be trusted."""

from __future__ import annotations

import math

_Z = 1.959963984540054
"""Of the normal distribution, for 95 %."""


def wilson(hits: float, count: int) -> tuple[float, float]:
    """95 % interval of a share of independent trials (Wilson, JASA 22, 1927), within 0 to 1."""
    share = hits / count
    middle = share + _Z * _Z / (2 * count)
    wide = _Z * math.sqrt(share * (1 - share) / count + _Z * _Z / (4 * count * count))
    scale = 1 + _Z * _Z / count
    low, high = (middle - wide) / scale, (middle + wide) / scale
    # At the ends the interval touches 0 or 1; rounding would miss them by a hair.
    return 0.0 if hits == 0 else max(low, 0.0), 1.0 if hits == count else min(high, 1.0)
