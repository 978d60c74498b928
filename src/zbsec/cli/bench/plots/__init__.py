"""The figures as pictures, PNG and SVG: recall against time, time against size, cost, and share of the bandwidth."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from matplotlib.figure import Figure

    from zbsec.cli.bench.results import Report

DPI = 160


def draw(report: Report, folder: Path) -> list[str]:
    """Every picture the report has figures for; returns the names of the files."""
    names = []
    for name, figure in _figures(report):
        for kind in ("png", "svg"):
            metadata = {"Date": None} if kind == "svg" else None
            figure.savefig(folder / f"{name}.{kind}", dpi=DPI, metadata=metadata)
            names.append(f"{name}.{kind}")
    return names


def _figures(report: Report) -> Iterator[tuple[str, Figure]]:
    from zbsec.cli.bench.plots import bandwidth, cost, recall_time, time_size  # noqa: PLC0415

    rooms = report.rooms()
    for data in dict.fromkeys(room.data for room in rooms):
        of_data = sorted((room for room in rooms if room.data == data), key=lambda room: room.size)
        largest = of_data[-1]
        name = f"{largest.dim}-{data}" if largest.dim else f"plates-{data}"
        if len(of_data) > 1:
            yield f"time-size-{name}", time_size.figure(report, of_data)
        if largest.dim is None:
            continue
        for room in of_data:
            if recall_time.drawable(report, room):
                yield f"recall-time-{room.size}-{name}", recall_time.figure(report, room)
        if cost.drawable(report, largest):
            yield f"cost-{largest.size}-{name}", cost.figure(report, largest)
        if bandwidth.drawable(report, largest):
            yield f"bandwidth-{largest.size}-{name}", bandwidth.figure(report, largest)
