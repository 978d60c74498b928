"""One run: look at every picture, compare all of them, and read off what the data allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zbsec.cli.bench.faces.curve import measure as measure_curve
from zbsec.cli.bench.faces.groups import by_group
from zbsec.cli.bench.faces.identify import identify, most_members
from zbsec.cli.bench.faces.pairs import compare
from zbsec.cli.bench.faces.people import portraits
from zbsec.cli.bench.faces.roles import gate
from zbsec.cli.bench.faces.thresholds import impostor_curve, thresholds
from zbsec.cli.bench.faces.vectors import look
from zbsec.faces.impostors import curve_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zbsec.cli.bench.faces import Plan
    from zbsec.cli.bench.faces.curve import Curve
    from zbsec.cli.bench.faces.groups import Groups
    from zbsec.cli.bench.faces.identify import Identification
    from zbsec.cli.bench.faces.pairs import Pairs
    from zbsec.cli.bench.faces.roles import Gate
    from zbsec.cli.bench.faces.thresholds import Thresholds
    from zbsec.cli.bench.faces.vectors import Seen
    from zbsec.faces import Backend


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Results:
    """Everything of one run."""

    backend: str
    min_score: float
    seen: Seen
    pairs: Pairs
    everybody: Curve
    groups: Groups
    gate: Gate | None
    identifications: list[Identification]
    thresholds: Thresholds


def measure(plan: Plan, backend: Backend, say: Callable[[str], None]) -> Results:
    """Everything that a folder allows to say of a backend.

    :raises ImageError: the folder cannot be used, see ``portraits``, or not one face is found in it.
    """
    seen = look(portraits(plan.folder, plan.groups), backend, say)
    rng = np.random.default_rng(plan.seed)
    say("comparing")
    pairs = compare(seen, rng)
    shipped = curve_of(backend)
    asked = [score for score, _ in shipped.points] if shipped else []

    def curve(some: Pairs, scores: Sequence[float]) -> Curve:
        say(f"errors of {len(some.impostor):,} impostor pairs, people drawn again {plan.resamples} times")
        return measure_curve(some, backend.min_score, scores, rng, plan.resamples)

    everybody = curve(pairs, asked)
    groups = by_group(seen, pairs, everybody, asked, curve)
    worst = groups.worst
    whose = ("", everybody, everybody.scores)
    if worst:
        whose = (worst.name, worst.curve, worst.curve.scores[1:])
    return Results(
        backend=backend.name,
        min_score=backend.min_score,
        seen=seen,
        pairs=pairs,
        everybody=everybody,
        groups=groups,
        gate=gate(seen, backend.min_score),
        identifications=identify(
            seen,
            pairs,
            impostor_curve(everybody),
            sizes(plan.galleries, seen),
            own_score=backend.min_score,
            rng=rng,
            say=say,
        ),
        thresholds=thresholds(*whose, shipped),
    )


def sizes(asked: Sequence[int], seen: Seen) -> list[int]:
    """Those asked for, and half of the people, which can always be measured where there are enough."""
    half = len(seen.people) // 2
    return sorted({*asked, half} if 0 < half <= most_members(seen) else set(asked))
