"""Paper plates 临时行驶车号牌: a sheet of 220 by 140 mm, its text in the upper half, a date below.

Held before a camera they fill the picture, and the detector looks for plates. A sheet is found by its edge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from zbsec.plates.detect import in_order, size_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Quad = NDArray[np.float32]

LONGER_SIDE_PX = 320
"""The picture is searched so large; a sheet that matters is a third of it."""
SHARE = (0.12, 0.97)
"""Of the picture. What is more is the picture itself."""
ASPECTS = (1.2, 2.1)
"""Width by height, seen askew."""
STRAIGHT = 0.03
"""Of the outline's length: so far may it be from four straight sides."""
MOST = 3
SLACK, LOWEST, ACROSS = 0.05, 0.75, 0.6
"""Of the sheet: how far text that is its own may stand out, how low it may reach, and how wide it is."""
BANDS = ((0.02, 0.05, 0.57), (0.0, 0.0, 0.6), (0.03, 0.08, 0.55), (-0.03, 0.02, 0.64), (0.0, 0.1, 0.66))
"""Where the text may stand, in parts of the sheet: from the sides, from the top to its bottom."""


def sheets(image: NDArray[np.uint8]) -> list[Quad]:
    """Large upright quadrilaterals of a sheet's shape, the largest first, at most ``MOST``.

    :param image: uint8 (h, w, 3), BGR.
    :returns: float32 (4, 2) each, pixels of ``image``, left-top first and clockwise.
    """
    scale = LONGER_SIDE_PX / max(image.shape[:2])
    size = tuple(max(1, round(side * scale)) for side in image.shape[1::-1])
    grey = cv2.cvtColor(cv2.resize(image, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    grey = cv2.GaussianBlur(grey, (0, 0), 1)
    without_text = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    _, bright = cv2.threshold(without_text, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    edges = cv2.dilate(cv2.Canny(grey, 40, 120), np.ones((3, 3), np.uint8))
    outlines = [
        one for seen in (bright, edges) for one in cv2.findContours(seen, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0]
    ]
    least, most = (share * grey.size for share in SHARE)
    hulls = [hull for one in outlines if least <= cv2.contourArea(hull := cv2.convexHull(one)) <= most]
    found = []
    for hull in sorted(hulls, key=cv2.contourArea, reverse=True):
        corners = cv2.approxPolyDP(hull, STRAIGHT * cv2.arcLength(hull, True), True)
        if len(corners) == 4:
            quad = np.asarray(in_order(corners.reshape(4, 2).astype(np.float32)) / np.float32(scale), np.float32)
            width, height = size_of(quad)
            if ASPECTS[0] < width / height < ASPECTS[1]:
                found.append(quad)
    return found[:MOST]


def holds(sheet: Quad, plate: Quad) -> bool:
    """Whether a plate that was found by itself is the text of a sheet: across most of it, and in its upper part."""
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    x, y = cv2.perspectiveTransform(plate[None], cv2.getPerspectiveTransform(sheet, unit))[0].T
    inside = x.min() > -SLACK and x.max() < 1 + SLACK and y.min() > -SLACK and y.max() < LOWEST
    return bool(inside and np.ptp(x) > ACROSS)


def bands(sheet: Quad) -> list[Quad]:
    """Where on a sheet its text may stand, as quadrilaterals."""
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    matrix = cv2.getPerspectiveTransform(unit, sheet)
    parts = [[[side, top], [1 - side, top], [1 - side, bottom], [side, bottom]] for side, top, bottom in BANDS]
    return list(np.asarray(cv2.perspectiveTransform(np.array(parts, np.float32), matrix), np.float32))
