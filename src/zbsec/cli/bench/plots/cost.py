"""Time, memory and build time side by side, each library at the setting that stands for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.cli.bench.cases import CASES
from zbsec.cli.bench.peers import OURS
from zbsec.cli.bench.plots import style
from zbsec.cli.bench.table import digits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from zbsec.cli.bench.results import Built, Report, Result, Room

LEAST_BUILD_S = 0.001
"""Who takes less builds nothing."""
LIKED = ("top10-member", "top10", "member", "stranger")


def drawable(report: Report, room: Room) -> bool:
    return _case(report, room) is not None


def figure(report: Report, room: Room) -> Figure:
    case = _case(report, room)
    assert case is not None
    builds = {one.peer: one for one in report.builds if one.room == room}
    best = {one.peer: one for one in report.of(room=room, case=case, chosen=True)}
    peers = sorted(builds, key=lambda peer: -best[peer].ms.median if peer in best else 0)
    peers.sort(key=lambda peer: peer in best)  # those that were not built at the bottom
    figure, row = style.panels(3, width=2.5, height=0.3 * len(peers), gap=0.3, left=1.7, share_y=True)
    _dots(row[0], peers, {peer: (one.ms.median, _recall(one)) for peer, one in best.items()}, "one query, ms")
    memory = {peer: one.memory_bytes / 1e6 for peer, one in builds.items() if one.done >= 1}
    _dots(row[1], peers, {peer: (mb, f"{mb:,.0f}") for peer, mb in memory.items() if mb > 0}, "memory, MB")
    built = {peer: _built(one) for peer, one in builds.items() if one.seconds >= LEAST_BUILD_S}
    _dots(row[2], peers, built, "build, s")
    for axes in row[1:]:
        axes.tick_params(labelleft=False)
    row[0].set_yticks(range(len(peers)), [style.name(peer) for peer in peers])
    for label, peer in zip(row[0].get_yticklabels(), peers, strict=True):
        label.set_color(style.COLOURS[peer])
        label.set_fontweight("bold" if peer == OURS else "normal")
    style.caption(
        figure,
        report,
        f"What an answer costs: {style.searched(room)}",
        f"{style.CASES[case]}; each at the fastest setting with recall@{CASES[case].k} of at least "
        f"{CASES[case].target}, hollow: none reaches it, the best is shown. Memory: what the process grew by, float32 "
        "vectors included where the library keeps them.",
    )
    return figure


def _dots(axes: Axes, peers: Sequence[str], values: dict[str, tuple[float, str]], title: str) -> None:
    style.plain_log(axes, x=True)
    for height, peer in enumerate(peers):
        if peer not in values:
            continue
        value, text = values[peer]
        hollow = text.startswith(("<", "not"))
        colour = style.COLOURS[peer]
        axes.plot(
            value,
            height,
            "o",
            markersize=9 if peer == OURS else 6.5,
            markerfacecolor="white" if hollow else colour,
            markeredgecolor=colour,
        )
        left = text.startswith("not")
        axes.annotate(
            text,
            (value, height),
            xytext=(-8 if left else 8, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            fontsize=7.5,
            color=style.INK,
        )
    axes.set_xlabel(title, fontsize=9)
    low, high = (edge([value for value, _ in values.values()], default=1.0) for edge in (min, max))
    span = max(high / low, 10.0)
    axes.set_xlim(low / span**0.1, high * span**0.75)  # to the right there is room for the words
    axes.set_ylim(-0.7, len(peers) - 0.3)


def _recall(one: Result) -> str:
    text = f"{digits(one.ms.median)}, recall {one.recall:.3f}" if not one.exact else f"{digits(one.ms.median)}, exact"
    return text if one.reaches else f"< {text}"


def _built(one: Built) -> tuple[float, str]:
    """Where it was given up, and how far it was."""
    return one.seconds, digits(one.seconds) if one.done >= 1 else f"not within budget, {one.done:.0%}"


def _case(report: Report, room: Room) -> str | None:
    return next((case for case in LIKED if report.of(room=room, case=case)), None)
