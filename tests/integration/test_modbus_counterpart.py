"""The Modbus barrier against pymodbus's own server, whose registers a little barrier machine moves."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import anyio
import pytest

from zbsec.devices import DeviceRunner, create
from zbsec.errors import DeviceError, DeviceOfflineError, DeviceTimeoutError
from zbsec.records import Action, Event, EventCode, Position, Verb

pytest.importorskip("pymodbus", reason="the extra 'modbus' is not installed")

OPEN_COIL, CLOSE_COIL = 2, 3
CLOSED, OPENED, SAFETY = 0, 1, 4
TRAVEL_S = 0.1


class Board:
    """A relay board with a boom on it: coil 2 opens, coil 3 closes; inputs 0, 1 and 4 are its switches."""

    def __init__(self) -> None:
        self.coils = [False] * 8
        self.inputs = [True] + [False] * 7
        self.deaf = False
        self.refuses = False
        self.ahead_s = 0.0
        self._stopped: int | None = None
        self._moving: set[asyncio.Task[None]] = set()

    def stop_clock(self) -> None:
        self._stopped = int(time.time())

    async def act(self, function, start, address, count, registers, values):  # pymodbus's SimAction
        from pymodbus.constants import ExcCodes

        if function == 3:
            seconds = self._stopped or int(time.time() + self.ahead_s)
            registers[address - start : address - start + 2] = [seconds >> 16, seconds & 0xFFFF]
            return None
        store = self.inputs if function == 2 else self.coils
        if self.refuses and function == 5:
            return ExcCodes.DEVICE_BUSY
        if values is not None:
            for offset, value in enumerate(values):
                self._switch(address + offset, bool(value))
        registers[0] = sum(bit << place for place, bit in enumerate(store))
        return None

    def _switch(self, coil: int, on: bool) -> None:
        self.coils[coil] = on
        if on and not self.deaf and coil in (OPEN_COIL, CLOSE_COIL):
            ends = (CLOSED, OPENED) if coil == OPEN_COIL else (OPENED, CLOSED)
            task = asyncio.create_task(self._travel(*ends))
            self._moving.add(task)
            task.add_done_callback(self._moving.discard)

    async def _travel(self, leaving: int, reaching: int) -> None:
        self.inputs[leaving] = False
        await asyncio.sleep(TRAVEL_S)
        self.inputs[reaching] = True


@asynccontextmanager
async def serving(board: Board, port: int) -> AsyncIterator[None]:
    from pymodbus.server import ModbusTcpServer
    from pymodbus.simulator import DataType, SimData, SimDevice

    bits = [[SimData(0, values=[False] * 16, datatype=DataType.BITS)] for _ in range(2)]
    words = [[SimData(0, values=[0] * 8, datatype=DataType.REGISTERS)] for _ in range(2)]
    device = SimDevice(1, simdata=(*bits, *words), use_bit_addressing=True, action=board.act)
    server = ModbusTcpServer(device, address=("127.0.0.1", port))
    await server.listen()
    try:
        yield
    finally:
        await server.shutdown()


def barrier(port: int, heard: list[Event], **settings: object) -> DeviceRunner:
    wiring = {"open_coil": OPEN_COIL, "close_coil": CLOSE_COIL, "safety_input": SAFETY, **settings}
    timing = {"travel_s": TRAVEL_S, "pulse_s": 0.05, "poll_s": 0.01}
    runner = create("modbus-barrier", id="west", address=f"tcp://127.0.0.1:{port}", **wiring, **timing)

    async def hear(event: Event) -> None:
        heard.append(event)

    runner.report_to(hear)
    return runner


def play(story: Callable[[Board, int], Awaitable[None]], port: int) -> Board:
    board = Board()

    async def whole() -> None:
        async with serving(board, port):
            await story(board, port)

    anyio.run(whole)
    return board


async def at(runner: DeviceRunner, position: Position) -> None:
    with anyio.fail_after(5):
        while runner.state.position is not position:  # noqa: ASYNC110  (the board's own doing)
            await anyio.sleep(0.01)


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


ACCESS = Action(device="west", verb=Verb.ACCESS, cause="e1")


def test_a_pulse_opens_and_the_limit_switches_confirm(unused_port: int) -> None:
    heard: list[Event] = []

    async def story(board: Board, port: int) -> None:
        async with barrier(port, heard) as runner:
            await runner.ready()
            await at(runner, Position.CLOSED)
            confirmation = await runner.perform(ACCESS)
            assert confirmation.position in (Position.OPENING, Position.OPEN)
            assert board.coils[OPEN_COIL] is False
            await at(runner, Position.OPEN)
            board.inputs[SAFETY] = True
            await anyio.sleep(0.05)
            board.inputs[SAFETY] = False
            await anyio.sleep(0.05)
        assert board.inputs[CLOSED]

    board = play(story, unused_port)
    assert not any(board.coils)
    assert EventCode.ACCESS_TAKEN in [event.code for event in heard]


def test_a_boom_that_does_not_move_and_a_board_that_refuses_raise(unused_port: int) -> None:
    async def story(board: Board, port: int) -> None:
        async with barrier(port, []) as runner:
            await runner.ready()
            await at(runner, Position.CLOSED)
            board.deaf = True
            with pytest.raises(DeviceTimeoutError, match=r"no confirmation within 0\.3 s, position closed"):
                await runner.perform(ACCESS, timeout_s=0.3)
            board.refuses = True
            with pytest.raises(DeviceError, match="the board refuses"):
                await runner.perform(ACCESS)
            board.refuses = board.deaf = False

    play(story, unused_port)


def test_a_board_that_goes_away_is_offline_and_comes_back(unused_port: int) -> None:
    board, heard = Board(), []

    async def story() -> None:
        async with barrier(unused_port, heard) as runner:
            with pytest.raises(DeviceOfflineError, match="no link within"):
                await runner.ready(timeout_s=0.2)
            async with serving(board, unused_port):
                await runner.ready()
            with anyio.fail_after(5):
                while EventCode.DEVICE_OFFLINE not in [event.code for event in heard]:  # noqa: ASYNC110
                    await anyio.sleep(0.01)
            with pytest.raises(DeviceOfflineError):
                await runner.perform(ACCESS)
            async with serving(board, unused_port):
                await runner.ready()
                await runner.perform(ACCESS)

    anyio.run(story)


def test_the_boards_clock_is_read_from_its_registers_to_a_fraction_of_its_second(unused_port: int) -> None:
    async def story(board: Board, port: int) -> None:
        async with barrier(port, [], clock_register=4) as runner:
            await runner.ready()
            for ahead in (0.0, -7.25, 3.5):
                board.ahead_s = ahead
                sample = await runner.own_clock.read()
                assert sample.uncertainty_s < 0.2
                assert sample.offset_s == pytest.approx(ahead, abs=sample.uncertainty_s + 0.01)
            board.stop_clock()
            with pytest.raises(DeviceError, match="it stands still at"):
                await runner.own_clock.read()

    play(story, unused_port)


def test_a_board_has_one_clock() -> None:
    with pytest.raises(ValueError, match="clock_register or clock_server, not both"):
        create("modbus-barrier", id="west", address="tcp://host", clock_register=1, clock_server="host")


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"address": "192.168.1.20"}, "a Modbus address is tcp://host:port"),
        ({"address": "tcp://host", "open_input": 0}, "wired to one place"),
        ({"address": "tcp://host", "coil": 3}, "has no setting 'coil'"),
    ],
)
def test_wrong_settings_are_named(settings: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        create("modbus-barrier", id="west", **settings)
