"""How a strict receiver reads what it is sent: envelopes, mandatory fields, JSON types (GA/T 1400.3)."""

from __future__ import annotations

import base64
import json
from typing import Any

Objects = list[tuple[str, str, dict[str, Any]]]

SUB_IMAGE: dict[str, type] = {
    "ImageID": str,
    "EventSort": int,
    "DeviceID": str,
    "Type": str,
    "FileFormat": str,
    "ShotTime": str,
    "Width": int,
    "Height": int,
    "Data": str,
}

ENVELOPES = {
    "/VIID/APEs": ("APEListObject", "APEObject"),
    "/VIID/MotorVehicles": ("MotorVehicleListObject", "MotorVehicleObject"),
}

MANDATORY: dict[str, dict[str, type]] = {
    "APEObject": {"ApeID": str, "IsOnline": str},
    "MotorVehicleObject": {
        "MotorVehicleID": str,
        "InfoKind": int,
        "SourceID": str,
        "DeviceID": str,
        "StorageUrl1": str,
        "LeftTopX": int,
        "LeftTopY": int,
        "RightBtmX": int,
        "RightBtmY": int,
        "HasPlate": bool,
        "PlateClass": str,
        "PlateColor": str,
        "PlateNo": str,
        "VehicleColor": str,
    },
}


class ObjectError(Exception):
    """A body that is refused, and the status code that says why."""

    def __init__(self, status_code: int, reason: str) -> None:
        self.status_code = status_code
        super().__init__(reason)


def read_objects(path: str, body: bytes, *, strict: bool) -> Objects:
    """Every object in a request: its id, its kind, its fields."""
    if path not in ENVELOPES:
        raise ObjectError(4, f"{path} is not served")
    outer, kind = ENVELOPES[path]
    try:
        objects = json.loads(body)[outer][kind]
    except ValueError as error:
        raise ObjectError(7, f"no JSON: {error}") from error
    except (KeyError, TypeError) as error:
        raise ObjectError(8, f"no {outer}.{kind}") from error
    return [_checked(kind, one, strict=strict) for one in objects]


def _checked(kind: str, fields: dict[str, Any], *, strict: bool) -> tuple[str, str, dict[str, Any]]:
    for name, expected in MANDATORY[kind].items() if strict else ():
        if not isinstance(fields.get(name), expected):
            raise ObjectError(8, f"{kind}.{name} is {expected.__name__}, not {fields.get(name)!r}")
    if kind == "APEObject":
        _check_digits("ApeID", fields["ApeID"], 20)
        return "-".join((fields["ApeID"], fields["IsOnline"], str(fields.get("CurrentTime")))), kind, fields
    _check_digits("MotorVehicleID", fields["MotorVehicleID"], 48)
    if strict:
        _check_vehicle(fields)
    return fields["MotorVehicleID"], kind, fields


def _check_vehicle(fields: dict[str, Any]) -> None:
    _check_digits("SourceID", fields["SourceID"], 41)
    _check_digits("DeviceID", fields["DeviceID"], 20)
    if fields["MotorVehicleID"][:41] != fields["SourceID"] or fields["MotorVehicleID"][41:43] != "02":
        raise ObjectError(8, "MotorVehicleID is SourceID, 02 and a sequence")
    if fields["RightBtmX"] <= fields["LeftTopX"] or fields["RightBtmY"] <= fields["LeftTopY"]:
        raise ObjectError(8, "the box is empty")
    for picture in fields.get("SubImageList", {}).get("SubImageInfoObject", ()):
        _check_picture(picture)


def _check_picture(fields: dict[str, Any]) -> None:
    for name, expected in SUB_IMAGE.items():
        if not isinstance(fields.get(name), expected):
            raise ObjectError(8, f"SubImageInfoObject.{name} is {expected.__name__}, not {fields.get(name)!r}")
    _check_digits("ImageID", fields["ImageID"], 41)
    _check_digits("Type", fields["Type"], 2)
    try:
        data = base64.b64decode(fields["Data"], validate=True)
    except ValueError as error:
        raise ObjectError(8, f"SubImageInfoObject.Data is no base64: {error}") from error
    if fields["FileFormat"] == "Jpeg" and not data.startswith(b"\xff\xd8"):
        raise ObjectError(8, "SubImageInfoObject.Data is no JPEG file")


def _check_digits(name: str, value: str, length: int) -> None:
    if len(value) != length or not value.isdigit():
        raise ObjectError(8, f"{name} has {length} digits, not {value!r}")
