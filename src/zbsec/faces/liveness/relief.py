"""How far a nose stands out of a face, from two views of five landmarks: what no flat picture can show.

Eyes and mouth corners of a face lie in one plane. Two views of a plane differ by a homography, which those four points
settle; it says where the nose tip would lie if it were in that plane too, as in a photograph. A real nose stands before
the plane and lies elsewhere (plane and parallax: Irani and Anandan, ECCV 1996).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_DEPTH = 0.28
"""Of a nose, in eye distances: less relief at a slant is a picture. In paper bent on a radius of two eye distances the
nose stands out by 0.06."""
STEEPEST = 1.0
"""Tangent of a slant, 45 degrees, from which nothing counts as a movement: five points say too little there. A picture
so slanted is called one."""

_PLANE = [0, 1, 3, 4]
_NOSE = 2
_FLATTEST = 1e-6


class View(NamedTuple):
    """How a face is seen now, against how it was seen straight."""

    right: float
    """How far the nose tip has moved out of its plane's picture, to the picture's right; eye distances. A head turned
    to its own left by an angle gives the nose's relief times the tangent."""
    down: float
    """The same, downwards."""
    slant: float
    """Tangent of the angle at which the plane is seen, from how much narrower one of its directions became."""

    @property
    def relief(self) -> float:
        return math.hypot(self.right, self.down)

    @property
    def is_flat(self) -> bool:
        """Whether the nose stands out less than any nose does at this slant; straight on, nothing stands out."""
        return self.relief < MIN_DEPTH * self.slant

    @property
    def is_picture(self) -> bool:
        """Whether this is surely the view of a picture: flat where a nose could not hide."""
        return self.is_flat and self.slant > STEEPEST


def view(straight: NDArray[np.float64], now: NDArray[np.float64]) -> View | None:
    """Compare two views; None where eyes and mouth corners are nearly in one line, so that nothing can be said.

    :param straight: float64 (5, 2), as ``fivepoints.normalised`` gives them.
    :param now: the same.
    """
    slant = _slant(straight[_PLANE], now[_PLANE])
    try:
        back = _homography(now[_PLANE], straight[_PLANE])
    except np.linalg.LinAlgError:
        return None
    x, y, scale = back @ (*now[_NOSE], 1.0)
    if slant is None or abs(scale) < _FLATTEST:
        return None
    right, down = x / scale - straight[_NOSE, 0], y / scale - straight[_NOSE, 1]
    return View(float(right), float(down), slant)


def _homography(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """3 x 3, with 1 in its last corner, that brings four points to four others."""
    rows, values = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return np.append(np.linalg.solve(np.array(rows), np.array(values)), 1.0).reshape(3, 3)


def _slant(source: NDArray[np.float64], target: NDArray[np.float64]) -> float | None:
    linear = np.linalg.lstsq(source - source.mean(axis=0), target - target.mean(axis=0), rcond=None)[0]
    longest, shortest = np.linalg.svd(linear, compute_uv=False)
    if shortest < _FLATTEST:
        return None
    return math.sqrt(max(0.0, (longest / shortest) ** 2 - 1.0))
