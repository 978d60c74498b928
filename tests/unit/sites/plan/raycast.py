"""The slow, obvious version of what a camera sees, the oracle of the polygons: one ray at a time, in space."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from zbsec.sites.plan import Camera, Mask, Obstacle


def shows(camera: Camera, point: tuple[float, float, float], px_per_m: float) -> bool:
    """Whether a point in space falls on the sensor with that density, nothing being in the way."""
    return _pixel(camera, point, px_per_m) is not None


def blocked(camera: Camera, point: tuple[float, float, float], obstacle: Obstacle) -> bool:
    """Whether the sight line passes an edge of the obstacle below its top, or ends inside it."""
    x, y, z = point
    if obstacle.is_building and z < obstacle.height_m and shapely.contains_xy(obstacle.shape, x, y):
        return True
    for (ax, ay), (bx, by) in edges(obstacle.shape):
        crossing = _crossing((camera.x, camera.y), (x, y), (ax, ay), (bx, by))
        if crossing is not None and 0 <= crossing < 1:
            passes_at = camera.height_m + crossing * (z - camera.height_m)
            if passes_at < obstacle.height_m:
                return True
    return False


def masked(camera: Camera, point: tuple[float, float, float], mask: Mask) -> bool:
    """Whether the ray through a point's pixel, before and behind it, meets the masked body."""
    x, y, z = point
    away = math.hypot(x - camera.x, y - camera.y)
    far = (camera.x + 1000 * (x - camera.x) / away, camera.y + 1000 * (y - camera.y) / away)
    over = shapely.LineString([(camera.x, camera.y), far]).intersection(mask.shape)
    for piece in [] if over.is_empty else shapely.get_parts(over):
        marks = shapely.distance(shapely.points(shapely.get_coordinates(piece)), shapely.Point(camera.x, camera.y))
        heights = camera.height_m + (z - camera.height_m) * marks / away
        if heights.max() >= mask.heights_m[0] and heights.min() < mask.heights_m[1]:
            return True
    return False


def edges(shape: shapely.Geometry) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    lines = [ring for part in shape.geoms for ring in _rings(part)]
    return [pair for line in lines for pair in zip(line.coords[:-1], line.coords[1:], strict=True)]


def _rings(part: shapely.Geometry) -> list[shapely.Geometry]:
    return [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]


def _pixel(camera: Camera, point: tuple[float, float, float], px_per_m: float) -> tuple[float, float] | None:
    azimuth, tilt = math.radians(camera.azimuth_deg), math.radians(camera.tilt_deg)
    ahead = np.array([math.sin(azimuth) * math.cos(tilt), math.cos(azimuth) * math.cos(tilt), -math.sin(tilt)])
    right = np.array([math.cos(azimuth), -math.sin(azimuth), 0.0])
    down = np.cross(ahead, right)
    to = np.array(point) - np.array([camera.x, camera.y, camera.height_m])
    depth = float(to @ ahead)
    focal_px = camera.lens.width_px / 2 / math.tan(math.radians(camera.lens.hfov_deg) / 2)
    if depth <= 0.05 or focal_px / depth < px_per_m:
        return None
    u, v = focal_px * float(to @ right) / depth, focal_px * float(to @ down) / depth
    fits = abs(u) <= camera.lens.width_px / 2 and abs(v) <= camera.lens.height_px / 2
    return (u, v) if fits else None


def _crossing(
    eye: tuple[float, float], target: tuple[float, float], start: tuple[float, float], end: tuple[float, float]
) -> float | None:
    """How far along the sight line it crosses an edge, 0 to 1 between eye and target; None: it does not."""
    ray = (target[0] - eye[0], target[1] - eye[1])
    edge = (end[0] - start[0], end[1] - start[1])
    off = (start[0] - eye[0], start[1] - eye[1])
    across = ray[0] * edge[1] - ray[1] * edge[0]
    if across == 0:
        return None
    share = (off[0] * ray[1] - off[1] * ray[0]) / across
    return (off[0] * edge[1] - off[1] * edge[0]) / across if 0 <= share <= 1 else None
