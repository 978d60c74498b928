"""A lane for people on foot as a video: stills of people, moved as a camera would see them come, stand and leave.

No clip of a real gate may be shown to anyone. What these show is a photograph without the edge of its paper: a passive
liveness check may take it for a person, as it would a video fed in behind the camera.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec.testing.estate.traffic import as_streamed, shifted

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

VIEW_PX = (640, 480)


@dataclass(frozen=True, slots=True)
class Walker:
    """One person in one frame."""

    who: str
    x: float
    y: float
    """Middle of the face, as shares of the picture."""
    eyes_px: float
    """Distance of the eyes in the picture: how near they are."""


Walk = tuple[tuple[Walker, ...], ...]
"""What each frame shows."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Portrait:
    """A still of one person, and where their eyes are in it."""

    image: NDArray[np.uint8]
    """uint8 (h, w, 3), BGR."""
    left_eye: tuple[float, float]
    """The eye on the picture's left; pixels."""
    right_eye: tuple[float, float]


def coming(who: str, *, frames: int = 25, start_px: float = 18.0, end_px: float = 60.0, x: float = 0.5) -> Walk:
    """A person walks up to the gate, at an even pace."""
    steps = (step / max(frames - 1, 1) for step in range(frames))
    return tuple((Walker(who, x, 0.45, 1 / ((1 - way) / start_px + way / end_px)),) for way in steps)


def standing(who: str, *, frames: int = 25, eyes_px: float = 60.0, x: float = 0.5) -> Walk:
    """A person stands before the gate."""
    return ((Walker(who, x, 0.45, eyes_px),),) * frames


def nobody(frames: int) -> Walk:
    return ((),) * frames


def together(*walks: Walk) -> Walk:
    """Several people at once."""
    length = max(map(len, walks))
    filled = (walk + nobody(length - len(walk)) for walk in walks)
    return tuple(sum(shown, ()) for shown in zip(*filled, strict=True))


def filmed(
    walk: Walk,
    people: dict[str, Portrait],
    wall: NDArray[np.uint8],
    rng: np.random.Generator,
    *,
    shake_px: float = 1.5,
) -> Iterator[NDArray[np.uint8]]:
    """The walk as a camera sees it, frame by frame: trembling, turning a little, with grain and compression.

    :param wall: uint8 (480, 640, 3), BGR, the empty lane.
    :param shake_px: how far the camera trembles about its place, pixels.
    :returns: uint8 (480, 640, 3), BGR, each.
    """
    for shown in walk:
        shake = rng.normal(0, shake_px, 2)
        picture = shifted(wall, shake)
        for walker in sorted(shown, key=lambda walker: walker.eyes_px):
            picture = _with(picture, people[walker.who], walker, shake, float(rng.normal(0, 1.5)))
        yield as_streamed(picture, rng)


def _with(
    picture: NDArray[np.uint8], portrait: Portrait, walker: Walker, shake: NDArray[np.float64], lean_deg: float
) -> NDArray[np.uint8]:
    """The picture with a still in it, its edge faded out into what is behind."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    height, width = picture.shape[:2]
    left, right = np.array(portrait.left_eye), np.array(portrait.right_eye)
    middle, eyes_px = (left + right) / 2, float(np.hypot(*(right - left)))
    matrix = cv2.getRotationMatrix2D(tuple(middle), lean_deg, walker.eyes_px / eyes_px)
    matrix[:, 2] += np.array([walker.x * width, walker.y * height]) + shake - middle
    still = cv2.warpAffine(portrait.image, matrix, (width, height), flags=cv2.INTER_AREA)
    mask = np.zeros((height, width), np.uint8)
    place = (int(walker.x * width + shake[0]), int(walker.y * height + shake[1] + walker.eyes_px))
    cv2.ellipse(mask, place, (int(2.1 * walker.eyes_px), int(2.9 * walker.eyes_px)), 0, 0, 360, 255, -1)
    inside = cv2.warpAffine(np.full(portrait.image.shape[:2], 255, np.uint8), matrix, (width, height))
    faded = cv2.GaussianBlur(np.minimum(mask, inside), (0, 0), max(walker.eyes_px / 12, 0.5))
    share = (faded.astype(np.float32) / 255)[:, :, np.newaxis]
    return np.asarray(still * share + picture * (1 - share), np.uint8)
