"""How time grows with size, both on log axes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from zbsec.cli.bench.peers import OURS
from zbsec.cli.bench.plots import style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from zbsec.cli.bench.results import Report, Result, Room


def figure(report: Report, rooms: Sequence[Room]) -> Figure:
    cases = [case for case in style.CASES if any(report.of(room=room, case=case) for room in rooms)]
    figure, row = style.panels(len(cases), width=2.6, height=3.1, gap=1.65)
    ends = []
    for axes, case in zip(row, cases, strict=True):
        results = [result for room in rooms for result in report.of(room=room, case=case, chosen=True)]
        ends.append(_panel(axes, report, results, case))
    for axes in row[:: style.columns_of(len(row))]:
        axes.set_ylabel("one call, ms (median; bars: 10 to 90 %)", fontsize=9)
    dim, data = rooms[0].dim, rooms[0].data
    what = f"vectors of {dim} numbers, {style.DATA[data]}" if dim else f"soft plate match, {_book(data)}"
    style.caption(figure, report, f"Time against size: {what}", *_notes(report, rooms))
    for axes, end in zip(row, ends, strict=True):
        style.label_ends(axes, end)
    return figure


def _panel(axes: Axes, report: Report, results: Sequence[Result], case: str) -> dict[str, tuple[float, float]]:
    style.plain_log(axes, x=True, y=True)
    ends: dict[str, tuple[float, float]] = {}
    for peer in dict.fromkeys(result.peer for result in results):
        own = [one for one in results if one.peer == peer and one.reaches]
        if not own:
            continue
        sizes, medians = [one.room.size for one in own], [one.ms.median for one in own]
        spread = [
            [one.ms.median - one.ms.p10 for one in own],
            [one.ms.p90 - one.ms.median for one in own],
        ]
        ours = peer == OURS
        axes.errorbar(
            sizes,
            medians,
            yerr=spread,
            color=style.COLOURS[peer],
            linewidth=2.6 if ours else 1.2,
            elinewidth=0.7,
            linestyle="-" if own[0].exact else (0, (4, 2)),
            marker="o",
            markersize=5.5 if ours else 3.5,
            zorder=5 if ours else 3,
        )
        ends[peer] = (sizes[-1], medians[-1])
        if ours and len(own) > 1:
            _slope(axes, own)
    if results and results[0].room.dim:
        _stream(axes, report, results)
    axes.set_xlabel("vectors" if results and results[0].room.dim else "registered plates", fontsize=9)
    axes.set_title(style.CASES[case], loc="left", fontsize=9, color=style.INK)
    return ends


def _stream(axes: Axes, report: Report, results: Sequence[Result]) -> None:
    """What reading every float32 number once takes."""
    dim = results[0].room.dim or 0
    sizes = sorted({one.room.size for one in results})
    times = [4e3 * size * dim / (report.machine.stream_gb_s * 1e9) for size in sizes]
    axes.plot(sizes, times, color=style.PALE, linewidth=1, linestyle=(0, (1, 2)), zorder=1)


def _slope(axes: Axes, own: Sequence[Result]) -> None:
    """The exponent between the two largest sizes: 1 grows with the size, 0 not at all."""
    before, last = own[-2], own[-1]
    exponent = math.log(last.ms.median / before.ms.median) / math.log(last.room.size / before.room.size)
    axes.text(
        0.97,
        0.04,
        f"ours grows as $n^{{{exponent:.2f}}}$\nfrom {before.room.size:,} to {last.room.size:,}",
        transform=axes.transAxes,
        ha="right",
        fontsize=7.5,
        color=style.COLOURS[OURS],
    )


def _notes(report: Report, rooms: Sequence[Room]) -> list[str]:
    if not rooms[0].dim:
        return [
            "rapidfuzz is asked the likeliest text and may miss two characters; the plain scan sums the very costs "
            "that ours takes."
        ]
    notes = [
        "Dotted: reading every float32 number once at the measured stream bandwidth; a gallery in the cache is read "
        "faster. Solid: exact. Dashed: approximate, at the fastest setting that reaches the recall of the case "
        "(0.999 for k = 1, 0.99 for 10); not drawn where none does."
    ]
    short = [one for one in report.builds if one.room in rooms and one.done < 1]
    if short:
        names = ", ".join(f"{style.name(one.peer)} at {one.room.size:,}" for one in short)
        notes.append(f"Not built within {report.asked['budget_s']:g} s: {names}.")
    return notes


def _book(data: str) -> str:
    return "all plates of one city" if data == "city" else "plates of the whole country"
