"""How long it took from a frame to the confirmed actuation: figures and a histogram."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Median and 99th percentile of one lane, in milliseconds."""

    count: int
    median_ms: float
    p99_ms: float

    @classmethod
    def of(cls, samples_ms: Sequence[float]) -> Latency:
        import numpy as np  # noqa: PLC0415

        median, p99 = np.percentile(samples_ms, [50, 99])
        return cls(count=len(samples_ms), median_ms=round(float(median), 1), p99_ms=round(float(p99), 1))


def histogram(samples_ms: Mapping[str, Sequence[float]]) -> str:
    """The samples of all lanes as one SVG picture, each lane in its own colour."""
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(6.4, 2.6), layout="constrained")
    axes = figure.add_subplot()
    lanes = list(samples_ms)
    colours = ["#2f6f9f", "#d98a29"][: len(lanes)]
    axes.hist([samples_ms[lane] for lane in lanes], bins=24, label=lanes, stacked=True, color=colours)
    axes.set_xlabel("ms")
    axes.set_xlim(left=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    picture = io.StringIO()
    figure.savefig(picture, format="svg", metadata={"Date": None})
    return picture.getvalue()[picture.getvalue().index("<svg") :]
