"""Perimeter line or zone (周界防护)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from zbsec.devices.base import Device
from zbsec.devices.signal import Alarm, Signal, SignalKind
from zbsec.records import EventCode

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec.records import Event


class Perimeter(Device):
    """A fence cable, beam or vibration zone: an alarm is one event, its end another value of the same alarm."""

    device_class: ClassVar[str] = "perimeter"

    def feed(self, signal: Signal, at: datetime) -> list[Event]:
        if signal.kind is not SignalKind.ALARM:
            return super().feed(signal, at)
        if not self._change(at, alarm=Alarm.INTRUSION if signal.active else Alarm.NORMAL):
            return []
        return [self._event(EventCode.PERIMETER_ALARM, at, alarm=self.state.alarm.value)]
