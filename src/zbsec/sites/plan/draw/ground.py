"""What every plan shows: the ground, the ways, the buildings, the walls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zbsec.sites.plan.draw import style
from zbsec.sites.plan.draw.sheet import draw_lines, fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from zbsec.sites.plan.model import Obstacle, Plan
    from zbsec.sites.plan.ways import Way


def ground(axes: Axes, plan: Plan) -> None:
    fill(axes, plan.boundary, facecolor=style.GROUND, edgecolor="none", zorder=1)


def roads(axes: Axes, plan: Plan) -> None:
    """Every way as wide as it is; those for fire engines with a middle line."""
    if plan.ways is None:
        return
    fitting: list[Way] = []
    other: list[Way] = []
    for way in plan.ways.ways:
        tall = way.clear_height_m is None or way.clear_height_m >= plan.ways.rules.emergency_height_m
        wide = tall and way.width_m >= plan.ways.rules.emergency_width_m
        (fitting if wide else other).append(way)
    for ways, colour, order in ((other, style.FOOTPATH, 2.1), (fitting, style.LANE, 2.2)):
        bodies = [way.line.buffer(way.width_m / 2, cap_style="flat") for way in ways]
        fill(axes, bodies, facecolor=colour, edgecolor="none", zorder=order)
    middles = [way.line for way in fitting]
    draw_lines(axes, middles, colors=style.STREET, linewidths=0.7, linestyles=(0, (4, 3)), zorder=2.3)


def built(axes: Axes, plan: Plan) -> None:
    """Over whatever lies on the ground."""
    houses = [one.shape for one in plan.obstacles if one.is_building]
    fill(axes, houses, facecolor=style.BUILDING, edgecolor=style.BUILDING_EDGE, linewidth=0.7, zorder=10)
    for one in plan.obstacles:
        if one.is_building:
            _name(axes, one)
    walls = [one.shape for one in plan.obstacles if not one.is_building]
    draw_lines(axes, walls, colors=style.WALL, linewidths=1.3, zorder=11)
    draw_lines(axes, plan.boundary.exterior, colors=style.INK, linewidths=0.6, linestyles=(0, (6, 3)), zorder=11)


def _name(axes: Axes, building: Obstacle) -> None:
    """Along the longer side."""
    west, south, east, north = building.shape.bounds
    at = building.shape.representative_point()
    turned = 90 if north - south > east - west else 0
    looks: dict[str, Any] = {"ha": "center", "va": "center", "rotation": turned, "fontsize": 5.5, "color": style.INK}
    axes.text(at.x, at.y, building.id, clip_on=True, zorder=12, **looks)


def bounds(plan: Plan) -> tuple[float, float, float, float]:
    """Everything drawn on the plan, as west, south, east, north."""
    import shapely  # noqa: PLC0415

    shapes = [plan.boundary, *(one.shape for one in plan.obstacles)]
    shapes += [*(one.shape for one in plan.limited), *(one.shape for one in plan.wanted)]
    west, south, east, north = shapely.total_bounds(shapes)
    return float(west), float(south), float(east), float(north)
