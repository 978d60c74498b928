"""Strangers within each labelled group, at one score: whom does the model serve worst?

A group's pairs are fewer than everybody's, so groups are compared at the lowest rate that every one of them can show.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zbsec.cli.bench.faces import LEAST
from zbsec.cli.bench.faces.curve import measurable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zbsec.cli.bench.faces.curve import Curve
    from zbsec.cli.bench.faces.pairs import Pairs
    from zbsec.cli.bench.faces.vectors import Seen

HIGHEST = 0.1
"""A rate that a group must be able to show."""
FEWEST_PAIRS = round(LEAST / HIGHEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People of one group among themselves."""

    name: str
    pictures: int
    curve: Curve
    """Its ``scores`` begin with the one at which groups are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """All that were labelled."""

    groups: list[Group]
    small: list[str]
    """With fewer than ``FEWEST_PAIRS`` pairs of two people."""
    score: float
    """At which they are compared."""
    rate: float
    """Everybody's false match rate there."""

    @property
    def worst(self) -> Group | None:
        """The highest false match rate; None: no group is known."""
        return max(self.groups, key=_rate, default=None)

    @property
    def beyond_chance(self) -> bool:
        """The worst group's interval lies above everybody's rate."""
        there = self.worst.curve.scores[0].fmr if self.worst else None
        return there is not None and there.low > self.rate


def by_group(
    seen: Seen,
    pairs: Pairs,
    everybody: Curve,
    asked: Sequence[float],
    curve: Callable[[Pairs, Sequence[float]], Curve],
) -> Groups:
    """Every group with pairs enough.

    :param asked: more scores to look at.
    :param curve: of some pairs, at scores.
    """
    members = {name: np.array([group == name for group in seen.groups]) for name in sorted(set(seen.groups) - {""})}
    within = {name: pairs.within(these) for name, these in members.items()}
    large = {name: some for name, some in within.items() if measurable(HIGHEST, len(some.impostor))}
    fewest = min((len(some.impostor) for some in large.values()), default=len(pairs.impostor))
    score, rate = min(
        ((one.score.value, one.rate) for one in everybody.ladder if one.score and measurable(one.rate, fewest)),
        key=lambda one: one[1],
        default=(1.0, 0.0),
    )
    return Groups(
        groups=[
            Group(name=name, pictures=int(members[name][seen.person].sum()), curve=curve(some, [score, *asked]))
            for name, some in large.items()
        ],
        small=sorted(within.keys() - large.keys()),
        score=score,
        rate=rate,
    )


def _rate(group: Group) -> float:
    there = group.curve.scores[0].fmr
    return there.value if there else -1.0
