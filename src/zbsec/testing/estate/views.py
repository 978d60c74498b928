"""What the cameras of the demonstration estate see, made of photographs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def pedestrian_view(
    portrait: NDArray[np.uint8], rng: np.random.Generator, *, width_px: int = 1280, height_px: int = 720
) -> NDArray[np.uint8]:
    """A person in front of the turnstile's camera: the portrait turned, re-lit and compressed as a camera would.

    :param portrait: uint8 (h, w, 3), BGR.
    :returns: uint8 (height_px, width_px, 3), BGR.
    """
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    height, width = portrait.shape[:2]
    scale = height_px / height * rng.uniform(0.85, 1.0)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-6, 6), scale)
    matrix[:, 2] += (width_px / 2 - width / 2, height_px / 2 - height / 2)
    beyond = cv2.GaussianBlur(cv2.resize(portrait, (width_px, height_px)), (0, 0), 30)
    view = cv2.warpAffine(portrait, matrix, (width_px, height_px), dst=beyond, borderMode=cv2.BORDER_TRANSPARENT)
    lit = view.astype(np.float32) * rng.uniform(0.75, 1.15) + rng.normal(0, 3, view.shape)
    _, jpeg = cv2.imencode(".jpg", np.clip(lit, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 85])
    return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)


def perimeter_views(
    wall: NDArray[np.uint8], rng: np.random.Generator, *, still: int = 20, moving: int = 24
) -> list[NDArray[np.uint8]]:
    """A fixed camera along a wall: first nothing moves, then a figure walks past from left to right.

    :param wall: uint8 (h, w, 3), BGR, the empty scene.
    :returns: ``still + moving`` pictures of the same size.
    """
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    height, width = wall.shape[:2]

    def seen(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return np.clip(picture + rng.normal(0, 2, picture.shape), 0, 255).astype(np.uint8)

    views = [seen(wall) for _ in range(still)]
    for step in range(moving):
        x = int(width * (step + 1) / (moving + 1))
        picture = wall.copy()
        cv2.ellipse(
            picture, (x, height * 3 // 5), (height // 14, height // 6), 0, 0, 360, (45, 40, 35), -1, cv2.LINE_AA
        )
        cv2.circle(picture, (x, height * 2 // 5), height // 20, (60, 55, 50), -1, cv2.LINE_AA)
        views.append(seen(picture))
    return views
