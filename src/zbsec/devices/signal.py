"""What a driver reports, and what a device is: the words that pass between wires and state machines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from zbsec.records import Connectivity, DoorMode, Position

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec._text import Text


class SignalKind(StrEnum):
    """Inputs that gates, kiosks and perimeters have."""

    LINK = "link"
    CLOSED_LIMIT = "closed_limit"
    """Limit switch: the moving part has reached its closed end."""
    OPEN_LIMIT = "open_limit"
    ENTRY_SENSOR = "entry_sensor"
    """First beam of a turnstile, loop in front of a barrier."""
    EXIT_SENSOR = "exit_sensor"
    """Last beam of a turnstile, loop behind a barrier."""
    SAFETY = "safety"
    """Beam or loop in the way of the moving part."""
    TAMPER = "tamper"
    FIRE = "fire"
    CALL = "call"
    CALL_ANSWERED = "call_answered"
    CALL_ENDED = "call_ended"
    ALARM = "alarm"
    DISPLAY = "display"
    """What a display shows now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One input and its new value."""

    kind: SignalKind
    active: bool = True
    who: str | None = None
    """For a call: the operator who answered or ended it."""
    text: Text | None = None
    """For a display: what it shows; None: nothing."""


class Alarm(StrEnum):
    """What is wrong, apart from intent and position."""

    UNKNOWN = "Unknown"
    NORMAL = "Normal"
    OBSTRUCTED = "Obstructed"
    FAULT = "Fault"
    TAMPER = "Tamper"
    FORCED = "DoorForcedOpen"
    INTRUSION = "Intrusion"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceState:
    """What is known of a device: the link, the intent, the position and the alarm are four separate values."""

    connectivity: Connectivity = Connectivity.UNKNOWN
    mode: DoorMode = DoorMode.UNKNOWN
    position: Position = Position.UNKNOWN
    alarm: Alarm = Alarm.UNKNOWN
    since: datetime | None = None
    """When the last of them changed; None: nothing was ever reported."""
