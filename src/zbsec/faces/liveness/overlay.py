"""Laying a picture of now over what the same face looked like a moment ago, by all of it but the eyelids.

What is seen of a flat thing that is moved, turned or tilted a little is an affine map of what was seen before, and
light is a factor and a slope of brightness. Both are found by least squares over brows, nose and cheeks (Lucas and
Kanade 1981 in its inverse compositional form, Baker and Matthews, IJCV 56, 2004). What differs afterwards in the eyes
is something that the eyes did.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zbsec.faces import align

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Plane = NDArray[np.float64]
    Mask = NDArray[np.bool_]

SIDE_PX = 88
EYES_PX = 40.0
"""Distance of the eyes in the square in which faces are compared; below ``eyes.MIN_EYES_PX`` a face has less."""
MIDDLE = (SIDE_PX / 2, 30.0)
"""Between the eyes."""
MIN_GAIN = 0.3
"""Contrast that must be left of what was there before; less is another thing, or darkness."""

_SMOOTH_PX = 1.0
_STEPS = 6
_STILL_PX = 0.02

across, down = np.meshgrid(
    (np.arange(SIDE_PX) - MIDDLE[0]) / EYES_PX, (np.arange(SIDE_PX) - MIDDLE[1]) / EYES_PX, indexing="xy"
)
"""float64 (88, 88): where each pixel lies from the middle between the eyes, in eye distances."""

_EYES = (align.TEMPLATE[0] + align.TEMPLATE[1]) / 2
TEMPLATE = np.asarray(
    (align.TEMPLATE - _EYES) / np.hypot(*(align.TEMPLATE[1] - align.TEMPLATE[0])) * EYES_PX + MIDDLE, np.float32
)
"""float32 (5, 2): where the landmarks of an average face lie in the square."""


def beside(side: int, width: float, top: float, bottom: float) -> Mask:
    """The pixels about one eye.

    :param side: -1 the picture's left eye, 1 its right one.
    :param width: to either side of the eye's middle, eye distances; ``top`` and ``bottom`` are from the eyes' line.
    """
    return np.asarray((np.abs(across - side * 0.5) < width) & (down > top) & (down < bottom))


LIDS = beside(-1, 0.36, -0.30, 0.22) | beside(1, 0.36, -0.30, 0.22)
"""What a blink moves."""
REST = (np.abs(across) < 0.98) & (down > -0.62) & (down < 0.80) & ~LIDS
"""What it does not: brows, temples, cheeks and nose, without the mouth, which may talk."""
PARTS = (
    beside(-1, 0.36, -0.62, -0.30),
    beside(1, 0.36, -0.62, -0.30),
    beside(-1, 0.36, 0.22, 0.50),
    beside(1, 0.36, 0.22, 0.50),
    (np.abs(across) < 0.14) & (down > -0.30) & (down < 0.50),
    (np.abs(across) < 0.40) & (down > 0.35) & (down < 0.80),
)
"""Parts of the rest, each of which must be as it was: brows, below the eyes, the root of the nose, the nose."""


class Laid(NamedTuple):
    """A picture of now in the place and light of before. Whoever asked for it overwrites ``patch``."""

    patch: Plane
    """float64 (88, 88), grey values."""
    off: float
    """How much the rest of the face differs, in proportion to its contrast: 0.02 to 0.1 for the same face."""
    worst_off: float
    """The same of the part that differs most; what covers a part shows there."""


class Overlay:
    """One face as it was; ``forget`` overwrites it."""

    def __init__(self, image: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> None:
        """
        :param image: uint8 (h, w, 3), BGR.
        :param landmarks: float32 (5, 2), pixels.
        :raises ShapeError: the landmarks fall together.
        """
        matrix = align.similarity(landmarks, TEMPLATE)
        self._landmarks = np.asarray(np.column_stack([landmarks, np.ones(len(landmarks))]) @ matrix.T, np.float32)
        self.patch = _patch(image, matrix)
        self._slopes = _slopes(self.patch)
        self._inverse = _inverse(self._slopes)
        self.contrast = max(_deviation(self.patch, REST), 1.0)

    def lay(self, image: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> Laid | None:
        """The picture of now over the one of before; None where the two have nothing in common.

        :raises ShapeError: the landmarks fall together.
        """
        place = np.vstack([align.similarity(landmarks, self._landmarks), (0.0, 0.0, 1.0)])
        for _ in range(_STEPS):
            patch = _patch(image, place[:2])
            found = self._inverse @ np.einsum("khw,hw->k", self._slopes, patch)
            gain, bias, tilt_x, tilt_y = found[6:].tolist()
            if not gain > MIN_GAIN:
                patch.fill(0.0)
                return None
            step = found[:6] / gain
            if float(np.abs(step).max()) < _STILL_PX:
                break
            patch.fill(0.0)
            place = _moved(step) @ place
        else:
            patch = _patch(image, place[:2])
        patch -= bias + tilt_x * across + tilt_y * down
        patch /= gain
        return self._compared(patch)

    def _compared(self, patch: Plane) -> Laid:
        off = patch - self.patch
        try:
            parts = [_length(off, part) / self.contrast for part in PARTS]
            return Laid(patch, _length(off, REST) / self.contrast, max(parts))
        finally:
            off.fill(0.0)

    def forget(self) -> None:
        """Overwrite every pixel."""
        self.patch.fill(0.0)
        self._slopes.fill(0.0)


def _patch(image: NDArray[np.uint8], matrix: Plane) -> Plane:
    import cv2  # noqa: PLC0415

    crop = align.warp(image, matrix, SIDE_PX)
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    exact = grey.astype(np.float64)
    smooth = cv2.GaussianBlur(exact, (0, 0), _SMOOTH_PX)
    for made in (crop, grey, exact):
        made.fill(0)
    return np.asarray(smooth, np.float64)


def _slopes(patch: Plane) -> Plane:
    """float64 (10, 88, 88): how the rest changes with six numbers of an affine map and four of light; 0 elsewhere."""
    import cv2  # noqa: PLC0415

    right = cv2.Sobel(patch, cv2.CV_64F, 1, 0, scale=1 / 8)
    below = cv2.Sobel(patch, cv2.CV_64F, 0, 1, scale=1 / 8)
    of_light = (patch, np.ones_like(patch), across, down)
    of_place = (right * across, right * down, right, below * across, below * down, below)
    slopes = np.stack([*of_place, *of_light])
    slopes *= REST
    for made in (right, below, *of_place):
        made.fill(0.0)
    return slopes


def _inverse(slopes: Plane) -> Plane:
    """float64 (10, 10). Not by ``@``: BLAS copies what it multiplies into buffers of its own, which nobody wipes."""
    normal = np.einsum("khw,lhw->kl", slopes, slopes)
    return np.asarray(np.linalg.pinv(normal, hermitian=True), np.float64)


def _moved(step: Plane) -> Plane:
    """3 x 3: by how much what is seen lies off, as a map of the square."""
    a, b, x, c, d, y = step.tolist()
    turn = np.array([[1 + a / EYES_PX, b / EYES_PX], [c / EYES_PX, 1 + d / EYES_PX]])
    shift = np.array([x, y]) + np.array(MIDDLE) - turn @ MIDDLE
    return np.array([[*turn[0], shift[0]], [*turn[1], shift[1]], [0.0, 0.0, 1.0]])


def _length(values: Plane, mask: Mask) -> float:
    """Root of the mean square, without a copy of the values."""
    return float(np.sqrt(np.einsum("hw,hw,hw->", values, values, mask) / np.count_nonzero(mask)))


def _deviation(values: Plane, mask: Mask) -> float:
    import cv2  # noqa: PLC0415

    return float(cv2.meanStdDev(values, mask=mask.astype(np.uint8))[1][0, 0])
