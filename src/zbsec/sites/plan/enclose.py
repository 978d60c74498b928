"""``enclose``: which passages of an open estate to close, so that the fewest stay open and nobody is cut off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zbsec.sites.plan.faults import two
from zbsec.sites.plan.requirements import Requirements
from zbsec.sites.plan.solver import Rows, solve
from zbsec.sites.plan.votes import Standing, decide

if TYPE_CHECKING:
    from collections.abc import Iterator, Set
    from datetime import date

    from zbsec.sites.plan.duties import Broken, Walk
    from zbsec.sites.plan.model import Plan
    from zbsec.sites.plan.votes import Decision
    from zbsec.sites.plan.ways import Passage
    from zbsec.sites.text import Lang, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A passage that stays open, and why."""

    passage: Passage
    may_close: bool
    """Whether another selection could close it; False: it may not be closed at all."""
    reasons: tuple[Text, ...]
    """What would break, law first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detour:
    """What the closing does to one household's walk."""

    walk: Walk
    length_m: float

    @property
    def longer_m(self) -> float:
        return self.length_m - self.walk.today_m


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A selection of passages to close. By itself it decides nothing: see ``standing``."""

    plan: Plan
    kept: tuple[Kept, ...]
    closed: tuple[Passage, ...]
    detours: tuple[Detour, ...]
    """Every door's walk to every destination; the longest detour first."""
    deficits: tuple[Broken, ...]
    """What falls short today already; closing does not make it worse and cannot mend it."""
    decision: Decision

    @property
    def standing(self) -> Standing:
        """Only an owners' vote in evidence, on an estate without deficits, is more than a proposal."""
        return Standing.PROPOSAL if self.deficits else self.decision.standing

    @property
    def cost(self) -> int:
        """Of closing and of keeping, in yuan."""
        return sum(one.close_cost for one in self.closed) + sum(one.passage.keep_cost for one in self.kept)

    def to_dict(self) -> dict[str, Any]:
        from zbsec.sites.plan.facts import enclosure_facts  # noqa: PLC0415

        return enclosure_facts(self)

    def to_json(self) -> str:
        """Canonical JSON."""
        from zbsec.sites.plan.facts import as_json  # noqa: PLC0415

        return as_json(self.to_dict())

    def to_text(self, *, lang: Lang = "en") -> str:
        """For a terminal."""
        from zbsec.sites.plan.told import enclosure_text  # noqa: PLC0415

        return enclosure_text(self, lang)

    def to_svg(self, *, lang: Lang = "en") -> str:
        """The plan before and after as one SVG element, to stand in an HTML report."""
        from zbsec.sites.plan.draw import svg  # noqa: PLC0415

        return svg(self, lang=lang)


def enclose(plan: Plan, *, on: date | None = None) -> Enclosure:
    """The selection that leaves the fewest passages open, of those the cheapest.

    Exact: an integer program whose demands on routes are added as they are found broken. ``on`` is today, against which
    the date of the vote is held.

    :raises PlanError: the plan has no passages, ways or entrances.
    """
    requirements = Requirements.of(plan)
    open_now = _fewest(requirements)
    detours = (Detour(walk=walk, length_m=walk.through(open_now)) for walk in requirements.walks)
    return Enclosure(
        plan=plan,
        kept=tuple(_kept(requirements, one, open_now) for one in requirements.passages if one.id in open_now),
        closed=tuple(one for one in requirements.passages if one.id not in open_now),
        detours=tuple(sorted(detours, key=lambda one: -one.longer_m)),
        deficits=requirements.deficits(),
        decision=decide(plan.ways.vote if plan.ways else None, on=on),
    )


def by_law(passage: Passage) -> tuple[Text, ...]:
    """Why a passage may not be closed whatever the network says."""
    found = []
    if passage.fire_exit:
        found.append(
            two(
                "an escape exit or fire lane must not be closed (Fire Protection Law 28)",
                "疏散通道、安全出口、消防车通道不得封闭（消防法第28条）",
            )
        )
    if passage.public_road:
        found.append(
            two(
                "a public road is not the owners' to close (Civil Code 274)",
                "城镇公共道路不属业主共有，不得自行封闭（民法典第274条）",
            )
        )
    if passage.keep:
        found.append(two(f"stated in the plan: {passage.keep}", f"规划图载明：{passage.keep}"))
    return tuple(found)


def _fewest(requirements: Requirements) -> frozenset[str]:
    """First the least number that stay open, then the least cost at that number."""
    demands = list(_demands(requirements))
    count = np.ones(len(requirements.passages))
    fewest = _feasible(requirements, count, demands)
    costs = np.array([one.keep_cost - one.close_cost for one in requirements.passages], dtype=np.float64)
    demands.append(Rows(count[None, :], 0.0, float(len(fewest))))
    return _feasible(requirements, costs, demands)


def _feasible(
    requirements: Requirements, cost: np.ndarray[Any, np.dtype[np.float64]], demands: list[Rows]
) -> frozenset[str]:
    """The best selection that all routes agree to; demands that it broke on the way stay in ``demands``."""
    names = [one.id for one in requirements.passages]
    while True:
        answer = solve(cost, demands)
        assert answer is not None, "everything open meets every demand"
        open_now = frozenset(name for name, value in zip(names, answer.values, strict=True) if value > 0.5)
        more = list(_more_routes(requirements, open_now))
        if not more:
            return open_now
        demands += more


def _demands(requirements: Requirements) -> Iterator[Rows]:
    """What can be said without trying: law, walks, width."""
    passages = requirements.passages
    yield Rows(np.eye(len(passages)), np.array([float(bool(by_law(one))) for one in passages]))
    for walk in requirements.walks:
        fits = frozenset(name for name, length in walk.by_passage.items() if length <= walk.limit_m + 1e-6)
        yield _at_least(requirements, fits, 1.0)
    for court in requirements.courts:
        widths = np.array([one.width_m if one.id in court.passages else 0.0 for one in passages])
        yield Rows(widths[None, :], min(court.needed_m, float(widths.sum())))


def _more_routes(requirements: Requirements, open_now: Set[str]) -> Iterator[Rows]:
    """For every building with too few routes for fire engines: the cut that says which passages would help."""
    for building, asked in requirements.accesses_today.items():
        cut = requirements.cut(building, open_now)
        if cut.routes < asked:
            yield _at_least(requirements, cut.passages, float(asked - cut.junctions))


def _at_least(requirements: Requirements, names: Set[str], number: float) -> Rows:
    return Rows(np.array([[float(one.id in names) for one in requirements.passages]]), number)


def _kept(requirements: Requirements, passage: Passage, open_now: Set[str]) -> Kept:
    law = by_law(passage)
    alone = requirements.broken(requirements.names - {passage.id})
    here = alone or requirements.broken(open_now - {passage.id})
    return Kept(passage=passage, may_close=not (law or alone), reasons=law + tuple(one.message for one in here))
