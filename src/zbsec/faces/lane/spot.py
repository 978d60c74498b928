"""A face as a lane sees it: where it is, and how near."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zbsec.errors import ShapeError
from zbsec.faces import quality
from zbsec.faces.fivepoints import pose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zbsec.records import Face
    from zbsec.sites import CaptureVolume


class Spot(NamedTuple):
    """Where one face is in one frame."""

    face: Face
    x: float
    y: float
    """Middle of the five landmarks, pixels."""
    eyes_px: float
    """Distance of the eyes if the face looked straight ahead: the nearer, the more."""


def spots(faces: Iterable[Face]) -> list[Spot]:
    """Where faces are; what has the landmarks of no face is none."""
    return [one for face in faces if (one := _spot(face)) is not None]


def _spot(face: Face) -> Spot | None:
    try:
        pose(face.landmarks)
        eyes_px = quality.eyes_px(face.landmarks)
    except ShapeError:
        return None
    x, y = face.landmarks.mean(axis=0).tolist()
    return Spot(face, x, y, eyes_px)


def within(volume: CaptureVolume, spot: Spot, width_px: int, height_px: int) -> bool:
    """Whether a face is before the lane: in its region of the picture, and neither too far nor too near (G32)."""
    near = volume.eyes_min_px <= spot.eyes_px <= volume.eyes_max_px
    return near and volume.includes(spot.x / width_px, spot.y / height_px)
