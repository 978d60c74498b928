"""Exact cosine search beside FAISS and NumPy, answers compared.

    pip install faiss-cpu
    ZBSEC_BENCH_SIZES=10000,1000000 pytest benchmarks/test_search.py --benchmark-only -o addopts=""

One thread each, NumPy's matrix product apart: its BLAS takes the threads that OMP_NUM_THREADS gives it.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from zbsec import VectorIndex, simd

DIM = 512
SIZES = [int(size) for size in os.environ.get("ZBSEC_BENCH_SIZES", "10000").split(",")]
DATA = ("random", "clusters")
PICTURES_OF_A_PERSON = 8
MIN_SCORE = 0.36
SEED = 1

Search = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
"""Queries to ids and scores, best first; -1 where there is no answer."""


def unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def gallery(count: int, data: str) -> np.ndarray:
    """Directions without any order, or clusters as faces make them: pictures of one person lie close together."""
    rng = np.random.default_rng(SEED)
    spread = rng.standard_normal((count, DIM), dtype=np.float32)
    if data == "random":
        return unit(spread)
    people = rng.standard_normal((count // PICTURES_OF_A_PERSON + 1, DIM), dtype=np.float32)
    return unit(np.repeat(people, PICTURES_OF_A_PERSON, axis=0)[:count] + 0.6 * spread)


def strangers(vectors: np.ndarray) -> np.ndarray:
    return unit(np.random.default_rng(SEED + 1).standard_normal((20, vectors.shape[1])))


def members(vectors: np.ndarray) -> np.ndarray:
    """Queries that score 0.65 with somebody in the gallery."""
    rng = np.random.default_rng(SEED + 2)
    seen = vectors[rng.integers(len(vectors), size=20)]
    return unit(0.65 * seen + np.sqrt(1 - 0.65**2) * unit(rng.standard_normal(seen.shape)))


@pytest.fixture(scope="module", params=itertools.product(SIZES, DATA), ids=lambda given: f"{given[0]}-{given[1]}")
def named(request: pytest.FixtureRequest) -> tuple[str, np.ndarray]:
    size, data = request.param
    return f"{size} x {DIM} {data}, {simd()}", gallery(size, data)


@pytest.fixture(scope="module")
def index(named: tuple[str, np.ndarray]) -> VectorIndex:
    index = VectorIndex(DIM)
    index.add(np.arange(len(named[1])), named[1])
    return index


@pytest.fixture(params=["zbsec", "faiss", "numpy"])
def peer(
    request: pytest.FixtureRequest, named: tuple[str, np.ndarray], index: VectorIndex
) -> Callable[[int, float], Search]:
    """Makes a search for the k best that score min_score."""
    made: Callable[[int, float], Search] = globals()[f"by_{request.param}"](named[1], index)
    return made


def by_zbsec(_: np.ndarray, index: VectorIndex) -> Callable[[int, float], Search]:
    def make(k: int, min_score: float) -> Search:
        def search(queries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            hits = index.search(queries, k=k, min_score=min_score)
            return hits.ids, hits.scores

        return search

    return make


def by_faiss(vectors: np.ndarray, _: VectorIndex) -> Callable[[int, float], Search]:
    faiss = pytest.importorskip("faiss", reason="faiss-cpu is not installed")
    faiss.omp_set_num_threads(1)
    flat = faiss.IndexFlatIP(DIM)
    flat.add(vectors)

    def make(k: int, min_score: float) -> Search:
        def search(queries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            scores, ids = flat.search(queries, k)
            return np.where(scores >= min_score, ids, -1), scores

        return search

    return make


def by_numpy(vectors: np.ndarray, _: VectorIndex) -> Callable[[int, float], Search]:
    def make(k: int, min_score: float) -> Search:
        def search(queries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            scores = queries @ vectors.T
            best = np.argpartition(-scores, k - 1, axis=1)[:, :k]
            found = np.take_along_axis(scores, best, 1)
            order = np.argsort(-found, axis=1)
            ids, found = np.take_along_axis(best, order, 1), np.take_along_axis(found, order, 1)
            return np.where(found >= min_score, ids, -1), found

        return search

    return make


CASES = {
    "stranger, k=1": (strangers, 1, MIN_SCORE, 1),
    "member, k=1": (members, 1, MIN_SCORE, 1),
    "stranger, k=10, no threshold": (strangers, 10, -1.0, 1),
    "64 queries, k=10, no threshold": (strangers, 10, -1.0, 64),
}


@pytest.mark.parametrize("case", CASES)
def test_search(benchmark, named: tuple[str, np.ndarray], index: VectorIndex, peer, case: str) -> None:
    name, vectors = named
    ask, k, min_score, at_once = CASES[case]
    queries = np.resize(ask(vectors), (max(20, at_once), DIM))
    search = peer(k, min_score)
    turns: Iterator[int] = itertools.cycle(range(0, len(queries) - at_once + 1, at_once))
    benchmark.group = f"{case} in {name}"
    benchmark(lambda: search(queries[(turn := next(turns)) : turn + at_once]))
    expected = index.search(queries, k=k, min_score=min_score)
    ids, scores = search(queries)
    assert np.mean(ids == expected.ids) > 0.999
    assert np.allclose(scores[expected.ids >= 0], expected.scores[expected.ids >= 0], atol=2e-6)


def test_a_member_is_added_and_removed(benchmark, named: tuple[str, np.ndarray], index: VectorIndex) -> None:
    newcomer, id = unit(np.ones((1, DIM))), np.array([len(named[1]) + 1])

    def come_and_go() -> None:
        index.add(id, newcomer)
        index.remove(id)

    benchmark(come_and_go)
    assert len(index) == len(named[1])
