"""The state machines of gates, driven by tables of signals."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbsec._text import two
from zbsec.devices import Alarm, Barrier, Door, Gate, Kiosk, Perimeter, Signal, SignalKind, Turnstile
from zbsec.records import Action, Connectivity, DoorMode, EventCode, Position, Verb

START = datetime(2026, 1, 15, tzinfo=UTC)
GATES = [Turnstile, Barrier, Door]


class Bench:
    """A device, a clock that moves when told, and the codes of what it reported."""

    def __init__(self, device) -> None:
        self.device = device
        self.at = START

    def feed(self, kind: SignalKind, *, active: bool = True) -> list[EventCode]:
        return [event.code for event in self.device.feed(Signal(kind=kind, active=active), self.at)]

    def do(self, verb: Verb = Verb.ACCESS, cause: str = "decision-1") -> list[EventCode]:
        action = Action(device=self.device.id, verb=verb, cause=cause)
        return [event.code for event in self.device.begin(action, self.at)]

    def wait(self, seconds: float) -> list[EventCode]:
        self.at += timedelta(seconds=seconds)
        return [event.code for event in self.device.tick(self.at)]

    def opened(self) -> list[EventCode]:
        return [*self.feed(SignalKind.CLOSED_LIMIT, active=False), *self.feed(SignalKind.OPEN_LIMIT)]

    def closed(self) -> list[EventCode]:
        return [*self.feed(SignalKind.OPEN_LIMIT, active=False), *self.feed(SignalKind.CLOSED_LIMIT)]


def bench(kind: type[Gate]) -> Bench:
    counter = itertools.count(1)
    made = Bench(kind("g", fail="safe", new_id=lambda: f"e{next(counter)}"))
    made.feed(SignalKind.LINK)
    made.feed(SignalKind.CLOSED_LIMIT)
    return made


@pytest.mark.parametrize("kind", GATES)
def test_nothing_is_known_before_anything_was_reported(kind: type[Gate]) -> None:
    state = kind("g", fail="safe").state
    assert state.connectivity is Connectivity.UNKNOWN
    assert state.mode is DoorMode.UNKNOWN
    assert state.position is Position.UNKNOWN
    assert state.alarm is Alarm.UNKNOWN
    assert state.since is None


@pytest.mark.parametrize("kind", GATES)
def test_without_a_link_the_last_position_is_not_shown_as_the_present_one(kind: type[Gate]) -> None:
    gate = bench(kind)
    assert gate.device.state.position is Position.CLOSED
    assert gate.feed(SignalKind.LINK, active=False) == [EventCode.DEVICE_OFFLINE]
    assert gate.device.state.position is Position.UNKNOWN
    assert gate.feed(SignalKind.LINK, active=False) == []


@pytest.mark.parametrize("kind", GATES)
def test_a_grant_nobody_uses_ends(kind: type[Gate]) -> None:
    gate = bench(kind)
    assert gate.do() == [EventCode.DOOR_MODE]
    assert gate.wait(4.9) == []
    assert gate.wait(0.2) == [EventCode.ACCESS_NOT_TAKEN, EventCode.DOOR_MODE]
    assert gate.device.state.mode is DoorMode.LOCKED


@pytest.mark.parametrize("kind", GATES)
def test_opened_without_a_grant_is_forced(kind: type[Gate]) -> None:
    gate = bench(kind)
    gate.do(Verb.LOCK)
    assert EventCode.DOOR_FORCED in gate.opened()
    assert gate.device.state.alarm is Alarm.FORCED
    gate.closed()
    assert gate.device.state.alarm is Alarm.NORMAL


@pytest.mark.parametrize("kind", GATES)
def test_both_limits_at_once_are_a_fault(kind: type[Gate]) -> None:
    gate = bench(kind)
    assert gate.feed(SignalKind.OPEN_LIMIT) == [EventCode.DEVICE_FAULT]
    assert gate.device.state.position is Position.FAULT


@pytest.mark.parametrize("kind", GATES)
def test_neither_limit_for_twice_the_travel_is_a_fault(kind: type[Gate]) -> None:
    gate = bench(kind)
    gate.do()
    gate.feed(SignalKind.CLOSED_LIMIT, active=False)
    assert gate.device.state.position is Position.OPENING
    assert gate.wait(1.9) == []
    assert gate.wait(0.2) == [EventCode.DEVICE_FAULT]
    assert gate.device.state.position is Position.STOPPED_BETWEEN


@pytest.mark.parametrize("kind", GATES)
def test_fire_frees_the_way_for_as_long_as_it_lasts(kind: type[Gate]) -> None:
    gate = bench(kind)
    gate.do(Verb.LOCK)
    assert gate.feed(SignalKind.FIRE) == [EventCode.DOOR_MODE]
    assert gate.device.state.mode is DoorMode.LOCKED_OPEN
    gate.feed(SignalKind.FIRE, active=False)
    assert gate.device.state.mode is DoorMode.LOCKED


@pytest.mark.parametrize("kind", GATES)
def test_a_blocked_gate_takes_no_grant(kind: type[Gate]) -> None:
    gate = bench(kind)
    gate.do(Verb.BLOCK)
    with pytest.raises(ValueError, match="is blocked"):
        gate.do()


@pytest.mark.parametrize("kind", GATES)
def test_pending_grants_are_bounded(kind: type[Gate]) -> None:
    gate = bench(kind)
    for _ in range(8):
        gate.do()
    with pytest.raises(ValueError, match="8 grants are pending"):
        gate.do()


@pytest.mark.parametrize("kind", GATES)
@pytest.mark.parametrize(
    "wrong", [{"fail": "open"}, {"fail": "safe", "travel_s": 0}, {"fail": "safe", "pass_window_s": -1}]
)
def test_a_setting_out_of_range_is_named(kind: type[Gate], wrong: dict) -> None:
    with pytest.raises(ValueError, match=r"g: "):
        kind("g", **wrong)


def test_somebody_walks_through_a_turnstile() -> None:
    gate = bench(Turnstile)
    gate.do(cause="decision-7")
    gate.opened()
    assert gate.feed(SignalKind.ENTRY_SENSOR) == []
    assert gate.wait(60) == []
    gate.feed(SignalKind.EXIT_SENSOR)
    gate.feed(SignalKind.ENTRY_SENSOR, active=False)
    events = gate.device.feed(Signal(kind=SignalKind.EXIT_SENSOR, active=False), gate.at)
    assert [event.code for event in events] == [EventCode.ACCESS_TAKEN, EventCode.DOOR_MODE]
    assert events[0].data["decision"] == "decision-7"


def test_a_second_body_behind_the_first_is_tailgating() -> None:
    gate = bench(Turnstile)
    gate.do()
    gate.opened()
    gate.feed(SignalKind.ENTRY_SENSOR)
    gate.feed(SignalKind.ENTRY_SENSOR, active=False)
    assert gate.feed(SignalKind.ENTRY_SENSOR) == [EventCode.LANE_TAILGATING]


def test_without_a_grant_the_entry_beam_is_intrusion_and_the_far_one_reverse() -> None:
    assert bench(Turnstile).feed(SignalKind.ENTRY_SENSOR) == [EventCode.LANE_INTRUSION]
    assert bench(Turnstile).feed(SignalKind.EXIT_SENSOR) == [EventCode.LANE_REVERSE]


def test_something_in_the_way_of_the_wings_is_an_obstruction() -> None:
    assert bench(Turnstile).feed(SignalKind.SAFETY) == [EventCode.LANE_OBSTRUCTED]


def test_a_vehicle_drives_through_a_barrier() -> None:
    gate = bench(Barrier)
    assert gate.feed(SignalKind.ENTRY_SENSOR) == [EventCode.BARRIER_VEHICLE_PRESENT]
    gate.do()
    gate.opened()
    assert gate.feed(SignalKind.SAFETY) == []
    assert gate.wait(60) == []
    assert gate.feed(SignalKind.SAFETY, active=False) == [EventCode.ACCESS_TAKEN, EventCode.DOOR_MODE]


def test_a_vehicle_under_a_closing_boom_is_an_obstruction() -> None:
    gate = bench(Barrier)
    gate.do()
    gate.opened()
    gate.feed(SignalKind.OPEN_LIMIT, active=False)
    assert gate.feed(SignalKind.SAFETY) == [EventCode.BARRIER_OBSTRUCTED]


def test_a_door_held_open_says_so_once() -> None:
    door = bench(Door)
    door.do()
    assert EventCode.ACCESS_TAKEN in door.opened()
    assert door.wait(29) == []
    assert door.wait(2) == [EventCode.DOOR_HELD_OPEN]
    assert door.wait(60) == []


def test_a_kiosk_reports_who_answered() -> None:
    kiosk = Kiosk("k")
    assert [event.code for event in kiosk.feed(Signal(kind=SignalKind.CALL), START)] == [EventCode.KIOSK_CALL]
    (answered,) = kiosk.feed(Signal(kind=SignalKind.CALL_ANSWERED, who="desk-1"), START)
    assert answered.data["cause"] == "desk-1"
    with pytest.raises(ValueError, match="takes no command"):
        kiosk.begin(Action(device="k", verb=Verb.ACCESS, cause="x"), START)


@pytest.mark.parametrize("kind", GATES)
def test_a_gate_shows_nothing(kind: type[Gate]) -> None:
    with pytest.raises(ValueError, match="takes no command, not even Show"):
        bench(kind).do(Verb.SHOW)


def test_a_kiosk_shows_what_it_reported_and_not_what_it_was_sent() -> None:
    kiosk, said = Kiosk("k"), two("please blink", "请眨眼")
    show = Action(device="k", verb=Verb.SHOW, cause="east-in", message=said)
    nothing = Action(device="k", verb=Verb.SHOW, cause="east-in")
    assert kiosk.begin(show, START) == []
    assert not kiosk.confirms(show)
    assert not kiosk.confirms(nothing), "nobody knows what it shows"
    kiosk.feed(Signal(kind=SignalKind.DISPLAY, text=two("welcome", "欢迎")), START)
    assert not kiosk.confirms(show)
    kiosk.feed(Signal(kind=SignalKind.DISPLAY, text=said), START)
    assert kiosk.confirms(show)
    assert not kiosk.confirms(nothing)
    kiosk.feed(Signal(kind=SignalKind.LINK, active=False), START)
    assert not kiosk.confirms(show)
    plain = Kiosk("k", display=False)
    assert (kiosk.has_display, plain.has_display) == (True, False)
    with pytest.raises(ValueError, match="takes no command, not even Show"):
        plain.begin(show, START)


def test_a_perimeter_alarm_is_one_event_and_its_end_another() -> None:
    line = Bench(Perimeter("p"))
    assert line.feed(SignalKind.ALARM) == [EventCode.PERIMETER_ALARM]
    assert line.feed(SignalKind.ALARM) == []
    assert line.feed(SignalKind.ALARM, active=False) == [EventCode.PERIMETER_ALARM]
    assert line.feed(SignalKind.TAMPER) == [EventCode.DEVICE_TAMPER]


steps = st.one_of(
    st.tuples(st.just("feed"), st.sampled_from(SignalKind), st.booleans()),
    st.tuples(st.just("do"), st.sampled_from(Verb), st.none()),
    st.tuples(st.just("wait"), st.floats(0, 8), st.none()),
)


@given(st.sampled_from(GATES), st.lists(steps, max_size=60))
def test_whatever_comes_the_position_is_what_the_contacts_say(kind: type[Gate], story: list) -> None:
    gate = bench(kind)
    closed, opened, grants, ended = True, False, 0, 0
    for step, what, active in story:
        codes: list[EventCode] = []
        if step == "feed":
            codes = gate.feed(what, active=active)
            if what is SignalKind.LINK and not active:
                closed = opened = False
            closed = active if what is SignalKind.CLOSED_LIMIT else closed
            opened = active if what is SignalKind.OPEN_LIMIT else opened
        elif step == "wait":
            codes = gate.wait(what)
        else:
            try:
                codes = gate.do(what)
                grants += what is Verb.ACCESS
            except ValueError:
                pass
        ended += sum(code in (EventCode.ACCESS_TAKEN, EventCode.ACCESS_NOT_TAKEN) for code in codes)
        position = gate.device.state.position
        assert position is not Position.OPEN or (opened and not closed)
        assert position is not Position.CLOSED or (closed and not opened)
        assert ended <= grants
