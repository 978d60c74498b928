"""Enclosures, drawn: the estate with every passage open, and with those that stay."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from zbsec.sites.plan.draw import style
from zbsec.sites.plan.draw.ground import bounds, built, ground, roads
from zbsec.sites.plan.draw.sheet import Key, Sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from zbsec.sites.plan.enclose import Enclosure
    from zbsec.sites.plan.model import Plan
    from zbsec.sites.plan.ways import Passage
    from zbsec.sites.text import Lang

_LABEL_PT = 9


def enclosure_figure(found: Enclosure, lang: Lang) -> Figure:
    sheet = Sheet(lang=lang, title="", subtitle="", bounds=_bounds(found), captions=[])
    total = len(found.kept) + len(found.closed)
    sheet.captions = [
        sheet.say("open_today", count=total),
        sheet.say("proposed", count=len(found.kept), closed=len(found.closed)),
    ]
    sheet.title = f"{found.plan.name} · {found.standing.of(lang)}"
    reasons = [one.message.of(lang) for one in found.deficits[:1]] + [
        one.of(lang) for one in found.decision.reasons[:1]
    ]
    sheet.subtitle = " · ".join([*_longest(sheet, found), *reasons])
    sheet.keys = _keys(sheet, found)
    figure, (before, after) = sheet.make()
    for axes in (before, after):
        ground(axes, found.plan)
        roads(axes, found.plan)
        built(axes, found.plan)
    for kept in found.kept:
        _gate(before, found.plan, kept.passage, style.OPEN)
        _gate(after, found.plan, kept.passage, style.OPEN if kept.may_close else style.FORCED)
    for one in found.closed:
        _gate(before, found.plan, one, style.OPEN)
        _gate(after, found.plan, one, style.CLOSED)
    for axes in (before, after):
        _names(axes, found.plan)
    return sheet.finish(figure)


def _longest(sheet: Sheet, found: Enclosure) -> list[str]:
    if not found.detours:
        return []
    worst = found.detours[0]
    facts = {"longer": worst.longer_m, "door": worst.walk.entrance, "destination": worst.walk.destination}
    return [sheet.say("detour", **facts)]


def _bounds(found: Enclosure) -> tuple[float, float, float, float]:
    west, south, east, north = bounds(found.plan)
    points = [end for way in (found.plan.ways.ways if found.plan.ways else ()) for end in way.line.coords]
    across, up = [point[0] for point in points], [point[1] for point in points]
    return min(west, *across), min(south, *up), max(east, *across), max(north, *up)


def _gate(axes: Axes, plan: Plan, passage: Passage, colour: str) -> None:
    """Its label stands outside the boundary, away from the middle of the estate."""
    marker = "X" if colour == style.CLOSED else "o"
    axes.plot(*passage.at, marker, color=colour, markersize=8.5, markeredgecolor="white", markeredgewidth=1, zorder=22)
    middle = plan.boundary.centroid
    east, north = passage.at[0] - middle.x, passage.at[1] - middle.y
    width, depth = axes.get_xlim()[1] - axes.get_xlim()[0], axes.get_ylim()[1] - axes.get_ylim()[0]
    sideways = abs(east) / width > abs(north) / depth
    offset = (math.copysign(_LABEL_PT, east), 0) if sideways else (0, math.copysign(_LABEL_PT, north))
    axes.annotate(
        passage.id,
        passage.at,
        offset,
        textcoords="offset points",
        ha=("left" if east > 0 else "right") if sideways else "center",
        va="center" if sideways else ("bottom" if north > 0 else "top"),
        fontsize=7,
        color=colour,
        zorder=23,
    )


def _names(axes: Axes, plan: Plan) -> None:
    """Destinations, named away from the estate."""
    middle = plan.boundary.centroid.x
    for one in plan.ways.destinations if plan.ways else ():
        axes.plot(
            *one.at, "*", color=style.DETOUR, markersize=11, markeredgecolor="white", markeredgewidth=0.7, zorder=24
        )
        offset, side = ((-7, -3), "right") if one.at[0] < middle else ((7, -3), "left")
        looks: dict[str, Any] = {"ha": side, "va": "top", "fontsize": 7, "color": style.INK, "zorder": 24}
        axes.annotate(one.id, one.at, offset, textcoords="offset points", **looks)


def _keys(sheet: Sheet, found: Enclosure) -> list[Key]:
    keys = [Key(sheet.say("kept"), fill=style.OPEN, edge=style.OPEN, marker="o")]
    if not all(one.may_close for one in found.kept):
        keys.append(Key(sheet.say("forced"), fill=style.FORCED, edge=style.FORCED, marker="o"))
    keys.append(Key(sheet.say("closed"), fill=style.CLOSED, edge=style.CLOSED, marker="X"))
    keys.append(Key(sheet.say("destination"), fill=style.DETOUR, edge=style.DETOUR, marker="*"))
    keys.append(Key(sheet.say("wide"), fill=style.LANE, edge=style.STREET))
    keys.append(Key(sheet.say("building"), fill=style.BUILDING, edge=style.BUILDING_EDGE))
    return keys
