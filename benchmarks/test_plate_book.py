"""The soft plate match beside rapidfuzz's Levenshtein and a plain scan: one round of ``zbsec bench plates``."""

from __future__ import annotations

import itertools
import os

import pytest

from zbsec import simd
from zbsec.cli.bench.peers import missing
from zbsec.cli.bench.plate_peers import PLATE_PEERS, Plain, PlatePeer
from zbsec.cli.bench.plate_search import call
from zbsec.cli.bench.plate_texts import BOOKS, CASES, registered

SIZES = [int(size) for size in os.environ.get("ZBSEC_BENCH_SIZES", "10000").split(",")]
SEED = 2
LOOKUPS = 50


@pytest.fixture(scope="module", params=itertools.product(SIZES, BOOKS), ids=lambda given: f"{given[0]}-{given[1]}")
def plates(request: pytest.FixtureRequest) -> list[str]:
    return registered(*request.param, SEED)


@pytest.fixture(scope="module", params=sorted(PLATE_PEERS))
def peer(request: pytest.FixtureRequest, plates: list[str]) -> PlatePeer:
    kind = PLATE_PEERS[request.param]
    lack = missing(kind.needs)
    if lack:
        pytest.skip(f"{request.param} is not installed: {lack}")
    return kind(plates)


@pytest.mark.parametrize("case", CASES)
def test_a_plate_is_looked_up(
    benchmark, plates: list[str], peer: PlatePeer, case: str, request: pytest.FixtureRequest
) -> None:
    lookups = CASES[case](plates, LOOKUPS, SEED)
    ask, turns = call(peer, lookups), itertools.count()
    benchmark.group = f"{case} among {len(plates)} plates, {simd()}"
    benchmark(lambda: ask(next(turns)))
    answers = [peer.find(lookup) for lookup in lookups]
    meant = [answer == lookup.meant for answer, lookup in zip(answers, lookups, strict=True)]
    benchmark.extra_info["meant"] = sum(meant) / len(meant)
    if request.node.callspec.params["peer"] == "zbsec":
        plain = Plain(plates)
        assert answers == [plain.find(lookup) for lookup in lookups]
