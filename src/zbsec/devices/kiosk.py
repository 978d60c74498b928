"""Unattended visitor kiosk (无人值守智能岗亭) with a one-key call."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from zbsec.devices.base import Device
from zbsec.devices.signal import Signal, SignalKind
from zbsec.records import EventCode

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec.records import Event

CALLS = {
    SignalKind.CALL: EventCode.KIOSK_CALL,
    SignalKind.CALL_ANSWERED: EventCode.KIOSK_CALL_ANSWERED,
    SignalKind.CALL_ENDED: EventCode.KIOSK_CALL_ENDED,
}


class Kiosk(Device):
    """One key calls the duty desk; the desk talks, sees, and opens the gate under the operator's name."""

    device_class: ClassVar[str] = "kiosk"

    def feed(self, signal: Signal, at: datetime) -> list[Event]:
        code = CALLS.get(signal.kind)
        if code is None or not signal.active:
            return super().feed(signal, at)
        return [self._event(code, at, cause=signal.who)]
