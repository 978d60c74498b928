"""How far a reader's own probabilities are believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float64]

MISREAD = 0.003
"""Share of every character that is taken to be misread, whatever the network says.

Of 784 photographed plates that ours had never seen, 613 were read with a score of 0.99 or more, all of them rightly;
were one of them wrong in truth, 0.0003 a character would do. Ten times that is for cameras worse than those."""

DOUBTFUL = 0.18
"""How many wrong texts a reading gives a probability of t or more: at most this times (1 - t) / t, on the average.

On those 784 plates: 0.0038 at 0.9, 0.023 at 0.5, 0.052 at 0.2, 0.13 at 0.05; 0.07 times (1 - t) / t covers all of
them. It is 2.6 times as much, because plates are not given out evenly: with letters where 4,223 plates on the road have
them, and one in five for new energy, two plates of one authority are alike 2.6 times as often as if all were as likely.
Were every reading in doubt, it would be 1."""


def guarded(probabilities: NDArray[np.float32]) -> Rows:
    """The rows with ``MISREAD`` of each spread evenly over the alphabet.

    :param probabilities: float32 (characters, alphabet), rows summing to 1.
    :returns: float64 of the same shape, rows summing to 1.
    """
    import numpy as np  # noqa: PLC0415

    rows = np.asarray(probabilities, np.float64)
    rows = rows / rows.sum(axis=1, keepdims=True)
    return np.asarray((1 - MISREAD) * rows + MISREAD / rows.shape[1], np.float64)
