"""FAISS IndexFlatIP: exact, every float32 number read. Many queries at once also through its BLAS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zbsec.cli.bench.peers.base import Answers, Peer, above

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zbsec.cli.bench.peers.base import Setting


class FaissFlat(Peer):
    """``faiss.IndexFlatIP``."""

    needs = ("faiss",)
    exact = True
    reads_all = True
    changes = True

    def __init__(self, dim: int, size: int, **given: Any) -> None:
        import faiss  # noqa: PLC0415

        super().__init__(dim, size, **given)
        faiss.omp_set_num_threads(self.threads)
        self._faiss: Any = faiss
        self._own_threshold = faiss.cvar.distance_compute_blas_threshold
        self._index: Any = faiss.IndexFlatIP(dim)

    def add(self, first: int, vectors: NDArray[np.float32]) -> None:  # noqa: ARG002  (FAISS counts rows itself)
        self._index.add(vectors)

    def settings(self, at_once: int) -> list[Setting]:
        """For a batch both ways: FAISS takes its BLAS only above a threshold, which differs between releases."""
        return [{}] if at_once == 1 else [{}, {"blas": 1}]

    def set(self, setting: Setting) -> None:
        self._faiss.cvar.distance_compute_blas_threshold = 1 if setting.get("blas") else self._own_threshold

    def search(self, queries: NDArray[np.float32], k: int, min_score: float) -> Answers:
        scores, ids = self._index.search(queries, k)
        return above(ids, scores, min_score)

    def come_and_go(self, id: int, vector: NDArray[np.float32]) -> None:  # noqa: ARG002  (FAISS counts rows itself)
        import numpy as np  # noqa: PLC0415

        self._index.add(vector)
        self._index.remove_ids(np.array([self._index.ntotal - 1]))
