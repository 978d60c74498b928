"""Exact cosine search beside FAISS, hnswlib, USearch and NumPy, answers compared: one round of ``zbsec bench search``.

    ZBSEC_BENCH_SIZES=10000,1000000 pytest benchmarks/test_search.py --benchmark-only -o addopts=""

Data, queries, cases and peers are those of the command (``zbsec.cli.bench``); here they run under pytest-benchmark.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

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


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """A peer that holds a gallery, and what to ask of it."""

    vectors: np.ndarray
    questions: dict[str, Asked]
    peer: Peer


@lru_cache(maxsize=1)
def searched(size: int, data: str) -> tuple[np.ndarray, dict[str, Asked]]:
    vectors = gallery(size, DIM, data, SEED)
    return vectors, {one.name: one for one in asked(vectors, list(CASES), QUERIES, SEED)}


def given() -> Iterator[object]:
    """Galleries outside, so that one is made once for all peers; who is not installed is named before it is made."""
    for size, data, name in itertools.product(SIZES, DATA, sorted(peers.PEERS)):
        lack = peers.missing(peers.load(name).needs)
        marks = [pytest.mark.skip(reason=f"{name} is not installed: {lack}")] if lack else []
        yield pytest.param((size, data, name), marks=marks, id=f"{size}-{data}-{name}")


@pytest.fixture(scope="module", params=given())
def filled(request: pytest.FixtureRequest) -> Filled:
    size, data, name = request.param
    vectors, questions = searched(size, data)
    peer = peers.load(name)(DIM, size, threads=1, seed=SEED)
    if not build(peer, vectors, BUDGET_S, say=lambda _: None).whole:
        pytest.skip(f"{name} is not built within {BUDGET_S:g} s")
    return Filled(vectors, questions, peer)


@pytest.mark.parametrize("case", CASES)
def test_search(benchmark, filled: Filled, case: str) -> None:
    one, peer = filled.questions[case], filled.peer
    for setting in peer.settings(one.case.at_once):
        peer.set(setting)
        verdict = compared(one, peer, filled.vectors, JUDGED_S)
        if verdict.recall >= one.case.target:
            break
    ask, turns = one.call(peer), itertools.count()
    benchmark.group = f"{case} in {len(filled.vectors)} x {DIM}, {simd()}"
    benchmark.extra_info.update(recall=verdict.recall, setting=named(setting), score_error=verdict.score_error)
    benchmark(lambda: ask(next(turns)))
    if peer.exact:
        assert verdict.equal_ids > 0.999
        assert verdict.score_error < 2e-6


def test_a_member_is_added_and_removed(benchmark, filled: Filled) -> None:
    if not filled.peer.changes:
        pytest.skip("it takes no changes, or only by being built anew")
    newcomer, ids = strangers(filled.vectors, 1, SEED + 7), itertools.count(len(filled.vectors))
    benchmark.group = f"change in {len(filled.vectors)} x {DIM}, {simd()}"
    benchmark(lambda: filled.peer.come_and_go(next(ids), newcomer))
