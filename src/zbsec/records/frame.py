"""One picture from one camera."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec._text import two
from zbsec.errors import ImageError
from zbsec.records._check import aware

if TYPE_CHECKING:
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """A picture, when it was taken, and by which camera.

    :raises ImageError: the picture is no uint8 array (height, width, 3), or has no pixels.
    """

    image: NDArray[np.uint8]
    """uint8 (height, width, 3), BGR."""
    camera: str
    """Id of the camera in the site file."""
    captured_at: datetime
    """With a time zone."""
    sequence: int = 0
    """Counts the frames of one camera from 0."""

    def __post_init__(self) -> None:
        aware("captured_at", self.captured_at)
        shape: tuple[int, ...] = getattr(self.image, "shape", ())
        if len(shape) != 3 or shape[2] != 3 or self.image.dtype != "uint8":
            raise ImageError(
                self.camera,
                two(
                    f"a frame is uint8 (height, width, 3) BGR, not {self._seen()}",
                    f"帧应为 uint8 (height, width, 3) BGR，而不是 {self._seen()}",
                ),
            )
        if 0 in shape:
            raise ImageError(
                self.camera,
                two(f"the frame is empty: {shape[1]}x{shape[0]} pixels", f"帧为空：{shape[1]}x{shape[0]} 像素"),
            )

    @property
    def width_px(self) -> int:
        return int(self.image.shape[1])

    @property
    def height_px(self) -> int:
        return int(self.image.shape[0])

    def _seen(self) -> str:
        shape = getattr(self.image, "shape", None)
        return type(self.image).__name__ if shape is None else f"{self.image.dtype} {shape}"
