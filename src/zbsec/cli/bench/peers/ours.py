"""This library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zbsec._core import VectorIndex
from zbsec.cli.bench.peers.base import Answers, Peer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Ours(Peer):
    """``zbsec.VectorIndex``."""

    exact = True
    changes = True

    def __init__(self, dim: int, size: int, **given: Any) -> None:
        super().__init__(dim, size, **given)
        self._index = VectorIndex(dim, threads=self.threads)

    def add(self, first: int, vectors: NDArray[np.float32]) -> None:
        import numpy as np  # noqa: PLC0415

        self._index.add(np.arange(first, first + len(vectors)), vectors)

    def search(self, queries: NDArray[np.float32], k: int, min_score: float) -> Answers:
        hits = self._index.search(queries, k=k, min_score=min_score)
        return Answers(hits.ids, hits.scores)

    def come_and_go(self, id: int, vector: NDArray[np.float32]) -> None:
        import numpy as np  # noqa: PLC0415

        ids = np.array([id])
        self._index.add(ids, vector)
        self._index.remove(ids)
