"""``SubImageInfo`` of GA/T 1400.3: the picture of a passage, windows hidden."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from zbsec.records import SnapshotPolicy

if TYPE_CHECKING:
    from zbsec.records import Snapshot

PLATE_READ = 16
"""``EventSort`` of a picture that a plate was read in."""

TYPE = {SnapshotPolicy.PLATE: "02", SnapshotPolicy.VEHICLE: "09"}
"""Plate in colour, close-up of a vehicle. 04 and 05, faces of driver and co-driver, have no value here."""


def sub_images(shown: Snapshot, image: str, device: str, shot_at: str) -> dict[str, Any]:
    """``SubImageList`` with one picture.

    :param image: its id, 41 digits: that of ``SourceID``, for the box is in pixels of this picture.
    :param shot_at: ``yyyyMMddHHmmss``.
    """
    picture = {
        "ImageID": image,
        "EventSort": PLATE_READ,
        "DeviceID": device,
        "Type": TYPE[shown.policy],
        "FileFormat": "Jpeg",
        "ShotTime": shot_at,
        "Width": shown.width_px,
        "Height": shown.height_px,
        "Data": base64.b64encode(shown.jpeg()).decode(),
    }
    return {"SubImageInfoObject": [picture]}
