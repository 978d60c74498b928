"""Where something is in a picture: faces. (Plates are found and read in one step, see ``reading``.)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """An upright rectangle in pixels; ``right`` and ``bottom`` lie just outside it."""

    left: int
    top: int
    right: int
    bottom: int

    def __post_init__(self) -> None:
        if self.right <= self.left or self.bottom <= self.top:
            raise ValueError(f"an empty box: {self.left},{self.top} to {self.right},{self.bottom}")

    @property
    def width_px(self) -> int:
        return self.right - self.left

    @property
    def height_px(self) -> int:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Face:
    """A face that was found: where, how sure, how good. Nothing about whose it is or what it is like."""

    box: Box
    landmarks: NDArray[np.float32]
    """float32 (5, 2), pixels x, y: eye on the picture's left, other eye, nose tip, left and right mouth corner."""
    score: float
    """Detector's confidence, 0 to 1."""
    quality: float | None = None
    """Fitness for recognition, 0 to 1; None where no quality measure was taken."""
