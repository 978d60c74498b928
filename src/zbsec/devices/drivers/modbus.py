"""A gate behind a Modbus TCP relay and input board (MODBUS Application Protocol V1.1b3: functions 01 to 03 and 05)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import anyio

from zbsec._text import two
from zbsec.devices.barrier import Barrier
from zbsec.devices.drivers.sntp import SntpClock
from zbsec.devices.drivers.turning import TurningClock
from zbsec.devices.runner import DeviceRunner
from zbsec.devices.signal import Signal, SignalKind
from zbsec.errors import SettingError
from zbsec.records import Verb

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    from pymodbus.client import AsyncModbusTcpClient

    from zbsec.devices.clock import Clock
    from zbsec.records import Action

PORT = 502


class ModbusBoard:
    """The wire: one coil that opens, perhaps one that closes, and a contact for each input.

    A coil is read back after every write. The opening pulse is switched off even where the program is cancelled in the
    middle; against a process that dies in it, set the board's own communication watchdog.

    :param address: ``tcp://host:port``; without a port 502.
    :param unit: the board's device address, 1 to 247 or 255.
    :param inputs: which discrete input each signal is wired to.
    :param pulse_s: how long a coil stays on.
    :param poll_s: pause between two readings of the inputs.
    :param timeout_s: longest wait for one answer.
    :param clock_register: first of two holding registers that give the board's clock: seconds since 1970-01-01 in UTC,
        the high word first. None: it has no such registers.
    :param clock_server: host, or host:port, where the board answers SNTP, instead.
    """

    def __init__(
        self,
        address: str,
        *,
        unit: int,
        open_coil: int,
        close_coil: int | None,
        inputs: Mapping[SignalKind, int],
        pulse_s: float,
        poll_s: float,
        timeout_s: float,
        clock_register: int | None = None,
        clock_server: str | None = None,
    ) -> None:
        self.clock: Clock | None = None if clock_server is None else SntpClock(clock_server)
        if clock_register is not None:
            self.clock = TurningClock(lambda: self._read_seconds(clock_register))
        self._host, self._port = _endpoint(address)
        self._unit = unit
        self._open_coil = open_coil
        self._close_coil = close_coil
        self._inputs = dict(inputs)
        self._pulse_s = pulse_s
        self._poll_s = poll_s
        self._timeout_s = timeout_s
        self._client: AsyncModbusTcpClient | None = None

    async def connect(self) -> None:
        from pymodbus.client import AsyncModbusTcpClient  # noqa: PLC0415

        await self.close()
        # The runner tries again with its own pauses; the client must not do so beside it.
        client = AsyncModbusTcpClient(
            self._host, port=self._port, timeout=self._timeout_s, retries=1, reconnect_delay=0, reconnect_delay_max=0
        )
        if not await client.connect():
            client.close()
            raise ConnectionRefusedError(f"no Modbus board answers at {self._host}:{self._port}")
        self._client = client

    async def send(self, action: Action) -> None:
        if action.verb is Verb.ACCESS:
            await self._pulse(self._open_coil)
        elif action.verb is Verb.UNLOCK:
            await self._write(self._open_coil, on=True)
        else:
            await self._write(self._open_coil, on=False)
            if self._close_coil is not None:
                await self._pulse(self._close_coil)

    async def signals(self) -> AsyncIterator[Signal]:
        known: dict[SignalKind, bool] = {}
        while self._client is not None:
            values = await self._read_inputs()
            for kind, active in values.items():
                if known.get(kind) is not active:
                    yield Signal(kind=kind, active=active)
            known = values
            await anyio.sleep(self._poll_s)

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    async def _pulse(self, coil: int) -> None:
        try:
            await self._write(coil, on=True)
            await anyio.sleep(self._pulse_s)
        finally:
            with anyio.CancelScope(shield=True):
                await self._write(coil, on=False)

    async def _write(self, coil: int, *, on: bool) -> None:
        await self._ask(lambda board: board.write_coil(coil, on, device_id=self._unit))
        answer = await self._ask(lambda board: board.read_coils(coil, count=1, device_id=self._unit))
        if answer.bits[0] is not on:
            raise ConnectionError(f"coil {coil} stays {'off' if on else 'on'} after it was switched")

    async def _read_inputs(self) -> dict[SignalKind, bool]:
        first, last = min(self._inputs.values()), max(self._inputs.values())
        count = last - first + 1
        answer = await self._ask(lambda board: board.read_discrete_inputs(first, count=count, device_id=self._unit))
        return {kind: bool(answer.bits[place - first]) for kind, place in self._inputs.items()}

    async def _read_seconds(self, register: int) -> int:
        answer = await self._ask(lambda board: board.read_holding_registers(register, count=2, device_id=self._unit))
        high, low = answer.registers[:2]
        return int(high) << 16 | int(low)

    async def _ask(self, request: Callable[[AsyncModbusTcpClient], Awaitable[_Answer]]) -> _Answer:
        from pymodbus.exceptions import ModbusException  # noqa: PLC0415

        if self._client is None:
            raise ConnectionResetError(f"{self._host}:{self._port} has no link")
        try:
            answer = await request(self._client)
        except ModbusException as error:
            raise ConnectionResetError(f"{self._host}:{self._port}: {error}") from error
        if answer.isError():
            raise ConnectionError(f"{self._host}:{self._port}: the board refuses: {answer}")
        return answer


if TYPE_CHECKING:
    from pymodbus.pdu import ModbusPDU as _Answer


def modbus_barrier(
    *,
    id: str,
    address: str,
    fail: Literal["safe", "secure"] = "secure",
    unit: int = 1,
    open_coil: int = 0,
    close_coil: int | None = None,
    closed_input: int = 0,
    open_input: int = 1,
    entry_input: int | None = None,
    safety_input: int | None = None,
    exit_input: int | None = None,
    fire_input: int | None = None,
    tamper_input: int | None = None,
    travel_s: float = 3.0,
    pass_window_s: float = 15.0,
    pulse_s: float = 0.5,
    poll_s: float = 0.05,
    timeout_s: float = 0.5,
    clock_register: int | None = None,
    clock_server: str | None = None,
) -> DeviceRunner:
    """A barrier (车辆道闸) whose mainboard hangs on a relay board: an opening pulse, limit switches and loops.

    Coils, inputs and registers count from 0. Both limit switches must be wired: without them nobody knows whether the
    boom moved. ``clock_register`` or ``clock_server`` says where the board's clock can be read, as of ``ModbusBoard``.

    :raises SettingError: the address is none, two inputs share one place, or the clock has two.
    """
    wired = {
        SignalKind.CLOSED_LIMIT: closed_input,
        SignalKind.OPEN_LIMIT: open_input,
        SignalKind.ENTRY_SENSOR: entry_input,
        SignalKind.SAFETY: safety_input,
        SignalKind.EXIT_SENSOR: exit_input,
        SignalKind.FIRE: fire_input,
        SignalKind.TAMPER: tamper_input,
    }
    inputs = {kind: place for kind, place in wired.items() if place is not None}
    if len(set(inputs.values())) != len(inputs):
        places = sorted(inputs.values())
        raise SettingError(
            two(f"{id}: two inputs are wired to one place: {places}", f"{id}：两个输入接在同一位置：{places}")
        )
    if clock_register is not None and clock_server is not None:
        raise SettingError(
            two(
                f"{id}: give clock_register or clock_server, not both: a board has one clock",
                f"{id}：clock_register 与 clock_server 只能写一个：一块板只有一个时钟",
            )
        )
    board = ModbusBoard(
        address,
        unit=unit,
        open_coil=open_coil,
        close_coil=close_coil,
        inputs=inputs,
        pulse_s=pulse_s,
        poll_s=poll_s,
        timeout_s=timeout_s,
        clock_register=clock_register,
        clock_server=clock_server,
    )
    return DeviceRunner(Barrier(id, fail=fail, pass_window_s=pass_window_s, travel_s=travel_s), board)


def _endpoint(address: str) -> tuple[str, int]:
    parts = urlsplit(address)
    if parts.scheme != "tcp" or not parts.hostname:
        raise SettingError(
            two(
                f"a Modbus address is tcp://host:port, not {address!r}",
                f"Modbus 地址应为 tcp://主机:端口，而不是 {address!r}",
            )
        )
    return parts.hostname, parts.port or PORT
