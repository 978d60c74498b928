"""From what a detector found to ``Face`` values: inside the picture, graded, widest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zbsec.faces import quality
from zbsec.records import Box, Face

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


def face(
    image: NDArray[np.uint8], corners: NDArray[np.float32], landmarks: NDArray[np.float32], score: float
) -> Face | None:
    """One face, its box cut at the picture's edge; None where nothing of the box is in the picture.

    :param corners: float32 (4,): left, top, right, bottom in pixels.
    :param landmarks: float32 (5, 2), pixels x, y.
    """
    height, width = image.shape[:2]
    left, top, right, bottom = np.clip(np.rint(corners), 0, (width, height, width, height)).astype(int).tolist()
    if right <= left or bottom <= top:
        return None
    box = Box(left=left, top=top, right=right, bottom=bottom)
    return Face(box=box, landmarks=landmarks, score=score, quality=quality.measure(image, landmarks).grade)


def widest_first(faces: Iterable[Face | None]) -> list[Face]:
    """The faces there are, the nearest in front."""
    return sorted((one for one in faces if one is not None), key=lambda one: one.box.width_px, reverse=True)
