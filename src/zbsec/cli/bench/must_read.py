"""How many bytes a search must read: of the float32 vectors, or of the planes that rule most of them out.

For a plain scan that is every number. For ours it is a model, computed here from the definition of the planes in
``cpp/src/nested_planes.hpp`` over a sample of the gallery and independently of the native code: a row's next plane
must be read where the bound with the *final* cut-off (the threshold, or the k-th best score) does not rule it out.
A real search knows that cut-off later and reads somewhat more, so a share of the bandwidth computed from it is a lower
limit of what the search draws from memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEVELS = 6
DEVIATIONS = 2.6
HIDDEN_BYTES = 4
"""What a plane leaves open, of a row: twice 16 bits."""
SAMPLE = 4096
QUERIES = 64


def plain(count: int, dim: int) -> float:
    """Bytes of a scan of float32 vectors."""
    return 4.0 * count * dim


class Planes:
    """A sample of a gallery as its planes, and what they leave open.

    :param vectors: float32 (n, dim), of unit length.
    """

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        import numpy as np  # noqa: PLC0415

        self._count, self._dim = vectors.shape
        self._turn = _rotation(self._dim)
        sample = vectors[:: max(1, self._count // SAMPLE)] @ self._turn
        self._scale = self._count / len(sample)
        self._levels: list[tuple[NDArray[np.int8], NDArray[np.float32], NDArray[np.float32]]] = []
        """Code, <x, code>, and the length of what is left of x beside the code, times that of the code."""
        left, code, step = sample.copy(), np.zeros_like(sample), DEVIATIONS / np.sqrt(self._dim)
        for _ in range(LEVELS):
            step /= 2
            sign = np.where(left > 0, np.float32(1), np.float32(-1))
            left -= step * sign
            code = 2 * code + sign
            along = np.einsum("ij,ij->i", sample, code)
            across = np.sqrt(np.maximum(np.einsum("ij,ij->i", code, code) - along**2, 0))
            self._levels.append((code.astype(np.int8), along, across))

    def bytes(self, queries: NDArray[np.float32], cut_offs: NDArray[np.float32], at_once: int) -> float:
        """What a call must read of them and of the float32 vectors, on average over the queries.

        :param queries: float32 (m, dim).
        :param cut_offs: float32 (m,), the least score of an answer of each query when all is known; negative ones rule
            out nothing.
        :param at_once: queries of a call; a plane is read once where any of them needs it.
        """
        import numpy as np  # noqa: PLC0415

        at_once = min(at_once, len(queries))
        most = min(len(queries), QUERIES) // at_once * at_once
        turned, cut_offs = queries[:most] @ self._turn, cut_offs[:most, None]
        alive = np.ones((most, len(self._levels[0][1])), bool)
        read = 0.0
        for code, along, across in self._levels:
            read += _rows(alive, at_once) * ((self._dim + 63) // 64 * 8 + HIDDEN_BYTES)
            least = cut_offs * along - np.sqrt(1 - np.minimum(cut_offs**2, 1)) * across
            alive &= (turned @ code.T.astype(np.float32) >= least) | (cut_offs < 0)
        read += _rows(alive, at_once) * 4 * self._dim
        return float(read * self._scale)


def _rows(alive: NDArray[np.bool_], at_once: int) -> float:
    """Rows of the sample that a pass still needs, on average over the passes."""
    shared = alive.reshape(-1, at_once, alive.shape[1]).any(axis=1)
    return float(shared.sum(axis=1).mean())


def _rotation(dim: int) -> NDArray[np.float32]:
    """Any rotation does: what the planes hide depends on its being random, not on which it is."""
    import numpy as np  # noqa: PLC0415

    turn, _ = np.linalg.qr(np.random.default_rng(0).standard_normal((dim, dim)))
    made: NDArray[np.float32] = turn.astype(np.float32)
    return made
