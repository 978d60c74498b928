"""Small plans to test with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import shapely

from zbsec.sites import plan
from zbsec.sites.plan import Camera, Frame, FrameKind, Lens, Obstacle, Plan

if TYPE_CHECKING:
    from pathlib import Path

WIDE = Lens(hfov_deg=90, width_px=1920, height_px=1080)


def camera(x: float = 0.0, y: float = 0.0, **facts: Any) -> Camera:
    usual = {"id": "c", "height_m": 4.0, "azimuth_deg": 0.0, "tilt_deg": 20.0, "lens": WIDE}
    return Camera(x=x, y=y, **(usual | facts))


def building(*, height_m: float, west: float, south: float, east: float, north: float, name: str = "b") -> Obstacle:
    shape = shapely.MultiPolygon([shapely.box(west, south, east, north)])
    return Obstacle(id=name, shape=shape, height_m=height_m, is_building=True)


def wall(*points: tuple[float, float], height_m: float, name: str = "w") -> Obstacle:
    shape = shapely.MultiLineString([shapely.LineString(points)])
    return Obstacle(id=name, shape=shape, height_m=height_m, is_building=False)


def ground(size_m: float = 100.0, **facts: Any) -> Plan:
    """A square around the origin."""
    usual = {"name": "square", "frame": Frame(kind=FrameKind.METRES), "target_height_m": 1.5}
    half = size_m / 2
    return Plan(boundary=shapely.box(-half, -half, half, half), **(usual | facts))


def feature(kind: str, geometry: tuple[str, Any] | None, **properties: Any) -> dict[str, Any]:
    drawn = None if geometry is None else {"type": geometry[0], "coordinates": geometry[1]}
    return {"type": "Feature", "geometry": drawn, "properties": {"kind": kind, **properties}}


def square(west: float, south: float, size: float) -> tuple[str, Any]:
    east, north = west + size, south + size
    return "Polygon", [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def edge(**properties: Any) -> dict[str, Any]:
    return feature("boundary", square(0, 0, 100), **({"frame": "metres"} | properties))


def write(folder: Path, *features: dict[str, Any]) -> Path:
    path = folder / "plan.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def loaded(folder: Path, *features: dict[str, Any]) -> Plan:
    return plan.load(write(folder, *features))
