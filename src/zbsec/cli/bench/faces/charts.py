"""The page's charts: ROC, DET, impostors by group, scores, and misses by size of the gallery."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from zbsec.cli.bench.deviates import deviate, scale
from zbsec.cli.bench.inline import INK, PALE, chart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from zbsec.cli.bench.faces.curve import Curve, Operating
    from zbsec.cli.bench.faces.identify import Identification
    from zbsec.cli.bench.faces.measure import Results

EVERYBODY = "#1d2733"
COLOURS = ("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""After Okabe and Ito."""
BINS = 60


def figures(results: Results) -> Iterator[tuple[str, Figure]]:
    """Name and chart, those there are figures for."""
    if any(one.tar for one in results.everybody.grid):
        yield "roc", roc(results)
        yield "det", det(results)
    if any(curve.grid for _, curve, _ in _curves(results)):
        yield "impostors", impostors(results)
    yield "scores", scores(results)
    if any(miss.modelled_fnir is not None for one in results.identifications for miss in one.misses):
        yield "sizes", sizes(results)


def roc(results: Results) -> Figure:
    """True accepts by false accepts, the false ones logarithmic."""
    figure, axes = chart()
    for name, curve, colour in _curves(results):
        grid = _with_tar(curve)
        if grid:
            rates = [one.rate for one in grid]
            axes.plot(rates, [one.tar.value for one in grid if one.tar], color=colour, label=name, linewidth=1.6)
            low, high = ([getattr(one.tar, end) for one in grid] for end in ("low", "high"))
            axes.fill_between(rates, low, high, color=colour, alpha=0.12, linewidth=0)
    axes.set_xscale("log")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    _named(axes, "false accept rate", "true accept rate")
    axes.legend(frameon=False, fontsize=8, loc="lower right")
    return figure


def det(results: Results) -> Figure:
    """Both errors, each on a scale of normal deviates (ISO/IEC 19795-1): Gaussian scores give a straight line."""
    figure, axes = chart(grid="both")
    for name, curve, colour in _curves(results):
        grid = _with_tar(curve)
        if grid:
            across = [deviate(one.rate) for one in grid]
            axes.plot(across, [deviate(1 - one.tar.value) for one in grid if one.tar], color=colour, label=name)
            low, high = ([deviate(1 - getattr(one.tar, end)) for one in grid] for end in ("high", "low"))
            axes.fill_between(across, low, high, color=colour, alpha=0.12, linewidth=0)
    scale(axes, across=0.8 * min(one.rate for one in _with_tar(results.everybody)), up=1e-3)
    _named(axes, "false match rate", "false non-match rate")
    axes.legend(frameon=False, fontsize=8, loc="upper right")
    return figure


def impostors(results: Results) -> Figure:
    """False matches by score, each group's own strangers; beside them the library's curve."""
    figure, axes = chart()
    for name, curve, colour in _curves(results):
        at = [(one.score, one.rate) for one in curve.grid if one.score and one.rate < 1]
        axes.plot([score.value for score, _ in at], [rate for _, rate in at], color=colour, label=name, linewidth=1.6)
        low, high = ([getattr(score, end) for score, _ in at] for end in ("low", "high"))
        axes.fill_betweenx([rate for _, rate in at], low, high, color=colour, alpha=0.12, linewidth=0)
    shipped = results.thresholds.shipped
    if shipped:
        axes.plot(*zip(*shipped.points, strict=True), "o:", color=PALE, markersize=4, label="library's curve")
    axes.axvline(results.min_score, color=PALE, linewidth=0.9)
    axes.set_yscale("log")
    _named(axes, "score", "false match rate")
    axes.legend(frameon=False, fontsize=8, loc="lower left")
    return figure


def scores(results: Results) -> Figure:
    """How both kinds of pairs are spread."""
    figure, axes = chart()
    bins = np.linspace(-0.3, 1.0, BINS).tolist()
    pairs = results.pairs
    for name, values, colour in (("impostor", pairs.impostor, INK), ("genuine", pairs.genuine, COLOURS[0])):
        found = values[np.isfinite(values)]
        if len(found):
            axes.hist(found, bins=bins, density=True, color=colour, alpha=0.45, label=f"{name}, n = {len(values):,}")
    axes.axvline(results.min_score, color=PALE, linewidth=1.2)
    axes.set_yticks([])
    _named(axes, "score", "")
    axes.legend(frameon=False, fontsize=8, loc="upper left")
    return figure


def sizes(results: Results) -> Figure:
    """What a gallery's size costs."""
    figure, axes = chart()
    for number, miss in enumerate(results.identifications[0].misses):
        colour = COLOURS[number]
        at = [(one, one.misses[number]) for one in results.identifications]
        _modelled(axes, [(one.members, it.modelled_fnir, it.extrapolated) for one, it in at], colour)
        axes.plot([], [], "o-", color=colour, label=f"FPIR {miss.fpir:.0%}", markersize=5)
        _measured(axes, results.identifications, number, colour)
    axes.set_xscale("log")
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    _named(axes, "members", "FNIR")
    axes.legend(frameon=False, fontsize=8, loc="upper center")
    return figure


def _modelled(axes: Axes, at: list[tuple[int, float | None, bool]], colour: str) -> None:
    """Piece by piece: dashed as soon as one end is extrapolated."""
    known = [(members, fnir, beyond) for members, fnir, beyond in at if fnir is not None]
    for before, after in pairwise(known):
        style = "--" if before[2] or after[2] else "-"
        axes.plot([before[0], after[0]], [before[1], after[1]], style, color=colour, linewidth=1.3, alpha=0.8)


def _measured(axes: Axes, found: list[Identification], number: int, colour: str) -> None:
    for one in found:
        if fnir := one.misses[number].fnir:
            axes.plot([one.members] * 2, [fnir.low, fnir.high], color=colour, linewidth=1.2, alpha=0.6)
            axes.plot([one.members], [fnir.value], "o", color=colour, markersize=5)


def _curves(results: Results) -> Iterator[tuple[str, Curve, str]]:
    yield "everybody", results.everybody, EVERYBODY
    for number, group in enumerate(results.groups.groups):
        yield group.name, group.curve, COLOURS[number % len(COLOURS)]


def _with_tar(curve: Curve) -> list[Operating]:
    return [one for one in curve.grid if one.tar]


def _named(axes: Axes, across: str, up: str) -> None:
    axes.set_xlabel(across, fontsize=8, color=INK)
    axes.set_ylabel(up, fontsize=8, color=INK)
