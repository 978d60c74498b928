"""Pedestrian turnstile (人行闸机; GA/T 1260-2016 names its functions)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from zbsec.devices.gate import Gate
from zbsec.devices.signal import Alarm, Signal, SignalKind
from zbsec.records import EventCode

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec.records import Event


class Turnstile(Gate):
    """One direction of a turnstile: the entry beam on the granted side, the exit beam on the far side.

    Entry, then exit, with a grant: ``access.taken``. Another body at the entry beam while one is inside and no further
    grant is pending: ``lane.tailgating``. The entry beam without a grant: ``lane.intrusion``; the exit beam first:
    ``lane.reverse``.
    """

    device_class: ClassVar[str] = "turnstile"

    _inside = False

    def _on_input(self, signal: Signal, at: datetime) -> list[Event]:
        if signal.kind is SignalKind.SAFETY and signal.active:
            return self._obstructed(EventCode.LANE_OBSTRUCTED, at)
        if signal.kind is SignalKind.ENTRY_SENSOR and signal.active:
            return self._on_entry(at)
        if signal.kind is SignalKind.EXIT_SENSOR:
            return self._on_exit(at, covered=signal.active)
        return []

    def _on_entry(self, at: datetime) -> list[Event]:
        if self._inside and len(self._grants) < 2:
            return [self._event(EventCode.LANE_TAILGATING, at)]
        if not self._grants:
            self._change(at, alarm=Alarm.INTRUSION)
            return [self._event(EventCode.LANE_INTRUSION, at, alarm=Alarm.INTRUSION.value)]
        self._inside = True
        return []

    def _on_exit(self, at: datetime, *, covered: bool) -> list[Event]:
        if covered:
            return [] if self._inside else [self._event(EventCode.LANE_REVERSE, at)]
        if not self._inside:
            return []
        self._inside = False
        return self._taken(at) if self._grants else []

    def tick(self, at: datetime) -> list[Event]:
        # Whoever is inside has begun to pass: the window does not close on them.
        return [] if self._inside else super().tick(at)

    @property
    def deadline(self) -> datetime | None:
        return None if self._inside else super().deadline
