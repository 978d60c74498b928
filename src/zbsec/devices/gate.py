"""What doors, turnstiles and barriers share: a moving part with two limit switches, grants, and passages."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from zbsec._ambient import random_id
from zbsec._text import two
from zbsec.devices.base import Device
from zbsec.devices.signal import Alarm, Signal, SignalKind
from zbsec.errors import SettingError
from zbsec.records import Connectivity, DoorMode, EventCode, Position, Verb, detailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from zbsec._text import Text
    from zbsec.records import Action, Event

MODE_AFTER = {
    Verb.ACCESS: DoorMode.ACCESSED,
    Verb.LOCK: DoorMode.LOCKED,
    Verb.UNLOCK: DoorMode.UNLOCKED,
    Verb.BLOCK: DoorMode.BLOCKED,
}

MAX_PENDING_GRANTS = 8
_NEITHER = two("neither limit switch in time", "限时内开、关限位均未到达")
_BOTH = two("both limit switches at once", "开、关限位同时动作")


@dataclass(frozen=True, slots=True)
class Grant:
    """A permission to pass once, until it expires."""

    cause: str
    expires_at: datetime


class Gate(Device):
    """Base of everything that opens for one passage and closes by its own timer.

    Intent (``mode``), position and alarm are kept apart. The position is what the limit switches say: never open
    without the open limit, never closed without the closed one; both at once is a fault.

    :param fail: what it does without power, ``"safe"`` (free) or ``"secure"`` (shut); there is no default.
    :param pass_window_s: how long a grant waits for somebody to pass.
    :param travel_s: time from one limit to the other; twice as long without arriving is a fault.
    """

    device_class: ClassVar[str] = "gate"

    def __init__(
        self,
        id: str,
        *,
        fail: Literal["safe", "secure"],
        pass_window_s: float = 5.0,
        travel_s: float = 1.0,
        new_id: Callable[[], str] = random_id,
    ) -> None:
        super().__init__(id, new_id=new_id)
        if fail not in ("safe", "secure"):
            raise SettingError(
                two(
                    f"{id}: fail is 'safe' or 'secure', not {fail!r}",
                    f"{id}：fail 应为 'safe' 或 'secure'，而不是 {fail!r}",
                )
            )
        if pass_window_s <= 0 or travel_s <= 0:
            raise SettingError(
                two(f"{id}: pass_window_s and travel_s are above 0", f"{id}：pass_window_s 和 travel_s 应大于 0")
            )
        self.fail = fail
        self._pass_window = timedelta(seconds=pass_window_s)
        self._travel_limit = timedelta(seconds=2 * travel_s)
        self._limits = {SignalKind.CLOSED_LIMIT: False, SignalKind.OPEN_LIMIT: False}
        self._resting = DoorMode.LOCKED
        self._grants: deque[Grant] = deque()
        self._moving_until: datetime | None = None
        self._inputs: dict[SignalKind, bool] = {}

    # Commands

    def begin(self, action: Action, at: datetime) -> list[Event]:
        """Note the command. ``Access`` waits for one passage; the others set the mode in which it rests.

        :raises ValueError: the gate is blocked, too many grants are pending, or it is no command of a gate.
        """
        if action.verb not in MODE_AFTER:
            return super().begin(action, at)
        if action.verb is Verb.ACCESS:
            self._grant(action, at)
        else:
            self._resting = MODE_AFTER[action.verb]
        return self._set_mode(MODE_AFTER[action.verb], at, cause=action.cause)

    def confirms(self, action: Action) -> bool:
        """Whether the moving part has left its closed end, or reached it (GB 50396-2007 5.1.2: actuator start)."""
        if action.verb in (Verb.ACCESS, Verb.UNLOCK):
            return self.state.position in (Position.OPENING, Position.OPEN)
        return self.state.position is Position.CLOSED

    # Signals

    def feed(self, signal: Signal, at: datetime) -> list[Event]:
        if signal.kind in self._limits:
            self._limits[signal.kind] = signal.active
            return self._on_limits(at)
        if signal.kind is SignalKind.FIRE:
            mode = DoorMode.LOCKED_OPEN if signal.active else self._resting
            return self._set_mode(mode, at, cause="fire")
        if signal.kind is SignalKind.LINK and not signal.active:
            self._forget_inputs()
        before, self._inputs[signal.kind] = self._inputs.get(signal.kind, False), signal.active
        events = super().feed(signal, at)
        if before != signal.active:
            events += self._on_input(signal, at)
        return events

    @property
    def deadline(self) -> datetime | None:
        due = [grant.expires_at for grant in self._grants]
        if self._moving_until is not None:
            due.append(self._moving_until)
        return min(due, default=None)

    def tick(self, at: datetime) -> list[Event]:
        events: list[Event] = []
        while self._grants and self._grants[0].expires_at <= at:
            grant = self._grants.popleft()
            events.append(self._event(EventCode.ACCESS_NOT_TAKEN, at, decision=grant.cause))
            events += self._rest_if_idle(at)
        if self._moving_until is not None and self._moving_until <= at:
            self._moving_until = None
            events += self._fault(at, Position.STOPPED_BETWEEN, _NEITHER)
        return events

    def active(self, kind: SignalKind) -> bool:
        """The last value of an input."""
        return self._inputs.get(kind, False)

    # For subclasses

    def _on_input(self, signal: Signal, at: datetime) -> list[Event]:  # noqa: ARG002  (subclasses have sensors)
        return []

    def _taken(self, at: datetime) -> list[Event]:
        """The first pending grant was used."""
        grant = self._grants.popleft()
        return [self._event(EventCode.ACCESS_TAKEN, at, decision=grant.cause), *self._rest_if_idle(at)]

    def _obstructed(self, code: EventCode, at: datetime) -> list[Event]:
        self._change(at, alarm=Alarm.OBSTRUCTED)
        return [self._event(code, at, alarm=Alarm.OBSTRUCTED.value)]

    # Inside

    def _grant(self, action: Action, at: datetime) -> None:
        if self.state.mode is DoorMode.BLOCKED:
            raise ValueError(f"{self.id} is blocked; lift the block with {Verb.LOCK} first")
        if len(self._grants) >= MAX_PENDING_GRANTS:
            raise ValueError(f"{self.id}: {len(self._grants)} grants are pending, more are not taken")
        self._grants.append(Grant(action.cause, at + self._pass_window))

    def _set_mode(self, mode: DoorMode, at: datetime, *, cause: str) -> list[Event]:
        if not self._change(at, mode=mode):
            return []
        return [self._event(EventCode.DOOR_MODE, at, mode=mode.value, cause=cause)]

    def _rest_if_idle(self, at: datetime) -> list[Event]:
        if self._grants or self.state.mode is not DoorMode.ACCESSED:
            return []
        return self._set_mode(self._resting, at, cause="passage ended")

    def _on_limits(self, at: datetime) -> list[Event]:
        closed, opened = self._limits[SignalKind.CLOSED_LIMIT], self._limits[SignalKind.OPEN_LIMIT]
        if closed and opened:
            return self._fault(at, Position.FAULT, _BOTH)
        if closed or opened:
            return self._arrived(Position.CLOSED if closed else Position.OPEN, at)
        leaving = {Position.CLOSED: Position.OPENING, Position.OPEN: Position.CLOSING}
        return self._moved(leaving.get(self.state.position, Position.UNKNOWN), at)

    def _arrived(self, position: Position, at: datetime) -> list[Event]:
        self._moving_until = None
        over = (Alarm.FAULT, Alarm.OBSTRUCTED, *((Alarm.FORCED,) if position is Position.CLOSED else ()))
        alarm = Alarm.NORMAL if self.state.alarm in over else self.state.alarm
        if not self._change(at, position=position, alarm=alarm):
            return []
        return [self._event(EventCode.DOOR_PHYSICAL, at, position=position.value)]

    def _moved(self, position: Position, at: datetime) -> list[Event]:
        if position is not Position.UNKNOWN:
            self._moving_until = at + self._travel_limit
        self._change(at, position=position)
        shut = self.state.mode in (DoorMode.LOCKED, DoorMode.BLOCKED) and not self._grants
        if position is not Position.OPENING or not shut:
            return []
        self._change(at, alarm=Alarm.FORCED)
        return [self._event(EventCode.DOOR_FORCED, at, alarm=Alarm.FORCED.value)]

    def _fault(self, at: datetime, position: Position, said: Text) -> list[Event]:
        self._change(at, position=position, alarm=Alarm.FAULT)
        return [self._event(EventCode.DEVICE_FAULT, at, position=position.value, **detailed(said))]

    def _forget_inputs(self) -> None:
        self._moving_until = None
        self._limits = dict.fromkeys(self._limits, False)
        self._inputs.clear()

    @property
    def online(self) -> bool:
        return self.state.connectivity is Connectivity.ONLINE
