"""Where the characters stand in a cut says where the plate really is.

On every plate of one row the characters have the same places (GA 36-2018, clause 4). If those that a network is sure of
stand further left or right, closer or wider, the plate was cut out beside its edges: the province is lost at the
edge, or something beside the plate is read with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zbsec.plates.columns import named_runs
from zbsec.plates.grammar import PROVINCES
from zbsec.records import PLATE_ALPHABET

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Columns = NDArray[np.float32]
    Quad = NDArray[np.float32]

PLACES = {
    7: np.array([0.041, 0.247, 0.421, 0.546, 0.671, 0.797, 0.920]),
    8: np.array([0.020, 0.205, 0.397, 0.509, 0.616, 0.719, 0.835, 0.942]),
}
"""Where the network names the characters of well-cut plates, in parts of the cut's width, by how many there are. Means
of 706 and 7 photographed plates, from which they stray by 0.02."""

NAMED = 0.7
"""So sure must a character be that its place counts."""

ENOUGH = 5
"""So many must be."""

STRAY = 0.02
"""Root mean square of what the best places may leave unexplained, in parts of the cut's width."""

WIDEST = 1.4
"""A plate is at most so much wider than its cut, or narrower."""

PROVINCE_CODES = frozenset(PLATE_ALPHABET.index(character) for character in PROVINCES)
EDGE = 3
"""A province among so many characters begins the plate; what is before it stands beside the plate."""


def plate_about(columns: Columns, quad: Quad) -> Quad | None:
    """The quadrilateral in which the characters would stand where they should.

    :param columns: what the network said of the quadrilateral's picture: float32 (columns, 1 + alphabet), blank first.
    :param quad: float32 (4, 2), left-top first and clockwise.
    :returns: as ``quad``; None: too few are sure, or they do not stand as a plate's characters do.
    """
    runs = named_runs(columns)
    begins = [at for at, run in enumerate(runs[:EDGE]) if run.code in PROVINCE_CODES]
    lost = 0 if begins else 1
    runs = runs[begins[-1] :] if begins else runs
    places = PLACES.get(len(runs) + lost)
    counted = np.array([columns[run.start : run.end, 1:].max(axis=1).mean() >= NAMED for run in runs], bool)
    if places is None or counted.sum() < ENOUGH:
        return None
    wanted = np.stack([places[lost:][counted], np.ones(counted.sum())], axis=1)
    seen = np.array([(run.start + run.end) / 2 / len(columns) for run in runs])[counted]
    (width, left), *_ = np.linalg.lstsq(wanted, seen, rcond=None)
    stray = float(np.sqrt(np.square(wanted @ (width, left) - seen).mean()))
    if stray > STRAY or not 1 / WIDEST < width < WIDEST:
        return None
    return _between(quad, left, left + width)


def _between(quad: Quad, left: float, right: float) -> Quad:
    """The part from left to right, in parts of the width; under 0 and over 1 it is carried on."""
    top, bottom = quad[1] - quad[0], quad[2] - quad[3]
    corners = [quad[0] + left * top, quad[0] + right * top, quad[3] + right * bottom, quad[3] + left * bottom]
    return np.asarray(np.stack(corners), np.float32)
