"""The page's charts, as SVG that stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec._wilson import wilson
from zbsec.cli.bench.inline import PALE, chart, svg
from zbsec.cli.bench.peers import OURS
from zbsec.cli.bench.photographs.conditions import UNKNOWN, WIDTHS_PX
from zbsec.cli.bench.photographs.summary import trusted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from zbsec.cli.bench.photographs.measure import Results

COLOURS = {OURS: "#d55e00", "rapidocr": "#56b4e9", "rapidocr-v4": "#0072b2"}
OTHER = "#555555"


def by_width(results: Results) -> str:
    """Exact readings of every reader by the plate's width, with 95 % intervals."""
    figure, axes = chart()
    parts = [*(f"< {bound} px" for bound in WIDTHS_PX), f"≥ {WIDTHS_PX[-1]} px"]
    rows = {part: [row for row in results.rows if row.conditions.width == part] for part in parts}
    parts = [part for part in parts if rows[part] and part != UNKNOWN]
    for number, reader in enumerate(results.readers):
        right = [sum(row.answers[reader].right for row in rows[part]) for part in parts]
        _with_intervals(axes, reader, right, [len(rows[part]) for part in parts], shift=0.1 * number)
    axes.set_xticks(range(len(parts)), [f"{part}\nn = {len(rows[part])}" for part in parts], fontsize=8)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.legend(frameon=False, fontsize=8, loc="lower right")
    return svg(figure)


def trust(results: Results) -> str:
    """Our readings by their score: how sure they were, and how many of them were right, with 95 % intervals."""
    figure, axes = chart()
    bins = trusted(results)
    for place, one in enumerate(bins):
        axes.plot([place, place], (one.low, one.high), color=COLOURS[OURS], linewidth=1.2, alpha=0.6)
    places = range(len(bins))
    axes.plot(places, [one.right for one in bins], "o-", color=COLOURS[OURS], markersize=5, label="share right")
    axes.plot(
        places,
        [one.score for one in bins],
        "s--",
        color=PALE,
        markerfacecolor="white",
        markersize=5,
        label="mean score",
    )
    axes.set_xticks(places, [f"{one.name}\n{one.readings}" for one in bins], fontsize=7.5)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_ylim(-0.02, 1.03)
    axes.legend(frameon=False, fontsize=8, loc="lower right")
    return svg(figure)


def _with_intervals(axes: Axes, reader: str, right: Sequence[int], counts: Sequence[int], *, shift: float) -> None:
    colour = COLOURS.get(reader, OTHER)
    places = [place + shift for place in range(len(counts))]
    shares = [hits / count for hits, count in zip(right, counts, strict=True)]
    axes.plot(places, shares, "o-", color=colour, label=reader, markersize=5, linewidth=1.6)
    for place, hits, count in zip(places, right, counts, strict=True):
        axes.plot([place, place], wilson(hits, count), color=colour, linewidth=1.2, alpha=0.6)
