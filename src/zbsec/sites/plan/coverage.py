"""``coverage``: what the cameras of a plan see, how well, what they miss, and whom they show too well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zbsec.sites.plan.limits import Breach, breaches
from zbsec.sites.plan.optics import trapezoid
from zbsec.sites.plan.overlap import overlap
from zbsec.sites.plan.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shapely.geometry.base import BaseGeometry

    from zbsec.sites.plan.classes import PixelClass
    from zbsec.sites.plan.model import Camera, Plan, WantedArea
    from zbsec.sites.text import Lang

TOLERANCE = 0.001
"""The share of an area that drawing it may cost: what is met to 99.9 % is met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraView:
    """What one camera sees at the target height."""

    camera: Camera
    near_m: float | None
    """Where its picture begins on the target plane, along its azimuth; nearer than that it is blind. None: it sees
    nothing of the plane."""
    far_m: float | None
    """Where it ends: the upper edge of the picture, or the coarsest class of the plan."""
    areas: Mapping[PixelClass, BaseGeometry]
    """Where density reaches each class, coarsest first; each holds the next."""

    @property
    def seen(self) -> BaseGeometry:
        return next(iter(self.areas.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaResult:
    """How much of a wanted area is seen as well as wanted."""

    area: WantedArea
    missed: BaseGeometry
    """Where it is not."""
    size_m2: float
    """Without the ground that buildings stand on."""

    @property
    def share(self) -> float:
        """0 to 1."""
        return 1.0 - self.missed.area / self.size_m2 if self.size_m2 else 1.0

    @property
    def is_met(self) -> bool:
        return self.share >= self.area.min_share - TOLERANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What the cameras of a plan see together."""

    plan: Plan
    views: tuple[CameraView, ...]
    union: Mapping[PixelClass, BaseGeometry]
    """Inside the boundary, where at least one camera reaches each class."""
    blind: BaseGeometry
    """Ground inside the boundary that no camera sees at all."""
    areas: tuple[AreaResult, ...]
    breaches: tuple[Breach, ...]
    """Who shows a limited area too well; worst first."""
    ground_m2: float

    @property
    def is_met(self) -> bool:
        """Whether every wanted area is seen as wanted and no maximum is broken."""
        return not self.breaches and all(one.is_met for one in self.areas)

    def share(self, one: PixelClass) -> float:
        """The share of the open ground inside the boundary at that class or better, 0 to 1."""
        return float(self.union[one].area) / self.ground_m2 if self.ground_m2 else 0.0

    def to_dict(self) -> dict[str, Any]:
        from zbsec.sites.plan.facts import coverage_facts  # noqa: PLC0415

        return coverage_facts(self)

    def to_json(self) -> str:
        """Canonical JSON: figures, and polygons as GeoJSON geometries in the plan's own frame."""
        from zbsec.sites.plan.facts import as_json  # noqa: PLC0415

        return as_json(self.to_dict())

    def to_text(self, *, lang: Lang = "en") -> str:
        """For a terminal."""
        from zbsec.sites.plan.told import coverage_text  # noqa: PLC0415

        return coverage_text(self, lang)

    def to_svg(self, *, lang: Lang = "en") -> str:
        """The drawn plan as one SVG element, to stand in an HTML report."""
        from zbsec.sites.plan.draw import svg  # noqa: PLC0415

        return svg(self, lang=lang)


def coverage(plan: Plan) -> Coverage:
    """Coverage of a plan by the cameras that it has.

    Exact for rectilinear lenses over level ground: occlusion, density and masks are polygons, not samples; only a
    limited area with a range of heights is looked at in planes 1 m apart or less.
    """
    scene = Scene.of(plan)
    return combined(plan, scene, [view_of(plan, scene, camera) for camera in plan.cameras])


def view_of(plan: Plan, scene: Scene, camera: Camera) -> CameraView:
    """What one camera sees at the plan's target height."""
    coarsest = plan.classes[0].px_per_m
    seen = scene.seen(camera, plan.target_height_m, coarsest)
    limits = trapezoid(scene.hung(camera), plan.target_height_m, coarsest)
    areas = {one: overlap(seen, scene.framed(camera, plan.target_height_m, one.px_per_m)) for one in plan.classes}
    near, far = (limits.near_m, limits.far_m) if limits else (None, None)
    return CameraView(camera=camera, near_m=near, far_m=far, areas=areas)


def combined(plan: Plan, scene: Scene, views: Iterable[CameraView]) -> Coverage:
    """The coverage of views that have been computed already."""
    import shapely  # noqa: PLC0415

    views = tuple(views)
    built = plan.built
    ground = plan.boundary.difference(built)
    reached = {one: shapely.union_all([view.areas[one] for view in views]) for one in plan.classes}
    return Coverage(
        plan=plan,
        views=views,
        union={one: overlap(shape, ground) for one, shape in reached.items()},
        blind=ground.difference(reached[plan.classes[0]]),
        areas=tuple(_result(area, built, reached[area.pixel_class]) for area in plan.wanted),
        breaches=breaches(plan, scene, [view.camera for view in views]),
        ground_m2=float(ground.area),
    )


def _result(area: WantedArea, built: BaseGeometry, reached: BaseGeometry) -> AreaResult:
    open_ground = area.shape.difference(built)
    return AreaResult(area=area, missed=open_ground.difference(reached), size_m2=float(open_ground.area))
