"""Simulated devices: the far side of the wire, with real timing, limit switches, passers-by, and faults to inject."""

from __future__ import annotations

import asyncio
import time
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

import anyio

from zbsec.devices import Barrier, ClockSample, Door, Kiosk, Perimeter, Signal, SignalKind, Turnstile
from zbsec.devices.runner import DeviceRunner
from zbsec.records import Action, Verb

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from zbsec._text import Text

    FailMode = Literal["safe", "secure"]


class Fault(StrEnum):
    """How a simulated device misbehaves."""

    NONE = "none"
    DEAF = "deaf"
    """Takes commands and never moves."""
    STUCK = "stuck"
    """Leaves its end and never arrives."""
    LYING = "lying"
    """Both limit switches at once."""
    OFFLINE = "offline"
    """Takes no connection."""


DAY_S = 86_400.0


class SimulatedClock:
    """The clock of a simulated device, which begins right and drifts.

    :param drift_s_a_day: how much it gains in a day, seconds; below 0 it loses.
    """

    def __init__(self, drift_s_a_day: float) -> None:
        self._drift_s_a_day = drift_s_a_day
        self._begun = time.monotonic()

    async def read(self) -> ClockSample:
        began = time.monotonic()
        offset = self._drift_s_a_day * (began - self._begun) / DAY_S
        return ClockSample(began, offset, (time.monotonic() - began) / 2)


class SimulatedWire:
    """The driver side of a simulated device: a queue of signals in place of a cable."""

    def __init__(self, *, drift_s_a_day: float = 0.0) -> None:
        self.fault = Fault.NONE
        self.clock = SimulatedClock(drift_s_a_day)
        self._signals: asyncio.Queue[Signal | None] | None = None

    async def connect(self) -> None:
        if self.fault is Fault.OFFLINE:
            raise ConnectionRefusedError("the simulated device is offline")
        self._signals = asyncio.Queue()
        self.greet()

    async def send(self, action: Action) -> None:
        if self._signals is None:
            raise ConnectionResetError(f"{action.device} has no link")

    async def signals(self) -> AsyncIterator[Signal]:
        queue = self._signals
        while queue is not None and (signal := await queue.get()) is not None:
            yield signal

    async def close(self) -> None:
        self.hang_up()

    def greet(self) -> None:
        """Report every input as it is; called when a link is made."""

    def report(self, kind: SignalKind, *, active: bool = True, who: str | None = None) -> None:
        """Send one signal, if there is a link."""
        if self._signals is not None:
            self._signals.put_nowait(Signal(kind=kind, active=active, who=who))

    def hang_up(self) -> None:
        """Lose the link."""
        if self._signals is not None:
            self._signals.put_nowait(None)
            self._signals = None


class SimulatedGate(SimulatedWire):
    """A boom, a wing or a door leaf that takes ``travel_s`` from end to end and closes by its own timer.

    :param passes: whether somebody goes through whenever it opens for a passage.
    """

    def __init__(
        self, *, travel_s: float, passes: bool, sensors: tuple[SignalKind, ...], drift_s_a_day: float = 0.0
    ) -> None:
        super().__init__(drift_s_a_day=drift_s_a_day)
        self.passes = passes
        self.travel_s = travel_s
        self.closed = True
        self._sensors = sensors
        self._orders: asyncio.Queue[Action] = asyncio.Queue()
        self._machine: asyncio.Task[None] | None = None

    async def send(self, action: Action) -> None:
        await super().send(action)
        if self.fault is not Fault.DEAF:
            self._orders.put_nowait(action)

    def greet(self) -> None:
        if self.fault is Fault.LYING:
            self.report(SignalKind.OPEN_LIMIT)
        self.report(SignalKind.CLOSED_LIMIT, active=self.closed)

    async def connect(self) -> None:
        await super().connect()
        # The device moves on its own, whatever becomes of the program that talks to it: no task of that program's tree.
        if self._machine is None:
            self._machine = asyncio.create_task(self._work(), name="simulated gate")

    async def close(self) -> None:
        await super().close()
        if self._machine is not None:
            self._machine.cancel()
            self._machine = None

    async def _work(self) -> None:
        while True:
            action = await self._orders.get()
            await self._obey(action)
            if action.verb is not Verb.UNLOCK and self._orders.empty():
                await self._close()

    async def _obey(self, action: Action) -> None:
        if action.verb in (Verb.ACCESS, Verb.UNLOCK):
            await self._open()
        if action.verb is Verb.ACCESS and self.passes and not self.closed:
            await self._let_pass()

    async def _open(self) -> None:
        if self.closed and await self._move(SignalKind.CLOSED_LIMIT, SignalKind.OPEN_LIMIT):
            self.closed = False

    async def _close(self) -> None:
        if not self.closed and await self._move(SignalKind.OPEN_LIMIT, SignalKind.CLOSED_LIMIT):
            self.closed = True

    async def _move(self, leaving: SignalKind, reaching: SignalKind) -> bool:
        self.report(leaving, active=False)
        await anyio.sleep(self.travel_s)
        if self.fault is Fault.STUCK:
            return False
        self.report(reaching)
        return True

    async def _let_pass(self) -> None:
        for sensor in self._sensors:
            self.report(sensor)
            await anyio.sleep(self.travel_s / 4)
        for sensor in self._sensors:
            self.report(sensor, active=False)
            await anyio.sleep(self.travel_s / 4)


def simulated_turnstile(
    *,
    id: str,
    fail: FailMode = "safe",
    travel_s: float = 0.2,
    pass_window_s: float = 5.0,
    passes: bool = True,
    drift_s_a_day: float = 0.0,
) -> DeviceRunner:
    """A turnstile (人行闸机) whose wings take ``travel_s``; by default everybody admitted walks through."""
    beams = (SignalKind.ENTRY_SENSOR, SignalKind.EXIT_SENSOR)
    device = Turnstile(id, fail=fail, pass_window_s=pass_window_s, travel_s=travel_s)
    wire = SimulatedGate(travel_s=travel_s, passes=passes, sensors=beams, drift_s_a_day=drift_s_a_day)
    return DeviceRunner(device, wire)


def simulated_barrier(
    *,
    id: str,
    fail: FailMode = "secure",
    travel_s: float = 0.4,
    pass_window_s: float = 5.0,
    passes: bool = True,
    drift_s_a_day: float = 0.0,
) -> DeviceRunner:
    """A barrier (车辆道闸) whose boom takes ``travel_s``; by default every vehicle admitted drives through."""
    loops = (SignalKind.ENTRY_SENSOR, SignalKind.SAFETY, SignalKind.EXIT_SENSOR)
    device = Barrier(id, fail=fail, pass_window_s=pass_window_s, travel_s=travel_s)
    wire = SimulatedGate(travel_s=travel_s, passes=passes, sensors=loops, drift_s_a_day=drift_s_a_day)
    return DeviceRunner(device, wire)


def simulated_door(
    *,
    id: str,
    fail: FailMode = "secure",
    travel_s: float = 0.2,
    pass_window_s: float = 5.0,
    open_time_s: float = 30.0,
    passes: bool = True,
    drift_s_a_day: float = 0.0,
) -> DeviceRunner:
    """A door (门禁) that opens and falls shut."""
    device = Door(id, fail=fail, pass_window_s=pass_window_s, travel_s=travel_s, open_time_s=open_time_s)
    wire = SimulatedGate(travel_s=travel_s, passes=passes, sensors=(), drift_s_a_day=drift_s_a_day)
    return DeviceRunner(device, wire)


class SimulatedScreen(SimulatedWire):
    """A kiosk's key and display; ``shown`` is everything that it has shown."""

    def __init__(self, *, drift_s_a_day: float = 0.0) -> None:
        super().__init__(drift_s_a_day=drift_s_a_day)
        self.shown: list[Text | None] = [None]

    async def send(self, action: Action) -> None:
        await super().send(action)
        if self.fault is Fault.DEAF:
            return
        self.shown.append(action.message)
        self.greet()

    def greet(self) -> None:
        if self._signals is not None:
            self._signals.put_nowait(Signal(kind=SignalKind.DISPLAY, text=self.shown[-1]))


def simulated_kiosk(*, id: str, display: bool = True, drift_s_a_day: float = 0.0) -> DeviceRunner:
    """A kiosk (岗亭); its wire's ``report(SignalKind.CALL)`` presses the key, its ``shown`` is what was displayed."""
    return DeviceRunner(Kiosk(id, display=display), SimulatedScreen(drift_s_a_day=drift_s_a_day))


def simulated_perimeter(*, id: str, drift_s_a_day: float = 0.0) -> DeviceRunner:
    """A perimeter detector (周界探测器); its wire's ``report(SignalKind.ALARM)`` trips it."""
    return DeviceRunner(Perimeter(id), SimulatedWire(drift_s_a_day=drift_s_a_day))


def wire_of(runner: DeviceRunner) -> SimulatedWire:
    """The simulated far side of a device made by this module.

    :raises TypeError: the device is a real one.
    """
    wire = runner.driver
    if not isinstance(wire, SimulatedWire):
        raise TypeError(f"{runner.id} is not simulated")
    return wire
