"""Axes of normal deviates, as a DET plot has them (ISO/IEC 19795-1): Gaussian scores give a straight line."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

from zbsec.cli.bench.inline import PALE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TICKS = (1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.4)
SMALLEST = 1e-5
_NORMAL = NormalDist()


def deviate(rate: float) -> float:
    """Of a rate, cut to what a plot shows."""
    return _NORMAL.inv_cdf(min(max(rate, SMALLEST), 1 - SMALLEST))


def scale(axes: Axes, *, across: float, up: float) -> None:
    """Both axes up to a rate of one half, with a dashed line where both errors are alike.

    :param across: lowest rate of the horizontal axis.
    :param up: lowest rate of the vertical axis.
    """
    ends = deviate(1e-4), deviate(0.5)
    axes.plot(ends, ends, "--", color=PALE, linewidth=0.9)
    for set_ticks in (axes.set_xticks, axes.set_yticks):
        set_ticks([deviate(rate) for rate in TICKS], [f"{100 * rate:g} %" for rate in TICKS])
    axes.set_xlim(deviate(across), deviate(0.5))
    axes.set_ylim(deviate(up), deviate(0.5))
