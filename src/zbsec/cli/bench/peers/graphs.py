"""Navigable small worlds (HNSW; Malkov and Yashunin, 2016), by hnswlib and by USearch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zbsec.cli.bench.peers.base import Answers, Peer, above

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zbsec.cli.bench.peers.base import Setting

CONNECTIONS = 16
EXPANSION = 200
"""Candidates looked at for each vector added."""


class _Graph(Peer):
    exact = False
    changes = True

    def settings(self, at_once: int) -> list[Setting]:  # noqa: ARG002
        return [{"ef": width} for width in (10, 16, 32, 64, 128, 256, 512, 1024, 2048) if width <= max(16, self.size)]


class Hnswlib(_Graph):
    """``hnswlib.Index``; what is removed stays in the graph until another takes its place."""

    needs = ("hnswlib",)

    def __init__(self, dim: int, size: int, **given: Any) -> None:
        import hnswlib  # noqa: PLC0415

        super().__init__(dim, size, **given)
        self._index: Any = hnswlib.Index(space="ip", dim=dim)
        self._index.init_index(
            max_elements=size + 1,
            M=CONNECTIONS,
            ef_construction=EXPANSION,
            random_seed=self.seed,
            allow_replace_deleted=True,
        )
        self._index.set_num_threads(self.threads)

    def add(self, first: int, vectors: NDArray[np.float32]) -> None:
        import numpy as np  # noqa: PLC0415

        self._index.add_items(vectors, np.arange(first, first + len(vectors)), num_threads=self.threads)

    def set(self, setting: Setting) -> None:
        self._index.set_ef(setting["ef"])

    def search(self, queries: NDArray[np.float32], k: int, min_score: float) -> Answers:
        import numpy as np  # noqa: PLC0415

        ids, distances = self._index.knn_query(queries, k=k, num_threads=self.threads)
        return above(ids.astype(np.int64), 1 - distances, min_score)

    def come_and_go(self, id: int, vector: NDArray[np.float32]) -> None:
        self._index.add_items(vector, [id], num_threads=1, replace_deleted=True)
        self._index.mark_deleted(id)


class USearch(_Graph):
    """``usearch.index.Index``."""

    needs = ("usearch",)

    def __init__(self, dim: int, size: int, **given: Any) -> None:
        from usearch.index import Index  # noqa: PLC0415

        super().__init__(dim, size, **given)
        self._index: Any = Index(ndim=dim, metric="ip", dtype="f32", connectivity=CONNECTIONS, expansion_add=EXPANSION)

    def add(self, first: int, vectors: NDArray[np.float32]) -> None:
        import numpy as np  # noqa: PLC0415

        self._index.add(np.arange(first, first + len(vectors)), vectors, threads=self.threads)

    def set(self, setting: Setting) -> None:
        self._index.expansion_search = setting["ef"]

    def search(self, queries: NDArray[np.float32], k: int, min_score: float) -> Answers:
        import numpy as np  # noqa: PLC0415

        found = self._index.search(queries, k, threads=self.threads)
        ids = np.full((len(queries), k), -1, np.int64)
        scores = np.full((len(queries), k), -np.inf, np.float32)
        keys = np.asarray(found.keys).reshape(len(queries), -1)
        ids[:, : keys.shape[1]] = keys
        scores[:, : keys.shape[1]] = 1 - np.asarray(found.distances).reshape(keys.shape)
        if len(queries) > 1:  # of a single query it returns what it found and no more
            scores[np.arange(k) >= np.asarray(found.counts)[:, None]] = -np.inf
        return above(ids, scores, min_score)

    def come_and_go(self, id: int, vector: NDArray[np.float32]) -> None:
        self._index.add(id, vector[0])
        self._index.remove(id)
