"""Coverage and proposals, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.sites.plan.draw import style
from zbsec.sites.plan.draw.ground import bounds, built, ground, roads
from zbsec.sites.plan.draw.sheet import Key, Sheet, draw_lines, fill

if TYPE_CHECKING:
    from collections.abc import Set

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from zbsec.sites.plan.coverage import Coverage
    from zbsec.sites.plan.model import Camera
    from zbsec.sites.plan.propose import Proposal
    from zbsec.sites.text import Lang


def coverage_figure(found: Coverage, lang: Lang) -> Figure:
    sheet = _sheet(found, lang)
    sheet.captions = [""]
    sheet.subtitle = _figures(sheet, found)
    return _figure(sheet, [found], frozenset())


def proposal_figure(found: Proposal, lang: Lang) -> Figure:
    sheet = _sheet(found.before, lang)
    added = frozenset(camera.id for camera in found.added)
    after = sheet.say("after", count=len(added))
    sheet.captions = [
        f"{sheet.say('before')} · {_figures(sheet, found.before)}",
        f"{after} · {_figures(sheet, found.after)}",
    ]
    proof = sheet.say("proved" if found.proved else "unproved")
    places = [sheet.say("places", count=len(found.unmet))] if found.unmet else []
    sheet.subtitle = " · ".join([sheet.say("tried", count=found.views_tried), *([proof] if added else []), *places])
    return _figure(sheet, [found.before, found.after], added)


def _sheet(found: Coverage, lang: Lang) -> Sheet:
    sheet = Sheet(lang=lang, title="", subtitle="", bounds=bounds(found.plan), captions=[])
    sheet.title = f"{found.plan.name} · {sheet.say('coverage')}"
    return sheet


def _figure(sheet: Sheet, results: list[Coverage], added: Set[str]) -> Figure:
    sheet.keys = _keys(sheet, results, added)
    figure, panels = sheet.make()
    for axes, found in zip(panels, results, strict=True):
        _panel(axes, found, added)
    return sheet.finish(figure)


def _figures(sheet: Sheet, found: Coverage) -> str:
    met = sum(one.is_met for one in found.areas)
    seen = found.share(found.plan.classes[0])
    return sheet.say("shares", seen=seen, met=met, wanted=len(found.areas), broken=len(found.breaches))


def _panel(axes: Axes, found: Coverage, added: Set[str]) -> None:
    plan = found.plan
    ground(axes, plan)
    roads(axes, plan)
    fill(axes, found.blind, facecolor=style.BLIND, edgecolor="none", zorder=2.5)
    for shade, one in zip(_shades(found), plan.classes, strict=True):
        fill(axes, found.union[one], facecolor=shade, edgecolor="none", zorder=3)
    for area in plan.limited:
        looks = {"facecolor": "none", "edgecolor": style.LIMITED, "linewidth": 0.8, "zorder": 5}
        fill(axes, area.shape, **looks, hatch="....", alpha=0.55)
        if not area.shape.area:
            draw_lines(axes, area.shape, colors=style.LIMITED, linewidths=2.4, zorder=12)
    for broken in found.breaches:
        fill(axes, broken.shape.buffer(0.2), facecolor=style.BREACH, edgecolor="none", alpha=0.75, zorder=13)
    for mask in plan.masks:
        fill(axes, mask.shape, facecolor=style.MASK, edgecolor="none", alpha=0.6, zorder=6)
    for result in found.areas:
        edge = style.MET if result.is_met else style.UNMET
        fill(
            axes, result.area.shape, facecolor="none", edgecolor=edge, linewidth=1.1, linestyle=(0, (3, 1.4)), zorder=8
        )
    built(axes, plan)
    size = 0.011 * max(axes.get_xlim()[1] - axes.get_xlim()[0], 1)
    for view in found.views:
        _camera(axes, view.camera, size, style.ADDED if view.camera.id in added else style.INK)


def _camera(axes: Axes, camera: Camera, size: float, colour: str) -> None:
    """A dot with its field of view as a small wedge."""
    from matplotlib.patches import Wedge  # noqa: PLC0415

    middle = 90 - camera.azimuth_deg
    half = camera.lens.hfov_deg / 2
    at = (camera.x, camera.y)
    wedge = Wedge(
        at, 1.9 * size, middle - half, middle + half, facecolor=colour, edgecolor="none", alpha=0.45, zorder=20
    )
    axes.add_patch(wedge)
    axes.plot(*at, "o", color=colour, markersize=3.8, markeredgecolor="white", markeredgewidth=0.5, zorder=21)


def _shades(found: Coverage) -> list[str]:
    count = len(found.plan.classes)
    if count <= len(style.SHADES):
        return list(style.SHADES[:count])
    return [style.SHADES[number * len(style.SHADES) // count] for number in range(count)]


def _keys(sheet: Sheet, results: list[Coverage], added: Set[str]) -> list[Key]:
    last = results[-1]
    keys = [
        Key(f"{one.of(sheet.lang)} ≥ {one.px_per_m:g} px/m · {last.share(one):.0%}", fill=shade, edge=style.FAINT)
        for shade, one in zip(_shades(last), last.plan.classes, strict=True)
        if any(found.share(one) > 0.0005 for found in results)
    ]
    keys.append(Key(sheet.say("blind"), fill=style.BLIND, edge=style.FAINT))
    keys.append(Key(sheet.say("camera"), fill=style.INK, edge=style.INK, marker="o"))
    if added:
        keys.append(Key(sheet.say("added"), fill=style.ADDED, edge=style.ADDED, marker="o"))
    areas = [one for found in results for one in found.areas]
    if any(one.is_met for one in areas):
        keys.append(Key(sheet.say("wanted_met"), edge=style.MET))
    if not all(one.is_met for one in areas):
        keys.append(Key(sheet.say("wanted_unmet"), edge=style.UNMET))
    if last.plan.limited:
        keys.append(Key(sheet.say("limited"), edge=style.LIMITED, hatch="...."))
    if any(found.breaches for found in results):
        keys.append(Key(sheet.say("breach"), fill=style.BREACH))
    if last.plan.masks:
        keys.append(Key(sheet.say("mask"), fill=style.MASK))
    return keys
