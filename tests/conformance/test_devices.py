"""What every device class of the table must be, the library's own and those of others."""

from __future__ import annotations

import inspect
from pathlib import Path

import anyio
import pytest

from zbsec.devices import DEVICES, ClockSample, Device, DeviceRunner, Gate, Signal, SignalKind, drivers
from zbsec.records import Action, Connectivity, DoorMode, Position, Verb
from zbsec.records.codes import EventCode

CLOCKS = {"modbus-barrier": [{"clock_register": 0}, {"clock_server": "127.0.0.1"}]}
"""With which settings a class reads the device's clock, where it does not by itself."""

SETTINGS = {"modbus-barrier": {"address": "tcp://127.0.0.1:1502"}}
"""What a class cannot be made without, besides its id."""


@pytest.fixture(params=DEVICES.names())
def runner(request: pytest.FixtureRequest) -> DeviceRunner:
    made: DeviceRunner = DEVICES.load(request.param)(id="d1", **SETTINGS.get(request.param, {}))
    return made


@pytest.mark.parametrize("name", DEVICES.names())
def test_every_setting_is_named_and_typed(name: str) -> None:
    make = DEVICES.load(name)
    for parameter in inspect.signature(make).parameters.values():
        assert parameter.kind is inspect.Parameter.KEYWORD_ONLY, parameter
        assert parameter.annotation is not inspect.Parameter.empty, parameter
    assert inspect.getdoc(make)


def test_the_table_and_the_drivers_agree() -> None:
    folder = Path(drivers.__file__).parent
    files = {f"zbsec.devices.drivers.{path.stem}" for path in folder.glob("*.py")}
    named = {row.partition(":")[0] for row in DEVICES.own.values()}
    assert {module for module in named if ".drivers." in module} <= files


def test_it_begins_unknown_and_is_one_of_the_classes(runner: DeviceRunner) -> None:
    assert isinstance(runner.device, Device)
    assert type(runner.device).device_class
    assert runner.id == "d1"
    assert runner.state.connectivity is Connectivity.UNKNOWN
    assert (runner.state.mode, runner.state.position) == (DoorMode.UNKNOWN, Position.UNKNOWN)


def test_every_signal_is_taken_and_gives_known_events(runner: DeviceRunner, clock) -> None:
    for kind in SignalKind:
        for active in (True, False):
            for event in runner.device.feed(Signal(kind=kind, active=active), clock()):
                assert isinstance(event.code, EventCode)
                assert event.source == "d1"


def test_a_gate_never_says_open_without_its_limit_switch(runner: DeviceRunner, clock) -> None:
    device = runner.device
    if not isinstance(device, Gate):
        pytest.skip("no gate")
    device.feed(Signal(kind=SignalKind.LINK), clock())
    device.feed(Signal(kind=SignalKind.CLOSED_LIMIT), clock())
    access = Action(device="d1", verb=Verb.ACCESS, cause="e1")
    device.begin(access, clock())
    assert device.state.position is Position.CLOSED
    assert not device.confirms(access)
    device.feed(Signal(kind=SignalKind.CLOSED_LIMIT, active=False), clock())
    assert device.state.position is Position.OPENING
    assert device.confirms(access)
    device.feed(Signal(kind=SignalKind.OPEN_LIMIT), clock())
    assert device.state.position is Position.OPEN


def test_what_is_lost_is_unknown_again(runner: DeviceRunner, clock) -> None:
    device = runner.device
    device.feed(Signal(kind=SignalKind.LINK), clock())
    assert device.state.connectivity is Connectivity.ONLINE
    device.feed(Signal(kind=SignalKind.LINK, active=False), clock())
    assert device.state.connectivity is Connectivity.OFFLINE
    assert device.state.position is not Position.OPEN


def test_a_clock_of_the_device_can_be_compared_with_the_hosts_or_is_none(runner: DeviceRunner) -> None:
    assert runner.own_clock is None or inspect.iscoroutinefunction(runner.own_clock.read)
    if not type(runner.driver).__module__.startswith("zbsec.testing"):
        return
    first, last = anyio.run(runner.own_clock.read), anyio.run(runner.own_clock.read)
    assert isinstance(first, ClockSample)
    assert first.at_s < last.at_s
    assert abs(last.offset_s) < 1
    assert 0 <= last.uncertainty_s < 1


@pytest.mark.parametrize(("name", "settings"), [(name, one) for name, some in CLOCKS.items() for one in some])
def test_a_class_that_is_told_where_its_clock_is_reads_one(name: str, settings: dict[str, object]) -> None:
    assert DEVICES.load(name)(id="d1", **SETTINGS[name]).own_clock is None
    assert DEVICES.load(name)(id="d1", **SETTINGS[name], **settings).own_clock is not None
