"""Exact cosine search beside NumPy's, answers compared: pytest benchmarks/test_search.py --benchmark-only."""

from __future__ import annotations

import os

import numpy as np
import pytest

from zbsec import VectorIndex, simd

DIM = 512
SIZES = [int(size) for size in os.environ.get("ZBSEC_BENCH_SIZES", "10000").split(",")]
MEMBERS_OF_A_CLUSTER = 8
SEED = 1


def unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def gallery(count: int) -> np.ndarray:
    """Clusters as faces make them: several pictures of one person lie close together."""
    rng = np.random.default_rng(SEED)
    people = rng.standard_normal((count // MEMBERS_OF_A_CLUSTER + 1, DIM), dtype=np.float32)
    spread = rng.standard_normal((count, DIM), dtype=np.float32)
    return unit(np.repeat(people, MEMBERS_OF_A_CLUSTER, axis=0)[:count] + 0.6 * spread)


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size} vectors")
def vectors(request: pytest.FixtureRequest) -> np.ndarray:
    return gallery(request.param)


@pytest.fixture(scope="module")
def index(vectors: np.ndarray) -> VectorIndex:
    index = VectorIndex(DIM)
    index.add(np.arange(len(vectors)), vectors)
    return index


def asked(vectors: np.ndarray, count: int) -> np.ndarray:
    rng = np.random.default_rng(SEED + 1)
    seen = vectors[rng.integers(len(vectors), size=count)]
    return unit(seen + 0.03 * rng.standard_normal(seen.shape).astype(np.float32))


def by_numpy(vectors: np.ndarray, queries: np.ndarray, k: int) -> np.ndarray:
    scores = queries @ vectors.T
    best = np.argpartition(-scores, k - 1, axis=1)[:, :k]
    return np.take_along_axis(best, np.argsort(-np.take_along_axis(scores, best, 1), axis=1), 1)


@pytest.mark.parametrize("count", [1, 64], ids=lambda count: f"{count} queries")
@pytest.mark.parametrize("peer", ["zbsec", "numpy"])
def test_ten_nearest(benchmark, vectors: np.ndarray, index: VectorIndex, peer: str, count: int) -> None:
    queries = asked(vectors, count)
    expected = by_numpy(vectors, queries, 10)
    benchmark.group = f"{len(vectors)} x {DIM}, {count} queries, k=10, {simd()}"
    if peer == "zbsec":
        ids = benchmark(lambda: index.search(queries, k=10)).ids
    else:
        ids = benchmark(by_numpy, vectors, queries, 10)
    assert (ids[:, 0] == expected[:, 0]).all()
    assert np.mean(ids == expected) > 0.999


def test_a_member_is_added_and_removed(benchmark, vectors: np.ndarray, index: VectorIndex) -> None:
    newcomer, id = unit(np.ones((1, DIM))), np.array([len(vectors) + 1])

    def come_and_go() -> None:
        index.add(id, newcomer)
        index.remove(id)

    benchmark(come_and_go)
    assert len(index) == len(vectors)
