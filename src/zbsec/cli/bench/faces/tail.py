"""Scores that strangers reach more rarely than could be measured: two models of the tail.

Nobody knows which is right, so both are told, each with an interval from people drawn again: a straight line in normal
deviates, as the library's ``ImpostorCurve`` goes on, and a generalised Pareto distribution over the highest scores
(Pickands, Ann. Stat. 3, 1975), fitted by probability-weighted moments (Hosking and Wallis, Technometrics 29, 1987).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from zbsec.faces import ImpostorCurve
from zbsec.faces.impostors import FALSE_ACCEPT_LIMIT

if TYPE_CHECKING:
    from numpy.typing import NDArray

MEMBERS = (1, 10, 100, 1_000, 10_000)
"""Galleries for which a threshold is told."""
FEWEST_POINTS = 2
FEWEST_EXCEEDANCES = 30


def rates() -> NDArray[np.float64]:
    """The false match rate that each gallery may have, to take one stranger in 10,000 for a member."""
    return np.array([-math.expm1(math.log1p(-FALSE_ACCEPT_LIMIT) / members) for members in MEMBERS])


def straight(scores: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores at ``rates`` on the line through measured points; nan: fewer than two points.

    :param scores: where the false match rate is ``at``.
    """
    points: list[tuple[float, float]] = []
    for score, rate in zip(scores.tolist(), at.tolist(), strict=True):
        if not points or score > points[-1][0]:
            points.append((score, rate))
    if len(points) < FEWEST_POINTS:
        return np.full(len(MEMBERS), np.nan)
    curve = ImpostorCurve(points=tuple(points), ceiling=math.inf)
    return np.array([curve.score_at(rate) for rate in rates().tolist()])


def pareto(scores: NDArray[np.float32], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores at ``rates`` by the distribution of the highest scores; nan: too few of them, or all alike.

    :param scores: float32 (n,), of pairs of two people, falling.
    :param weights: float64 (n,): how often each pair counts.
    """
    total, wanted = float(weights.sum()), rates()
    reach = np.cumsum(weights)
    count = int(np.searchsorted(reach, total ** (2 / 3)))
    if count < FEWEST_EXCEEDANCES or count >= len(scores):
        return np.full(len(wanted), np.nan)
    start, share = float(scores[count]), float(reach[count - 1]) / total
    above, weight = scores[:count].astype(np.float64) - start, weights[:count]
    rarer = (reach[:count] - weight / 2) / reach[count - 1]
    first, second = (float((weight * above * factor).sum() / weight.sum()) for factor in (1.0, rarer))
    if first <= 2 * second or second <= 0.0:
        return np.full(len(wanted), np.nan)
    shape, scale = 2 - first / (first - 2 * second), 2 * first * second / (first - 2 * second)
    depth = np.log(wanted / share)
    beyond = -scale * depth if abs(shape) < 1e-9 else scale / shape * np.expm1(-shape * depth)
    return np.asarray(start + beyond)
