"""How fit one view of a face is for recognition: large, sharp, turned to the camera and lit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zbsec.faces import quality
from zbsec.faces.fivepoints import pose
from zbsec.faces.guidance import MAX_BURNT, MAX_TILT, MAX_YAW_DEG, MIN_LEVEL
from zbsec.faces.light import light

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zbsec.records import Face

TURNED_AWAY_DEG = 40.0
"""Yaw or pitch, as five points estimate it, from which a view is worth nothing."""
DARK = 20.0
BURNT_OUT = 0.40
ONE_SIDED = 0.80
"""Light of one side alone; with ``DARK`` and ``BURNT_OUT``, where a view is worth nothing. Up to the limits of
``guidance`` it is worth all."""


def fitness(image: NDArray[np.uint8], face: Face) -> float:
    """From 0, of no use, to 1; what is measured of the picture is measured only where the pose leaves something.

    :param image: uint8 (h, w, 3), BGR.
    :raises ShapeError: landmarks that no face has.
    """
    head = pose(face.landmarks)
    turned = max(abs(head.yaw_deg), abs(head.pitch_deg))
    frontal = _share(turned, MAX_YAW_DEG, TURNED_AWAY_DEG)
    if frontal <= 0:
        return 0.0
    grade = quality.measure(image, face.landmarks).grade if face.quality is None else face.quality
    return min(frontal * grade, frontal * _lit(image, face)) if grade > 0 else 0.0


def _lit(image: NDArray[np.uint8], face: Face) -> float:
    seen = light(image, face.landmarks)
    return min(
        _share(-seen.level, -MIN_LEVEL, -DARK),
        _share(seen.burnt, MAX_BURNT, BURNT_OUT),
        _share(abs(seen.tilt), MAX_TILT, ONE_SIDED),
    )


def _share(value: float, whole: float, nothing: float) -> float:
    """1 up to ``whole``, 0 from ``nothing`` on, even between."""
    return float(np.clip((nothing - value) / (nothing - whole), 0.0, 1.0))
