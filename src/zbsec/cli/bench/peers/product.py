"""NumPy: a matrix product by BLAS, then a partition. No library, and the fastest plain way for many queries at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zbsec.cli.bench.peers.base import Answers, Peer, above

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Product(Peer):
    """The vectors as they are, and their product with the queries."""

    exact = True
    reads_all = True
    shares_vectors = True

    def __init__(self, dim: int, size: int, **given: Any) -> None:
        super().__init__(dim, size, **given)
        self._pieces: list[NDArray[np.float32]] = []

    def add(self, first: int, vectors: NDArray[np.float32]) -> None:  # noqa: ARG002  (rows come in order)
        self._pieces.append(vectors)

    def search(self, queries: NDArray[np.float32], k: int, min_score: float) -> Answers:
        import numpy as np  # noqa: PLC0415

        scores = queries @ self._vectors().T
        kept = min(k, scores.shape[1])
        best = np.argpartition(-scores, kept - 1, axis=1)[:, :kept] if k > 1 else scores.argmax(axis=1)[:, None]
        found = np.take_along_axis(scores, best, 1)
        order = np.argsort(-found, axis=1)
        return above(np.take_along_axis(best, order, 1), np.take_along_axis(found, order, 1), min_score)

    def _vectors(self) -> NDArray[np.float32]:
        """The pieces are views of one array: put together without a copy."""
        import numpy as np  # noqa: PLC0415

        if len(self._pieces) > 1:
            whole: Any = self._pieces[0].base
            shared = isinstance(whole, np.ndarray) and whole.shape == (self.size, self.dim)
            self._pieces = [whole if shared else np.vstack(self._pieces)]
        return self._pieces[0]
