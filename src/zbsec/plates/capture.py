"""From a picture and a plate read in it to the picture that may be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from zbsec.errors import ImageError
from zbsec.plates.ballot import width_px
from zbsec.plates.detect import rectify
from zbsec.records import Box, Snapshot, SnapshotPolicy, SnapshotQuality
from zbsec.records.snapshot import kept_box, obscured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zbsec.records import PlateReading

BURNT_OUT = 250
UPRIGHT_PX = (128, 40)


def snapshot(
    picture: NDArray[np.uint8],
    reading: PlateReading,
    *,
    policy: SnapshotPolicy = SnapshotPolicy.VEHICLE,
    hide: Sequence[Box] = (),
) -> Snapshot | None:
    """What may be kept of a picture in which a plate was read. Windows and surroundings are hidden, always.

    :param picture: uint8 (h, w, 3), BGR; the one that ``reading`` was read in. It is not changed.
    :param policy: ``VEHICLE``: the vehicle below its windows; ``PLATE``: the plate; ``NOTHING``: nothing is kept.
    :param hide: boxes that are hidden besides, pixels of ``picture``: persons nearer to the camera than the vehicle,
        and plates of others.
    :returns: None where nothing is kept.
    :raises ImageError: no such picture, or the plate lies outside it.
    :raises ShapeError: corners of no upright plate.
    """
    if policy is SnapshotPolicy.NOTHING:
        return None
    shape: tuple[int, ...] = getattr(picture, "shape", ())
    if len(shape) != 3 or shape[2] != 3 or 0 in shape or picture.dtype != np.uint8:
        raise ImageError("snapshot", f"a picture is uint8 (height, width, 3) BGR with pixels, not {shape}")
    box = _within(kept_box(reading.corners, policy), shape)
    origin = np.array([box.left, box.top], np.float32)
    corners = np.asarray(reading.corners - origin, np.float32)
    cut = np.ascontiguousarray(picture[box.top : box.bottom, box.left : box.right])
    return Snapshot(
        image=obscured(cut, corners, policy, [_moved(one, box) for one in hide]),
        corners=corners,
        policy=policy,
        quality=quality(picture, reading),
    )


def quality(picture: NDArray[np.uint8], reading: PlateReading) -> SnapshotQuality:
    """How much of the plate the picture can tell.

    :param picture: uint8 (h, w, 3), BGR; the one that ``reading`` was read in.
    """
    plate = rectify(picture, np.asarray(reading.corners, np.float32), *UPRIGHT_PX)
    grey = cv2.cvtColor(plate, cv2.COLOR_BGR2GRAY)
    dark, bright = (float(value) for value in np.percentile(grey, [5, 95]))
    return SnapshotQuality(
        plate_width_px=width_px(reading),
        brightness=float(grey.mean()) / 255,
        contrast=(bright - dark) / 255,
        glare=float((grey >= BURNT_OUT).mean()),
        sharpness=reading.sharpness,
    )


def _within(box: Box, shape: tuple[int, ...]) -> Box:
    left, top, right, bottom = max(box.left, 0), max(box.top, 0), min(box.right, shape[1]), min(box.bottom, shape[0])
    if right <= left or bottom <= top:
        raise ImageError("snapshot", f"the plate lies outside the picture of {shape[1]}x{shape[0]} pixels")
    return Box(left=left, top=top, right=right, bottom=bottom)


def _moved(box: Box, origin: Box) -> Box:
    left, top = origin.left, origin.top
    return Box(left=box.left - left, top=box.top - top, right=box.right - left, bottom=box.bottom - top)
