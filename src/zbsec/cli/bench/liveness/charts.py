"""The page's charts: DET, a line a kind of attack, and how the scores are spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zbsec.cli.bench.deviates import deviate, scale
from zbsec.cli.bench.faces.charts import BINS, COLOURS
from zbsec.cli.bench.inline import INK, PALE, chart
from zbsec.cli.bench.liveness.curve import errors, grid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

    from zbsec.cli.bench.liveness.measure import Results

LOWEST = 1e-3


def figures(results: Results) -> Iterator[tuple[str, Figure]]:
    """Name and chart."""
    yield "det", det(results)
    yield "scores", scores(results)


def det(results: Results) -> Figure:
    """Both errors, each on a scale of normal deviates (ISO/IEC 19795-1)."""
    figure, axes = chart(grid="both")
    people, *attacks = results.kinds
    at = grid(results.kinds)
    for kind, colour in zip(attacks, COLOURS * len(attacks), strict=False):
        apcer, bpcer = errors([people, kind], at)
        axes.plot(*([deviate(rate) for rate in rates] for rates in (apcer, bpcer)), color=colour, label=kind.name)
    worst, own = results.worst[1].value, results.errors[0].value
    axes.plot([deviate(worst)], [deviate(own)], "o", color=INK, markersize=5, label=f"min_score {results.min_score:g}")
    scale(axes, across=LOWEST, up=LOWEST)
    axes.set_xlabel("APCER", fontsize=8, color=INK)
    axes.set_ylabel("BPCER", fontsize=8, color=INK)
    axes.legend(frameon=False, fontsize=8, loc="upper right")
    return figure


def scores(results: Results) -> Figure:
    """How the scores of each are spread."""
    figure, axes = chart()
    bins = np.linspace(0.0, 1.0, BINS).tolist()
    for kind, colour in zip(results.kinds, (INK, *COLOURS * len(results.kinds)), strict=False):
        name = f"{kind.name or 'bona fide'}, n = {len(kind.scores):,}"
        axes.hist(kind.scores, bins=bins, density=True, color=colour, alpha=0.45, label=name)
    axes.axvline(results.min_score, color=PALE, linewidth=1.2)
    axes.set_yticks([])
    axes.set_xlabel("score", fontsize=8, color=INK)
    axes.legend(frameon=False, fontsize=8, loc="upper center")
    return figure
