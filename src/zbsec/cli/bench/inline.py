"""Charts that stand in a page, as SVG. Their few words are English: fonts for others may not be there."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, PALE = "#1d2733", "#8a97a4"
SIZE_IN = (5.2, 3.1)


def chart(size_in: tuple[float, float] = SIZE_IN, *, grid: Literal["both", "y"] = "y") -> tuple[Figure, Axes]:
    """Empty axes."""
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=size_in, layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(PALE)
    axes.tick_params(colors=INK, labelsize=8)
    axes.grid(axis=grid, color="#e6eaee", linewidth=0.8)
    axes.set_axisbelow(True)
    return figure, axes


def svg(figure: Figure) -> str:
    """The ``<svg>`` element, the same for the same figures."""
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")), transparent=True)
    return file.getvalue()[file.getvalue().index("<svg") :]
