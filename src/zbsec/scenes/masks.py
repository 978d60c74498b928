"""What no analysis and no recording may see (governance G33)."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from zbsec.errors import ShapeError
from zbsec.scenes.lines import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.scenes.lines import Point


class PrivacyMask:
    """Polygons, such as a neighbour's windows, that are made black before anything looks at the picture.

    :param polygons: each at least three corners (x, y) in pixels of the picture; they may overlap.
    :raises ValueError: no polygon, too few corners, or edges that meet (what they enclose twice would stay visible).
    """

    def __init__(self, polygons: Sequence[Sequence[Point]]) -> None:
        if not polygons:
            raise ValueError("a privacy mask needs at least one polygon; where nothing is masked there is no mask")
        for number, polygon in enumerate(polygons, start=1):
            _check(number, polygon)
        self._polygons = tuple(tuple((float(x), float(y)) for x, y in polygon) for polygon in polygons)

    def apply(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A copy of ``image`` with every pixel inside or on the edge of a polygon set to 0.

        :param image: uint8 (height, width, 3) or (height, width).
        :raises ShapeError: a corner outside the picture: the mask was drawn for another size and would miss its place.
        """
        import cv2  # noqa: PLC0415
        import numpy as np  # noqa: PLC0415

        self._check_size(image)
        masked = image.copy()
        for polygon in self._polygons:  # one at a time: filled together, overlaps would stay visible
            cv2.fillPoly(masked, [np.rint(polygon).astype(np.int32)], (0, 0, 0))
        return masked

    def _check_size(self, image: NDArray[np.uint8]) -> None:
        height, width = image.shape[:2]
        for number, polygon in enumerate(self._polygons, start=1):
            for x, y in polygon:
                if not (0 <= x <= width and 0 <= y <= height):
                    raise ShapeError(
                        f"corner ({x:g}, {y:g}) of mask polygon {number} lies outside the picture of {width}x{height} "
                        "pixels; draw the mask for this size"
                    )


def _check(number: int, polygon: Sequence[Point]) -> None:
    corners = list(polygon)
    if len(corners) < 3 or len(set(corners)) < len(corners):
        raise ValueError(f"mask polygon {number} needs three corners or more, all different, not {corners}")
    edges = list(zip(corners, corners[1:] + corners[:1], strict=True))
    for first, second in combinations(edges, 2):
        if set(first).isdisjoint(second) and _meet(first, second):
            raise ValueError(f"edges {first} and {second} of mask polygon {number} meet; list its corners in order")


def _meet(first: tuple[Point, Point], second: tuple[Point, Point]) -> bool:
    boxes_overlap = all(
        min(first[0][axis], first[1][axis]) <= max(second[0][axis], second[1][axis])
        and min(second[0][axis], second[1][axis]) <= max(first[0][axis], first[1][axis])
        for axis in (0, 1)
    )
    return boxes_overlap and _straddles(first, second) and _straddles(second, first)


def _straddles(edge: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    line = Line(*edge)
    return line.distance_px(other[0]) * line.distance_px(other[1]) <= 0
