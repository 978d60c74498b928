"""The right answers, by brute force, and how far other answers are from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zbsec.cli.bench.peers.base import Answers

PIECE = 1 << 14
SPARE = 8
"""Candidates kept beside the k best of the float32 product, so that its rounding (1e-6) cannot lose one of them."""


def brute_force(
    vectors: NDArray[np.float32], queries: NDArray[np.float32], k: int, min_score: float
) -> NDArray[np.int64]:
    """int64 (m, k): the k best by scores in double precision, equal scores by smaller id; -1: below ``min_score``.

    A float32 product finds candidates, piece by piece, and the double one decides among them.
    """
    import numpy as np  # noqa: PLC0415

    kept = min(k + SPARE, len(vectors))
    scores = np.full((len(queries), kept), -np.inf, np.float32)
    rows = np.zeros((len(queries), kept), np.int64)
    for start in range(0, len(vectors), PIECE):
        new = queries @ vectors[start : start + PIECE].T
        better = np.flatnonzero(new.max(axis=1) > scores.min(axis=1))  # soon there are few of them
        both = np.hstack([scores[better], new[better]])
        best = np.argpartition(-both, kept - 1, axis=1)[:, :kept]
        ids = np.hstack([rows[better], np.broadcast_to(np.arange(start, start + new.shape[1]), new[better].shape)])
        scores[better], rows[better] = np.take_along_axis(both, best, 1), np.take_along_axis(ids, best, 1)
    found = np.full((len(queries), k), -1, np.int64)
    for query, candidates, answers in zip(queries.astype(np.float64), rows, found, strict=True):
        exact = vectors[candidates].astype(np.float64) @ query
        best = np.lexsort((candidates, -exact))[:k]
        answers[: len(best)] = np.where(exact[best] >= min_score, candidates[best], -1)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How good answers are."""

    queries: int
    recall: float
    """Share of the right ids that were found, in whatever order; where no id is right, none must be given."""
    equal_ids: float
    """Share of places that hold the very id of the brute force."""
    score_error: float
    """Largest difference from the score in double precision."""


def judge(
    answers: Answers, right: NDArray[np.int64], vectors: NDArray[np.float32], queries: NDArray[np.float32]
) -> Verdict:
    """Compare answers with the right ids of the same queries."""
    import numpy as np  # noqa: PLC0415

    hits = wanted = 0
    for found, ids in zip(answers.ids, right, strict=True):
        known = set(ids[ids >= 0].tolist())
        given = set(found[found >= 0].tolist())
        wanted += max(1, len(known))
        hits += len(known & given) if known else not given
    there = answers.ids >= 0
    exact = np.einsum(
        "ij,ij->i",
        vectors[answers.ids[there]].astype(np.float64),
        queries[np.nonzero(there)[0]].astype(np.float64),
    )
    return Verdict(
        queries=len(right),
        recall=hits / wanted,
        equal_ids=float(np.mean(answers.ids == right)),
        score_error=float(np.abs(answers.scores[there] - exact).max(initial=0.0)),
    )
