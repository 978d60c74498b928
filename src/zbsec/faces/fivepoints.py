"""What five landmarks tell of a head: how far it is turned, raised and tilted. Nothing of eyelids, lips or a mask.

Pitch and yaw rest on noses of average relief, so they are good to know which way to turn, not to measure an angle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zbsec.errors import ShapeError
from zbsec.faces import align

if TYPE_CHECKING:
    from numpy.typing import NDArray

RELIEF = 0.42
"""How far the tip of an average nose stands before the plane of eyes and mouth corners, in eye distances."""
NOSE_HEIGHT = 0.57
"""Where the nose tip lies between eyes (0) and mouth (1): median of 220 photographs, 0.50 to 0.62 in nine of ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """Which way a head points, roughly, in degrees; all 0 when it looks straight into the camera."""

    yaw_deg: float
    """Above 0: turned to its own left, which is the right of a picture that is not mirrored."""
    pitch_deg: float
    """Above 0: chin raised."""
    roll_deg: float
    """Above 0: tilted clockwise as the picture shows it."""


def pose(landmarks: NDArray[np.float32]) -> Pose:
    """The pose of one face.

    :param landmarks: float32 (5, 2), pixels x, y, as ``Face`` has them.
    :raises ShapeError: no five points, the eyes fall together, or the mouth lies on the line of the eyes.
    """
    points = normalised(landmarks)
    nose, mouth = points[2], (points[3] + points[4]) / 2
    if abs(mouth[1]) < 1e-6:
        raise ShapeError(f"the mouth lies on the line of the eyes: {landmarks.tolist()}; these are no face's landmarks")
    aside = nose[0] - mouth[0] * nose[1] / mouth[1]
    down = nose[1] - NOSE_HEIGHT * mouth[1]
    eyes = landmarks[1] - landmarks[0]
    return Pose(
        yaw_deg=math.degrees(math.atan2(aside, RELIEF)),
        pitch_deg=-math.degrees(math.atan2(down, RELIEF)),
        roll_deg=math.degrees(math.atan2(float(eyes[1]), float(eyes[0]))),
    )


def normalised(landmarks: NDArray[np.float32]) -> NDArray[np.float64]:
    """The landmarks with the eyes at (-0.5, 0) and (0.5, 0): turned, moved and scaled, nothing else.

    :returns: float64 (5, 2), eye distances.
    :raises ShapeError: no five points, or the eyes fall together.
    """
    align.check(landmarks)
    flat = landmarks[:, 0].astype(np.float64) + 1j * landmarks[:, 1]
    across = flat[1] - flat[0]
    if abs(across) < 1e-6:
        raise ShapeError(f"the eyes fall together in {landmarks[0].tolist()}; these are no face's landmarks")
    upright = (flat - (flat[0] + flat[1]) / 2) / across
    return np.stack([upright.real, upright.imag], axis=1)
