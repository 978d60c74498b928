"""Times of two or more calls taken in turns, so that a noisy neighbour disturbs all of them alike."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Call = Callable[[int], object]
    """Runs once; the argument counts its runs, so that it may ask something else each time."""

SLICE_S = 0.01
"""A call shorter than this runs several times before the others have their turn: they empty its caches."""
MOST_RUNS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long to measure."""

    seconds: float
    """Of all calls of one measurement together."""
    rounds: int
    """At least."""
    most_s: float
    """But no further round after that many seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Milliseconds of one run, or a multiple of another call."""

    median: float
    p10: float
    p90: float
    runs: int

    @classmethod
    def of(cls, samples: Sequence[float]) -> Timing:
        import numpy as np  # noqa: PLC0415

        p10, median, p90 = (float(value) for value in np.percentile(samples, [10, 50, 90]))
        return cls(median=median, p10=p10, p90=p90, runs=len(samples))


def in_turns(calls: Mapping[str, Call], effort: Effort) -> dict[str, list[list[float]]]:
    """Milliseconds of every run, by call and round. Each call first runs unmeasured."""
    slices = {name: _runs_of_a_slice(call) for name, call in calls.items()}
    counts = dict.fromkeys(calls, 0)
    rounds: dict[str, list[list[float]]] = {name: [] for name in calls}
    started = time.perf_counter()
    order = list(calls)
    while _goes_on(len(rounds[order[0]]), time.perf_counter() - started, effort):
        for name in order:
            samples = []
            for _ in range(slices[name]):
                before = time.perf_counter()
                calls[name](counts[name])
                samples.append(1000 * (time.perf_counter() - before))
                counts[name] += 1
            rounds[name].append(samples)
        order.reverse()
    return rounds


def flat(rounds: Sequence[Sequence[float]]) -> list[float]:
    return [sample for samples in rounds for sample in samples]


def times(others: Sequence[Sequence[float]], ours: Sequence[Sequence[float]]) -> Timing:
    """How many times as long as ours another call took: round by round, each round by its median."""
    pairs = zip(others, ours, strict=True)
    return Timing.of([statistics.median(other) / statistics.median(our) for other, our in pairs])


def _goes_on(rounds: int, seconds: float, effort: Effort) -> bool:
    if not rounds:
        return True
    return seconds < effort.most_s and (rounds < effort.rounds or seconds < effort.seconds)


def _runs_of_a_slice(call: Call) -> int:
    """Warms up as well; what takes long at first is not tried twice."""
    seconds = _seconds(call)
    if seconds < SLICE_S:
        seconds = _seconds(call)
    return max(1, min(MOST_RUNS, int(SLICE_S / max(seconds, 1e-9))))


def _seconds(call: Call) -> float:
    started = time.perf_counter()
    call(0)
    return time.perf_counter() - started
