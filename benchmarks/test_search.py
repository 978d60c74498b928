"""Exact cosine search beside FAISS, hnswlib, USearch and NumPy, answers compared: one round of ``zbsec bench search``.

    ZBSEC_BENCH_SIZES=10000,1000000 pytest benchmarks/test_search.py --benchmark-only -o addopts=""

Data, queries, cases and peers are those of the command (``zbsec.cli.bench``); here they run under pytest-benchmark.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator

import numpy as np
import pytest

from zbsec import simd
from zbsec.cli.bench import peers
from zbsec.cli.bench.building import build
from zbsec.cli.bench.cases import CASES
from zbsec.cli.bench.machine import limited
from zbsec.cli.bench.peers.base import Peer, named
from zbsec.cli.bench.search import Asked, asked, compared
from zbsec.cli.bench.vectors import DATA, gallery, strangers

DIM = 512
SIZES = [int(size) for size in os.environ.get("ZBSEC_BENCH_SIZES", "10000").split(",")]
SEED = 1
QUERIES = {"members": 256, "strangers": 64}
BUDGET_S = 60.0
JUDGED_S = 2.0


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    with limited(1):
        yield


@pytest.fixture(scope="module", params=itertools.product(SIZES, DATA), ids=lambda given: f"{given[0]}-{given[1]}")
def vectors(request: pytest.FixtureRequest) -> np.ndarray:
    size, data = request.param
    return gallery(size, DIM, data, SEED)


@pytest.fixture(scope="module")
def questions(vectors: np.ndarray) -> dict[str, Asked]:
    return {one.name: one for one in asked(vectors, list(CASES), QUERIES, SEED)}


@pytest.fixture(scope="module", params=sorted(peers.PEERS))
def peer(request: pytest.FixtureRequest, vectors: np.ndarray) -> Peer:
    """Filled; the smoke of a small machine has none but ours and NumPy."""
    kind = peers.load(request.param)
    lack = peers.missing(kind.needs)
    if lack:
        pytest.skip(f"{request.param} is not installed: {lack}")
    made = kind(DIM, len(vectors), threads=1, seed=SEED)
    if not build(made, vectors, BUDGET_S, say=lambda _: None).whole:
        pytest.skip(f"{request.param} is not built within {BUDGET_S:g} s")
    return made


@pytest.mark.parametrize("case", CASES)
def test_search(benchmark, vectors: np.ndarray, questions: dict[str, Asked], peer: Peer, case: str) -> None:
    one = questions[case]
    for setting in peer.settings(one.case.at_once):
        peer.set(setting)
        verdict = compared(one, peer, vectors, JUDGED_S)
        if verdict.recall >= one.case.target:
            break
    ask, turns = one.call(peer), itertools.count()
    benchmark.group = f"{case} in {len(vectors)} x {DIM}, {simd()}"
    benchmark.extra_info.update(recall=verdict.recall, setting=named(setting), score_error=verdict.score_error)
    benchmark(lambda: ask(next(turns)))
    if peer.exact:
        assert verdict.equal_ids > 0.999
        assert verdict.score_error < 2e-6


def test_a_member_is_added_and_removed(benchmark, vectors: np.ndarray, peer: Peer) -> None:
    if not peer.changes:
        pytest.skip("it takes no changes, or only by being built anew")
    newcomer, ids = strangers(vectors, 1, SEED + 7), itertools.count(len(vectors))
    benchmark.group = f"change in {len(vectors)} x {DIM}, {simd()}"
    benchmark(lambda: peer.come_and_go(next(ids), newcomer))
