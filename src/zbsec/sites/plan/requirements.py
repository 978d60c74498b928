"""What an open estate must keep when passages are closed, and what breaks when it does not.

Three things are held: every door's walks to every destination, every building's separate ways in for fire engines, and
the width through which everybody leaves. Where they fail today with every passage open, closing must not make it worse.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

from zbsec._text import two
from zbsec.errors import PlanError
from zbsec.sites.plan.duties import Court, Walk, few_accesses, long_walk, narrow
from zbsec.sites.plan.extra import need
from zbsec.sites.plan.network import Network
from zbsec.sites.plan.routes import Routes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

    from zbsec.sites.plan.duties import Broken
    from zbsec.sites.plan.model import Plan
    from zbsec.sites.plan.network import Node
    from zbsec.sites.plan.routes import Cut
    from zbsec.sites.plan.ways import EnclosureRules, Entrance, Passage

_ROUNDING_M = 1e-6


@dataclass(frozen=True, eq=False)
class Requirements:
    """What must hold, for one plan."""

    network: Network

    @classmethod
    def of(cls, plan: Plan) -> Requirements:
        """:raises PlanError: the plan has no passages, ways or entrances."""
        need("networkx", "scipy")
        if plan.ways is None or not (plan.ways.passages and plan.ways.ways and plan.ways.entrances):
            raise PlanError(
                two(
                    f"{plan.file or plan.name} lacks passages, ways or entrances; draw some of each",
                    f"{plan.file or plan.name} 缺少通道、道路或楼栋出入口；请各画若干",
                )
            )
        return cls(Network(plan, plan.ways))

    @property
    def passages(self) -> tuple[Passage, ...]:
        return self.network.ways.passages

    @property
    def names(self) -> frozenset[str]:
        return frozenset(one.id for one in self.passages)

    @cached_property
    def walks(self) -> tuple[Walk, ...]:
        """Every door to every destination that it reaches today; a walk leaves through one passage."""
        import networkx as nx  # noqa: PLC0415

        net = self.network
        inside = {
            one.id: nx.single_source_dijkstra_path_length(net.walks_inside, net.passages[one.id], weight="length")
            for one in self.passages
            if one.traffic.on_foot
        }
        outside = {
            name: nx.single_source_dijkstra_path_length(net.walks_outside, node, weight="length")
            for name, node in net.destinations.items()
        }
        found = (
            self._walk(door, name, inside, outside[name])
            for door in net.ways.entrances
            if door.households
            for name in net.destinations
        )
        return tuple(walk for walk in found if walk.by_passage)

    @cached_property
    def courts(self) -> tuple[Court, ...]:
        import networkx as nx  # noqa: PLC0415

        net, rules = self.network, self._rules
        found = []
        for nodes in nx.connected_components(net.walks_inside):
            homes = sum(door.households for door in net.ways.entrances if net.doors[door.id] in nodes)
            persons = homes * rules.persons_per_household
            passages = frozenset(name for name, node in net.passages.items() if node in nodes)
            if persons:
                needed = persons / (rules.egress_flow * rules.egress_time_s)
                found.append(Court(passages=passages, persons=persons, needed_m=needed))
        return tuple(found)

    @cached_property
    def accesses_today(self) -> Mapping[str, int]:
        """By building: the separate ways in for fire engines with every passage open, up to the number required."""
        return {name: self.accesses(name, self.names) for name in self.buildings}

    @cached_property
    def buildings(self) -> Mapping[str, frozenset[Node]]:
        """By building: where fire engines can stand to reach one of its doors."""
        found: dict[str, frozenset[Node]] = {}
        for door in self.network.ways.entrances:
            found[door.building] = found.get(door.building, frozenset()) | self.network.lanes_at(door)
        return found

    def accesses(self, building: str, open_now: Set[str]) -> int:
        """How many routes that share no junction lead fire engines to a building, up to the number required."""
        return min(self.cut(building, open_now).routes, self._rules.emergency_accesses)

    def cut(self, building: str, open_now: Set[str]) -> Cut:
        """The same, and why there are no more."""
        return self._routes.cut(self.buildings[building], open_now)

    def broken(self, open_now: Set[str]) -> tuple[Broken, ...]:
        """Everything that does not hold with these passages open."""
        return (*self._cut_off(open_now), *self._long_walks(open_now), *self._too_narrow(open_now))

    def deficits(self) -> tuple[Broken, ...]:
        """What falls short today already, with every passage open. Closing cannot mend it."""
        asked = self._rules.emergency_accesses
        accesses = (few_accesses(name, got, asked) for name, got in self.accesses_today.items() if got < asked)
        widths = (
            narrow(court, width) for court in self.courts if (width := self._width(court, self.names)) < court.needed_m
        )
        return (*accesses, *widths)

    def _long_walks(self, open_now: Set[str]) -> Iterator[Broken]:
        for walk in self.walks:
            length = walk.through(open_now)
            if length > walk.limit_m + _ROUNDING_M:
                yield long_walk(walk, length)

    def _cut_off(self, open_now: Set[str]) -> Iterator[Broken]:
        for building, today in self.accesses_today.items():
            found = self.accesses(building, open_now)
            if found < today:
                yield few_accesses(building, found, today)

    def _too_narrow(self, open_now: Set[str]) -> Iterator[Broken]:
        for court in self.courts:
            width = self._width(court, open_now)
            if width < min(court.needed_m, self._width(court, self.names)) - _ROUNDING_M:
                yield narrow(court, width)

    def _width(self, court: Court, open_now: Set[str]) -> float:
        return sum(one.width_m for one in self.passages if one.id in court.passages & open_now)

    def _walk(
        self,
        door: Entrance,
        destination: str,
        inside: Mapping[str, Mapping[Node, float]],
        outside: Mapping[Node, float],
    ) -> Walk:
        net = self.network
        home = net.doors[door.id]
        lengths = {
            name: way[home] + outside[net.passages[name]]
            for name, way in inside.items()
            if home in way and net.passages[name] in outside
        }
        today = min(lengths.values(), default=inf)
        return Walk(
            entrance=door.id,
            households=door.households,
            destination=destination,
            today_m=today,
            limit_m=today + self._rules.max_detour_m,
            by_passage=lengths,
        )

    @property
    def _rules(self) -> EnclosureRules:
        return self.network.ways.rules

    @cached_property
    def _routes(self) -> Routes:
        return Routes(self.network)
