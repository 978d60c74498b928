"""What share of the bytes a second that memory gives is used by those that read much of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.cli.bench.peers import OURS
from zbsec.cli.bench.plots import style
from zbsec.cli.bench.table import digits

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from zbsec.cli.bench.results import Report, Result, Room


def drawable(report: Report, room: Room) -> bool:
    return bool(_known(report, room))


def figure(report: Report, room: Room) -> Figure:
    known = _known(report, room)
    cases = [case for case in style.CASES if any(one.case == case for one in known)]
    figure, (axes,) = style.panels(1, width=7.4, height=0.2 * (len(known) + 1.5 * len(cases)), gap=0.4, left=1.2)
    height, ticks, names = 0.0, [], []
    for case in reversed(cases):
        rows = sorted((one for one in known if one.case == case), key=lambda one: (one.peer == OURS, one.peer))
        for one in rows:
            share = one.bandwidth_share or 0
            axes.barh(height, share, height=0.8, color=style.COLOURS[one.peer], alpha=1 if one.peer == OURS else 0.55)
            axes.annotate(
                f"{share:.0%}   {_bytes(one)} in {digits(one.ms.median)} ms",
                (share, height),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                fontsize=7.5,
                color=style.INK,
            )
            ticks.append(height)
            names.append(style.name(one.peer))
            height += 1
        axes.text(
            0.004, height - 0.15, style.CASES[case], fontsize=8.5, fontweight="bold", va="center", color=style.INK
        )
        height += 1.5
    axes.axvline(1, color=style.PALE, linewidth=1, linestyle=(0, (2, 3)))
    axes.set_yticks(ticks, names)
    axes.set_xlim(0, max(1.35, 1.4 * max(one.bandwidth_share or 0 for one in known)))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.grid(axis="y", visible=False)
    axes.set_xlabel(f"bytes that must be read / time / {report.machine.stream_gb_s:g} GB/s", fontsize=9)
    style.caption(
        figure,
        report,
        f"Share of the memory bandwidth: {style.searched(room)}",
        "Plain scans must read every float32 number, once for all queries of a call. Ours must read the planes that "
        "the proved bound does not rule out, counted with the final cut-off: it reads somewhat more, so its share is "
        "a lower limit.",
    )
    return figure


def _bytes(one: Result) -> str:
    return f"{digits((one.must_read_bytes or 0) / 1e6)} MB"


def _known(report: Report, room: Room) -> list[Result]:
    return [one for one in report.of(room=room, chosen=True) if one.bandwidth_share is not None]
