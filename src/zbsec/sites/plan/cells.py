"""Areas cut into small cells, each with a point that stands for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

MOST_CELLS = 4000
_SLIVER = 1e-3
"""Of a full cell: what is smaller comes from rounding, not from a gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A piece of an area that is not seen well enough."""

    area: str
    """Id of the wanted area."""
    shape: BaseGeometry
    x: float
    y: float

    @property
    def size_m2(self) -> float:
        return float(self.shape.area)


def cell_size(total_m2: float) -> float:
    """The side of a cell, in metres: 1 m, or what keeps an area of that size under ``MOST_CELLS``."""
    return max(1.0, math.sqrt(total_m2 / MOST_CELLS))


def cells_of(area: str, shape: BaseGeometry, side_m: float) -> list[Cell]:
    """The area cut along a grid; each cell's point lies on it."""
    import shapely  # noqa: PLC0415

    if shape.is_empty:
        return []
    west, south, east, north = shape.bounds
    x, y = np.meshgrid(np.arange(west, east, side_m), np.arange(south, north, side_m))
    shapely.prepare(shape)
    squares = shapely.box(x, y, x + side_m, y + side_m).ravel()
    squares = squares[shapely.intersects(shape, squares)]
    parts = shapely.get_parts(shapely.intersection(squares, shape))
    parts = parts[shapely.area(parts) > _SLIVER * side_m**2]
    points = shapely.get_coordinates(shapely.point_on_surface(parts))
    return [Cell(area=area, shape=part, x=float(px), y=float(py)) for part, (px, py) in zip(parts, points, strict=True)]
