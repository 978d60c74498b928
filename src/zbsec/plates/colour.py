"""The ground colour of a plate, from its pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from zbsec.records import PlateColour

if TYPE_CHECKING:
    from numpy.typing import NDArray

HUES = {PlateColour.YELLOW: (10, 36), PlateColour.GREEN: (36, 95), PlateColour.BLUE: (95, 135)}
"""Half degrees, as OpenCV counts them."""

COLOURED = 70
"""Median saturation from which a ground has a hue, 0 to 255."""


def ground_colour(plate: NDArray[np.uint8]) -> PlateColour:
    """What the ground of a rectified plate looks like; ``UNKNOWN`` where light leaves it open.

    :param plate: uint8 (h, w, 3), BGR, little else than the plate.
    """
    height, width = plate.shape[:2]
    inner = plate[height // 8 : -height // 8, width // 24 : -width // 24]
    hsv = np.asarray(cv2.cvtColor(inner, cv2.COLOR_BGR2HSV), np.uint8)
    coloured = np.uint8(255) * (hsv[:, :, 1] > COLOURED)
    hues = _counts(hsv, 0, coloured)
    if hues.sum() < 0.3 * coloured.size:
        return _without_hue(_counts(hsv, 2, None))
    shares = {colour: hues[low:high].sum() / hues.sum() for colour, (low, high) in HUES.items()}
    likeliest = max(shares, key=lambda colour: shares[colour])
    if shares[likeliest] < 0.5:
        return PlateColour.UNKNOWN
    if likeliest is PlateColour.GREEN and shares[PlateColour.YELLOW] > 0.12:
        return PlateColour.YELLOW_GREEN
    return likeliest


def _counts(hsv: NDArray[np.uint8], channel: int, where: NDArray[np.uint8] | None) -> NDArray[np.float32]:
    """How many pixels have each value of a channel, 0 to 255."""
    return np.asarray(cv2.calcHist([hsv], [channel], where, [256], [0, 256]), np.float32).ravel()


def _without_hue(values: NDArray[np.float32]) -> PlateColour:
    """White ground with dark ink, or the other way round: the ground covers more than the ink."""
    occurring = np.flatnonzero(values)
    middle = (int(occurring[0]) + int(occurring[-1])) // 2
    bright = float(values[middle + 1 :].sum() / values.sum())
    if 0.42 < bright < 0.58:
        return PlateColour.UNKNOWN
    return PlateColour.WHITE if bright > 0.5 else PlateColour.BLACK
