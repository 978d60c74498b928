"""Measure exact vector search beside its peers: each in turns with ours, one peer in memory at a time."""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zbsec.cli.bench import must_read, truth, vectors
from zbsec.cli.bench.building import build
from zbsec.cli.bench.cases import CASES, CHANGE
from zbsec.cli.bench.machine import available_bytes, limited
from zbsec.cli.bench.peers import OURS, load, missing
from zbsec.cli.bench.peers.base import named
from zbsec.cli.bench.results import Built, Report, Result, Room
from zbsec.cli.bench.timing import Effort, Timing, flat, in_turns, times

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.cli.bench.building import Build
    from zbsec.cli.bench.cases import Case
    from zbsec.cli.bench.machine import Machine
    from zbsec.cli.bench.peers.base import Answers, Peer, Setting
    from zbsec.cli.bench.timing import Call

PERFECT = 0.9995
"""A sweep ends here: what comes after is only slower."""
FIRST_ASKED, FIRST_JUDGED = 16, 64
"""Queries compared whatever time that takes: of exact peers, and of those whose recall is in question."""
COPIES = 4.3
"""Of the vectors: the given ones, ours with its planes, the peer's, and what making them takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to measure."""

    sizes: Sequence[int]
    dim: int
    data: Sequence[str]
    threads: int
    seed: int
    cases: Sequence[str]
    peers: Sequence[str]
    """Ours apart, which always runs."""
    budget_s: float
    """Of building one peer."""
    effort: Effort
    stride: int
    """Of the settings of an approximate peer every such one is tried."""
    judged_s: float
    """Time for comparing the answers of one setting; what it does not reach is not compared."""
    queries: dict[str, int]
    """How many members and strangers there are to ask for."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A case with its queries and their right answers."""

    name: str
    case: Case
    queries: NDArray[np.float32]
    right: NDArray[np.int64]
    must_read: float
    """Bytes a call of ours must read."""

    def call(self, peer: Peer) -> Call:
        """Asks for the next queries at every turn."""
        at_once, k, min_score = self.case.at_once, self.case.k, self.case.min_score
        turns = max(1, len(self.queries) // at_once)

        def ask(turn: int) -> Answers:
            first = turn % turns * at_once
            return peer.search(self.queries[first : first + at_once], k, min_score)

        return ask


def measure(plan: Plan, report: Report, say: Callable[[str], None]) -> None:
    """Fill the report, room by room.

    :param say: told what is being done.
    :raises OSError: there is not the memory for the largest gallery.
    """
    _needs_memory(max(plan.sizes), plan.dim)
    present = []
    for name in plan.peers:
        lack = missing(load(name).needs) if name != OURS else None
        if lack:
            report.left_out[name] = lack
        elif name != OURS:
            present.append(name)
    with limited(plan.threads):
        for data in plan.data:
            for size in plan.sizes:
                _Gallery(plan, report, say, Room(size=size, dim=plan.dim, data=data)).measure(present)
                gc.collect()
                report.machine = report.machine.measured_again()
    report.results = [replace(one, bandwidth_share=_share(one, report.machine)) for one in report.results]


@dataclass(frozen=True, slots=True)
class _Tried:
    """A setting and what came of it."""

    setting: Setting
    ms: Timing
    times_ours: Timing | None
    verdict: truth.Verdict


class _Gallery:
    """One gallery, ours filled with it, and one peer after another."""

    def __init__(self, plan: Plan, report: Report, say: Callable[[str], None], room: Room) -> None:
        self._plan = plan
        self._report = report
        self._room = room
        self._tell = say
        self._say("making vectors")
        self._vectors = vectors.gallery(room.size, plan.dim, room.data, plan.seed)
        self._say("brute force in double precision")
        self._asked = list(asked(self._vectors, plan.cases, plan.queries, plan.seed))
        self._ids = iter(range(room.size, 1 << 62))
        made = self._filled(OURS)
        assert made is not None
        self._ours = made
        self._rounds: dict[str, list[list[float]]] = {}
        """Of ours, by case."""

    def _say(self, text: str) -> None:
        self._tell(f"{self._room}: {text}")

    def measure(self, peers: Sequence[str]) -> None:
        for name in peers:
            peer = self._filled(name)
            if peer is not None:
                self._measure_peer(name, peer)
            del peer
            gc.collect()
        self._measure_alone()
        for one in self._asked:
            verdict = compared(one, self._ours, self._vectors, self._plan.judged_s)
            row = _Tried({}, Timing.of(flat(self._rounds[one.name])), None, verdict)
            self._report.results.append(self._result(one, OURS, self._ours, row, chosen=True))
        if CHANGE in self._plan.cases:
            ms = Timing.of(flat(self._rounds[CHANGE]))
            self._report.results.append(_changed(self._room, OURS, ms, None, exact=True))

    def _measure_alone(self) -> None:
        """Ours, in what it could not run beside anybody."""
        for one in self._asked:
            if one.name not in self._rounds:
                self._rounds[one.name] = in_turns({OURS: one.call(self._ours)}, self._plan.effort)[OURS]
        if CHANGE in self._plan.cases and CHANGE not in self._rounds:
            self._rounds[CHANGE] = in_turns({OURS: self._coming_and_going(self._ours)}, self._plan.effort)[OURS]

    def _coming_and_going(self, peer: Peer) -> Call:
        newcomer = vectors.strangers(self._vectors, 1, self._plan.seed + 7)
        return lambda _: peer.come_and_go(next(self._ids), newcomer)

    def _filled(self, name: str) -> Peer | None:
        """None: not within the budget."""
        plan = self._plan
        peer = load(name)(plan.dim, self._room.size, threads=plan.threads, seed=plan.seed)
        said = time.monotonic()

        def tell(share: float) -> None:
            nonlocal said
            if share == 0 or time.monotonic() - said > 5:
                said = time.monotonic()
                self._say(f"{name}: building, {share:.0%}")

        budget = float("inf") if name == OURS else plan.budget_s
        made: Build = build(peer, self._vectors, budget, say=tell)
        self._report.builds.append(
            Built(
                room=self._room,
                peer=name,
                seconds=made.seconds,
                train_seconds=made.train_seconds,
                memory_bytes=made.memory_bytes,
                done=made.done,
                expected_seconds=made.expected_seconds,
            )
        )
        if made.whole:
            return peer
        self._say(f"{name}: not within {plan.budget_s:g} s, {made.done:.0%} built")
        return None

    def _measure_peer(self, name: str, peer: Peer) -> None:
        chosen: dict[str, Setting] = {}
        for one in self._asked:
            before = chosen.get(one.case.like or "")
            settings = self._settings(peer, one.case) if before is None else [before]
            chosen[one.name] = self._sweep(one, name, peer, settings)
        if CHANGE in self._plan.cases and peer.changes:
            self._change(name, peer)

    def _settings(self, peer: Peer, case: Case) -> list[Setting]:
        """The one of most effort is always among them."""
        all_ = peer.settings(case.at_once)
        return all_ if peer.exact else all_[(len(all_) - 1) % self._plan.stride :: self._plan.stride]

    def _sweep(self, one: Asked, name: str, peer: Peer, settings: Sequence[Setting]) -> Setting:
        """The fastest setting that reaches the case's recall, or the one that comes nearest."""
        tried: list[_Tried] = []
        for setting in settings:
            peer.set(setting)
            self._say(f"{name}: {one.name} {named(setting)}".rstrip())
            verdict = compared(one, peer, self._vectors, self._plan.judged_s)
            rounds = in_turns({OURS: one.call(self._ours), name: one.call(peer)}, self._plan.effort)
            self._rounds.setdefault(one.name, []).extend(rounds[OURS])
            tried.append(_Tried(setting, Timing.of(flat(rounds[name])), times(rounds[name], rounds[OURS]), verdict))
            if verdict.recall >= PERFECT and not peer.exact:
                break
        reach = [row for row in tried if row.verdict.recall >= one.case.target or peer.exact]
        best = min(reach, key=lambda row: row.ms.median) if reach else max(tried, key=lambda row: row.verdict.recall)
        self._report.results.extend(self._result(one, name, peer, row, chosen=row is best) for row in tried)
        return best.setting

    def _result(self, one: Asked, name: str, peer: Peer, row: _Tried, *, chosen: bool) -> Result:
        read = one.must_read if name == OURS else None
        if peer.reads_all:
            read = must_read.plain(self._room.size, self._plan.dim)
        return Result(
            room=self._room,
            case=one.name,
            peer=name,
            setting=named(row.setting),
            ms=row.ms,
            at_once=one.case.at_once,
            times_ours=row.times_ours,
            recall=row.verdict.recall,
            equal_ids=row.verdict.equal_ids,
            score_error=row.verdict.score_error,
            queries=row.verdict.queries,
            must_read_bytes=read,
            exact=peer.exact,
            chosen=chosen,
            reaches=peer.exact or row.verdict.recall >= one.case.target,
        )

    def _change(self, name: str, peer: Peer) -> None:
        self._say(f"{name}: {CHANGE}")
        calls = {OURS: self._coming_and_going(self._ours), name: self._coming_and_going(peer)}
        rounds = in_turns(calls, self._plan.effort)
        self._rounds.setdefault(CHANGE, []).extend(rounds[OURS])
        ms, ratio = Timing.of(flat(rounds[name])), times(rounds[name], rounds[OURS])
        self._report.results.append(_changed(self._room, name, ms, ratio, exact=peer.exact))


def asked(gallery: NDArray[np.float32], cases: Sequence[str], counts: dict[str, int], seed: int) -> Iterator[Asked]:
    """The cases with queries and right answers; queries that two cases share are answered once."""
    made = {kind: getattr(vectors, kind)(gallery, counts[kind], seed) for kind in ("members", "strangers")}
    planes = must_read.Planes(gallery)
    known: dict[tuple[str, int, float], NDArray[np.int64]] = {}
    for name, case in CASES.items():
        if name not in cases:
            continue
        queries = made[case.queries]
        if case.k > 1:
            queries = queries[: max(counts["strangers"], case.at_once)]
        key = (case.queries, case.k, case.min_score)
        if key not in known:
            known[key] = truth.brute_force(gallery, queries, case.k, case.min_score)
        yield Asked(name, case, queries, known[key], _must_read(planes, gallery, queries, known[key], case))


def compared(one: Asked, peer: Peer, gallery: NDArray[np.float32], seconds: float) -> truth.Verdict:
    """Ask all queries at once, or as many as the time allows, and compare."""
    import numpy as np  # noqa: PLC0415

    from zbsec.cli.bench.peers.base import Answers  # noqa: PLC0415

    found: list[Answers] = []
    done, step, started = 0, max(FIRST_ASKED if peer.exact else FIRST_JUDGED, one.case.at_once), time.perf_counter()
    while done < len(one.queries) and (not done or time.perf_counter() - started < seconds):
        found.append(peer.search(one.queries[done : done + step], one.case.k, one.case.min_score))
        done += len(found[-1].ids)
    answers = Answers(np.vstack([each.ids for each in found]), np.vstack([each.scores for each in found]))
    return truth.judge(answers, one.right[:done], gallery, one.queries[:done])


def _must_read(
    planes: must_read.Planes,
    gallery: NDArray[np.float32],
    queries: NDArray[np.float32],
    right: NDArray[np.int64],
    case: Case,
) -> float:
    """The cut-off is the threshold, or the score of the last answer where there are all of them."""
    import numpy as np  # noqa: PLC0415

    last = np.einsum("ij,ij->i", gallery[right[:, -1]], queries)
    cut_offs = np.where(right[:, -1] >= 0, last, np.float32(case.min_score)).astype(np.float32)
    return planes.bytes(queries, cut_offs, case.at_once)


def _share(one: Result, machine: Machine) -> float | None:
    """Of the bandwidth of memory; None where the last cache holds much of what is read."""
    read = one.must_read_bytes
    if read is None or read < 2 * (machine.cache_mb or 0) * 2**20:
        return None
    return read / (one.ms.median / 1000) / (machine.stream_gb_s * 1e9)


def _changed(room: Room, peer: str, ms: Timing, ratio: Timing | None, *, exact: bool) -> Result:
    return Result(
        room=room, case=CHANGE, peer=peer, setting="", ms=ms, at_once=1, times_ours=ratio, recall=None, exact=exact
    )


def _needs_memory(size: int, dim: int) -> None:
    wanted, free = COPIES * 4 * size * dim, available_bytes()
    if wanted > free:
        raise OSError(
            f"{size:,} x {dim} needs about {wanted / 1e9:.1f} GB of memory, {free / 1e9:.1f} GB are free; "
            "take a smaller --size or --dim"
        )
