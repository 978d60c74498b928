"""A secret turn of all templates of a gallery, so that they mean nothing beside those of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zbsec.faces.vault.suite import Suite


class Rotation:
    """An orthogonal matrix drawn uniformly (Haar) from a secret key: a product of reflections in random directions, one
    in each number of dimensions (Stewart, SIAM J. Numer. Anal. 17, 1980).

    Scores between vectors of one gallery stay as they were. A vector of one gallery and one of another score like two
    strangers, whoever they belong to (ISO/IEC 24745: unlinkability). It does not hide what two templates of one gallery
    score with each other, and protects from nobody who has the key: that is what the seal is for.
    """

    def __init__(self, suite: Suite, key: bytes, dim: int) -> None:
        normal = _normal(suite.stream(key, 8 * dim * (dim + 3)), dim)
        matrix = np.sign(normal[:1])[:, np.newaxis]
        at = 1
        for size in range(2, dim + 1):
            matrix = _one_larger(matrix, normal[at : at + size])
            at += size
        self._matrix = matrix.astype(np.float32)

    def turned(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The vector turned, in an array of its own.

        :param vector: float32 (dim,).
        """
        turned = np.empty_like(vector)
        np.einsum("i,ij->j", vector, self._matrix, out=turned)  # one thread: a frame waits for no other program
        return turned

    def turned_back(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """What ``turned`` was given, in an array of its own."""
        back = np.empty_like(vector)
        np.einsum("j,ij->i", vector, self._matrix, out=back)
        return back


def _one_larger(matrix: NDArray[np.float64], normal: NDArray[np.float64]) -> NDArray[np.float64]:
    """The matrix in one dimension more, behind a reflection that takes the first axis to a random direction."""
    size = len(normal)
    larger = np.zeros((size, size))
    larger[0, 0] = 1.0
    larger[1:, 1:] = matrix
    sign = 1.0 if normal[0] >= 0.0 else -1.0
    mirror = normal.copy()
    mirror[0] += sign * np.sqrt((normal * normal).sum())
    mirror *= np.sqrt(2.0 / (mirror * mirror).sum())
    larger -= mirror[:, np.newaxis] * np.einsum("i,ij->j", mirror, larger)
    return larger * -sign


def _normal(stream: bytes, dim: int) -> NDArray[np.float64]:
    """dim * (dim + 1) / 2 normally distributed numbers (Box and Muller, Ann. Math. Stat. 29, 1958)."""
    count = dim * (dim + 1) // 2
    pairs = np.frombuffer(stream, "<u8", 2 * count).reshape(2, count) >> np.uint64(11)
    uniform = (pairs.astype(np.float64) + 0.5) * 2.0**-53
    return np.asarray(np.sqrt(-2.0 * np.log(uniform[0])) * np.cos(2.0 * np.pi * uniform[1]), np.float64)
