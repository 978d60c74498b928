"""A lane as a video: vehicles that come, leave, stand or follow each other before a camera that trembles.

No clip of a real lane may be shown to anyone; these are made of photographs and rendered plates. There is nobody behind
a windscreen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Corners = NDArray[np.float32]

VIEW_PX = (1280, 720)
FAR, NEAR = (0.50, 0.36, 62.0), (0.46, 0.84, 215.0)
"""Where a plate comes into view and leaves it: x and y as shares of the picture, width in pixels."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One plate in one frame."""

    text: str
    x: float
    y: float
    width_px: float


Scene = tuple[tuple[Shown, ...], ...]
"""What each frame shows."""


def approaching(text: str, *, frames: int = 40) -> Scene:
    """A vehicle comes from afar to the barrier and passes out of view below."""
    return tuple((_at(text, step / max(frames - 1, 1)),) for step in range(frames))


def leaving(text: str, *, frames: int = 40) -> Scene:
    """A vehicle drives away from the camera."""
    return approaching(text, frames=frames)[::-1]


def standing(text: str, *, frames: int = 60, way: float = 0.7) -> Scene:
    """A vehicle stands.

    :param way: where: 0 far to 1 near.
    """
    return ((_at(text, way),),) * frames


def waiting(text: str, *, frames: int = 60) -> Scene:
    """A vehicle comes, stands before the barrier, and passes."""
    come = approaching(text, frames=40)
    return come[:28] + standing(text, frames=frames, way=28 / 39) + come[28:]


def hidden(scene: Scene, start: int, frames: int) -> Scene:
    """The scene with every plate out of sight for some frames."""
    return scene[:start] + ((),) * frames + scene[start + frames :]


def behind(first: Scene, second: Scene, frames: int) -> Scene:
    """Two vehicles one behind the other: the second comes into view so many frames after the first.

    With fewer frames than the first is in view, both are seen at once, as where one follows the other through.
    """
    length = max(len(first), frames + len(second))
    one = first + ((),) * (length - len(first))
    other = ((),) * frames + second + ((),) * (length - frames - len(second))
    return tuple(a + b for a, b in zip(one, other, strict=True))


def corners(shown: Shown, rng: np.random.Generator, *, shake_px: float = 0.0) -> Corners:
    """Where the plate's corners are in a picture of ``VIEW_PX``: left-top, right-top, right-bottom, left-bottom."""
    import numpy as np  # noqa: PLC0415

    high = shown.width_px * 140 / 440
    square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (shown.width_px / 2, high / 2)
    centre = np.array([shown.x * VIEW_PX[0], shown.y * VIEW_PX[1]]) + rng.normal(0, shake_px, 2)
    return np.asarray(square + centre, np.float32)


def pictures(
    scene: Scene, wall: NDArray[np.uint8], rng: np.random.Generator, *, shake_px: float = 2.0
) -> Iterator[NDArray[np.uint8]]:
    """The scene as a camera sees it, frame by frame.

    :param wall: uint8 (720, 1280, 3), BGR, the empty lane.
    :param shake_px: how far the camera trembles about its place, pixels.
    :returns: uint8 (720, 1280, 3), BGR, each.
    """
    from zbsec.testing.estate.views import vehicle_at  # noqa: PLC0415
    from zbsec.testing.plates import render  # noqa: PLC0415

    plates = {shown.text: render(shown.text) for frame in scene for shown in frame}
    paints = {text: tuple(int(tone) for tone in rng.integers(40, 200, 3)) for text in plates}
    for frame in scene:
        shake = rng.normal(0, shake_px, 2)
        picture = shifted(wall, shake)
        for shown in sorted(frame, key=lambda shown: shown.width_px):
            place = corners(shown, rng) + shake.astype("float32") + rng.normal(0, shown.width_px * 0.004, (4, 2))
            picture = vehicle_at(picture, plates[shown.text], place.astype("float32"), paint=paints[shown.text])
        yield as_streamed(picture, rng)


def _at(text: str, way: float) -> Shown:
    """Evenly along the lane, so the plate grows faster the nearer it is."""
    nearness = 1 / ((1 - way) / FAR[2] + way / NEAR[2])
    share = (nearness - FAR[2]) / (NEAR[2] - FAR[2])
    x, y = (FAR[axis] + (NEAR[axis] - FAR[axis]) * share for axis in (0, 1))
    return Shown(text, x, y, nearness)


def shifted(picture: NDArray[np.uint8], shift: Sequence[float] | NDArray[np.float64]) -> NDArray[np.uint8]:
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    matrix = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float32)
    size = (picture.shape[1], picture.shape[0])
    return np.asarray(cv2.warpAffine(picture, matrix, size, borderMode=cv2.BORDER_REFLECT), np.uint8)


def as_streamed(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Sensor noise and compression, as in a stream."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    grain = rng.integers(-6, 7, picture.shape, np.int8).astype(np.int16)
    noisy = np.clip(picture + grain, 0, 255).astype(np.uint8)
    _, jpeg = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)
