"""How a face is lit: too dark, too bright, from one side. Darker skin lowers the level too, so a limit lies low."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zbsec.faces import align

if TYPE_CHECKING:
    from numpy.typing import NDArray

BURNT = 250
"""Grey value from which a pixel shows nothing any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """The light on one face."""

    level: float
    """Median grey value of the face, 0 to 255."""
    burnt: float
    """Share of the face that is white beyond all detail, 0 to 1."""
    tilt: float
    """Right half of the picture of the face against left: -1 all light from the left, 0 even, 1 all from the right."""


def light(image: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> Light:
    """Measure the light on one face.

    :param image: uint8 (h, w, 3), BGR.
    :param landmarks: float32 (5, 2), pixels x, y.
    :raises ShapeError: the landmarks are no five points, or fall together.
    """
    import cv2  # noqa: PLC0415

    crop = align.crop(image, landmarks, align.TEMPLATE, align.SIDE_PX)
    grey = np.asarray(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), np.uint8)
    face = grey[20:108, 16:96]
    left, right = float(face[:, :40].mean()), float(face[:, 40:].mean())
    measured = Light(
        level=float(np.median(face)),
        burnt=float(np.count_nonzero(face >= BURNT) / face.size),
        tilt=(right - left) / max(right + left, 1.0),
    )
    crop.fill(0)
    grey.fill(0)
    return measured
