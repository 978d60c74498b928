"""The vectors of one person's views, fused into one, and overwritten when they have served.

The fused vector is the mean of unit vectors, weighted by fitness and made unit length again: made as templates are, so
a stranger's scores spread as those of a single view do (measured: ``benchmarks/face_shots.py``), while what one view
lacks another has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zbsec.faces.liveness.steady import same_person

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Shots:
    """Views of one person. Every vector given is overwritten; what was kept of it is by ``forget``.

    :param dim: numbers of a vector.
    :param most: how many are kept.
    :param min_score: cosine similarity that any two views of one person reach.
    """

    def __init__(self, *, dim: int, most: int, min_score: float) -> None:
        self._rows = np.zeros((most + 1, dim), np.float32)
        self._fused = np.zeros(dim, np.float32)
        self._weights: list[float] = []
        self._min_score = min_score

    def __len__(self) -> int:
        return len(self._weights)

    def agrees(self, vector: NDArray[np.float32]) -> bool:
        """Whether a further view is of the same person as every one before."""
        count = len(self._weights)
        self._rows[count] = vector
        same = count == 0 or same_person(self._rows[: count + 1], self._min_score)
        self._rows[count] = 0.0
        return same

    def add(self, vector: NDArray[np.float32], weight: float) -> None:
        """
        :param vector: float32 (dim,), unit length.
        :param weight: above 0.
        """
        self._rows[len(self._weights)] = vector
        self._weights.append(weight)

    def fused(self) -> NDArray[np.float32]:
        """float32 (dim,), unit length; a buffer that ``forget`` overwrites."""
        weights = np.array(self._weights, np.float32)
        # Not by ``@``: BLAS copies what it multiplies into buffers of its own, which nobody wipes.
        np.einsum("i,ij->j", weights, self._rows[: len(weights)], out=self._fused)
        self._fused /= np.sqrt(np.einsum("i,i->", self._fused, self._fused))
        return self._fused

    def forget(self) -> None:
        """Overwrite everything."""
        self._rows.fill(0.0)
        self._fused.fill(0.0)
        self._weights.clear()
