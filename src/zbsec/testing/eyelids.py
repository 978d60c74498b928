"""Eyelids of a photographed face drawn down and up again: a blink to test with, where no video of one may be shown.

The skin above the eye is stretched over it, lashes and all. A photograph has nothing behind its lids, so folds of a
shut eye that were not there before are not there afterwards either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zbsec.faces import align

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

WIDTH, UPPER, LOWER = 0.21, 0.085, 0.075
"""Of an eye whose contour nobody gave, in eye distances: half of its width, and how high its lids arch."""
_BEYOND = 1.15
"""Lids are drawn from so much beyond the contour, so that no rim of white is left."""
_FOLD = 0.09
"""Height of the skin that is stretched, in eye distances."""
_LASHES = 0.02


class Eye(NamedTuple):
    """The contour of one open eye."""

    left: tuple[float, float]
    """The corner on the picture's left, pixels."""
    right: tuple[float, float]
    upper: float
    """How high the upper lid arches above the line between the corners, pixels."""
    lower: float
    """How far the lower one hangs below it."""


def eyes(landmarks: NDArray[np.float32]) -> tuple[Eye, Eye]:
    """Eyes of average shape about the first two of five landmarks.

    :param landmarks: float32 (5, 2), pixels.
    :raises ShapeError: no five points.
    """
    align.check(landmarks)
    along = landmarks[1] - landmarks[0]
    far = float(np.hypot(*along))
    left, right = (_average(middle, along, far) for middle in landmarks[:2])
    return left, right


def _average(middle: NDArray[np.float32], along: NDArray[np.float32], far: float) -> Eye:
    (x0, y0), (x1, y1) = (middle - WIDTH * along).tolist(), (middle + WIDTH * along).tolist()
    return Eye((x0, y0), (x1, y1), UPPER * far, LOWER * far)


def drawn(image: NDArray[np.uint8], both: Sequence[Eye], openness: float | Sequence[float]) -> NDArray[np.uint8]:
    """The picture with its eyes open by so much.

    :param image: uint8 (h, w, 3), BGR.
    :param openness: of both eyes or of each: 1 as they are, 0 shut.
    :returns: uint8 (h, w, 3); the eyes of ``image`` are not touched.
    """
    import cv2  # noqa: PLC0415

    height, width = image.shape[:2]
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    each = [openness] * len(both) if isinstance(openness, int | float) else openness
    far = float(np.hypot(*np.subtract(_middle(both[0]), _middle(both[-1]))))
    from_x, from_y = columns.copy(), rows.copy()
    for eye, share in zip(both, each, strict=True):
        (right_x, right_y), shift = _shift(eye, columns, rows, far, float(np.clip(share, 0.0, 1.0)))
        from_x -= np.float32(right_y) * shift
        from_y += np.float32(right_x) * shift
    return np.asarray(cv2.remap(image, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _middle(eye: Eye) -> tuple[float, float]:
    return (eye.left[0] + eye.right[0]) / 2, (eye.left[1] + eye.right[1]) / 2


def _shift(
    eye: Eye, columns: NDArray[np.float32], rows: NDArray[np.float32], far: float, openness: float
) -> tuple[tuple[float, float], NDArray[np.float32]]:
    """The direction from corner to corner, and how far each pixel is drawn across it."""
    x, y = _middle(eye)
    length = float(np.hypot(*np.subtract(eye.right, eye.left)))
    right = ((eye.right[0] - eye.left[0]) / length, (eye.right[1] - eye.left[1]) / length)
    along = ((columns - x) * right[0] + (rows - y) * right[1]) / (0.55 * length)
    down = (rows - y) * right[0] - (columns - x) * right[1]
    arch = np.clip(1 - along**2, 0.0, None)
    above, below = -_BEYOND * eye.upper * arch, _BEYOND * eye.lower * arch
    top, lid = above - _FOLD * far * np.sqrt(arch), below + openness * (above - below)
    seam = above + _LASHES * far * np.sqrt(arch) * min(1.0, 2 * (1 - openness))
    source = top + (down - top) / np.maximum(lid - top, 1e-6) * (seam - top)
    moved = np.where((arch > 0) & (down > top) & (down < lid), source - down, 0.0)
    return right, np.asarray(moved, np.float32)


def blink(
    *, per_s: float = 12.5, before_s: float = 1.0, closing_s: float = 0.1, shut_s: float = 0.25, opening_s: float = 0.2,
    after_s: float = 1.0,
) -> Iterator[float]:  # fmt: skip
    """How far eyes are open, frame by frame of a slow blink: lids fall faster than they rise.

    :param per_s: frames a second.
    """
    times = np.cumsum([before_s, closing_s, shut_s, opening_s, after_s])
    for frame in range(int(times[-1] * per_s)):
        yield float(np.interp(frame / per_s, times[:4], [1.0, 0.0, 0.0, 1.0]))
