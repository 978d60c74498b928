"""A lane as a video made of one photograph: the camera's view of it moves, trembles, and is a stream's.

What is real in a photograph (dirt, light, blur, other vehicles) stays; only its place and size in the view change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.testing.estate.traffic import VIEW_PX, as_streamed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Corners = NDArray[np.float32]

FAR, NEAR = (0.50, 0.38), (0.47, 0.70)
"""Where the plate's middle comes into view and leaves it, as shares of the view."""
NEAR_PX = 210.0
"""Width of the plate when it leaves, or its own in the photograph where that is less: nothing is enlarged."""
FAR_SHARE = 0.55
"""Of that, when it comes."""
LEAN_DEG = 0.4


def approaching(
    picture: Picture, corners: Corners, rng: np.random.Generator, *, frames: int, shake_px: float = 2.0
) -> Iterator[Picture]:
    """The photographed vehicle as it comes nearer.

    :param picture: uint8 (h, w, 3), BGR.
    :param corners: float32 (4, 2), of its plate, pixels.
    :param shake_px: how far the camera trembles, standard deviation.
    :returns: uint8 (720, 1280, 3), BGR, each.
    """
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    middle = corners.mean(axis=0)
    near = min(1.0, NEAR_PX / float(np.linalg.norm(corners[1] - corners[0])))
    for step in np.linspace(0, 1, frames):
        scale = near / (1 / FAR_SHARE * (1 - step) + step)
        way = (scale / near - FAR_SHARE) / (1 - FAR_SHARE)
        place = (np.array(FAR) * (1 - way) + np.array(NEAR) * way) * VIEW_PX + rng.normal(0, shake_px, 2)
        matrix = cv2.getRotationMatrix2D([float(value) for value in middle], rng.normal(0, LEAN_DEG), scale)
        matrix[:, 2] += place - middle
        smooth = cv2.GaussianBlur(picture, (0, 0), 0.35 / scale) if scale < 0.7 else picture
        yield as_streamed(
            np.asarray(cv2.warpAffine(smooth, matrix, VIEW_PX, borderMode=cv2.BORDER_REPLICATE), np.uint8), rng
        )
