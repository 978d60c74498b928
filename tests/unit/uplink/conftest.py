"""Events and contexts that the uplink tests share."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from zbsec.records import Event, EventCode, Snapshot, SnapshotPolicy, SnapshotQuality
from zbsec.records.snapshot import obscured
from zbsec.uplink import Context

MORNING = datetime(2026, 1, 15, 0, 30, tzinfo=UTC)
SENDER = "37030300011208000001"
CAMERA = "37030300011218000001"


@pytest.fixture
def passage() -> Event:
    """A registered vehicle drove in."""
    return Event(
        id="e1",
        code=EventCode.ACCESS_TAKEN,
        source="west-barrier",
        occurred_at=MORNING,
        data={
            "camera": "west-camera",
            "captured_at": "2026-01-15T08:29:58+08:00",
            "lane": 2,
            "plate": "鲁C12345",
            "plate_class": "02",
            "plate_colour": "blue",
            "plate_reliability": 93,
            "box_left": 200,
            "box_top": 180,
            "box_right": 900,
            "box_bottom": 760,
            "holder": "holder-1",
        },
    )


@pytest.fixture
def offline() -> Event:
    """A device lost its link."""
    return Event(
        id="e2",
        code=EventCode.DEVICE_OFFLINE,
        source="west-barrier",
        occurred_at=MORNING,
        data={"connectivity": "offline"},
    )


@pytest.fixture
def kept() -> Snapshot:
    """A picture of the passage, windows hidden."""
    corners = np.array([[50, 80], [90, 80], [90, 93], [50, 93]], np.float32)
    picture = np.random.default_rng(1).integers(0, 256, (120, 160, 3), np.uint8)
    quality = SnapshotQuality(plate_width_px=40, brightness=0.5, contrast=0.8, glare=0, sharpness=None)
    policy = SnapshotPolicy.VEHICLE
    return Snapshot(image=obscured(picture, corners, policy), corners=corners, policy=policy, quality=quality)


@pytest.fixture
def context() -> Context:
    return Context(sender_id=SENDER, sequence=1, codes={"west-camera": CAMERA, "west-barrier": "37030300011418000001"})
