"""Everything that stands in the way, prepared once, and what a camera sees of a level plane between it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from zbsec.sites.plan.optics import trapezoid
from zbsec.sites.plan.overlap import overlap
from zbsec.sites.plan.shade import factors, shadow_factors, sweeps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zbsec.sites.plan.model import Camera, Mask, Obstacle, Plan

BRACKET_M = 0.05
"""How far the lens stands off the wall that it hangs on."""
_NOWHERE = 1e18
ON_THE_FACE_M = 0.5
"""How far inside a building a mount may be drawn and still count as hanging on its face."""


@dataclass(frozen=True, eq=False)
class Scene:
    """The obstacles and masks of a plan."""

    obstacles: tuple[Obstacle, ...]
    masks: tuple[Mask, ...] = ()

    @classmethod
    def of(cls, plan: Plan) -> Scene:
        return cls(plan.obstacles, plan.masks)

    def seen(self, camera: Camera, height_m: float, px_per_m: float) -> BaseGeometry:
        """Where somebody at ``height_m`` shows in the picture, unhidden and unmasked, with ``px_per_m`` or more."""
        import shapely  # noqa: PLC0415

        framed = self.framed(camera, height_m, px_per_m)
        if framed.is_empty:
            return framed
        shapely.prepare(framed)
        camera = self.hung(camera)
        hidden = [*self._shadows(camera, height_m, framed), *self._solids(height_m, framed)]
        hidden += self._masked(camera, height_m, framed)
        return framed.difference(shapely.union_all(hidden)) if hidden else framed

    def framed(self, camera: Camera, height_m: float, px_per_m: float) -> BaseGeometry:
        """The same as if nothing stood in the way."""
        import shapely  # noqa: PLC0415

        camera = self.hung(camera)
        found = trapezoid(camera, height_m, px_per_m)
        if found is None:
            return shapely.Polygon()
        framed = found.polygon((camera.x, camera.y), camera.azimuth_deg)
        if camera.range_m is None:
            return framed
        return overlap(framed, shapely.Point(camera.x, camera.y).buffer(camera.range_m, quad_segs=32))

    def hung(self, camera: Camera) -> Camera:
        """The camera in front of the wall that it hangs on, whichever side of the drawn line it was put."""
        if camera not in self._hung:
            self._hung[camera] = self._hang(camera)
        return self._hung[camera]

    def _hang(self, camera: Camera) -> Camera:
        import shapely  # noqa: PLC0415

        at = shapely.Point(camera.x, camera.y)
        near = self._tree.query(at, predicate="dwithin", distance=ON_THE_FACE_M)
        for index in sorted(near, key=lambda number: float(at.distance(self._edges[number]))):
            if self._heights[index] > camera.height_m and self._must_step_off(at, int(index)):
                x, y = self._off_the_face(camera, int(index))
                return replace(camera, x=x, y=y)
        return camera

    def _must_step_off(self, at: Any, index: int) -> bool:
        owner = self.obstacles[self._owners[index]]
        inside = owner.is_building and owner.shape.contains(at)
        return inside or bool(at.distance(self._edges[index]) < BRACKET_M)

    def _off_the_face(self, camera: Camera, index: int) -> tuple[float, float]:
        """Beside the nearest point of the edge: outside a building, on the side of a wall to which the camera looks."""
        import shapely  # noqa: PLC0415

        (x1, y1), (x2, y2) = self._segments[index]
        length = math.hypot(x2 - x1, y2 - y1)
        across = np.array([(y2 - y1) / length, (x1 - x2) / length])
        foot = self._edges[index].interpolate(self._edges[index].project(shapely.Point(camera.x, camera.y)))
        owner = self.obstacles[self._owners[index]]
        if owner.is_building:
            turned = owner.shape.contains(shapely.Point(foot.x + across[0] * 1e-3, foot.y + across[1] * 1e-3))
        else:
            azimuth = math.radians(camera.azimuth_deg)
            turned = across[0] * math.sin(azimuth) + across[1] * math.cos(azimuth) < 0
        x, y = np.array([foot.x, foot.y]) + across * (-BRACKET_M if turned else BRACKET_M)
        return float(x), float(y)

    def _shadows(self, camera: Camera, height_m: float, framed: BaseGeometry) -> NDArray[np.object_]:
        import shapely  # noqa: PLC0415

        spans = [shadow_factors(camera.height_m, height_m, one.height_m) for one in self.obstacles]
        near = np.array([span[0] if span else _NOWHERE for span in spans])[self._owners]
        far = np.array([span[1] if span else 0.0 for span in spans])[self._owners]
        eye = (camera.x, camera.y)
        thrown = sweeps(eye, self._segments, near, far, _reach(eye, framed)) if len(near) else self._edges
        found: NDArray[np.object_] = thrown[shapely.intersects(framed, thrown)]
        return found

    def _solids(self, height_m: float, framed: BaseGeometry) -> list[BaseGeometry]:
        """Nobody is seen inside a building."""
        import shapely  # noqa: PLC0415

        found = (one.shape for one in self.obstacles if one.is_building and one.height_m > height_m)
        return [one for one in found if shapely.intersects(framed, one)]

    def _masked(self, camera: Camera, height_m: float, framed: BaseGeometry) -> Iterable[BaseGeometry]:
        eye, reach = (camera.x, camera.y), _reach((camera.x, camera.y), framed)
        for mask in self.masks:
            span = factors(camera.height_m, height_m, *mask.heights_m)
            if span is None or (mask.cameras is not None and camera.id not in mask.cameras):
                continue
            pieces = _segments_of(mask.shape)
            yield from sweeps(eye, pieces, np.full(len(pieces), span[0]), np.full(len(pieces), span[1]), reach)
            if mask.shape.area and span[0] > 0:
                yield _enlarged(mask.shape, eye, span[0])

    @cached_property
    def _hung(self) -> dict[Camera, Camera]:
        return {}

    @cached_property
    def _parts(self) -> list[NDArray[np.float64]]:
        return [_segments_of(one.shape) for one in self.obstacles]

    @cached_property
    def _segments(self) -> NDArray[np.float64]:
        return np.concatenate(self._parts) if self._parts else np.empty((0, 2, 2))

    @cached_property
    def _owners(self) -> NDArray[np.intp]:
        """The number of the obstacle that each segment belongs to."""
        return np.repeat(np.arange(len(self._parts)), [len(part) for part in self._parts])

    @cached_property
    def _heights(self) -> NDArray[np.float64]:
        return np.array([one.height_m for one in self.obstacles], dtype=np.float64)[self._owners]

    @cached_property
    def _edges(self) -> NDArray[np.object_]:
        import shapely  # noqa: PLC0415

        made: NDArray[np.object_] = shapely.linestrings(self._segments)
        return made

    @cached_property
    def _tree(self) -> Any:
        import shapely  # noqa: PLC0415

        return shapely.STRtree(self._edges)


def _segments_of(shape: BaseGeometry) -> NDArray[np.float64]:
    """Every edge of an area or a line, float64 (n, 2, 2)."""
    import shapely  # noqa: PLC0415

    lines = shapely.get_parts(shape.boundary if shape.area else shape)
    points, owners = shapely.get_coordinates(lines, return_index=True)
    together = owners[1:] == owners[:-1]
    edges = np.stack([points[:-1], points[1:]], axis=1)[together]
    found: NDArray[np.float64] = edges[np.any(edges[:, 0] != edges[:, 1], axis=1)]
    return found


def _enlarged(shape: BaseGeometry, eye: tuple[float, float], factor: float) -> BaseGeometry:
    from shapely.affinity import scale  # noqa: PLC0415

    return scale(shape, xfact=factor, yfact=factor, origin=(*eye, 0.0))


def _reach(eye: tuple[float, float], framed: BaseGeometry) -> float:
    import shapely  # noqa: PLC0415

    return float(np.hypot(*(shapely.get_coordinates(framed) - eye).T).max())
