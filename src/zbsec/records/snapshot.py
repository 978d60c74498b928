"""A picture of a passage that may be kept: of one vehicle, its windows and surroundings hidden.

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

from zbsec.errors import RefusedError
from zbsec.records._mosaic import Reach, box_about, mosaic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbsec.records._mosaic import Corners, Picture
    from zbsec.records.detection import Box


class SnapshotPolicy(StrEnum):
    """What is kept of a picture. There is no value for the whole picture."""

    NOTHING = "nothing"
    """不留存"""
    PLATE = "plate"
    """The plate 仅号牌."""
    VEHICLE = "vehicle"
    """The vehicle below its windows; the rest of it as a mosaic 车辆，车窗及周围打码."""


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
        kept, corners = np.array(self.image), np.array(self.corners, np.float32)
        if not np.array_equal(kept, obscured(kept, corners, self.policy)):
            raise RefusedError(
                "a snapshot that shows more than the vehicle below its windows",
                rule="governance 9.6",
                instead="zbsec.plates.snapshot(picture, reading), which hides the rest",
            )
        for name, values in (("image", kept), ("corners", corners)):
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
    return box_about(corners, KEPT[policy])


def obscured(image: Picture, corners: Corners, policy: SnapshotPolicy, hide: Sequence[Box] = ()) -> Picture:
    """A copy of the picture in which only the plate, or the vehicle below its windows, is clear; see ``mosaic``."""
    return mosaic(image, corners, CLEAR[policy], hide)
