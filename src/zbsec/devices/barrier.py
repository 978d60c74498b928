"""Vehicle barrier (车辆道闸; GA/T 992-2012)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from zbsec.devices.gate import Gate
from zbsec.devices.signal import Signal, SignalKind
from zbsec.records import EventCode, Position

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec.records import Event


class Barrier(Gate):
    """A boom with a loop in front (entry), one beneath (safety) and one behind (exit).

    A vehicle that has cleared the safety loop with a grant has passed: ``access.taken``. Anti-smash (防砸) and manual
    opening are duties of the machine itself (GB 55029 3.5.4); what it reports of them becomes events.
    """

    device_class: ClassVar[str] = "barrier"

    def _on_input(self, signal: Signal, at: datetime) -> list[Event]:
        if signal.kind is SignalKind.ENTRY_SENSOR and signal.active:
            return [self._event(EventCode.BARRIER_VEHICLE_PRESENT, at)]
        if signal.kind is SignalKind.SAFETY:
            return self._on_safety(at, covered=signal.active)
        return []

    def _on_safety(self, at: datetime, *, covered: bool) -> list[Event]:
        if covered and self.state.position is Position.CLOSING:
            return self._obstructed(EventCode.BARRIER_OBSTRUCTED, at)
        if not covered and self._grants:
            return self._taken(at)
        return []

    @property
    def deadline(self) -> datetime | None:
        return None if self.active(SignalKind.SAFETY) else super().deadline

    def tick(self, at: datetime) -> list[Event]:
        # A vehicle under the boom has begun to pass: the window does not close on it.
        return [] if self.active(SignalKind.SAFETY) else super().tick(at)
