"""Where plates may be in a picture: coloured or finely striped patches of the right shape.

The simplest honest method: it proposes, the reader disposes. A patch that does not read as a plate is no plate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Numbers = NDArray[Any]

WORKING_WIDTH_PX = 1000
"""Larger pictures are searched at this width and read at their own."""

GROUNDS = {
    "blue": ((98, 70, 35), (132, 255, 255)),
    "yellow": ((10, 85, 70), (36, 255, 255)),
    "green": ((38, 35, 70), (95, 255, 255)),
}
"""Hue, saturation and value (OpenCV ranges) of plate grounds."""

MIN_WIDTH_PX = 44
MAX_CANDIDATES = 48

Quads = list["NDArray[np.float32]"]


def propose(image: NDArray[np.uint8]) -> Quads:
    """Quadrilaterals that may be plates, the likeliest shapes first.

    :param image: uint8 (h, w, 3), BGR.
    :returns: float32 (4, 2) each: left-top, right-top, right-bottom, left-bottom, in pixels of ``image``.
    """
    scale = min(1.0, WORKING_WIDTH_PX / image.shape[1])
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
    found = [(score, (quad / scale).astype(np.float32)) for mask in _masks(small) for score, quad in _patches(mask)]
    found.sort(key=lambda one: -one[0])
    return [quad for _, quad in found[:MAX_CANDIDATES]]


def _masks(image: Numbers) -> Iterator[NDArray[np.uint8]]:
    hsv = cv2.cvtColor(cv2.GaussianBlur(image, (3, 3), 0), cv2.COLOR_BGR2HSV)
    for low, high in GROUNDS.values():
        ground = cv2.inRange(hsv, np.array(low), np.array(high))
        for wide, high_px in ((9, 5), (21, 9)):
            closed = cv2.morphologyEx(ground, cv2.MORPH_CLOSE, np.ones((high_px, wide), np.uint8))
            yield np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((5, 9), np.uint8)), np.uint8)
    yield from _stripes(image)


def _stripes(image: Numbers) -> Iterator[NDArray[np.uint8]]:
    """Where upright edges crowd, as between the strokes of characters; finds white and black plates too."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    edges = np.abs(cv2.Sobel(cv2.GaussianBlur(grey, (3, 3), 0), cv2.CV_32F, 1, 0))
    crowd = cv2.blur(edges, (25, 9))
    for share in (88, 95):
        mask = (crowd > np.percentile(crowd, share)).astype(np.uint8) * 255
        closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 15), np.uint8))
        yield np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((9, 25), np.uint8)), np.uint8)


def _patches(mask: NDArray[np.uint8]) -> Iterator[tuple[float, NDArray[np.float32]]]:
    """Quadrilaterals around the patches of a mask, each with how well it is filled."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:24]:
        area = cv2.contourArea(contour)
        hull = cv2.convexHull(contour)
        for quad in _quads(hull):
            width, height = size_of(quad)
            shape = width / max(height, 1.0)
            if width >= MIN_WIDTH_PX and 1.3 < shape < 7.5:
                filled = area / max(cv2.contourArea(quad), 1.0)
                if filled > 0.4:
                    yield filled - 0.1 * abs(shape - 3.3), quad


def _quads(hull: Numbers) -> Iterator[NDArray[np.float32]]:
    yield in_order(cv2.boxPoints(cv2.minAreaRect(hull)))
    if len(hull) > 4:
        yield in_order(np.asarray(cv2.approxPolyN(hull, 4), np.float32).reshape(-1, 2))


def in_order(points: Numbers) -> NDArray[np.float32]:
    """Four points as left-top, right-top, right-bottom, left-bottom."""
    by_x = points[np.argsort(points[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    left, right = left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


def size_of(quad: NDArray[np.float32]) -> tuple[float, float]:
    """Mean width and height of a quadrilateral, pixels."""
    top, right, bottom, left = (float(np.linalg.norm(quad[(i + 1) % 4] - quad[i])) for i in range(4))
    return (top + bottom) / 2, (right + left) / 2


def grown(quad: NDArray[np.float32], wider: float, higher: float) -> NDArray[np.float32]:
    """The quadrilateral enlarged about its centre."""
    across, down = (quad[1] - quad[0] + quad[2] - quad[3]) / 2, (quad[3] - quad[0] + quad[2] - quad[1]) / 2
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32)
    shift = signs[:, :1] * across * wider / 2 + signs[:, 1:] * down * higher / 2
    return np.asarray(quad + shift, np.float32)


def rectify(image: NDArray[np.uint8], quad: NDArray[np.float32], width: int, height: int) -> NDArray[np.uint8]:
    """The quadrilateral as an upright picture of ``width`` by ``height`` pixels."""
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, target)
    return np.asarray(cv2.warpPerspective(image, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)
