"""The runner against simulated devices, well-behaved and not."""

from __future__ import annotations

from collections.abc import AsyncIterator

import anyio
import pytest

from zbsec.devices import DEVICES, DeviceRunner, Signal, SignalKind, create
from zbsec.errors import DeviceError, DeviceOfflineError, DeviceTimeoutError, RegistryError
from zbsec.records import Action, Connectivity, Event, EventCode, Position, Verb
from zbsec.testing.devices import Fault, SimulatedGate, SimulatedWire, wire_of

GATES = ["simulated-turnstile", "simulated-barrier", "simulated-door"]


def access(runner: DeviceRunner, cause: str = "e1") -> Action:
    return Action(device=runner.id, verb=Verb.ACCESS, cause=cause)


def made(name: str, heard: list[Event], **settings: object) -> DeviceRunner:
    runner = create(name, id="gate", travel_s=0.05, **settings)

    async def hear(event: Event) -> None:
        heard.append(event)

    runner.report_to(hear)
    return runner


async def at(runner: DeviceRunner, position: Position) -> None:
    """Wait until the device is there."""
    with anyio.fail_after(5):
        while runner.state.position is not position:  # noqa: ASYNC110  (the device's own doing)
            await anyio.sleep(0.01)


@pytest.mark.parametrize("name", GATES)
def test_an_action_returns_what_the_device_confirmed(name: str) -> None:
    heard: list[Event] = []

    async def story() -> None:
        async with made(name, heard) as runner:
            await runner.ready()
            confirmation = await runner.perform(access(runner))
            assert confirmation.position in (Position.OPENING, Position.OPEN)
            await at(runner, Position.CLOSED)

    anyio.run(story)
    codes = [event.code for event in heard]
    assert codes.count(EventCode.ACCESS_TAKEN) == 1
    assert EventCode.DOOR_FORCED not in codes
    assert EventCode.DEVICE_FAULT not in codes


@pytest.mark.parametrize("name", GATES)
@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (Fault.DEAF, DeviceTimeoutError, "no confirmation within 0.2 s"),
        (Fault.LYING, DeviceError, "reports a fault"),
        (Fault.OFFLINE, DeviceOfflineError, "gate: Access: the link is offline"),
    ],
)
def test_a_device_that_does_not_confirm_raises(name: str, fault: Fault, error: type[Exception], words: str) -> None:
    async def story() -> None:
        runner = made(name, [])
        wire_of(runner).fault = fault
        async with runner:
            await anyio.sleep(0.05)
            with pytest.raises(error, match=words):
                await runner.perform(access(runner), timeout_s=0.2)

    anyio.run(story)


def test_a_gate_that_sticks_confirms_the_start_and_reports_the_fault() -> None:
    heard: list[Event] = []

    async def story() -> None:
        runner = made("simulated-barrier", heard)
        async with runner:
            await runner.ready()
            wire_of(runner).fault = Fault.STUCK
            await runner.perform(access(runner))
            await anyio.sleep(0.2)
            assert runner.state.position is Position.STOPPED_BETWEEN

    anyio.run(story)
    assert EventCode.DEVICE_FAULT in [event.code for event in heard]


def test_a_lost_link_is_an_event_and_comes_back_without_a_replayed_command() -> None:
    heard: list[Event] = []

    async def story() -> None:
        runner = made("simulated-barrier", heard)
        async with runner:
            await runner.ready()
            await runner.perform(access(runner))
            wire_of(runner).hang_up()
            await anyio.sleep(0.02)
            assert runner.state.connectivity is Connectivity.OFFLINE
            assert runner.state.position is Position.UNKNOWN
            with pytest.raises(DeviceOfflineError):
                await runner.perform(access(runner, "e2"))
            await runner.ready(timeout_s=2)

    anyio.run(story)
    assert [event.code for event in heard].count(EventCode.DEVICE_OFFLINE) == 1
    assert not [event for event in heard if event.data.get("decision") == "e2"]


def test_no_link_in_time_is_an_error() -> None:
    async def story() -> None:
        runner = made("simulated-door", [])
        wire_of(runner).fault = Fault.OFFLINE
        async with runner:
            with pytest.raises(DeviceOfflineError, match=r"no link within 0\.1 s"):
                await runner.ready(timeout_s=0.1)

    anyio.run(story)


@pytest.mark.parametrize("name", GATES)
def test_leaving_ends_in_the_safe_state(name: str) -> None:
    async def story() -> SimulatedGate:
        runner = made(name, [], passes=False)
        wire = wire_of(runner)
        assert isinstance(wire, SimulatedGate)
        async with runner:
            await runner.ready()
            await runner.perform(Action(device="gate", verb=Verb.UNLOCK, cause="test"))
            await at(runner, Position.OPEN)
        return wire

    assert anyio.run(story).closed


@pytest.mark.parametrize("name", GATES)
def test_a_cancelled_program_leaves_the_gate_in_its_safe_state(name: str) -> None:
    wires: list[SimulatedGate] = []

    async def story() -> None:
        runner = made(name, [], passes=False)
        wire = wire_of(runner)
        assert isinstance(wire, SimulatedGate)
        wires.append(wire)
        with anyio.move_on_after(0.3):
            async with runner:
                await runner.ready()
                await runner.perform(Action(device="gate", verb=Verb.UNLOCK, cause="test"))
                await anyio.sleep_forever()

    anyio.run(story)
    assert wires[0].closed


def test_an_error_in_the_program_comes_out_bare_and_the_wire_is_closed() -> None:
    runner = made("simulated-door", [])
    closed: list[bool] = []
    runner.driver.close = lambda: _note(closed)  # type: ignore[method-assign]

    async def story() -> None:
        async with runner:
            await runner.ready()
            raise LookupError("the program's own")

    with pytest.raises(LookupError, match="the program's own"):
        anyio.run(story)
    assert closed == [True]


async def _note(closed: list[bool]) -> None:
    closed.append(True)


def test_a_refused_command_names_device_and_reason() -> None:
    async def story() -> None:
        async with made("simulated-door", []) as runner:
            await runner.ready()
            await anyio.sleep(0.02)
            await runner.perform(Action(device="gate", verb=Verb.BLOCK, cause="test"))
            with pytest.raises(DeviceError, match="gate: Access: gate is blocked"):
                await runner.perform(access(runner))

    anyio.run(story)


def test_a_wire_that_breaks_on_sending_is_offline() -> None:
    class Broken(SimulatedWire):
        async def send(self, action: Action) -> None:
            raise BrokenPipeError("the cable is cut")

    async def story() -> None:
        runner = made("simulated-door", [])
        runner.driver = Broken()
        async with runner:
            await runner.ready()
            with pytest.raises(DeviceOfflineError, match="the cable is cut"):
                await runner.perform(access(runner))

    anyio.run(story)


def test_a_driver_whose_link_flaps_is_tried_again() -> None:
    class Flapping(SimulatedWire):
        tries = 0

        async def connect(self) -> None:
            self.tries += 1
            if self.tries < 3:
                raise ConnectionRefusedError("not yet")
            await super().connect()

        async def signals(self) -> AsyncIterator[Signal]:
            async for signal in super().signals():
                yield signal

    async def story() -> int:
        runner = DeviceRunner(create("simulated-kiosk", id="k").device, driver := Flapping(), jitter=lambda: 0.01)
        async with runner:
            await runner.ready()
            driver.report(SignalKind.CALL)
        return driver.tries

    assert anyio.run(story) == 3


def test_an_unknown_class_and_wrong_settings_are_named() -> None:
    with pytest.raises(
        RegistryError, match="no device class named 'gate'; there are: modbus-barrier, simulated-barrier"
    ):
        create("gate", id="x")
    with pytest.raises(ValueError, match="'simulated-door' has no setting 'colour' and needs 'id'"):
        create("simulated-door", colour="red")
    with pytest.raises(ValueError, match="fail is 'safe' or 'secure', not 'maybe'"):
        create("simulated-door", id="x", fail="maybe")


def test_every_simulated_class_is_registered() -> None:
    assert {name for name in DEVICES.own if name.startswith("simulated-")} == {
        "simulated-barrier",
        "simulated-door",
        "simulated-kiosk",
        "simulated-perimeter",
        "simulated-turnstile",
    }
