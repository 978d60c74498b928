"""Under which conditions a plate was photographed: from its labelled corners, its pixels and its note."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from zbsec.cli.bench.photographs.judge import width_of
from zbsec.plates.detect import rectify

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zbsec.cli.bench.photographs.labels import Corners, Label

WIDTHS_PX = (60, 100, 150, 250)
ANGLES = (5, 15, 30)
DARK, BRIGHT = 60, 190
"""Mean grey value of the plate, 0 to 255."""
UNKNOWN = "unknown"
NIGHT = ("night", "dusk", "dim", "夜", "暗")
BLURRED = ("blur", "fog", "模糊", "雾")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Each a word: what results are grouped by, see ``BY``."""

    width: str
    angle: str
    light: str
    sight: str


def conditions(label: Label, picture: NDArray[np.uint8]) -> Conditions:
    """:param picture: uint8 (h, w, 3), BGR; the labelled one."""
    corners = label.corners
    if label.is_crop and corners is None:
        height, width = picture.shape[:2]
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    note = label.note.lower()
    return Conditions(
        width=UNKNOWN if corners is None else _bin(width_of(corners), WIDTHS_PX, " px"),
        angle=UNKNOWN if label.corners is None else _bin(leaning(label.corners), ANGLES, "°"),
        light=_light(note, picture, corners),
        sight="blurred" if any(word in note for word in BLURRED) else "clear",
    )


def leaning(corners: Corners) -> float:
    """Degrees by which the text leans from the level, or its characters from the upright: the larger."""
    across, down = corners[1] - corners[0] + corners[2] - corners[3], corners[3] - corners[0] + corners[2] - corners[1]
    level = math.degrees(math.atan2(abs(float(across[1])), abs(float(across[0]))))
    return max(level, math.degrees(math.atan2(abs(float(down[0])), abs(float(down[1])))))


def _light(note: str, picture: NDArray[np.uint8], corners: Corners | None) -> str:
    if any(word in note for word in NIGHT):
        return "dark"
    if corners is None:
        return UNKNOWN
    mean = float(cv2.cvtColor(rectify(picture, corners, 64, 20), cv2.COLOR_BGR2GRAY).mean())
    return "dark" if mean < DARK else "bright" if mean > BRIGHT else "day"


def _bin(value: float, bounds: tuple[int, ...], unit: str) -> str:
    above = [bound for bound in bounds if value < bound]
    return f"< {above[0]}{unit}" if above else f"≥ {bounds[-1]}{unit}"
