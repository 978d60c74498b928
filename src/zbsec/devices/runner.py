"""What waits: keeps the link, feeds the state machine, and performs actions until the device confirms them."""

from __future__ import annotations

import random
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Self

import anyio

from zbsec._ambient import now
from zbsec._groups import unwrapped
from zbsec._text import two
from zbsec.devices.signal import Signal, SignalKind
from zbsec.errors import DeviceError, DeviceOfflineError, DeviceTimeoutError
from zbsec.records import Action, Confirmation, Connectivity, Position, Verb

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from types import TracebackType

    from zbsec.devices.base import Device
    from zbsec.devices.clock import Clock
    from zbsec.devices.drivers.base import Driver
    from zbsec.devices.signal import DeviceState
    from zbsec.records import Event

FIRST_RETRY_S = 0.5
LAST_RETRY_S = 30.0


async def _unheard(event: Event) -> None:
    """Where nobody asked for the events."""


class DeviceRunner:
    """One device at work: ``async with runner: await runner.perform(action)``.

    :param device: the state machine.
    :param driver: the wire.
    :param report: awaited with every event, in order; while it waits, the device is not read.
    :param clock: gives the time of events.
    :param jitter: gives numbers of 0 to 1 that spread the retries of many devices.
    """

    def __init__(
        self,
        device: Device,
        driver: Driver,
        *,
        report: Callable[[Event], Awaitable[None]] = _unheard,
        clock: Callable[[], datetime] = now,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.device = device
        self.driver = driver
        self._report = report
        self._clock = clock
        self._jitter = jitter
        self._changed = anyio.Event()
        self._stack = AsyncExitStack()

    @property
    def id(self) -> str:
        return self.device.id

    @property
    def state(self) -> DeviceState:
        """What is known now; never asks the device."""
        return self.device.state

    @property
    def own_clock(self) -> Clock | None:
        """The device's own clock; None: its driver reads none."""
        clock: Clock | None = getattr(self.driver, "clock", None)
        return clock

    def report_to(self, report: Callable[[Event], Awaitable[None]]) -> None:
        """Send events here from now on."""
        self._report = report

    async def __aenter__(self) -> Self:
        tasks = await self._stack.enter_async_context(anyio.create_task_group())
        self._stack.callback(tasks.cancel_scope.cancel)
        tasks.start_soon(self._keep_link)
        tasks.start_soon(self._keep_time)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with anyio.CancelScope(shield=True):
            await self.safe_state()
        try:
            with unwrapped():
                await self._stack.__aexit__(kind, error, trace)
        finally:
            with anyio.CancelScope(shield=True):
                await self.driver.close()

    async def ready(self, *, timeout_s: float = 5.0) -> None:
        """Wait for the link.

        :raises DeviceOfflineError: there is none in time.
        """
        try:
            await self._until(lambda: self.state.connectivity is Connectivity.ONLINE, timeout_s)
        except TimeoutError:
            raise DeviceOfflineError(
                self.id, "connect", two(f"no link within {timeout_s:g} s", f"{timeout_s:g} 秒内未连接")
            ) from None

    async def perform(self, action: Action, *, timeout_s: float = 2.0) -> Confirmation:
        """Send one action and wait until the device itself shows that it carries it out.

        :param timeout_s: at most 2 s from credential to actuator start by GB 50396-2007 5.1.2.
        :raises DeviceOfflineError: there is no link, or it is lost meanwhile.
        :raises DeviceTimeoutError: the device was told and did not move.
        :raises DeviceError: the device refuses, or reports a fault.
        """
        self._demand_link(action)
        try:
            events = self.device.begin(action, self._clock())
        except ValueError as error:
            raise DeviceError(self.id, action.verb, str(error)) from error
        await self._tell(events)
        try:
            await self.driver.send(action)
            await self._until(lambda: self._settled(action), timeout_s)
        except OSError as error:
            if isinstance(error, TimeoutError):
                hint = two("check its power, its locking and its limit switches", "请检查电源、锁闭和限位开关")
                position = self.state.position
                answer = two(
                    f"no confirmation within {timeout_s:g} s, position {position}",
                    f"{timeout_s:g} 秒内未确认，当前位置 {position}",
                )
                raise DeviceTimeoutError(self.id, action.verb, answer, hint=hint) from None
            raise DeviceOfflineError(self.id, action.verb, str(error)) from error
        self._demand_link(action)
        if self.state.position is Position.FAULT:
            raise DeviceError(
                self.id,
                action.verb,
                two("the device reports a fault", "设备报告故障"),
                hint=two("check its limit switches", "请检查限位开关"),
            )
        return Confirmation(action=action, position=self.state.position, confirmed_at=self.state.since or self._clock())

    async def safe_state(self, *, timeout_s: float = 3.0) -> bool:
        """Bring a gate to rest: locked, by its own timer where something is in the way. True: it confirmed."""
        try:
            if self.state.connectivity is not Connectivity.ONLINE or self.state.position is Position.CLOSED:
                return self.state.position is Position.CLOSED
            await self.perform(Action(device=self.id, verb=Verb.LOCK, cause="shutdown"), timeout_s=timeout_s)
        except (DeviceError, ValueError):
            return False
        return True

    # Inside

    def _settled(self, action: Action) -> bool:
        link_lost = self.state.connectivity is not Connectivity.ONLINE
        return link_lost or self.state.position is Position.FAULT or self.device.confirms(action)

    def _demand_link(self, action: Action) -> None:
        if self.state.connectivity is not Connectivity.ONLINE:
            raise DeviceOfflineError(
                self.id,
                action.verb,
                two(f"the link is {self.state.connectivity}", f"连接状态为 {self.state.connectivity}"),
            )

    async def _until(self, condition: Callable[[], bool], timeout_s: float) -> None:
        with anyio.fail_after(timeout_s):
            while not condition():
                await self._changed.wait()

    async def _tell(self, events: list[Event]) -> None:
        self._changed.set()
        self._changed = anyio.Event()
        for event in events:
            await self._report(event)

    async def _feed(self, signal: Signal) -> None:
        await self._tell(self.device.feed(signal, self._clock()))

    async def _keep_link(self) -> None:
        retry_s = FIRST_RETRY_S
        while True:
            try:
                await self.driver.connect()
                retry_s = FIRST_RETRY_S
                await self._feed(Signal(kind=SignalKind.LINK))
                async for signal in self.driver.signals():
                    await self._feed(signal)
            except OSError:
                pass  # the state below says it; the loop tries again
            await self._feed(Signal(kind=SignalKind.LINK, active=False))
            await anyio.sleep(retry_s * self._jitter())
            retry_s = min(2 * retry_s, LAST_RETRY_S)

    async def _keep_time(self) -> None:
        while True:
            changed, due = self._changed, self.device.deadline
            wait_s = None if due is None else max(0.0, (due - self._clock()).total_seconds())
            with anyio.move_on_after(wait_s):
                await changed.wait()
                continue
            await self._tell(self.device.tick(self._clock()))
