"""Five landmarks → an upright crop of fixed size, by the least-squares similarity transform (no shear)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zbsec.errors import ShapeError

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE_PX = 112
TEMPLATE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]], np.float32
)
"""float32 (5, 2): where the landmarks lie in the 112-pixel crop that many networks share; eyes 35 pixels apart."""

_LANDMARKS = 5


def check(landmarks: Any) -> None:
    """Refuse what are no five points.

    :raises ShapeError: not (5, 2), or not finite.
    """
    points = np.asarray(landmarks)
    if points.shape != (_LANDMARKS, 2) or not np.isfinite(points).all():
        raise ShapeError(
            f"landmarks are five finite points, float32 (5, 2); these are {points.shape}: {points.tolist()}"
        )


def similarity(points: NDArray[np.float32], template: NDArray[np.float32]) -> NDArray[np.float64]:
    """Rotation, one scale and shift that bring ``points`` closest to ``template``, by the sum of squared distances.

    Written as complex numbers a similarity is w = a z + b, which makes the least-squares solution two sums (the
    plane's case of Umeyama, IEEE PAMI 13, 1991).

    :param points: (n, 2), pixels x, y.
    :param template: (n, 2), where they should come to lie.
    :returns: float64 (2, 3), to be applied to (x, y, 1).
    :raises ShapeError: all points fall together.
    """
    source = points[:, 0].astype(np.float64) + 1j * points[:, 1]
    target = template[:, 0].astype(np.float64) + 1j * template[:, 1]
    centred = source - source.mean()
    spread = float((np.abs(centred) ** 2).sum())
    if spread < 1e-6:
        raise ShapeError(f"the landmarks fall together in one point, {points[0].tolist()}: there is nothing to align")
    turn = (centred.conj() * (target - target.mean())).sum() / spread
    shift = target.mean() - turn * source.mean()
    return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])


def crop(
    image: NDArray[np.uint8], landmarks: NDArray[np.float32], template: NDArray[np.float32], side_px: int
) -> NDArray[np.uint8]:
    """The face, upright, in a square; black beyond the picture's edge.

    :param image: uint8 (h, w, 3).
    :param landmarks: float32 (5, 2), pixels of ``image``.
    :param template: float32 (5, 2), pixels of the crop.
    :returns: uint8 (side_px, side_px, 3), channels in the order of ``image``.
    :raises ShapeError: the landmarks are no five points, or fall together.
    """
    check(landmarks)
    return warp(image, similarity(landmarks, template), side_px)


def warp(image: NDArray[np.uint8], matrix: NDArray[np.float64], side_px: int) -> NDArray[np.uint8]:
    """A square of a picture, turned, scaled and shifted; black beyond the picture's edge.

    :param matrix: float64 (2, 3), from pixels of ``image`` to those of the square.
    :returns: uint8 (side_px, side_px, 3).
    """
    import cv2  # noqa: PLC0415

    # Bilinear sampling reads four pixels; where the crop is much smaller than the face that would skip most of it,
    # so we sample a grid of whole sub-pixels and average.
    grid = max(1, int(1.0 / np.hypot(matrix[0, 0], matrix[1, 0])))
    finer = matrix * grid
    finer[:, 2] += (grid - 1) / 2
    large = cv2.warpAffine(image, finer, (side_px * grid, side_px * grid), flags=cv2.INTER_LINEAR)
    if grid == 1:
        return np.asarray(large, np.uint8)
    small = cv2.resize(large, (side_px, side_px), interpolation=cv2.INTER_AREA)
    large.fill(0)
    return np.asarray(small, np.uint8)
