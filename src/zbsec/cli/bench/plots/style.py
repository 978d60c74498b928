"""How all plots look: colours that colour-blind readers tell apart, labels at the lines, the machine underneath."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from zbsec.cli.bench.peers import OURS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from zbsec.cli.bench.results import Report, Room

INK, PALE = "#222222", "#8a8a8a"
COLOURS = {
    OURS: "#d55e00",
    "numpy": "#555555",
    "faiss-flat": "#000000",
    "faiss-fp16": "#7a5195",
    "faiss-sq8": "#b58dc9",
    "faiss-ivf": "#0072b2",
    "faiss-ivfpq": "#56b4e9",
    "faiss-rabitq": "#0a9396",
    "hnswlib": "#009e73",
    "usearch": "#8f8f00",
    "rapidfuzz": "#0072b2",
    "scan": "#555555",
}
"""After Okabe and Ito; ours alone is warm."""
MARKERS = {"faiss-ivf": "o", "faiss-ivfpq": "s", "faiss-rabitq": "D", "hnswlib": "^", "usearch": "v"}
NAMES = {
    "numpy": "NumPy (BLAS)",
    "faiss-flat": "FAISS flat",
    "faiss-fp16": "FAISS fp16",
    "faiss-sq8": "FAISS SQ8",
    "faiss-ivf": "FAISS IVF",
    "faiss-ivfpq": "FAISS IVF-PQ fast scan",
    "faiss-rabitq": "FAISS IVF-RaBitQ",
    "hnswlib": "hnswlib",
    "usearch": "USearch",
    "scan": "plain scan (NumPy)",
}
CASES = {
    "member": "A member, k = 1, at least 0.36",
    "stranger": "A stranger, k = 1, at least 0.36",
    "top10-member": "A member's 10 nearest, no threshold",
    "top10": "A stranger's 10 nearest, no threshold",
    "batch64": "64 strangers at once, 10 nearest",
    "exact": "Read right",
    "misread": "A text with one confused character",
    "soft": "A soft reading whose first guess is wrong",
    "unknown": "A plate nobody registered",
}


DATA = {"clusters": "face-like clusters", "random": "random directions"}


def searched(room: Room) -> str:
    """A gallery in words."""
    return f"{room.size:,} vectors of {room.dim} numbers, {DATA[room.data]}"


def name(peer: str) -> str:
    return NAMES.get(peer, peer)


TOP, BETWEEN, BOTTOM = 0.75, 1.0, 1.3
"""Inches for the titles, between rows, and for axis labels and the caption."""


def panels(
    count: int, *, width: float, height: float, gap: float, left: float = 0.75, share_y: bool = False
) -> tuple[Figure, list[Axes]]:
    """Axes in rows of two or three, measured in inches: ``gap`` to the right of each is for the labels at its lines."""
    from matplotlib.figure import Figure  # noqa: PLC0415

    columns = columns_of(count)
    rows = -(-count // columns)
    whole = (left + columns * (width + gap), TOP + rows * (height + BETWEEN) - BETWEEN + BOTTOM)
    figure = Figure(figsize=whole)
    made: list[Axes] = []
    for number in range(count):
        row, column = divmod(number, columns)
        x, y = left + column * (width + gap), BOTTOM + (rows - 1 - row) * (height + BETWEEN)
        axes = figure.add_axes((x / whole[0], y / whole[1], width / whole[0], height / whole[1]))
        if share_y and made:
            axes.sharey(made[0])
        clean(axes)
        made.append(axes)
    return figure, made


def columns_of(count: int) -> int:
    return 2 if count == 4 else min(count, 3)


def clean(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(PALE)
    axes.tick_params(colors=INK, labelsize=8, which="both")
    axes.grid(which="major", color="#e6e6e6", linewidth=0.7)
    axes.set_axisbelow(True)


def caption(figure: Figure, report: Report, title: str, *notes: str) -> None:
    """A title above; machine, seed and what a reader must know underneath."""
    width, height = figure.get_size_inches()
    figure.text(0.15 / width, 1 - 0.15 / height, title, va="top", fontsize=11.5, fontweight="bold", color=INK)
    quick = ", --quick" if report.asked.get("quick") else ""
    lines = [f"{report.machine.line}; zbsec {report.machine.zbsec}; seed {report.asked['seed']}{quick}.", *notes]
    text = "\n".join(textwrap.fill(line, int(width * 18)) for line in lines)
    figure.text(0.15 / width, 0.1 / height, text, va="bottom", fontsize=7, color="#555555", linespacing=1.4)


def label_ends(axes: Axes, ends: Mapping[str, tuple[float, float]]) -> None:
    """Each line's name at its end; the scales must be final.

    Beside those that end at the right, moved up or down where two would cover one another; above those that end before.
    """
    axes.autoscale_view()
    points = {peer: axes.transData.transform(end) for peer, end in ends.items()}
    per_point = axes.figure.dpi / 72
    box = axes.get_window_extent()
    rightmost = max((point[0] for point in points.values()), default=0.0)
    last = sorted((peer for peer in ends if points[peer][0] > rightmost - 1), key=lambda peer: points[peer][1])
    heights = _apart([float(points[peer][1]) for peer in last], 10 * per_point, *box.intervaly)
    for peer, height in zip(last, heights, strict=True):
        _write(axes, peer, ends[peer], (9, (height - float(points[peer][1])) / per_point), "left")
    for peer in sorted(set(ends) - set(last)):
        on_the_left = points[peer][0] < box.x0 + box.width / 3
        _write(axes, peer, ends[peer], (-2, 9), "left" if on_the_left else "right")


def _write(axes: Axes, peer: str, at: tuple[float, float], offset: tuple[float, float], side: str) -> None:
    from matplotlib.patheffects import withStroke  # noqa: PLC0415

    axes.annotate(
        name(peer),
        at,
        xytext=offset,
        textcoords="offset points",
        ha=side,
        va="center",
        fontsize=8,
        color=COLOURS[peer],
        fontweight="bold" if peer == OURS else "normal",
        annotation_clip=False,
        path_effects=[withStroke(linewidth=2.5, foreground="white")],
        zorder=4,
    )


def _apart(heights: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Ascending heights at least ``gap`` from one another: clusters are spread around where they were."""
    clusters: list[list[float]] = []
    for height in heights:
        clusters.append([height])
        while len(clusters) > 1 and _top(clusters[-2], gap) + gap > _bottom(clusters[-1], gap):
            last = clusters.pop()
            clusters[-1] += last
    spread = [_bottom(cluster, gap) + number * gap for cluster in clusters for number in range(len(cluster))]
    over = max(0.0, spread[-1] - high) if spread else 0.0
    return [max(height - over, low) for height in spread]


def _bottom(cluster: Sequence[float], gap: float) -> float:
    return sum(cluster) / len(cluster) - gap * (len(cluster) - 1) / 2


def _top(cluster: Sequence[float], gap: float) -> float:
    return _bottom(cluster, gap) + gap * (len(cluster) - 1)


def plain_log(axes: Axes, *, x: bool = False, y: bool = False) -> None:
    """Logarithmic, with numbers people read: 0.01, 1, 1,000."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter  # noqa: PLC0415

    for wanted, axis, scale in ((x, axes.xaxis, axes.set_xscale), (y, axes.yaxis, axes.set_yscale)):
        if wanted:
            scale("log")
            axis.set_major_locator(LogLocator(10, numticks=6))
            axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10f}".rstrip("0").rstrip(".")))
            axis.set_minor_formatter(NullFormatter())
