"""What may leave the site: nothing, unless a policy names recipient, basis, purposes, fields, retention and region.

Governance section 4, G46, G67. A face image or template has no way out: no field of an event can hold one. A vehicle's
picture leaves where ``picture`` is among the fields; windows are hidden in it, see ``zbsec.records.Snapshot``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from zbsec.errors import PolicyError
from zbsec.records import EVENT_FIELDS, EventCode
from zbsec.records._check import filled

if TYPE_CHECKING:
    from datetime import date

    from zbsec.records import Event

PLATE_FIELDS = frozenset(
    {
        "picture",
        "plate",
        "plate_char_reliability",
        "plate_class",
        "plate_colour",
        "plate_read",
        "plate_reliability",
        "plate_twins",
    }
)
"""Personal data of whoever drives; they leave only for a vehicle purpose."""


class Release(StrEnum):
    """Purposes for which a recipient may be told."""

    DEVICE_STATE = "device_state"
    ALARMS = "alarms"
    PERSON_ACCESS = "person_access"
    VEHICLE_ACCESS = "vehicle_access"


_DEVICE = {EventCode.DEVICE_STATE, EventCode.DEVICE_OFFLINE, EventCode.DEVICE_FAULT, EventCode.DEVICE_TAMPER}
_ALARMS = {
    EventCode.ACCESS_WRONG_ATTEMPTS,
    EventCode.DOOR_FORCED,
    EventCode.DOOR_HELD_OPEN,
    EventCode.LANE_INTRUSION,
    EventCode.LANE_REVERSE,
    EventCode.LANE_TAILGATING,
    EventCode.PERIMETER_ALARM,
    EventCode.PERIMETER_LINE_CROSSED,
}
_ACCESS = {
    EventCode.ACCESS_GRANTED,
    EventCode.ACCESS_DENIED,
    EventCode.ACCESS_TAKEN,
    EventCode.ACCESS_NOT_TAKEN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One recipient and what it may be told, until when.

    :raises PolicyError: no recipient or basis, an unknown purpose or field, a foreign region without its paper.
    """

    recipient: str
    basis: str
    """The statute or contract; a notice or local standard is neither."""
    basis_valid_to: date | None
    purposes: frozenset[Release]
    fields: frozenset[str]
    retention_days: int
    region: str
    cross_border_ref: str | None = None

    def __post_init__(self) -> None:
        try:
            filled("recipient", self.recipient)
            filled("basis", self.basis)
        except ValueError as error:
            raise PolicyError(f"uplink policy: {error} (governance G67)") from error
        unknown = sorted(self.fields - set(EVENT_FIELDS))
        if unknown:
            raise PolicyError(f"uplink policy for {self.recipient}: events have no field {', '.join(unknown)}")
        if self.retention_days <= 0:
            raise PolicyError(f"uplink policy for {self.recipient}: retention_days is 1 or more")
        if self.region != "CN" and not self.cross_border_ref:
            raise PolicyError(
                f"uplink policy for {self.recipient}: region {self.region} needs cross_border_ref (PIPL 38 to 40)"
            )

    def release(self, event: Event) -> Event | None:
        """The event as the recipient may see it, or None where it may not."""
        if self.basis_valid_to is not None and event.occurred_at.date() > self.basis_valid_to:
            return None
        if self._purpose(event) not in self.purposes:
            return None
        fields = self.fields if Release.VEHICLE_ACCESS in self.purposes else self.fields - PLATE_FIELDS
        return replace(event, data={name: value for name, value in event.data.items() if name in fields})

    @staticmethod
    def _purpose(event: Event) -> Release | None:
        if event.code in _DEVICE:
            return Release.DEVICE_STATE
        if event.code in _ALARMS:
            return Release.ALARMS
        if event.code in _ACCESS:
            return Release.VEHICLE_ACCESS if event.data.get("plate") else Release.PERSON_ACCESS
        return None
