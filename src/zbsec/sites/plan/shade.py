"""What something upright hides on a level plane: itself, enlarged about the eye.

A ray from an eye at height c to a point of the plane at height z passes a body of height h at 1/k of the way, where
k = (c - z) / (c - h). So a body between two heights hides the plane from k of the one to k of the other times its own
distance. That is exact: every shadow is a polygon, and no ray is cast.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TOUCHING_M = 1e-6
_BEYOND = 1.01


def factors(eye_m: float, plane_m: float, low_m: float, high_m: float) -> tuple[float, float] | None:
    """Between which multiples of its distance a body from ``low_m`` to ``high_m`` lies in the way; None: nowhere."""
    drop = eye_m - plane_m
    if drop == 0:
        return (0.0, math.inf) if low_m <= eye_m < high_m else None
    ends = (low_m, high_m) if drop > 0 else (high_m, low_m)
    near, far = (drop / (eye_m - end) if (eye_m - end) * drop > 0 else math.inf for end in ends)
    return (near, far) if near < far else None


def shadow_factors(eye_m: float, plane_m: float, height_m: float) -> tuple[float, float] | None:
    """The same for what stands on the ground and hides only what is behind it."""
    found = factors(eye_m, plane_m, 0.0, height_m)
    if found is None or found[1] <= 1.0:
        return None
    return max(1.0, found[0]), found[1]


def sweeps(
    eye: tuple[float, float],
    segments: NDArray[np.float64],
    near: NDArray[np.float64],
    far: NDArray[np.float64],
    reach_m: float,
) -> NDArray[np.object_]:
    """The quadrilaterals that segments float64 (n, 2, 2) pass over when enlarged about the eye from near to far, (n,).

    An infinite ``far`` goes to ``reach_m``. A segment that the eye stands on, or whose shadow begins beyond
    ``reach_m``, gives none.
    """
    import shapely  # noqa: PLC0415

    arms = segments - np.asarray(eye)
    away = _distance(arms)
    kept = (away > _TOUCHING_M) & (away * near < reach_m)
    arms, away, near = arms[kept], away[kept], near[kept]
    far = np.minimum(far[kept], np.maximum(near * _BEYOND, _BEYOND * reach_m / away))
    inner, outer = arms * near[:, None, None], arms * far[:, None, None]
    rings = np.stack([inner[:, 0], inner[:, 1], outer[:, 1], outer[:, 0], inner[:, 0]], axis=1) + np.asarray(eye)
    made = shapely.polygons(rings)
    found: NDArray[np.object_] = made[shapely.area(made) > 0]
    return found


def _distance(arms: NDArray[np.float64]) -> NDArray[np.float64]:
    """From the origin to each segment."""
    start, along = arms[:, 0], arms[:, 1] - arms[:, 0]
    length = np.einsum("ij,ij->i", along, along)
    share = np.clip(-np.einsum("ij,ij->i", start, along) / np.where(length > 0, length, 1), 0, 1)
    found: NDArray[np.float64] = np.hypot(*(start + along * share[:, None]).T)
    return found
