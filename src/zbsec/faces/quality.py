"""How fit a face is for recognition: large enough, and sharp enough. Nothing else about it is measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zbsec.faces import align

if TYPE_CHECKING:
    from numpy.typing import NDArray

FULL_SIZE_PX = 60
"""Distance of the eyes that leaves nothing to wish for (ISO/IEC 19794-5 asks as much of a portrait)."""
FULL_DETAIL = 0.20
NO_DETAIL = 0.05
"""Detail of sharp portraits and of ones blurred beyond use: medians over 110 photographs as they were, and after a blur
of more than three pixels of the crop."""

_TEMPLATE_EYES_PX = float(np.hypot(*(align.TEMPLATE[1] - align.TEMPLATE[0])))
_NOISE_SIGMA_PX = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Two measures of one face, and the grade made of them."""

    eyes_px: float
    """Distance of the eyes if the face looked straight ahead, in pixels of the picture."""
    detail: float
    """Fine structure in proportion to contrast: about 0.19 for a sharp portrait, 0.09 for a blurred one. Neither light
    nor sensor noise moves it much."""

    @property
    def grade(self) -> float:
        """0 to 1; the worse of the two."""
        size = self.eyes_px / FULL_SIZE_PX
        sharpness = (self.detail - NO_DETAIL) / (FULL_DETAIL - NO_DETAIL)
        return float(np.clip(min(size, sharpness), 0.0, 1.0))


def measure(image: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> Quality:
    """Measure one face.

    :param image: uint8 (h, w, 3), BGR.
    :param landmarks: float32 (5, 2), pixels x, y.
    :raises ShapeError: the landmarks are no five points, or fall together.
    """
    crop = align.crop(image, landmarks, align.TEMPLATE, align.SIDE_PX)
    detail = _detail(crop)
    crop.fill(0)
    return Quality(eyes_px=eyes_px(landmarks), detail=detail)


def eyes_px(landmarks: NDArray[np.float32]) -> float:
    """Distance of the eyes if the face looked straight ahead, in pixels of the picture: the nearer, the more.

    :param landmarks: float32 (5, 2), pixels x, y.
    :raises ShapeError: the landmarks fall together.
    """
    turn = align.similarity(landmarks, align.TEMPLATE)[:, 0]
    return _TEMPLATE_EYES_PX / float(np.hypot(*turn))


def _detail(crop: NDArray[np.uint8]) -> float:
    """Deviation of the Laplacian of Gaussian over that of the grey values, within the face (Marr, Hildreth 1980)."""
    import cv2  # noqa: PLC0415

    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    exact = grey.astype(np.float32)
    smooth = cv2.GaussianBlur(exact, (0, 0), _NOISE_SIGMA_PX)[20:108, 16:96]
    edges = cv2.Laplacian(smooth, cv2.CV_32F)
    contrast, detail = _deviation(smooth), _deviation(edges)
    for made in (grey, exact, smooth, edges):
        made.fill(0)
    return detail / contrast if contrast > 1.0 else 0.0


def _deviation(values: NDArray[Any]) -> float:
    """Standard deviation, without a copy of the values."""
    import cv2  # noqa: PLC0415

    return float(cv2.meanStdDev(values)[1][0, 0])
