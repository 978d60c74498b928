"""GA/T 1400.3 and .4-2017: events as JSON objects of a video and image information database.

Two objects have a lawful place in this library: ``MotorVehicle`` for a vehicle's confirmed passage, and ``APE`` with
its ``IsOnline`` for the state of a device. There is no Face, Person or Disposition encoder (governance 9.2, 9.4,
G40): the fields for ethnicity, origin, occupation, suspicion and the like have no parameter here, nor have those about
occupants.

What was not seen is not written. Where the standard demands a value, it is the one for "other": ``VehicleColor`` 99
always, ``PlateClass`` and ``PlateColor`` 99 where they are unknown. ``DisappearTime`` is never written: at the gate's
report of the passage the camera has not told yet.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zbsec.records import Connectivity, EventCode, Heading, PlateColour
from zbsec.uplink.gat1400.ids import ObjectKind, check_code, image_id, local_time, object_id
from zbsec.uplink.gat1400.picture import sub_images
from zbsec.uplink.gat1400.profile import Profile
from zbsec.uplink.message import Message

if TYPE_CHECKING:
    from zbsec.records import Event, Snapshot
    from zbsec.uplink.encoder import Context

PLATE_COLOUR = {
    PlateColour.BLACK: "1",
    PlateColour.WHITE: "2",
    PlateColour.BLUE: "5",
    PlateColour.YELLOW: "6",
    PlateColour.GREEN: "9",
    PlateColour.YELLOW_GREEN: "9",
}
"""ColorType of GA/T 1400.3. The yellow-green plate has no code of its own; ``PlateClass`` 51 tells it apart."""

DIRECTION = {heading: str(code) for code, heading in enumerate(Heading, 1)}
"""DirectionType of GA/T 1400.3: 1 west to east, and on in the order of the members; 9 other."""

OTHER = "99"

TOLLGATE = "121"
"""Type of a video tollgate, digits 11 to 13 of a code (GA/T 1400.1)."""

IS_ONLINE = {Connectivity.ONLINE: "1", Connectivity.OFFLINE: "2", Connectivity.UNKNOWN: "9"}


class Gat1400Encoder:
    """Encodes for one platform profile; peers differ in a handful of fields."""

    def __init__(self, profile: Profile | None = None) -> None:
        self._profile = profile or Profile()

    def encode(self, event: Event, context: Context) -> Message | None:
        """``POST /VIID/MotorVehicles`` for a vehicle's ``access.taken``, ``POST /VIID/APEs`` for a device's state.

        Posting APEs is a habit of the field; the standard's own way is a subscription by the platform. Ask the
        platform's owner which of the two it takes.
        """
        check_code(context.sender_id)
        if event.code is EventCode.ACCESS_TAKEN and event.data.get("plate"):
            return self._motor_vehicle(event, context)
        if event.code in (EventCode.DEVICE_STATE, EventCode.DEVICE_OFFLINE):
            return self._device(event, context)
        return None

    def _motor_vehicle(self, event: Event, context: Context) -> Message:
        data = event.data
        device = _code(context, str(data.get("camera", event.source)))
        image = image_id(device, event.occurred_at, context.sequence)
        seen = local_time(_time(event, "captured_at") or event.occurred_at)
        shown = _released_snapshot(event, context)
        vehicle: dict[str, Any] = {
            "MotorVehicleID": object_id(image, ObjectKind.MOTOR_VEHICLE),
            "InfoKind": 1,
            "SourceID": image,
            "TollgateID": _tollgate(event, context),
            "DeviceID": device,
            "StorageUrl1": "",
            **_box(event, context, shown),
            "MarkTime": seen,
            "AppearTime": _appeared(event),
            "LaneNo": data.get("lane"),
            "HasPlate": self._profile.has_plate,
            "PlateClass": data.get("plate_class", OTHER),
            "PlateColor": PLATE_COLOUR.get(PlateColour(str(data.get("plate_colour", "unknown"))), OTHER),
            "PlateNo": data["plate"],
            "Direction": _direction(event, context),
            "VehicleColor": OTHER,
            "PassTime": local_time(event.occurred_at),
            "PlateReliability": _text(data.get("plate_reliability")),
            "PlateCharReliability": data.get("plate_char_reliability"),
            "SubImageList": None if shown is None else sub_images(shown, image, device, seen),
        }
        present = {name: value for name, value in vehicle.items() if value is not None}
        body = {"MotorVehicleListObject": {"MotorVehicleObject": [present]}}
        return self._message("/VIID/MotorVehicles", body, context, present["MotorVehicleID"])

    def _device(self, event: Event, context: Context) -> Message | None:
        code = context.codes.get(event.source)
        if code is None:
            return None
        link = Connectivity(str(event.data.get("connectivity", Connectivity.UNKNOWN)))
        state = {"ApeID": check_code(code), "IsOnline": IS_ONLINE[link], "CurrentTime": local_time(event.occurred_at)}
        body = {"APEListObject": {"APEObject": [state]}}
        return self._message("/VIID/APEs", body, context, "-".join(state.values()))

    def _message(self, target: str, body: dict[str, Any], context: Context, id: str) -> Message:
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        headers = (("Content-Type", self._profile.content_type), ("User-Identify", context.sender_id))
        return Message(target=target, headers=headers, body=text.encode(), ids=(id,))


def _code(context: Context, source: str) -> str:
    code = context.codes.get(source)
    if code is None:
        raise ValueError(f"device {source!r} has no 20-digit code in the site file; GA/T 1400 demands one")
    return check_code(code)


def _released_snapshot(event: Event, context: Context) -> Snapshot | None:
    """The picture, where the event that may leave names it: no other one, and none that a policy held back."""
    shown = context.snapshot
    return shown if shown is not None and event.data.get("picture") == shown.digest else None


def _box(event: Event, context: Context, shown: Snapshot | None) -> dict[str, Any]:
    """Of the vehicle, in the picture that ``SourceID`` names: all of it where that is a snapshot."""
    data = event.data
    if shown is not None:
        return _edges(0, 0, shown.width_px, shown.height_px)
    width, height = context.picture_px
    return _edges(
        data.get("box_left", 0), data.get("box_top", 0), data.get("box_right", width), data.get("box_bottom", height)
    )


def _edges(left: object, top: object, right: object, bottom: object) -> dict[str, Any]:
    return {"LeftTopX": left, "LeftTopY": top, "RightBtmX": right, "RightBtmY": bottom}


def _tollgate(event: Event, context: Context) -> str | None:
    """The access point's code, where the platform's owner gave it one of a video tollgate."""
    code = context.codes.get(str(event.data.get("access_point")))
    return code if code is not None and check_code(code)[10:13] == TOLLGATE else None


def _direction(event: Event, context: Context) -> str | None:
    heading = context.headings.get(str(event.data.get("access_point")))
    return None if heading is None else DIRECTION[heading]


def _appeared(event: Event) -> str | None:
    at = _time(event, "appeared_at")
    return None if at is None else local_time(at)


def _time(event: Event, name: str) -> datetime | None:
    text = event.data.get(name)
    return None if text is None else datetime.fromisoformat(str(text))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
