"""What weather, cameras and roads do to a plate; every effect is drawn from the generator that is passed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def tilt(image: NDArray[np.uint8], rng: np.random.Generator, *, strength: float = 0.08) -> NDArray[np.uint8]:
    """Move the four corners by up to ``strength`` of the width and height; the same size comes back."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    height, width = image.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners + rng.uniform(-strength, strength, (4, 2)).astype(np.float32) * (width, height * 1.5)
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    edge = cv2.BORDER_REPLICATE if rng.random() < 0.5 else cv2.BORDER_REFLECT
    return np.asarray(cv2.warpPerspective(image, matrix, (width, height), borderMode=edge), np.uint8)


def light(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Brightness, contrast, colour cast, and a shadow across."""
    import numpy as np  # noqa: PLC0415

    height, width = image.shape[:2]
    lit = image.astype(np.float32) * rng.uniform(0.35, 1.25) + rng.uniform(-25, 45)
    lit *= rng.uniform(0.85, 1.15, 3).astype(np.float32)
    if rng.random() < 0.3:
        slope, where = rng.uniform(-1, 1), rng.uniform(0.1, 0.9)
        x = np.arange(width)[None] / width + slope * np.arange(height)[:, None] / height
        lit[x < where] *= rng.uniform(0.4, 0.8)
    return np.asarray(np.clip(lit, 0, 255), np.uint8)


def blur(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Too few pixels, out of focus, or in motion."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    height, width = image.shape[:2]
    fewer = rng.uniform(0.25, 1.0)
    small = cv2.resize(image, None, fx=fewer, fy=fewer, interpolation=cv2.INTER_AREA)
    if rng.random() < 0.4:
        small = cv2.GaussianBlur(small, (0, 0), rng.uniform(0.3, 1.4))
    if rng.random() < 0.25:
        length = int(rng.integers(2, 6))
        small = cv2.filter2D(small, -1, np.full((1, length), 1 / length, np.float32))
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def dirt(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Mud splashes and screws."""
    import cv2  # noqa: PLC0415

    height, width = image.shape[:2]
    worn = image.copy()
    for _ in range(int(rng.integers(0, 6))):
        place = (int(rng.integers(width)), int(rng.integers(height)))
        tone = tuple(int(value) for value in rng.integers(30, 200, 3))
        cv2.circle(worn, place, int(rng.integers(1, max(2, height // 14))), tone, -1, cv2.LINE_AA)
    return worn


def noise(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Sensor noise and JPEG."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    noisy = np.clip(image + rng.normal(0, rng.uniform(0, 12), image.shape), 0, 255).astype(np.uint8)
    _, jpeg = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 95))])
    return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)


def degrade(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """All of it, in the order in which it happens to light on its way: dirt, tilt, light, lens, sensor."""
    return noise(blur(light(tilt(dirt(image, rng), rng), rng), rng), rng)
