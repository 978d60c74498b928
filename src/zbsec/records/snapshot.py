"""A picture of a passage that may be kept: of one vehicle, nobody in it to be seen.

What is clear in it follows from where the plate is. All else is a mosaic with cells of half a plate's width, 220 mm
at the vehicle: a face covers one or two of them, and nothing finer is left in the pixels to be brought back. The type
looks at its own pixels, so no other picture can be made into a ``Snapshot`` (governance 9.6, G31, G32).

Above the bonnet line everything is hidden, whatever the vehicle: the line lies a quarter of the plate's width, 110 mm,
above the plate, below the rear windows of cars that bear their plate on the tailgate. For a camera higher than that,
whatever is further away than the plate and below the line in the picture is also below it in the world. Who stands
nearer to the camera than the plate is not known from the plate: see ``hide`` of ``zbsec.plates.snapshot``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from zbsec.errors import RefusedError, ShapeError
from zbsec.records.detection import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Corners = NDArray[np.float32]
    Picture = NDArray[np.uint8]

CELL = 0.5
"""Side of a cell of the mosaic, in widths of the plate."""
LEAST_CELL_PX = 8


class SnapshotPolicy(StrEnum):
    """What is kept of a picture. There is no value for the whole picture."""

    NOTHING = "nothing"
    """不留存"""
    PLATE = "plate"
    """The plate 仅号牌."""
    VEHICLE = "vehicle"
    """The vehicle below its windows; the rest of it as a mosaic 车辆，车窗及周围打码."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far something goes beyond a plate, in widths of the plate."""

    above: float
    beside: float
    """Of the plate's middle."""
    below: float


CLEAR = {
    SnapshotPolicy.PLATE: Reach(above=0.08, beside=0.58, below=0.08),
    SnapshotPolicy.VEHICLE: Reach(above=0.25, beside=2.05, below=1.0),
}
"""What is shown. A car is about four plates wide."""
KEPT = {
    SnapshotPolicy.PLATE: CLEAR[SnapshotPolicy.PLATE],
    SnapshotPolicy.VEHICLE: Reach(above=3.2, beside=2.4, below=1.3),
}
"""What the snapshot goes to; beyond it the picture is cut away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotQuality:
    """How much of the plate a picture can tell. Nothing about whoever drives."""

    plate_width_px: float
    brightness: float
    """Mean grey value of the plate, 0 black to 1 white."""
    contrast: float
    """Between its darkest and its brightest twentieth, 0 to 1."""
    glare: float
    """Share of its pixels that are burnt out, 0 to 1."""
    sharpness: float | None
    """0 blurred to 1 sharp, see ``PlateReading``; None where it was not measured."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """What is kept of one picture of one vehicle. ``zbsec.plates.snapshot`` makes it.

    :raises RefusedError: the picture shows more than the policy lets be seen.
    :raises ShapeError: no picture, or no corners of an upright plate.
    """

    image: Picture
    """uint8 (height, width, 3), BGR; read-only."""
    corners: Corners
    """float32 (4, 2), pixels of ``image``: left-top, right-top, right-bottom, left-bottom of the plate; read-only."""
    policy: SnapshotPolicy
    quality: SnapshotQuality

    def __post_init__(self) -> None:
        import numpy as np  # noqa: PLC0415

        if self.policy not in CLEAR:
            raise RefusedError("a snapshot of nothing", rule="governance G31", instead="keep no snapshot")
        kept = np.array(self.image)
        if not np.array_equal(kept, obscured(kept, self.corners, self.policy)):
            raise RefusedError(
                "a snapshot that shows more than the vehicle below its windows",
                rule="governance 9.6",
                instead="zbsec.plates.snapshot(picture, reading), which hides the rest",
            )
        for name, values in (("image", kept), ("corners", np.array(self.corners, np.float32))):
            values.setflags(write=False)
            object.__setattr__(self, name, values)

    @property
    def width_px(self) -> int:
        return int(self.image.shape[1])

    @property
    def height_px(self) -> int:
        return int(self.image.shape[0])

    @property
    def digest(self) -> str:
        """SHA-256 of size and pixels, 64 hexadecimal digits: how an event names its picture."""
        size = f"{self.width_px}x{self.height_px} {self.policy} ".encode()
        return hashlib.sha256(size + self.image.tobytes()).hexdigest()

    def jpeg(self, quality: int = 90) -> bytes:
        """The picture as a JPEG file.

        :param quality: 1 to 100.
        """
        import cv2  # noqa: PLC0415

        _, data = cv2.imencode(".jpg", self.image, [cv2.IMWRITE_JPEG_QUALITY, quality])
        return data.tobytes()


def kept_box(corners: Corners, policy: SnapshotPolicy) -> Box:
    """What a snapshot goes to, where the picture goes so far; pixels, may lie outside the picture."""
    import numpy as np  # noqa: PLC0415

    outline = _around(corners, KEPT[policy])
    left, top = (int(value) for value in np.floor(outline.min(axis=0)))
    right, bottom = (int(value) for value in np.ceil(outline.max(axis=0)))
    return Box(left=left, top=top, right=right, bottom=bottom)


def cell_px(corners: Corners) -> int:
    """Side of the mosaic's cells for a plate, pixels."""
    return max(LEAST_CELL_PX, round(CELL * _axes(corners)[0]))


def obscured(image: Picture, corners: Corners, policy: SnapshotPolicy, hide: Sequence[Box] = ()) -> Picture:
    """A copy of the picture in which only the plate, or the vehicle below its windows, is clear.

    Each cell of the mosaic has one colour, the mean of what it hides; what is obscured already stays as it is.

    :param image: uint8 (height, width, 3).
    :param corners: float32 (4, 2), pixels: the plate's.
    :param hide: what else is hidden, wherever it is; pixels of ``image``.
    :raises ShapeError: no such picture, or no corners of an upright plate.
    """
    import numpy as np  # noqa: PLC0415

    shape: tuple[int, ...] = getattr(image, "shape", ())
    if len(shape) != 3 or shape[2] != 3 or 0 in shape or image.dtype != np.uint8:
        raise ShapeError(f"a picture is uint8 (height, width, 3) with pixels, not {shape}")
    outline = _around(corners, CLEAR[policy])
    made = np.array(image, order="C")
    lines = made.reshape(shape[0], -1)
    cell = cell_px(corners)
    for top in range(0, shape[0], cell):
        for left in range(0, shape[1], cell):
            here = lines[top : top + cell, 3 * left : 3 * (left + cell)]
            size = here.shape[0], here.shape[1] // 3
            _fill(here, _hidden(size, outline - (left, top), [_moved(box, left, top) for box in hide]))
    return made


def _hidden(
    shape: tuple[int, int], outline: NDArray[np.float64], hide: Sequence[tuple[int, int, int, int]]
) -> NDArray[np.bool_]:
    """bool (height, width): which pixels of a cell are not to be seen; outline and boxes in pixels of the cell."""
    hidden = ~_inside(outline, shape[1], shape[0])
    for left, top, right, bottom in hide:
        hidden[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = True
    return hidden


def _moved(box: Box, left: int, top: int) -> tuple[int, int, int, int]:
    return box.left - left, box.top - top, box.right - left, box.bottom - top


def _fill(cell: Picture, hidden: NDArray[np.bool_]) -> None:
    """Give the hidden pixels of one cell their mean.

    :param cell: uint8 (height, 3 * width): lines of pixels, which NumPy goes through much faster than by colour.
    """
    import numpy as np  # noqa: PLC0415

    count = int(hidden.sum())
    if not count:
        return
    mask = np.repeat(hidden, 3, axis=1)
    total = (cell * mask).sum(axis=0, dtype="uint32").reshape(-1, 3).sum(axis=0)
    mean = ((total + count // 2) // count).astype(np.uint8)
    np.copyto(cell, np.tile(mean, hidden.shape[1]), where=mask)


def _around(corners: Corners, reach: Reach) -> NDArray[np.float64]:
    """float64 (4, 2): the plate with what lies about it, along its own edges."""
    import numpy as np  # noqa: PLC0415

    width, across, down = _axes(corners)
    quad = np.asarray(corners, np.float64)
    upper, lower = (
        quad[:2].mean(axis=0) - reach.above * width * down,
        quad[2:].mean(axis=0) + reach.below * width * down,
    )
    side = reach.beside * width * across
    return np.array([upper - side, upper + side, lower + side, lower - side])


def _axes(corners: Corners) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """Width of the plate in pixels, and its directions to the right and down, of unit length.

    :raises ShapeError: no corners, or a plate that leans by more than 60 degrees: what is above it is not known then.
    """
    import numpy as np  # noqa: PLC0415

    quad = np.asarray(corners, np.float64)
    if quad.shape != (4, 2) or not np.isfinite(quad).all():
        raise ShapeError(f"corners are float32 (4, 2), finite, not {quad.tolist()}")
    across, down = (quad[1] - quad[0] + quad[2] - quad[3]) / 2, (quad[3] - quad[0] + quad[2] - quad[1]) / 2
    width, height = float(np.linalg.norm(across)), float(np.linalg.norm(down))
    if width < 1 or height < 1 or across[0] < width / 2 or down[1] < height / 2:
        raise ShapeError(
            f"corners run left-top, right-top, right-bottom, left-bottom of an upright plate, not {quad.tolist()}"
        )
    return width, across / width, down / height


def _inside(outline: NDArray[np.float64], width: int, height: int) -> NDArray[np.bool_]:
    """bool (height, width): pixels whose middle lies in a convex outline that runs clockwise in the picture."""
    import numpy as np  # noqa: PLC0415

    x, y = np.arange(width) + 0.5, np.arange(height)[:, None] + 0.5
    ends_x, ends_y = x[[0, -1, 0, -1]], y[[0, 0, -1, -1], 0]
    inside = np.ones((height, width), bool)
    for start, end in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        along = end - start
        ends = along[0] * (ends_y - start[1]) - along[1] * (ends_x - start[0])
        if ends.max() < 0:
            return np.zeros((height, width), bool)
        if ends.min() < 0:
            inside &= along[0] * (y - start[1]) - along[1] * (x - start[0]) >= 0
    return inside
