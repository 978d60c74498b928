"""What recall costs in time, one line an approximate library; exact ones stand at recall 1."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from zbsec.cli.bench.cases import CASES
from zbsec.cli.bench.peers import OURS
from zbsec.cli.bench.plots import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from zbsec.cli.bench.results import Report, Result, Room

SWEPT = ("member", "top10-member", "top10")
EXACT_AT = 3.7
"""Where recall 1 stands on an axis of -log10(1 - recall)."""
TICKS = (0.5, 0.9, 0.99, 0.999)


def drawable(report: Report, room: Room) -> bool:
    return any(not result.exact for result in report.of(room=room))


def figure(report: Report, room: Room) -> Figure:
    cases = [case for case in SWEPT if report.of(room=room, case=case)] or [report.of(room=room)[0].case]
    figure, row = style.panels(len(cases), width=3.2, height=3.1, gap=1.6, share_y=True)
    for axes, case in zip(row, cases, strict=True):
        _panel(axes, report.of(room=room, case=case), case)
    row[0].set_ylabel("one query, ms (median)", fontsize=9)
    judged = [one.queries for case in cases for one in report.of(room=room, case=case, exact=False)]
    counts = f"{min(judged):,} to {max(judged):,}" if min(judged) < max(judged) else f"{judged[0]:,}"
    style.caption(
        figure,
        report,
        f"Recall against time: {style.searched(room)}",
        f"Recall over {counts} queries; hollow: all of them found, though nothing promises it. "
        "Star and bars at 1: exact by design. Down and to the right is better.",
        *_absent(report, room),
    )
    for axes, case in zip(row, cases, strict=True):
        style.label_ends(axes, _ends(report.of(room=room, case=case)))
    return figure


def _panel(axes: Axes, results: list[Result], case: str) -> None:
    style.plain_log(axes, y=True)
    target = _place(CASES[case].target)
    axes.axvline(target, color=style.PALE, linewidth=0.8, linestyle=(0, (2, 3)))
    for peer in dict.fromkeys(result.peer for result in results):
        own = [result for result in results if result.peer == peer]
        colour, marker = style.COLOURS[peer], style.MARKERS.get(peer, "o")
        if own[0].exact:
            best = min(one.ms.median for one in own)
            ours = peer == OURS
            axes.plot(
                EXACT_AT,
                best,
                marker="*" if ours else "_",
                markersize=17 if ours else 12,
                markeredgewidth=0.5 if ours else 2.5,
                color=colour,
                zorder=5,
            )
            continue
        places = [_place(one.recall or 0) for one in own]
        times = [one.ms.median for one in own]
        axes.plot(places, times, color=colour, linewidth=1.4)
        for place, time, one in zip(places, times, own, strict=True):
            face = "white" if one.recall == 1 else colour
            axes.plot(place, time, marker, markersize=4.5, markerfacecolor=face, markeredgecolor=colour)
    axes.set_xlim(-0.05, EXACT_AT + 0.15)
    axes.set_xticks([0, *(_place(tick) for tick in TICKS), EXACT_AT], ["0", *map(str, TICKS), "1"])
    axes.set_xlabel(f"recall@{CASES[case].k}", fontsize=9)
    axes.set_title(style.CASES[case], loc="left", fontsize=9, color=style.INK)


def _ends(results: list[Result]) -> dict[str, tuple[float, float]]:
    """The rightmost point of each line."""
    ends = {}
    for peer in dict.fromkeys(result.peer for result in results):
        own = [result for result in results if result.peer == peer]
        if own[0].exact:
            ends[peer] = (EXACT_AT, min(one.ms.median for one in own))
        else:
            last = max(own, key=lambda one: (one.recall or 0, one.ms.median))
            ends[peer] = (_place(last.recall or 0), last.ms.median)
    return ends


def _place(recall: float) -> float:
    return EXACT_AT if recall >= 1 else min(-math.log10(1 - recall), EXACT_AT - 0.2)


def _absent(report: Report, room: Room) -> list[str]:
    return [
        f"{style.name(one.peer)}: not built within the budget, {one.done:.0%} after {one.seconds:,.0f} s."
        for one in report.builds
        if one.room == room and one.done < 1
    ]
