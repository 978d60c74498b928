"""Five points in space, a head's or those of a photograph of it, and the camera that sees them."""

from __future__ import annotations

import numpy as np

EYES_PX = 100.0
PHOTOGRAPH = np.array([[-0.5, 0, 0], [0.5, 0, 0], [0, 0.57, 0], [-0.42, 1, 0], [0.42, 1, 0]])
"""Eye distances; x to the right of the picture, y down, z away from the camera."""


def head(nose: float = 0.42) -> np.ndarray:
    """Turns about a neck that lies behind the face."""
    return PHOTOGRAPH - (0, 0.5, 1.0) - np.outer([0, 0, 1, 0, 0], [0, 0, nose])


def turned(points: np.ndarray, yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> np.ndarray:
    """Radians: to its own left, chin up, clockwise in the picture."""
    (cy, sy), (cp, sp), (cr, sr) = ((np.cos(angle), np.sin(angle)) for angle in (-yaw, pitch, roll))
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_x = np.array([[1, 0, 0], [0, cp, sp], [0, -sp, cp]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return points @ (about_z @ about_x @ about_y).T


def bent(points: np.ndarray, radius: float, axis: float, offset: float) -> np.ndarray:
    """A sheet wrapped on a cylinder; the axis lies at an angle in the sheet, beside its middle. Below 0: hollow."""
    middle = points - (0, 0.5, 0)
    across = middle[:, 0] * np.cos(axis) + middle[:, 1] * np.sin(axis) - offset
    along = middle[:, 1] * np.cos(axis) - middle[:, 0] * np.sin(axis)
    chord, depth = radius * np.sin(across / radius), radius * (1 - np.cos(across / radius))
    rows = [chord * np.cos(axis) - along * np.sin(axis), chord * np.sin(axis) + along * np.cos(axis), depth]
    return np.stack(rows, axis=1)


def seen(points: np.ndarray, distance: float = 12.0, noise: np.ndarray | float = 0.0) -> np.ndarray:
    """Landmarks in pixels, from so many eye distances away."""
    scale = distance / (distance + points[:, 2:])
    return np.asarray(points[:, :2] * scale * EYES_PX + 300.0 + noise, np.float32)
