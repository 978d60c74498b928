"""What the cameras of the demonstration estate see, made of photographs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.testing.plates import compose

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
    return _as_camera(np.asarray(view, np.uint8), rng)


def vehicle_view(
    wall: NDArray[np.uint8], plate: NDArray[np.uint8], rng: np.random.Generator, *, plate_px: int = 170
) -> NDArray[np.uint8]:
    """A vehicle before the barrier: its front drawn onto a photograph, its plate in perspective, as a camera sees it.

    :param wall: uint8 (h, w, 3), BGR, the empty lane.
    :param plate: a rendered plate.
    :param plate_px: width of the plate in the picture.
    """
    import numpy as np  # noqa: PLC0415

    picture = wall.copy()
    height, width = wall.shape[:2]
    x, y = int(width * rng.uniform(0.38, 0.62)), int(height * 0.66)
    _draw_front(picture, x, y, plate_px, tuple(int(tone) for tone in rng.integers(40, 200, 3)))
    high = plate_px * plate.shape[0] / plate.shape[1]
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (plate_px / 2, high / 2) + (x, y)
    corners += rng.normal(0, plate_px * 0.012, (4, 2))
    with_plate = compose(picture, plate, corners.astype(np.float32))
    return _as_camera(with_plate, rng)


def vehicle_at(
    picture: NDArray[np.uint8], plate: NDArray[np.uint8], corners: NDArray[np.float32], *, paint: tuple[int, ...]
) -> NDArray[np.uint8]:
    """The picture with a vehicle whose plate is at ``corners``; light and sensor are not yet in it.

    :param corners: float32 (4, 2), pixels: left-top, right-top, right-bottom, left-bottom.
    :param paint: BGR.
    """
    picture = picture.copy()
    x, y = (int(value) for value in corners.mean(axis=0))
    _draw_front(picture, x, y, int(corners[1, 0] - corners[0, 0]), paint)
    return compose(picture, plate, corners)


def _draw_front(picture: NDArray[np.uint8], x: int, y: int, plate_px: int, paint: tuple[int, ...]) -> None:
    """A car's front about its plate: body, windscreen without anybody behind it, lamps, grille, wheels."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    unit = plate_px / 4.4
    dark, glass, lamp = (30, 30, 32), (88, 74, 62), (225, 235, 240)

    def box(left: float, top: float, right: float, bottom: float, tone: tuple[int, ...]) -> None:
        cv2.rectangle(
            picture,
            (int(x + left * unit), int(y + top * unit)),
            (int(x + right * unit), int(y + bottom * unit)),
            tone,
            -1,
        )

    def shape(points: list[tuple[float, float]], tone: tuple[int, ...]) -> None:
        cv2.fillPoly(
            picture, [np.array([(x + a * unit, y + b * unit) for a, b in points], np.int32)], tone, cv2.LINE_AA
        )

    box(-8.2, 1.2, -6.4, 4.4, dark)
    box(6.4, 1.2, 8.2, 4.4, dark)
    shape([(-8.6, 3.2), (-8.8, -2.4), (-6.6, -4.2), (6.6, -4.2), (8.8, -2.4), (8.6, 3.2)], paint)
    shape([(-6.4, -4.2), (-5, -8), (5, -8), (6.4, -4.2)], paint)
    shape([(-5.6, -4.4), (-4.5, -7.6), (4.5, -7.6), (5.6, -4.4)], glass)
    shape([(-8.2, -2), (-5.4, -2.6), (-5, -1), (-7.8, -0.6)], lamp)
    shape([(8.2, -2), (5.4, -2.6), (5, -1), (7.8, -0.6)], lamp)
    box(-4.2, -2.4, 4.2, -1.2, dark)
    box(-2.6, -1, 2.6, 1, dark)


def _as_camera(view: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Light, sensor noise and JPEG."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    lit = view.astype(np.float32) * rng.uniform(0.75, 1.15) + rng.normal(0, 3, view.shape)
    _, jpeg = cv2.imencode(".jpg", np.clip(lit, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 85])
    return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)


def perimeter_views(
    wall: NDArray[np.uint8], rng: np.random.Generator, *, still: int = 20, moving: int = 24
) -> list[NDArray[np.uint8]]:
    """A fixed camera along a wall: first nothing moves, then a figure comes down from the wall towards the camera.

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
        x = int(width * (0.35 + 0.3 * step / moving))
        y = int(height * (0.25 + 0.65 * step / moving))
        picture = wall.copy()
        cv2.ellipse(picture, (x, y), (height // 14, height // 6), 0, 0, 360, (45, 40, 35), -1, cv2.LINE_AA)
        cv2.circle(picture, (x, y - height // 5), height // 20, (60, 55, 50), -1, cv2.LINE_AA)
        views.append(seen(picture))
    return views
