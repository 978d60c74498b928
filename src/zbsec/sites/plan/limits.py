"""Areas where nobody may be identified, held against what cameras see of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zbsec.sites.plan.optics import depths
from zbsec.sites.plan.overlap import overlap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

    from zbsec.sites.plan.model import Camera, LimitedArea, Plan
    from zbsec.sites.plan.scene import Scene

STEP_M = 1.0
"""How far apart at most the planes are in which a range of heights is looked at."""
FACADE_M = 0.1
"""How wide a strip in front of a line, such as a row of windows, counts as that line."""
LEAST_M2 = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One camera that shows one limited area with more pixels a metre than may be."""

    area: LimitedArea
    camera: Camera
    px_per_m: float
    """The highest density there."""
    height_m: float
    """At which height above ground it is reached."""
    shape: BaseGeometry
    """Where the maximum is broken, over all heights."""

    @property
    def times(self) -> float:
        """How many times the maximum."""
        return self.px_per_m / self.area.max_px_per_m


def breaches(plan: Plan, scene: Scene, cameras: Iterable[Camera]) -> tuple[Breach, ...]:
    """Every camera and area where a maximum is broken; worst first."""
    found = (breach(scene, camera, area) for camera in cameras for area in plan.limited)
    return tuple(sorted(filter(None, found), key=lambda one: -one.times))


def breach(scene: Scene, camera: Camera, area: LimitedArea) -> Breach | None:
    """How one camera breaks the maximum of one area; None: it does not."""
    import shapely  # noqa: PLC0415

    shape = area.shape if area.shape.area else area.shape.buffer(FACADE_M, cap_style="flat", join_style="mitre")
    shown: list[tuple[float, float, BaseGeometry]] = []
    for height in _planes(*area.heights_m):
        if not scene.framed(camera, height, area.max_px_per_m).intersects(shape):
            continue
        part = overlap(scene.seen(camera, height, area.max_px_per_m), shape)
        if part.area > LEAST_M2:
            depth = depths(scene.hung(camera), height, shapely.get_coordinates(part)).min()
            shown.append((camera.lens.px_per_m(float(depth)), height, part))
    if not shown:
        return None
    px_per_m, height, _ = max(shown, key=lambda one: one[:2])
    together = shapely.union_all([part for _, _, part in shown])
    return Breach(area=area, camera=camera, px_per_m=px_per_m, height_m=height, shape=together)


def _planes(low_m: float, high_m: float) -> list[float]:
    count = math.ceil((high_m - low_m) / STEP_M) + 1
    return [float(height) for height in np.linspace(low_m, high_m, count)]
