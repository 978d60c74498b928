"""A secret turn of all templates of a gallery, so that they mean nothing beside those of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zbsec.faces.vault.suite import Suite


class Rotation:
    """An orthogonal matrix drawn uniformly (Haar; Stewart, SIAM J. Numer. Anal. 17, 1980) from a secret key.

    Scores between vectors of one gallery stay as they were. A vector of one gallery and one of another score like two
    strangers, whoever they belong to (ISO/IEC 24745: unlinkability). It does not hide what two templates of one gallery
    score with each other, and protects from nobody who has the key: that is what the seal is for.
    """

    def __init__(self, suite: Suite, key: bytes, dim: int) -> None:
        upper, lower = _normal(suite.stream(key, 16 * dim * dim), dim)
        q, r = np.linalg.qr(upper * lower)
        self._matrix = np.ascontiguousarray(q * np.sign(np.diagonal(r)), np.float32)

    def turned(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The vector turned, in an array of its own.

        :param vector: float32 (dim,).
        """
        turned = np.empty_like(vector)
        np.matmul(vector, self._matrix, out=turned)
        return turned


def _normal(stream: bytes, dim: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Two factors whose product is normally distributed (Box and Muller, Ann. Math. Stat. 29, 1958)."""
    even = (np.frombuffer(stream, "<u8").reshape(2, dim, dim) >> np.uint64(11)).astype(np.float64)
    uniform = (even + 0.5) * 2.0**-53
    return np.sqrt(-2.0 * np.log(uniform[0])), np.cos(2.0 * np.pi * uniform[1])
