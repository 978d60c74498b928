"""Slow, obvious versions of everything fast: the oracles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zbsec._core import GAP_COST

FLOOR = 1e-4


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Rows made unit length, in double precision."""
    exact = np.asarray(vectors, np.float64)
    exact = exact / np.abs(exact).max(axis=1, keepdims=True)
    return exact / np.linalg.norm(exact, axis=1, keepdims=True)


def cosine_scores(queries: NDArray[np.float32], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Every cosine, in double precision."""
    return unit(queries) @ unit(vectors).T


def reading_costs(probabilities: NDArray[np.float32]) -> NDArray[np.float64]:
    """Nats by character and code."""
    relative = probabilities.astype(np.float64) / probabilities.max(axis=1, keepdims=True)
    return np.minimum(-np.log(np.maximum(relative, FLOOR)), -np.log(FLOOR))


def alignment_cost(costs: NDArray[np.float64], plate: list[int]) -> float:
    """Wagner and Fischer's table, row by row."""
    table = np.zeros((len(costs) + 1, len(plate) + 1))
    table[0] = np.arange(len(plate) + 1) * GAP_COST
    table[:, 0] = np.arange(len(costs) + 1) * GAP_COST
    for i in range(1, len(costs) + 1):
        for j in range(1, len(plate) + 1):
            exchanged = table[i - 1, j - 1] + costs[i - 1, plate[j - 1]]
            table[i, j] = min(exchanged, table[i - 1, j] + GAP_COST, table[i, j - 1] + GAP_COST)
    return float(table[-1, -1])
