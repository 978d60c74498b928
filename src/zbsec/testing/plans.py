"""Made plans: an open estate of any size with buildings, walls, cameras, passages and roads, from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any, TypeAlias

Geometry: TypeAlias = dict[str, Any]

BUILDING_M = (54.0, 13.0)
COLUMN_M, ROW_M = 84.0, 44.0
EDGE_M = 16.0
STREET_M = 9.0
"""How far outside the boundary the streets run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """Rows of slab blocks on a grid of lanes, a garden in the middle, a public street all around.

    ``columns`` times ``rows`` blocks; 6 by 9 is about 20 hectares. Every lane leads out through the boundary.
    """

    columns: int = 3
    rows: int = 4
    cameras: int = 24
    candidates: int = 0
    seed: int = 1

    @property
    def width_m(self) -> float:
        return self.columns * COLUMN_M + 2 * EDGE_M

    @property
    def depth_m(self) -> float:
        return self.rows * ROW_M + 2 * EDGE_M

    def geojson(self) -> dict[str, Any]:
        """The plan file as a GeoJSON FeatureCollection in metres."""
        chance = random.Random(self.seed)  # noqa: S311
        features = [
            *self._ground(),
            *self._buildings(chance),
            *self._walls(),
            *self._roads(),
            *self._passages(chance),
            *self._surroundings(),
            *self._cameras(chance),
            *self._candidates(),
        ]
        return {"type": "FeatureCollection", "features": features}

    def _ground(self) -> list[Geometry]:
        facts = {"frame": "metres", "name": "示范花园", "target_height_m": 1.5}
        return [_feature("boundary", "estate", _box(0, 0, self.width_m, self.depth_m), **facts)]

    def _buildings(self, chance: random.Random) -> list[Geometry]:
        features = []
        for number, (x, y) in enumerate(self._plots(), 1):
            floors = chance.choice((6, 6, 11, 18))
            name, (length, depth) = str(number), BUILDING_M
            drawn = _box(x, y, x + length, y + depth)
            features.append(_feature("building", name, drawn, height_m=3.0 * floors))
            for unit, share in enumerate((0.25, 0.75), 1):
                door = (x + share * length, y)
                foot = _line(door, (door[0], y - 7.0))
                features.append(
                    _feature("entrance", f"{name}-{unit}", _point(door), building=name, households=2 * floors)
                )
                features.append(_feature("way", f"path {name}-{unit}", foot, width_m=2.0))
            if chance.random() < 0.5:
                yard = _box(x + 4, y + depth + 3, x + length - 4, y + depth + 8.5)
                features.append(_feature("wanted", f"bays {name}", yard, **{"class": "detect", "min_share": 0.9}))
        return features

    def _plots(self) -> list[tuple[float, float]]:
        """The south-west corners of the blocks; the middle of the estate is a garden."""
        middle = (self.columns // 2, self.rows // 2)
        cells = [(column, row) for row in range(self.rows) for column in range(self.columns)]
        return [
            (EDGE_M + column * COLUMN_M + 15.0, EDGE_M + row * ROW_M + 17.0)
            for column, row in cells
            if (column, row) != middle
        ]

    @property
    def _lanes_y(self) -> list[float]:
        return [EDGE_M + row * ROW_M + 10.0 for row in range(self.rows)]

    @property
    def _lanes_x(self) -> list[float]:
        return [EDGE_M + column * COLUMN_M for column in range(self.columns + 1)]

    def _walls(self) -> list[Geometry]:
        """A wall along the boundary, open at every passage."""
        wide, deep, features = self.width_m, self.depth_m, []
        sides = (
            ("W", self._lanes_y, deep),
            ("E", self._lanes_y, deep),
            ("S", self._lanes_x, wide),
            ("N", self._lanes_x, wide),
        )
        for side, gaps, end in sides:
            stops = [0.0, *(stop for gap in gaps for stop in (gap - 4.0, gap + 4.0)), end]
            for number, (start, stop) in enumerate(zip(stops[::2], stops[1::2], strict=True), 1):
                drawn = _line(self._on(side, start), self._on(side, stop))
                features.append(_feature("wall", f"wall {side}{number}", drawn, height_m=2.2))
        return features

    def _on(self, side: str, along: float, out: float = 0.0) -> tuple[float, float]:
        """A point on one side of the boundary, ``out`` metres outside it."""
        return {
            "W": (-out, along),
            "E": (self.width_m + out, along),
            "S": (along, -out),
            "N": (along, self.depth_m + out),
        }[side]

    def _roads(self) -> list[Geometry]:
        out = STREET_M
        ring = [
            (-out, -out),
            (self.width_m + out, -out),
            (self.width_m + out, self.depth_m + out),
            (-out, self.depth_m + out),
        ]
        features = [_feature("way", "ring road", _line(*ring, ring[0]), width_m=9.0)]
        for number, y in enumerate(self._lanes_y):
            drawn = _line(self._on("W", y, out), self._on("E", y, out))
            features.append(_feature("way", f"lane {number + 1}", drawn, width_m=6.0 if number % 2 == 0 else 4.0))
        for number, x in enumerate(self._lanes_x):
            drawn = _line(self._on("S", x, out), self._on("N", x, out))
            features.append(_feature("way", f"avenue {number + 1}", drawn, width_m=6.0 if number % 2 == 0 else 4.0))
        return features

    def _passages(self, chance: random.Random) -> list[Geometry]:
        features = []
        for side, stops in (("W", self._lanes_y), ("E", self._lanes_y), ("S", self._lanes_x), ("N", self._lanes_x)):
            for number, along in enumerate(stops):
                wide = number % 2 == 0
                facts: dict[str, Any] = {
                    "width_m": 6.0 if wide else 2.4,
                    "traffic": "both" if wide else "pedestrian",
                    "close_cost": chance.randrange(8, 21) * 1000,
                    "keep_cost": (180 if wide else 60) * 1000,
                }
                if (side, number) == ("N", 1):
                    facts["fire_exit"] = True
                features.append(_feature("passage", f"{side}{number + 1}", _point(self._on(side, along)), **facts))
        stops_at = {"bus stop": ("S", 40.0), "school": ("E", self.depth_m - 30.0), "market": ("W", self.depth_m / 2)}
        for name, (side, along) in stops_at.items():
            features.append(_feature("destination", name, _point(self._on(side, along, STREET_M))))
        return [
            *features,
            {"type": "Feature", "geometry": None, "properties": {"kind": "enclosure", "max_detour_m": 150}},
        ]

    def _surroundings(self) -> list[Geometry]:
        wide, deep, near, far = self.width_m, self.depth_m, 4.0, 14.0
        strips = {
            "street south": _box(-far, -far, wide + far, -near),
            "street north": _box(-far, deep + near, wide + far, deep + far),
            "street west": _box(-far, -near, -near, deep + near),
            "street east": _box(wide + near, -near, wide + far, deep + near),
        }
        features = [
            _feature("limited", name, drawn, why="public_road", max_px_per_m=80) for name, drawn in strips.items()
        ]
        features.append(_feature("building", "neighbours", _box(wide + 17, 20, wide + 29, deep - 20), height_m=18))
        windows = _line((wide + 17, 20), (wide + 17, deep - 20))
        features.append(
            _feature("limited", "windows east", windows, why="neighbour_windows", max_px_per_m=40, heights_m=[1, 7])
        )
        x, y = EDGE_M + self.columns // 2 * COLUMN_M, EDGE_M + self.rows // 2 * ROW_M
        features.append(_feature("limited", "playground", _box(x + 20, y + 19, x + 44, y + 35), why="playground"))
        for number, along in enumerate(self._lanes_y[::2], 1):
            for side, start in (("west", 0.0), ("east", wide - 8.0)):
                drawn = _box(start, along - 4, start + 8.0, along + 4)
                features.append(
                    _feature("wanted", f"gate {side} {number}", drawn, **{"class": "recognise", "min_share": 0.9})
                )
        for number, along in enumerate(self._lanes_y, 1):
            drawn = _box(8.0, along - 3, wide - 8.0, along + 3)
            features.append(_feature("wanted", f"lane {number}", drawn, **{"class": "detect", "min_share": 0.9}))
        return features

    def _cameras(self, chance: random.Random) -> list[Geometry]:
        """At the gates first, then at the corners of the blocks, along the lanes and the parking bays."""
        mounts = []
        for along in self._lanes_y[::2]:
            mounts += [
                ((15.0, along + 3.6), 268.0, 22.0, 3.5, 42.0),
                ((self.width_m - 0.8, along + 4.4), 262.0, 18.0, 3.5, 60.0),
            ]
        length, depth = BUILDING_M
        plots = self._plots()
        for turn in range(4):
            east, north = turn % 2, turn // 2
            for x, y in plots:
                at = (x + east * length, y + north * depth)
                azimuth = (82.0 if north else 98.0) if east else (278.0 if north else 262.0)
                mounts.append((at, azimuth + chance.uniform(-4, 4), 14.0, 4.0, chance.choice((60.0, 75.0, 90.0))))
        return [
            _feature(
                "camera",
                f"c{number}",
                _point(at),
                azimuth_deg=round(azimuth, 1),
                tilt_deg=tilt,
                height_m=height,
                hfov_deg=hfov,
            )
            for number, (at, azimuth, tilt, height, hfov) in enumerate(mounts[: self.cameras], 1)
        ]

    def _candidates(self) -> list[Geometry]:
        """Lamp posts beside the crossings, and between them."""
        posts = [
            (x + 3.6 + shift, y + 3.6)
            for y in self._lanes_y
            for x in self._lanes_x[:-1]
            for shift in (0.0, COLUMN_M / 2)
        ]
        posts += [(self._lanes_x[-1] + 3.6, y + 3.6) for y in self._lanes_y]
        facts = {"height_m": 4.5, "hfov_deg": 70.0, "places": 2, "azimuth_step_deg": 30, "tilts_deg": [12, 25]}
        return [
            _feature("candidate", f"post {number}", _point(at), **facts)
            for number, at in enumerate(posts[: self.candidates], 1)
        ]


def _feature(kind: str, identity: str, geometry: Geometry, **facts: Any) -> Geometry:
    return {"type": "Feature", "geometry": geometry, "properties": {"kind": kind, "id": identity, **facts}}


def _point(at: tuple[float, float]) -> Geometry:
    return {"type": "Point", "coordinates": list(at)}


def _line(*points: tuple[float, float]) -> Geometry:
    return {"type": "LineString", "coordinates": [list(point) for point in points]}


def _box(west: float, south: float, east: float, north: float) -> Geometry:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}
