"""How far a reader's own probabilities are believed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float64]

MISREAD = 0.003
"""Share of every character that is taken to be misread, whatever the network says.

Of 793 photographed plates that ours had never seen, 643 were read with a score of 0.99 or more, all of them rightly;
were one of them wrong in truth, 0.0003 a character would do. Ten times that is for cameras worse than those."""

DOUBTFUL = 0.18
"""How many wrong plates a reading gives a probability of t or more: at most this times (1 - t) / t, on the average.

Were every reading in doubt, it would be 1. On those 793 it was 0.034 times (1 - t) / t at 0.9, and less below. Twice
that is for cameras worse than those. And 2.6 times more, because plates are not given out evenly: with letters where
4,223 plates on the road have them, and one in five for new energy, two plates of one authority are alike 2.6 times as
often as if all were as likely."""

SEVERAL = 0.9
"""Nor more than ``DOUBTFUL`` times this divided by the root of t. On those plates 0.015 wrong plates had 0.5 or more,
0.035 had 0.2, 0.088 had 0.05 and 0.26 had 0.01; twice and 2.6 times that is a third to 0.83 of what this allows."""

UNLAWFUL = 0.03
"""A text that is no plate keeps this share of its probability: the grammar may lack a kind, but readers say more texts
that are no plates than there are vehicles that bear one."""


def wrong_plates(share: float) -> float:
    """How many wrong plates a single reading gives this probability or more, at most, on the average.

    :param share: above 0, below 1.
    """
    return DOUBTFUL * min((1 - share) / share, SEVERAL / math.sqrt(share))


def guarded(probabilities: NDArray[np.float32]) -> Rows:
    """The rows with ``MISREAD`` of each spread evenly over the alphabet.

    :param probabilities: float32 (characters, alphabet), rows summing to 1.
    :returns: float64 of the same shape, rows summing to 1.
    """
    import numpy as np  # noqa: PLC0415

    rows = np.asarray(probabilities, np.float64)
    rows = rows / rows.sum(axis=1, keepdims=True)
    return np.asarray((1 - MISREAD) * rows + MISREAD / rows.shape[1], np.float64)
