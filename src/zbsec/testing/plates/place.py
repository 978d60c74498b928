"""Plates put into pictures, and dirt put onto one character."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def compose(picture: NDArray[np.uint8], plate: NDArray[np.uint8], corners: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The picture with the plate in it, in perspective and with smooth edges.

    :param corners: float32 (4, 2), pixels: left-top, right-top, right-bottom, left-bottom.
    """
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    height, width = plate.shape[:2]
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, np.asarray(corners, np.float32))
    size = (picture.shape[1], picture.shape[0])
    placed = cv2.warpPerspective(plate, matrix, size, flags=cv2.INTER_AREA)
    share = cv2.warpPerspective(np.full((height, width, 1), 255, np.uint8), matrix, size)
    share = cv2.GaussianBlur(share, (3, 3), 0)[:, :, None].astype(np.float32) / 255
    return np.asarray(placed * share + picture * (1 - share), np.uint8)


def soil(plate: NDArray[np.uint8], position: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """The plate with mud on one character of a one-row plate.

    :param position: which character, from 1.
    """
    import cv2  # noqa: PLC0415

    width = plate.shape[1]
    pitch = (width - 31) / (7.5 if width < 460 else 8.6)
    centre = 15.5 + pitch * (position - 0.5 + (0.5 if position > 2 else 0))
    dirty = plate.copy()
    for _ in range(9):
        place = (int(centre + rng.normal(0, 9)), int(plate.shape[0] * rng.uniform(0.3, 0.7)))
        tone = int(rng.integers(55, 90))
        cv2.circle(dirty, place, int(rng.integers(5, 10)), (tone - 15, tone, tone + 15), -1, cv2.LINE_AA)
    return dirty
