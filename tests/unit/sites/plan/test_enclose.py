"""Closing passages: against every selection tried one by one, and against the law."""

from __future__ import annotations

import functools
import itertools
import json
import math
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.sites.plan.conftest import edge, feature, ground, loaded

from zbsec.errors import PlanError
from zbsec.sites.plan import Duty, Enclosure, Matter, Plan, Standing, Vote, enclose
from zbsec.sites.plan.network import Network
from zbsec.sites.plan.requirements import Requirements
from zbsec.sites.plan.votes import decide

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 26)
VOTE = Vote(
    matter=Matter.COMMON_PARTS,
    owners=300,
    area_m2=27_000,
    owners_voting=200,
    area_voting_m2=18_000,
    owners_for=150,
    area_for_m2=13_500,
    held_on=date(2026, 10, 1),
    ref="minutes 2026-3",
)


def line(*points: tuple[float, float]) -> tuple[str, Any]:
    return "LineString", [list(point) for point in points]


def gate(name: str, x: float, y: float, **facts: Any) -> dict[str, Any]:
    return feature("passage", ("Point", [x, y]), id=name, **({"width_m": 6, "traffic": "both"} | facts))


def door(name: str, x: float, y: float, **facts: Any) -> dict[str, Any]:
    return feature("entrance", ("Point", [x, y]), id=name, **({"building": name, "households": 10} | facts))


def way(name: str, *points: tuple[float, float], width: float = 6) -> dict[str, Any]:
    return feature("way", line(*points), id=name, width_m=width)


def cross(**rules: Any) -> list[dict[str, Any]]:
    """Two roads cross inside a square of 100 m and leave on all four sides; a street runs around it."""
    return [
        edge(),
        way("street", (-10, -10), (110, -10), (110, 110), (-10, 110), (-10, -10)),
        way("east-west", (-10, 50), (110, 50)),
        way("north-south", (50, -10), (50, 110)),
        gate("W", 0, 50),
        gate("E", 100, 50),
        gate("S", 50, 0),
        gate("N", 50, 100),
        door("1", 30, 50),
        feature("destination", ("Point", [110, 50]), id="bus stop"),
        feature("enclosure", None, **({"max_detour_m": 1000, "emergency_accesses": 1} | rules)),
    ]


def names(found: Enclosure) -> set[str]:
    return {one.passage.id for one in found.kept}


def test_one_passage_is_enough_where_nothing_asks_for_two(tmp_path: Path) -> None:
    assert len(enclose(loaded(tmp_path, *cross())).kept) == 1


def test_a_detour_limit_keeps_the_near_passage(tmp_path: Path) -> None:
    """To the bus stop: 80 m by the east; by the south 20 + 50 + 10, then 60 + 60 round the corner."""
    found = enclose(loaded(tmp_path, *cross(max_detour_m=50)))
    assert names(found) == {"E"}
    (kept,) = found.kept
    assert not kept.may_close
    assert "200 m to bus stop instead of 80 m; 130 m is the limit" in kept.reasons[0].en
    assert found.detours[0].longer_m == 0
    assert len(enclose(loaded(tmp_path, *cross(max_detour_m=120))).kept) == 1


def test_fire_engines_keep_two_separate_ways_in(tmp_path: Path) -> None:
    found = enclose(loaded(tmp_path, *cross(emergency_accesses=2)))
    assert len(found.kept) == 2
    assert "W" in names(found)  # the door lies west of the crossing: every other pair meets there
    assert not next(one for one in found.kept if one.passage.id == "W").may_close


def test_a_cut_says_which_passages_would_help(tmp_path: Path) -> None:
    requirements = Requirements.of(loaded(tmp_path, *cross(emergency_accesses=2)))
    nothing = requirements.cut("1", frozenset())
    assert (nothing.routes, nothing.junctions) == (0, 0)
    assert nothing.passages == requirements.names
    east = requirements.cut("1", frozenset({"E"}))
    assert (east.routes, east.junctions, east.passages) == (1, 1, {"W"})
    assert requirements.cut("1", frozenset({"E", "N", "S"})).routes == 1
    assert requirements.cut("1", frozenset({"E", "W"})).routes == 2


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"fire_exit": True}, "Fire Protection Law 28"),
        ({"public_road": True}, "Civil Code 274"),
        ({"keep": "right of way of the school"}, "right of way of the school"),
    ],
)
def test_what_the_law_keeps_open_stays_open(tmp_path: Path, facts: dict[str, Any], why: str) -> None:
    features = [gate("N", 50, 100, **facts) if one["properties"].get("id") == "N" else one for one in cross()]
    (kept,) = enclose(loaded(tmp_path, *features)).kept
    assert (kept.passage.id, kept.may_close) == ("N", False)
    assert why in kept.reasons[0].en


@pytest.mark.parametrize("facts", [{"width_m": 3.9}, {"clear_height_m": 3.5}, {"traffic": "pedestrian"}])
def test_a_fire_engine_needs_four_metres_and_a_way_for_vehicles(tmp_path: Path, facts: dict[str, Any]) -> None:
    spoiled = {"W", "S", "N"}
    features = [
        {**one, "properties": one["properties"] | facts} if one["properties"].get("id") in spoiled else one
        for one in cross()
    ]
    assert names(enclose(loaded(tmp_path, *features))) == {"E"}


def test_everybody_must_be_able_to_leave(tmp_path: Path) -> None:
    """1000 households, 2620 people, 0.8 a metre and second for 200 s: 16.4 m, three gates of 6 m."""
    features = [
        door("1", 30, 50, households=1000) if one["properties"]["kind"] == "entrance" else one
        for one in cross(egress_time_s=200)
    ]
    found = enclose(loaded(tmp_path, *features))
    assert len(found.kept) == 3
    assert "2620 people need 16.4 m" in found.kept[0].reasons[-1].en


def test_of_equally_few_the_cheapest_stays(tmp_path: Path) -> None:
    features = [
        {**one, "properties": one["properties"] | {"keep_cost": 50, "close_cost": 5}}
        if one["properties"]["kind"] == "passage"
        else one
        for one in cross()
    ]
    features = [
        gate("S", 50, 0, keep_cost=20, close_cost=9) if one["properties"].get("id") == "S" else one for one in features
    ]
    found = enclose(loaded(tmp_path, *features))
    assert names(found) == {"S"}
    assert found.cost == 20 + 3 * 5


def test_what_fails_today_is_said_and_not_made_worse(tmp_path: Path) -> None:
    """One road in only: the second access is missing already, and the one there is stays."""
    features = [
        edge(),
        way("street", (-10, 50), (-10, 90)),
        way("road", (-10, 50), (60, 50)),
        gate("W", 0, 50),
        door("7", 60, 50),
        feature("destination", ("Point", [-10, 90]), id="bus stop"),
    ]
    found = enclose(loaded(tmp_path, *features, vote()))
    assert names(found) == {"W"}
    (deficit,) = found.deficits
    assert deficit.duty is Duty.EMERGENCY
    assert "building 7: fire engines have 1 separate way in, 2 needed" in deficit.message.en
    assert found.decision.standing is Standing.DECIDED
    assert found.standing is Standing.PROPOSAL


def vote(**facts: Any) -> dict[str, Any]:
    said = {name: getattr(VOTE, name) for name in Vote.__dataclass_fields__}
    return feature("vote", None, **(said | {"matter": "8", "held_on": "2026-10-01"} | facts))


def test_without_a_vote_it_is_a_proposal_not_to_be_built(tmp_path: Path) -> None:
    found = enclose(loaded(tmp_path, *cross()), on=TODAY)
    assert found.standing is Standing.PROPOSAL
    assert found.standing.en == "proposal, not to be built"
    assert "not to be built" in found.to_text()
    assert "不得实施" in found.to_text(lang="zh")
    decided = enclose(loaded(tmp_path, *cross(), vote()), on=TODAY)
    assert decided.standing is Standing.DECIDED
    assert decided.decision.reasons == ()


@pytest.mark.parametrize(
    "spoiled",
    [
        {"owners_voting": 199, "owners_for": 199},
        {"area_voting_m2": 17_999, "area_for_m2": 17_000},
        {"owners_for": 149},
        {"area_for_m2": 13_499},
        {"matter": Matter.FUND_USE},
        {"matter": Matter.FUND_RAISING},
        {"held_on": date(2026, 11, 27)},
        {"owners_voting": 0, "owners_for": 0},
    ],
)
def test_each_majority_of_article_278_counts(spoiled: dict[str, Any]) -> None:
    assert decide(VOTE, on=TODAY).standing is Standing.DECIDED
    assert decide(replace(VOTE, **spoiled), on=TODAY).standing is Standing.PROPOSAL


def test_a_plan_without_ways_is_told_so() -> None:
    with pytest.raises(PlanError, match="lacks passages, ways or entrances"):
        enclose(ground())


def test_json_and_pictures_of_a_result(tmp_path: Path) -> None:
    found = enclose(loaded(tmp_path, *cross(max_detour_m=50)))
    facts = json.loads(found.to_json())
    assert facts["closed"] == ["W", "S", "N"]
    assert facts["standing"]["id"] == "proposal"
    assert facts["kept"][0]["may_close"] is False


spot = st.tuples(st.integers(1, 9), st.integers(1, 9)).map(lambda at: (at[0] * 10.0, at[1] * 10.0))


@st.composite
def estates(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A square with up to eight gates, each with its lane to a random spot, and lanes between the spots."""
    spots = draw(st.lists(spot, min_size=2, max_size=4, unique=True))
    sides = [
        (0.0, 20.0),
        (0.0, 70.0),
        (100.0, 30.0),
        (100.0, 80.0),
        (40.0, 0.0),
        (80.0, 0.0),
        (30.0, 100.0),
        (60.0, 100.0),
    ]
    gates = draw(st.lists(st.sampled_from(sides), min_size=1, max_size=7, unique=True))
    features = [edge(), way("street", (-10, -10), (110, -10), (110, 110), (-10, 110), (-10, -10), width=8)]
    for number, (x, y) in enumerate(gates):
        outside = (-10.0 if x == 0 else 110.0 if x == 100 else x, -10.0 if y == 0 else 110.0 if y == 100 else y)
        inner = draw(st.sampled_from(spots))
        width = draw(st.sampled_from([2.0, 4.0, 6.0]))
        facts = {"width_m": width, "traffic": draw(st.sampled_from(["both", "pedestrian", "vehicle"]))}
        features.append(
            gate(f"g{number}", x, y, **facts, keep_cost=draw(st.integers(0, 3)), close_cost=draw(st.integers(0, 3)))
        )
        features += [way(f"o{number}", outside, (x, y), width=6), way(f"i{number}", (x, y), inner, width=6)]
    pairs = draw(st.lists(st.sampled_from(list(itertools.combinations(spots, 2))), max_size=4, unique=True))
    features += [way(f"s{number}", *pair, width=draw(st.sampled_from([3.0, 5.0]))) for number, pair in enumerate(pairs)]
    used = [
        one
        for one in spots
        if any(
            [*one] in feature["geometry"]["coordinates"]
            for feature in features
            if feature["properties"]["kind"] == "way"
        )
    ]
    features += [door(f"d{number}", *at, households=draw(st.integers(1, 400))) for number, at in enumerate(used)]
    features.append(feature("destination", ("Point", [110, 110]), id="school"))
    features.append(
        feature(
            "enclosure",
            None,
            max_detour_m=draw(st.sampled_from([0, 60, 150, 1000])),
            emergency_accesses=draw(st.integers(1, 2)),
            egress_time_s=60,
        )
    )
    return features


class Oracle:
    """What a selection gives, on graphs in which the closed passages are missing."""

    def __init__(self, plan: Plan) -> None:
        self.net = Network(plan, plan.ways)
        self.routes = functools.cache(self._routes)

    def holds(self, open_now: frozenset[str]) -> dict[str, Any]:
        routes = self.routes(self.net.for_engines & open_now)
        return {"walks": self._walks(open_now), "routes": routes, "widths": self._widths(open_now)}

    def _walks(self, open_now: frozenset[str]) -> dict[tuple[str, str], float]:
        """Out through an open passage and never in again: two layers with one-way passages between them."""
        net, layers = self.net, nx.DiGraph()
        for layer, graph in (("in", net.walks_inside), ("out", net.walks_outside)):
            layers.add_nodes_from((layer, node) for node in graph.nodes)
            for here, there, length in graph.edges(data="length"):
                layers.add_edge((layer, here), (layer, there), length=length)
                layers.add_edge((layer, there), (layer, here), length=length)
        for one in net.ways.passages:
            if one.id in open_now and one.traffic.on_foot:
                layers.add_edge(("in", net.passages[one.id]), ("out", net.passages[one.id]), length=0.0)
        walks = {}
        for name, door in net.doors.items():
            reach = nx.single_source_dijkstra_path_length(layers, ("in", door), weight="length")
            walks |= {(name, to): reach.get(("out", node), math.inf) for to, node in net.destinations.items()}
        return walks

    def _routes(self, open_now: frozenset[str]) -> dict[str, int]:
        """By Menger, on the plain graph: networkx counts the routes without common junctions."""
        lanes, counts = self.net.lanes.copy(), {}
        lanes.add_nodes_from(["street", "door"])
        lanes.add_edges_from((self.net.passages[name], "street") for name in open_now)
        for entrance in self.net.ways.entrances:
            lanes.add_edges_from(("door", node) for node in self.net.lanes_at(entrance))
            count = nx.connectivity.local_node_connectivity(lanes, "door", "street")
            counts[entrance.building] = min(count, self.net.ways.rules.emergency_accesses)
            lanes.remove_edges_from(list(lanes.edges("door")))
        return counts

    def _widths(self, open_now: frozenset[str]) -> dict[int, tuple[float, float]]:
        widths = {}
        for nodes in nx.connected_components(self.net.walks_inside):
            inside = [one for one in self.net.ways.passages if self.net.passages[one.id] in nodes]
            homes = sum(one.households for one in self.net.ways.entrances if self.net.doors[one.id] in nodes)
            if homes:
                width = sum(one.width_m for one in inside if one.id in open_now)
                widths[min(nodes)] = (width, homes * 2.62 / (0.8 * 60))
        return widths


def allowed(plan: Plan, now: dict[str, Any], today: dict[str, Any]) -> bool:
    detour = plan.ways.rules.max_detour_m
    walks = all(now["walks"][one] <= length + detour + 1e-6 for one, length in today["walks"].items())
    routes = all(now["routes"][one] >= count for one, count in today["routes"].items())
    widths = all(now["widths"][one][0] >= min(width, needed) - 1e-6 for one, (width, needed) in today["widths"].items())
    return walks and routes and widths


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(estates())
def test_the_answer_is_that_of_trying_every_selection(tmp_path: Path, features: list[dict[str, Any]]) -> None:
    plan = loaded(tmp_path, *features)
    oracle, gates = Oracle(plan), plan.ways.passages
    everything = frozenset(one.id for one in gates)
    today = oracle.holds(everything)
    best = min(
        (len(chosen), sum(one.keep_cost if one.id in chosen else one.close_cost for one in gates))
        for count in range(len(gates) + 1)
        for chosen in map(frozenset, itertools.combinations([one.id for one in gates], count))
        if allowed(plan, oracle.holds(chosen), today)
    )
    found = enclose(plan)
    assert allowed(plan, oracle.holds(frozenset(names(found))), today)
    assert (len(found.kept), found.cost) == best
    for kept in found.kept:
        alone = allowed(plan, oracle.holds(everything - {kept.passage.id}), today)
        assert kept.may_close == alone
        assert kept.reasons
