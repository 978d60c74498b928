"""FAISS indexes that its factory makes from a line of text: scalar codes, inverted lists, product codes, RaBitQ."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar

from zbsec.cli.bench.peers.base import Answers, Peer, above

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zbsec.cli.bench.peers.base import Setting

POINTS_OF_A_LIST = 64
"""Vectors that k-means sees for each centre. FAISS asks for at least 39 and takes at most 256."""


class Factory(Peer):
    """Whatever ``recipe`` says."""

    needs = ("faiss",)
    exact = False
    recipe: ClassVar[str]
    """``{lists}`` and ``{half}``, ``{quarter}`` of the numbers of a vector are put in."""

    def __init__(self, dim: int, size: int, **given: Any) -> None:
        import faiss  # noqa: PLC0415

        super().__init__(dim, size, **given)
        faiss.omp_set_num_threads(self.threads)
        self._faiss: Any = faiss
        self.lists = lists(size)
        text = self.recipe.format(lists=self.lists, quarter=max(1, dim // 4))
        self._index: Any = faiss.index_factory(dim, text, faiss.METRIC_INNER_PRODUCT)
        if "IVF" in text:
            clustering = faiss.extract_index_ivf(self._index).cp
            clustering.seed = self.seed
            clustering.min_points_per_centroid = 1  # a small gallery is measured as it is, without a warning

    def train(self, vectors: NDArray[np.float32]) -> None:
        import numpy as np  # noqa: PLC0415

        wanted = min(len(vectors), max(POINTS_OF_A_LIST * self.lists, 20_000))
        rows = np.random.default_rng(self.seed).choice(len(vectors), wanted, replace=False)
        self._index.train(vectors[np.sort(rows)])

    def add(self, first: int, vectors: NDArray[np.float32]) -> None:  # noqa: ARG002  (FAISS counts rows itself)
        self._index.add(vectors)

    def search(self, queries: NDArray[np.float32], k: int, min_score: float) -> Answers:
        scores, ids = self._index.search(queries, k)
        return above(ids, scores, min_score)


class Bytes(Factory):
    """A byte a number."""

    recipe = "SQ8"


class Half(Factory):
    """A float16 a number."""

    recipe = "SQfp16"


class Inverted(Factory):
    """The vectors themselves in inverted lists."""

    recipe = "IVF{lists},Flat"

    def settings(self, at_once: int) -> list[Setting]:  # noqa: ARG002
        return [{"nprobe": probes} for probes in _doubling(1, self.lists)]

    def set(self, setting: Setting) -> None:
        self._faiss.extract_index_ivf(self._index).nprobe = setting["nprobe"]


class _Refined(Factory):
    """Codes in inverted lists; the best of them are compared again by their float32 vectors."""

    def settings(self, at_once: int) -> list[Setting]:  # noqa: ARG002
        """More candidates with more lists, as either alone is a dead end; with all lists, more candidates still."""
        probes = _doubling(1, self.lists)
        widths = [8 << step // 2 for step in range(len(probes))]
        pairs = [*zip(probes, widths, strict=True), *((self.lists, widths[-1] << more) for more in (1, 2, 3))]
        return [{"nprobe": probe, "refine": width} for probe, width in pairs if width <= max(8, self.size // 10)]

    def set(self, setting: Setting) -> None:
        self._faiss.extract_index_ivf(self._index).nprobe = setting["nprobe"]
        self._index.k_factor = setting["refine"]


class InvertedFastScan(_Refined):
    """4-bit product codes of four numbers each, scanned in registers (Quick ADC; André et al., 2017)."""

    recipe = "IVF{lists},PQ{quarter}x4fs,RFlat"


class InvertedRaBitQ(_Refined):
    """A bit a number (RaBitQ; Gao and Long, SIGMOD 2024)."""

    recipe = "IVF{lists},RaBitQ,RFlat"


def lists(size: int) -> int:
    """The power of two nearest to twice the root of the gallery's size."""
    return 1 << max(2, round(math.log2(2 * math.sqrt(size))))


def _doubling(first: int, last: int) -> list[int]:
    return [1 << power for power in range(first.bit_length() - 1, last.bit_length())]
