"""Measure the soft plate match beside its peers, over books of one city and of the whole country."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec.cli.bench.building import resident_bytes
from zbsec.cli.bench.peers import OURS, missing
from zbsec.cli.bench.plate_peers import PLATE_PEERS
from zbsec.cli.bench.plate_texts import CASES, registered
from zbsec.cli.bench.results import Built, Report, Result, Room
from zbsec.cli.bench.timing import Effort, Timing, flat, in_turns, times

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zbsec.cli.bench.plate_peers import PlatePeer
    from zbsec.cli.bench.plate_texts import Lookup
    from zbsec.cli.bench.timing import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to measure."""

    sizes: Sequence[int]
    data: Sequence[str]
    """Books, see ``zbsec.cli.bench.plate_texts``."""
    seed: int
    cases: Sequence[str]
    peers: Sequence[str]
    effort: Effort
    judged_s: float
    lookups: int
    """Of a case."""


def measure(plan: Plan, report: Report, say: Callable[[str], None]) -> None:
    """Fill the report, book by book."""
    names = [OURS]
    for name in plan.peers:
        lack = missing(PLATE_PEERS[name].needs)
        if lack:
            report.left_out[name] = lack
        elif name != OURS:
            names.append(name)
    for data in plan.data:
        for size in plan.sizes:
            room = Room(size=size, data=data)
            say(f"{room}: making plates")
            plates = registered(size, data, plan.seed)
            peers = {name: _filled(room, name, plates, report) for name in names}
            for case in (name for name in CASES if name in plan.cases):
                say(f"{room}: {case}")
                lookups = CASES[case](plates, plan.lookups, plan.seed)
                if lookups:  # a book of a handful may have nothing to misread
                    report.results.extend(_measured(plan, room, case, lookups, peers))


def _filled(room: Room, name: str, plates: Sequence[str], report: Report) -> PlatePeer:
    before, started = resident_bytes(), time.perf_counter()
    peer = PLATE_PEERS[name](plates)
    seconds = time.perf_counter() - started
    report.builds.append(
        Built(
            room=room,
            peer=name,
            seconds=seconds,
            train_seconds=0.0,
            memory_bytes=max(0, resident_bytes() - before),
            done=1.0,
            expected_seconds=seconds,
        )
    )
    return peer


def _measured(
    plan: Plan, room: Room, case: str, lookups: Sequence[Lookup], peers: dict[str, PlatePeer]
) -> Iterator[Result]:
    rounds = in_turns({name: call(peer, lookups) for name, peer in peers.items()}, plan.effort)
    plain = _answers(peers["scan"], lookups, 4 * plan.judged_s) if "scan" in peers else []
    for name, peer in peers.items():
        found = _answers(peer, lookups, plan.judged_s)
        meant = [answer == lookup.meant for answer, lookup in zip(found, lookups, strict=False)]
        same = [answer == right for answer, right in zip(found, plain, strict=False)]
        yield Result(
            room=room,
            case=case,
            peer=name,
            setting="",
            ms=Timing.of(flat(rounds[name])),
            at_once=1,
            times_ours=None if name == OURS else times(rounds[name], rounds[OURS]),
            recall=sum(meant) / len(meant),
            equal_ids=sum(same) / len(same) if same else None,
            queries=len(found),
            exact=name != "rapidfuzz",
        )


def call(peer: PlatePeer, lookups: Sequence[Lookup]) -> Call:
    """Asks for the next one at every turn."""
    return lambda turn: peer.find(lookups[turn % len(lookups)])


def _answers(peer: PlatePeer, lookups: Sequence[Lookup], seconds: float) -> list[str | None]:
    started = time.perf_counter()
    found: list[str | None] = []
    for lookup in lookups:
        if found and time.perf_counter() - started > seconds:
            break
        found.append(peer.find(lookup))
    return found
