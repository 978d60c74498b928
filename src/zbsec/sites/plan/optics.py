"""What a rectilinear lens lays on a level plane: a trapezoid, and on it density falls with depth alone.

In the axes of the camera, ``forward`` is the distance along its azimuth and ``drop`` how far the plane lies below it.
The depth of a point is its distance along the optical axis, ``forward * cos(tilt) + drop * sin(tilt)``; every edge of
the picture and every density is a straight line on the plane.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray
    from shapely import Polygon

    from zbsec.sites.plan.model import Camera

NEAREST_DEPTH_M = 0.05
_FLAT = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Trapezoid:
    """The part of a level plane that is in the picture at a density or more."""

    near_m: float
    """Forward distance of the nearest edge; negative where the camera looks behind its own foot."""
    far_m: float
    half_near_m: float
    half_far_m: float

    def polygon(self, eye: tuple[float, float], azimuth_deg: float) -> Polygon:
        from shapely import Polygon  # noqa: PLC0415

        east, north = math.sin(math.radians(azimuth_deg)), math.cos(math.radians(azimuth_deg))
        corners = (
            (self.near_m, -self.half_near_m),
            (self.near_m, self.half_near_m),
            (self.far_m, self.half_far_m),
            (self.far_m, -self.half_far_m),
        )
        return Polygon([(eye[0] + f * east + r * north, eye[1] + f * north - r * east) for f, r in corners])


def trapezoid(camera: Camera, height_m: float, px_per_m: float) -> Trapezoid | None:
    """What the picture shows of the plane at ``height_m`` with ``px_per_m`` or more; None: nothing."""
    drop = camera.height_m - height_m
    sine, cosine = math.sin(math.radians(camera.tilt_deg)), math.cos(math.radians(camera.tilt_deg))
    up = camera.lens.half_height
    inside = _interval(
        [
            (-(sine + up * cosine), -drop * (cosine - up * sine)),
            (sine - up * cosine, drop * (cosine + up * sine)),
            (cosine, camera.lens.depth_m(px_per_m) - drop * sine),
            (-cosine, drop * sine - NEAREST_DEPTH_M),
        ]
    )
    if inside is None:
        return None
    near, far = inside
    wide = camera.lens.half_width
    half_near, half_far = (wide * (forward * cosine + drop * sine) for forward in (near, far))
    return Trapezoid(near_m=near, far_m=far, half_near_m=half_near, half_far_m=half_far)


def depths(camera: Camera, height_m: float, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The depth of points float64 (n, 2) of the plane at ``height_m``, in metres, float64 (n,)."""
    azimuth, tilt = math.radians(camera.azimuth_deg), math.radians(camera.tilt_deg)
    forward = (points[:, 0] - camera.x) * math.sin(azimuth) + (points[:, 1] - camera.y) * math.cos(azimuth)
    found: NDArray[np.float64] = forward * math.cos(tilt) + (camera.height_m - height_m) * math.sin(tilt)
    return found


def _interval(limits: Iterable[tuple[float, float]]) -> tuple[float, float] | None:
    """Where all of ``factor * x <= limit`` hold; None: nowhere, or without end."""
    low, high = -math.inf, math.inf
    for factor, limit in limits:
        if factor > _FLAT:
            high = min(high, limit / factor)
        elif factor < -_FLAT:
            low = max(low, limit / factor)
        elif limit < 0:
            return None
    return (low, high) if low < high and math.isfinite(high - low) else None
