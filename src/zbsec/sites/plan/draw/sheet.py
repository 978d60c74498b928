"""A sheet of one or two panels, each a plan to scale, over one legend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from zbsec.sites.plan.draw import style
from zbsec.sites.plan.draw.style import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from shapely.geometry.base import BaseGeometry

    from zbsec.sites.text import Lang

_PANEL_IN = 6.6
_MARGIN_M = 0.05
_HEAD_IN, _ROW_IN = 0.95, 0.24
_STEPS_M = (1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend."""

    label: str
    fill: str = "none"
    edge: str = "none"
    hatch: str = ""
    marker: str = ""


@dataclass
class Sheet:
    """The figure, its panels, and what its legend has to explain."""

    lang: Lang
    title: str
    subtitle: str
    bounds: tuple[float, float, float, float]
    captions: Sequence[str]
    keys: list[Key] = field(default_factory=list)

    def say(self, word: str, **facts: object) -> str:
        return WORDS[word].of(self.lang).format(**facts)

    def make(self) -> tuple[Figure, list[Axes]]:
        from matplotlib.figure import Figure  # noqa: PLC0415

        west, south, east, north = self._frame()
        tall = min(1.6, max(0.45, (north - south) / (east - west)))
        width = _PANEL_IN * len(self.captions) + 0.3 * (len(self.captions) + 1)
        plan_in = _PANEL_IN * tall
        foot = 0.35 + _ROW_IN * self._rows
        height = (_HEAD_IN if any(self.captions) else _HEAD_IN - 0.25) + plan_in + foot
        figure = Figure(figsize=(width, height), facecolor=style.PAPER)
        panels = []
        for number, caption in enumerate(self.captions):
            left = (0.3 + number * (_PANEL_IN + 0.3)) / width
            axes = figure.add_axes((left, foot / height, _PANEL_IN / width, plan_in / height))
            self._set_up(axes, caption)
            panels.append(axes)
        edge = 0.3 / width
        figure.text(edge, 1 - 0.18 / height, self.title, fontsize=16, color=style.INK, va="top")
        figure.text(edge, 1 - 0.47 / height, self.subtitle, fontsize=9.5, color=style.MUTED, va="top")
        return figure, panels

    def finish(self, figure: Figure) -> Figure:
        """The legend under the panels."""
        from matplotlib.lines import Line2D  # noqa: PLC0415
        from matplotlib.patches import Patch  # noqa: PLC0415

        handles: list[Any] = []
        for key in self.keys:
            if key.marker:
                looks: dict[str, Any] = {
                    "marker": key.marker,
                    "markerfacecolor": key.fill,
                    "markeredgecolor": key.edge,
                    "markersize": 7,
                }
                handles.append(Line2D([], [], label=key.label, linestyle="none", **looks))
            else:
                looks = {"facecolor": key.fill, "edgecolor": key.edge, "hatch": key.hatch, "linewidth": 0.9}
                handles.append(Patch(label=key.label, **looks))
        figure.legend(
            handles=handles, loc="lower left", ncols=self._columns, frameon=False, fontsize=8.5, handlelength=1.6,
            bbox_to_anchor=(0.2 / figure.get_figwidth(), 0.02), labelcolor=style.INK, columnspacing=1.6,
        )  # fmt: skip
        return figure

    @property
    def _rows(self) -> int:
        return -(-len(self.keys) // self._columns)

    @property
    def _columns(self) -> int:
        return 3 if len(self.captions) == 1 else 6

    def _frame(self) -> tuple[float, float, float, float]:
        west, south, east, north = self.bounds
        margin = _MARGIN_M * max(east - west, north - south)
        return west - margin, south - margin, east + margin, north + margin

    def _set_up(self, axes: Axes, caption: str) -> None:
        west, south, east, north = self._frame()
        axes.set_xlim(west, east)
        axes.set_ylim(south, north)
        axes.set_aspect("equal")
        axes.set_facecolor(style.OUTSIDE)
        axes.set_xticks([])
        axes.set_yticks([])
        for spine in axes.spines.values():
            spine.set_edgecolor(style.FAINT)
        axes.set_title(caption, loc="left", fontsize=10, color=style.INK, pad=5)
        self._scale_and_north(axes)

    def _scale_and_north(self, axes: Axes) -> None:
        west, south, east, north = self._frame()
        across = east - west
        length = max(step for step in _STEPS_M if step <= max(across / 5, 1))
        x, y = east - 0.03 * across - length, south + 0.022 * (north - south)
        axes.plot([x, x + length], [y, y], color=style.INK, linewidth=2.2, solid_capstyle="butt", zorder=30)
        said = self.say("scale", length=length)
        axes.text(
            x + length / 2, y + 0.008 * across, said, ha="center", va="bottom", fontsize=7.5, color=style.INK, zorder=30
        )
        tip = (east - 0.035 * across, north - 0.02 * across)
        arrow = {"arrowstyle": "-|>", "color": style.INK, "lw": 1.2}
        axes.annotate("", tip, (tip[0], tip[1] - 0.05 * across), arrowprops=arrow, zorder=30)
        axes.text(tip[0], tip[1] - 0.055 * across, self.say("north"), ha="center", va="top", fontsize=7.5, zorder=30)


def fill(axes: Axes, shapes: BaseGeometry | Iterable[BaseGeometry], **looks: Any) -> None:
    """Areas as one patch, holes left open; lines and points in them are left out."""
    from matplotlib.patches import PathPatch  # noqa: PLC0415
    from matplotlib.path import Path  # noqa: PLC0415

    rings = [ring for polygon in _polygons(shapes) for ring in (polygon.exterior, *polygon.interiors)]
    if not rings:
        return
    paths = []
    for ring in rings:
        points = np.asarray(ring.coords)[:, :2]
        codes = np.full(len(points), Path.LINETO)
        codes[0], codes[-1] = Path.MOVETO, Path.CLOSEPOLY
        paths.append(Path(points, codes))
    axes.add_patch(PathPatch(Path.make_compound_path(*paths), **looks))


def draw_lines(axes: Axes, shapes: BaseGeometry | Iterable[BaseGeometry], **looks: Any) -> None:
    """Lines as one collection."""
    import shapely  # noqa: PLC0415
    from matplotlib.collections import LineCollection  # noqa: PLC0415

    found = shapely.get_parts(shapely.get_parts(_as_list(shapes)))
    lines = [np.asarray(one.coords)[:, :2] for one in found if one.geom_type in ("LineString", "LinearRing")]
    axes.add_collection(LineCollection(lines, **looks))


def _polygons(shapes: BaseGeometry | Iterable[BaseGeometry]) -> list[Any]:
    """With rings so oriented that a hole stays a hole."""
    import shapely  # noqa: PLC0415

    parts = shapely.get_parts(shapely.get_parts(_as_list(shapes)))
    return [shapely.normalize(one) for one in parts if one.geom_type == "Polygon" and not one.is_empty]


def _as_list(shapes: BaseGeometry | Iterable[BaseGeometry]) -> list[BaseGeometry]:
    return [shapes] if hasattr(shapes, "geom_type") else list(shapes)
