"""Unattended visitor kiosk (无人值守智能岗亭) with a one-key call and a display."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from zbsec._ambient import random_id
from zbsec.devices.base import Device
from zbsec.devices.signal import Signal, SignalKind
from zbsec.records import EventCode, Verb

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from zbsec._text import Text
    from zbsec.records import Action, Event

CALLS = {
    SignalKind.CALL: EventCode.KIOSK_CALL,
    SignalKind.CALL_ANSWERED: EventCode.KIOSK_CALL_ANSWERED,
    SignalKind.CALL_ENDED: EventCode.KIOSK_CALL_ENDED,
}


class Kiosk(Device):
    """One key calls the duty desk; the desk talks, sees, and opens the gate under the operator's name.

    Its display shows whoever stands there what to do. What it shows is what it reported, never what it was sent.

    :param display: whether it has one.
    """

    device_class: ClassVar[str] = "kiosk"

    def __init__(self, id: str, *, display: bool = True, new_id: Callable[[], str] = random_id) -> None:
        super().__init__(id, new_id=new_id)
        self.has_display = display
        self.shows: Text | None = None
        """What it reported last."""
        self._tells = False
        """Whether that is known."""

    def feed(self, signal: Signal, at: datetime) -> list[Event]:
        if signal.kind is SignalKind.DISPLAY:
            self.shows, self._tells = signal.text, True
            return []
        if signal.kind is SignalKind.LINK and not signal.active:
            self.shows, self._tells = None, False
        code = CALLS.get(signal.kind)
        if code is None or not signal.active:
            return super().feed(signal, at)
        return [self._event(code, at, cause=signal.who)]

    def begin(self, action: Action, at: datetime) -> list[Event]:
        if action.verb is not Verb.SHOW or not self.has_display:
            return super().begin(action, at)
        return []

    def confirms(self, action: Action) -> bool:
        if action.verb is not Verb.SHOW or not self.has_display:
            return super().confirms(action)
        return self._tells and self.shows == action.message
