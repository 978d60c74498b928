"""What counts as a picture, and how large ones are made smaller for detection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zbsec.errors import ImageError

if TYPE_CHECKING:
    from numpy.typing import NDArray


def check(image: Any) -> None:
    """Refuse what is no picture.

    :raises ImageError: not uint8 (h, w, 3), or without pixels; the sentence says what it is instead.
    """
    if not isinstance(image, np.ndarray):
        raise ImageError("image", f"is a {type(image).__name__}; give an array, uint8 (h, w, 3), BGR")
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3:
        raise ImageError("image", f"is {image.dtype} {image.shape}; give uint8 (h, w, 3), BGR")
    if 0 in image.shape:
        raise ImageError("image", f"has no pixels: it is {image.shape[1]}x{image.shape[0]}")


def shrink(image: NDArray[np.uint8], longest_px: int) -> tuple[NDArray[np.uint8], float]:
    """The picture with its longer side at most ``longest_px``, and the factor from its pixels back to the given one's.

    Never enlarges; area averaging, so that no detail is left out.
    """
    import cv2  # noqa: PLC0415

    height, width = image.shape[:2]
    factor = max(height, width) / longest_px
    if factor <= 1.0:
        return image, 1.0
    size = (max(1, round(width / factor)), max(1, round(height / factor)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8), factor
