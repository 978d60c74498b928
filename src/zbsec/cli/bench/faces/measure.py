"""One run: look at every picture, compare all of them, and read off what the data allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zbsec.cli.bench.faces.curve import measure as measure_curve
from zbsec.cli.bench.faces.identify import identify, most_members
from zbsec.cli.bench.faces.pairs import compare
from zbsec.cli.bench.faces.people import portraits
from zbsec.cli.bench.faces.roles import gate
from zbsec.cli.bench.faces.thresholds import impostor_curve, thresholds
from zbsec.cli.bench.faces.vectors import look
from zbsec.faces.impostors import curve_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from zbsec.cli.bench.faces import Plan
    from zbsec.cli.bench.faces.curve import Curve
    from zbsec.cli.bench.faces.identify import Identification
    from zbsec.cli.bench.faces.pairs import Pairs
    from zbsec.cli.bench.faces.roles import Gate
    from zbsec.cli.bench.faces.thresholds import Thresholds
    from zbsec.cli.bench.faces.vectors import Seen
    from zbsec.faces import Backend

FEWEST = 5
"""People whom a group must have to have a curve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People of one group among themselves."""

    name: str
    pictures: int
    curve: Curve
    """Its ``scores`` begin with everybody's score at the lowest rate that can be measured for everybody."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Results:
    """Everything of one run."""

    backend: str
    min_score: float
    seen: Seen
    pairs: Pairs
    everybody: Curve
    groups: list[Group]
    common: tuple[float, float] | None
    """Score and false match rate at which groups are compared; None: no rate is measurable."""
    worst: Group | None
    """Highest false match rate there; None: no group is known."""
    worse_than_all: bool
    """Its interval lies above everybody's rate."""
    small: list[str]
    """Groups with fewer than ``FEWEST`` people."""
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
        return measure_curve(some, backend.min_score, scores, rng, plan.resamples)

    everybody = curve(pairs, asked)
    common = lowest(everybody)
    groups, small = [], []
    for name in sorted(set(seen.groups) - {""}):
        members = np.array([group == name for group in seen.groups])
        if members.sum() < FEWEST:
            small.append(name)
            continue
        say(f"group {name}")
        scores = [*([common[0]] if common else []), *asked]
        groups.append(Group(name=name, pictures=_pictures(seen, members), curve=curve(pairs.within(members), scores)))
    worst = max(groups, key=_rate, default=None) if common else None
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
        common=common,
        worst=worst,
        worse_than_all=bool(worst and common and (at := worst.curve.scores[0].fmr) and at.low > common[1]),
        small=small,
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


def lowest(curve: Curve) -> tuple[float, float] | None:
    """Score and rate of the lowest false match rate of a curve that can be measured."""
    at = [(one.score.value, one.rate) for one in (*curve.ladder, *curve.points) if one.score]
    return min(at, key=lambda one: one[1], default=None)


def sizes(asked: Sequence[int], seen: Seen) -> list[int]:
    """Those asked for, and half of the people, which can always be measured where there are enough."""
    half = len(seen.people) // 2
    return sorted({*asked, half} if 0 < half <= most_members(seen) else set(asked))


def _rate(group: Group) -> float:
    at = group.curve.scores[0].fmr if group.curve.scores else None
    return at.value if at else -1.0


def _pictures(seen: Seen, members: NDArray[np.bool_]) -> int:
    return int(members[seen.person].sum())
