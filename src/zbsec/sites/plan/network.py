"""The ways of a plan as graphs: where people walk inside and outside, and where fire engines drive."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx as nx
    from shapely import LineString

    from zbsec.sites.plan.model import Plan
    from zbsec.sites.plan.ways import Destination, EnclosureRules, Entrance, Passage, Point, Way, Ways

    Node: TypeAlias = int

SNAP_M = 1.0
"""How close two ends must be drawn to be one place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a way between two nodes."""

    way: Way
    line: LineString
    ends: tuple[Node, Node]
    inside: bool


@dataclass(frozen=True, eq=False)
class Network:
    """Ways, passages, doors and destinations of one plan, joined where they meet."""

    plan: Plan
    ways: Ways

    @cached_property
    def walks_inside(self) -> nx.Graph[Node]:
        return self._graph([piece for piece in self._pieces if piece.inside])

    @cached_property
    def walks_outside(self) -> nx.Graph[Node]:
        return self._graph([piece for piece in self._pieces if not piece.inside])

    @cached_property
    def lanes(self) -> nx.Graph[Node]:
        """The ways inside that a fire engine gets through."""
        return self._graph([piece for piece in self._pieces if piece.inside and self._fits(piece.way)])

    @cached_property
    def passages(self) -> Mapping[str, Node]:
        return {one.id: self._node_at(one.at) for one in self.ways.passages}

    @cached_property
    def doors(self) -> Mapping[str, Node]:
        return {one.id: self._node_at(one.at) for one in self.ways.entrances}

    @cached_property
    def destinations(self) -> Mapping[str, Node]:
        return {one.id: self._node_at(one.at) for one in self.ways.destinations}

    @cached_property
    def for_engines(self) -> frozenset[str]:
        """Ids of the passages that a fire engine gets through, with a street before them."""
        reached = {end for piece in self._pieces if not piece.inside and self._fits(piece.way) for end in piece.ends}
        return frozenset(
            one.id
            for one in self.ways.passages
            if one.traffic.by_car and self._fits(one) and self.passages[one.id] in reached
        )

    def lanes_at(self, door: Entrance) -> frozenset[Node]:
        """The ends of every lane whose edge comes within reach of a door."""
        import shapely  # noqa: PLC0415

        at = shapely.Point(door.at)
        return frozenset(
            end
            for piece in self._pieces
            if piece.inside
            and self._fits(piece.way)
            and piece.line.distance(at) - piece.way.width_m / 2 <= self._rules.emergency_reach_m
            for end in piece.ends
        )

    def leaks(self) -> Iterator[tuple[Way, Point]]:
        """Where a way runs through the boundary and the plan has no passage."""
        import shapely  # noqa: PLC0415

        for piece in self._pieces:
            parts = (piece.line.intersection(self.plan.boundary), piece.line.difference(self.plan.boundary))
            if all(part.length > SNAP_M for part in parts):
                where = shapely.point_on_surface(piece.line.intersection(self.plan.boundary.boundary))
                yield piece.way, (float(where.x), float(where.y))

    @property
    def _rules(self) -> EnclosureRules:
        return self.ways.rules

    def _fits(self, one: Way | Passage) -> bool:
        tall = one.clear_height_m is None or one.clear_height_m >= self._rules.emergency_height_m
        return tall and one.width_m >= self._rules.emergency_width_m

    def _graph(self, pieces: list[Piece]) -> nx.Graph[Node]:
        import networkx as nx  # noqa: PLC0415

        graph: nx.Graph[Node] = nx.Graph()
        graph.add_nodes_from(chain(self.passages.values(), self.doors.values(), self.destinations.values()))
        for piece in pieces:
            length = piece.line.length
            if length < graph.get_edge_data(*piece.ends, {"length": float("inf")})["length"]:
                graph.add_edge(*piece.ends, length=length)
        return graph

    @cached_property
    def _places(self) -> list[Point]:
        """Every point at which something may join something."""
        ends = (end for way in self.ways.ways for end in _ends(way.line))
        return [*_marks(self.ways), *ends, *_crossings([way.line for way in self.ways.ways if not way.bridge])]

    @cached_property
    def _tree(self) -> Any:
        import shapely  # noqa: PLC0415

        return shapely.STRtree(shapely.points(self._places))

    @cached_property
    def _node_of(self) -> list[Node]:
        """The node of each place: places within ``SNAP_M`` of each other are one."""
        import networkx as nx  # noqa: PLC0415
        import shapely  # noqa: PLC0415

        near: nx.Graph[int] = nx.Graph()
        near.add_nodes_from(range(len(self._places)))
        pairs = self._tree.query(shapely.points(self._places), predicate="dwithin", distance=SNAP_M)
        near.add_edges_from(pairs.T.tolist())
        nodes = [0] * len(self._places)
        for number, together in enumerate(nx.connected_components(near)):
            for place in together:
                nodes[place] = number
        return nodes

    def _node_at(self, at: Point) -> Node:
        import shapely  # noqa: PLC0415

        return self._node_of[int(self._tree.nearest(shapely.Point(at)))]

    @cached_property
    def _pieces(self) -> list[Piece]:
        return [piece for way in self.ways.ways for piece in self._cut(way)]

    def _cut(self, way: Way) -> Iterator[Piece]:
        """A way, divided at every node that lies on it."""
        import shapely  # noqa: PLC0415
        from shapely.ops import substring  # noqa: PLC0415

        on_it = self._tree.query(way.line, predicate="dwithin", distance=SNAP_M)
        along = {self._node_of[place]: way.line.project(shapely.Point(self._places[place])) for place in on_it}
        first, last = (self._node_at(end) for end in _ends(way.line))
        along |= {first: 0.0, last: way.line.length}
        stops = sorted((distance, node) for node, distance in along.items())
        if first == last:
            stops.insert(0, (0.0, first))
        for (start, here), (end, there) in pairwise(stops):
            line = substring(way.line, start, end)
            if end > start and here != there:
                middle = line.interpolate(0.5, normalized=True)
                yield Piece(way=way, line=line, ends=(here, there), inside=bool(self.plan.boundary.contains(middle)))


def loose_ends(ways: Ways) -> Iterator[tuple[str, str, float]]:
    """What no way reaches: kind, id, and how far off the nearest way ends or passes."""
    import shapely  # noqa: PLC0415

    lines = shapely.MultiLineString([way.line for way in ways.ways])
    kinds: tuple[tuple[str, tuple[Passage | Entrance | Destination, ...]], ...]
    kinds = (("passage", ways.passages), ("entrance", ways.entrances), ("destination", ways.destinations))
    for kind, found in kinds:
        for one in found:
            gap = float(lines.distance(shapely.Point(one.at))) if ways.ways else float("inf")
            if gap > SNAP_M:
                yield kind, one.id, gap


def _marks(ways: Ways) -> Iterator[Point]:
    found: Iterator[Passage | Entrance | Destination] = chain(ways.passages, ways.entrances, ways.destinations)
    return (one.at for one in found)


def _crossings(lines: list[LineString]) -> Iterator[Point]:
    """Where two ways cross on the level."""
    import shapely  # noqa: PLC0415

    first, second = shapely.STRtree(lines).query(lines, predicate="crosses")
    crossed = [
        shapely.intersection(lines[one], lines[two]) for one, two in zip(first, second, strict=True) if one < two
    ]
    for point in shapely.get_parts([cross for cross in crossed if cross.geom_type.endswith("Point")]):
        yield float(point.x), float(point.y)


def _ends(line: LineString) -> tuple[Point, Point]:
    first, last = line.coords[0], line.coords[-1]
    return (first[0], first[1]), (last[0], last[1])
