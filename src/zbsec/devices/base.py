"""A device as pure code: signals and time in, events and state out. No socket, no clock, no thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from zbsec._ambient import random_id
from zbsec.devices.signal import Alarm, DeviceState, Signal, SignalKind
from zbsec.records import Connectivity, Event, EventCode, Position

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from zbsec.records import Action, Scalar


class Device:
    """Base of all device classes; vendors extend it or one of its subclasses.

    :param id: its id in the site file.
    :param new_id: gives event ids; a test passes a counter and gets the same events every time.
    """

    device_class: ClassVar[str] = "device"
    has_display: bool = False
    """Whether it takes ``Verb.SHOW``."""

    def __init__(self, id: str, *, new_id: Callable[[], str] = random_id) -> None:
        self.id = id
        self.state = DeviceState()
        self._new_id = new_id

    def feed(self, signal: Signal, at: datetime) -> list[Event]:
        """Take one signal; returns the events it means, mostly none."""
        if signal.kind is SignalKind.LINK:
            return self._on_link(up=signal.active, at=at)
        if signal.kind is SignalKind.TAMPER:
            return self._on_tamper(active=signal.active, at=at)
        return []

    def begin(self, action: Action, at: datetime) -> list[Event]:
        """Note a command that is about to be sent."""
        raise ValueError(f"{self.id}: a {self.device_class} takes no command, not even {action.verb} at {at}")

    def confirms(self, action: Action) -> bool:
        """Whether the state by now shows that the device carries out ``action``."""
        raise ValueError(f"{self.id}: a {self.device_class} takes no command, not even {action.verb}")

    @property
    def deadline(self) -> datetime | None:
        """When ``tick`` is due, if nothing happens before; None: never."""
        return None

    def tick(self, at: datetime) -> list[Event]:  # noqa: ARG002  (subclasses with timers use it)
        """Let time pass; returns the events that are due."""
        return []

    def _change(self, at: datetime, **changes: object) -> bool:
        """Change the state; tells whether anything differs from before."""
        changed = replace(self.state, **changes)  # type: ignore[arg-type]
        if changed == self.state:
            return False
        self.state = replace(changed, since=at)
        return True

    def _event(self, code: EventCode, at: datetime, **data: Scalar) -> Event:
        facts = {"device_class": self.device_class, **data}
        return Event(id=self._new_id(), code=code, source=self.id, occurred_at=at, data=facts)

    def _on_link(self, *, up: bool, at: datetime) -> list[Event]:
        link = Connectivity.ONLINE if up else Connectivity.OFFLINE
        if up and link is self.state.connectivity:
            return []
        news = link is not self.state.connectivity
        # Without a link nothing is known; the last position must not be shown as the present one.
        self._change(at, connectivity=link, position=Position.UNKNOWN, alarm=Alarm.NORMAL if up else Alarm.UNKNOWN)
        code = EventCode.DEVICE_STATE if up else EventCode.DEVICE_OFFLINE
        return [self._event(code, at, connectivity=link.value)] if news else []

    def _on_tamper(self, *, active: bool, at: datetime) -> list[Event]:
        if not self._change(at, alarm=Alarm.TAMPER if active else Alarm.NORMAL):
            return []
        return [self._event(EventCode.DEVICE_TAMPER, at, alarm=self.state.alarm.value)]
