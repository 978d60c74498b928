"""Smart door (智能门禁; ONVIF Door Control)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from zbsec._ambient import random_id
from zbsec.devices.gate import Gate
from zbsec.devices.signal import Signal, SignalKind
from zbsec.records import DoorMode, EventCode, Position

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from zbsec.records import Event


class Door(Gate):
    """A door with a contact: the entry sensor is its contact, active while the leaf is open.

    The leaf opens within the release time with a grant: ``access.taken``. Open for longer than ``open_time_s``:
    ``door.held_open``.

    :param open_time_s: how long it may stand open.
    """

    device_class: ClassVar[str] = "door"

    def __init__(
        self,
        id: str,
        *,
        fail: Literal["safe", "secure"],
        pass_window_s: float = 5.0,
        travel_s: float = 1.0,
        open_time_s: float = 30.0,
        new_id: Callable[[], str] = random_id,
    ) -> None:
        super().__init__(id, fail=fail, pass_window_s=pass_window_s, travel_s=travel_s, new_id=new_id)
        self._open_time = timedelta(seconds=open_time_s)
        self._held_from: datetime | None = None

    def _arrived(self, position: Position, at: datetime) -> list[Event]:
        events = super()._arrived(position, at)
        free = self.state.mode in (DoorMode.UNLOCKED, DoorMode.LOCKED_OPEN)
        self._held_from = at + self._open_time if position is Position.OPEN and not free else None
        if position is Position.OPEN and self._grants:
            events += self._taken(at)
        return events

    def _on_input(self, signal: Signal, at: datetime) -> list[Event]:  # noqa: ARG002
        return []

    @property
    def deadline(self) -> datetime | None:
        due = [moment for moment in (super().deadline, self._held_from) if moment is not None]
        return min(due, default=None)

    def tick(self, at: datetime) -> list[Event]:
        events = super().tick(at)
        if self._held_from is not None and self._held_from <= at:
            self._held_from = None
            events.append(self._event(EventCode.DOOR_HELD_OPEN, at))
        return events

    def feed(self, signal: Signal, at: datetime) -> list[Event]:
        if signal.kind is SignalKind.LINK and not signal.active:
            self._held_from = None
        return super().feed(signal, at)
