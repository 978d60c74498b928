"""Measuring a site: real gates, a real platform, a time server, and honest reasons where there is no figure."""

from __future__ import annotations

import json
import re
import socket
import struct
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from zoneinfo import ZoneInfo

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.runtime import conftest as painting

from zbsec import faces, plates, sites
from zbsec.cli import main
from zbsec.devices import ClockSample
from zbsec.errors import DeviceError, DeviceOfflineError, DeviceTimeoutError
from zbsec.records import CredentialKind
from zbsec.runtime import open_site
from zbsec.sites import Text
from zbsec.testing import acceptance, devices, estate
from zbsec.testing.acceptance import Options, Result, clock
from zbsec.testing.acceptance.lanes import Unmeasured
from zbsec.testing.platforms import Gat1400Platform

ENVIRONMENT = {"ZBSEC_GALLERY_KEY": "ab" * 32, "ZBSEC_PLATFORM_PASSWORD": "right"}
GATES = ("east-turnstile", "west-barrier")
HOW = Options(by="李工", samples=2, patience_s=5.0)


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Faces and plates as painted, everything else real."""
    monkeypatch.setattr(faces, "load", lambda *_, **__: painting.PaintedFaces())
    monkeypatch.setattr(plates, "load", lambda *_, **__: painting.PaintedPlates())
    monkeypatch.setattr("zbsec.testing.acceptance.lanes._vehicle", painting.vehicle)


@pytest.fixture
def site(tmp_path: Path) -> sites.Site:
    path = tmp_path / "site.toml"
    path.write_text(estate.site_file(), encoding="utf-8")
    described = sites.load(path)
    quick = [
        replace(device, settings={**device.settings, "travel_s": 0.02}) if device.id in GATES else device
        for device in described.devices
    ]
    return replace(described, devices=tuple(quick))


def found(site: sites.Site, options: Options = HOW) -> dict[tuple[str, str], Result]:
    results = anyio.run(lambda: acceptance.measure(site, options, environment=ENVIRONMENT))
    named = {(result.figure, result.subject): result for result in results}
    assert len(named) == len(results)
    return named


def without_uplink(site: sites.Site) -> sites.Site:
    return replace(site, uplinks=())


@asynccontextmanager
async def platform():
    one = Gat1400Platform(user="shifan", password="right", clock=lambda: datetime.now(UTC))
    await one.start()
    try:
        yield one
    finally:
        await one.stop()


@pytest.mark.usefixtures("painted")
def test_every_figure_is_measured_or_says_why_not(site: sites.Site) -> None:
    results = found(without_uplink(site))
    for lane in ("east-in", "west-in"):
        for figure in ("read_to_actuate", "operator_to_actuate"):
            one = results[figure, lane]
            assert len(one.samples) == 2
            assert all(0 < sample < 2 for sample in one.samples)
            assert one.worst == max(one.samples)
            assert one.simulated
    assert results["wrong_attempts", "east-in"].samples == (5.0,)
    assert ("wrong_attempts", "west-in") not in results  # nobody can try a card at it
    assert results["alarm_to_centre", "site"].samples
    assert "journal" in results["event_to_centre", "site"].how.en
    assert results["clock_drift_host", "site"].not_measured.zh == "未指定时间服务器"
    for gate in GATES:  # read without a server: the host may drift its 5 s a day, and that is counted in
        drift = results["clock_drift_device", gate]
        assert drift.worst == pytest.approx(5.0, abs=2.6)
        assert drift.simulated
        assert "no time server" in drift.how.en
    assert ("clock_error", "site") not in results  # no car park


@pytest.mark.usefixtures("painted")
def test_an_event_is_at_the_centre_when_the_platform_confirmed_it(site: sites.Site) -> None:
    async def story() -> None:
        async with platform() as one:
            told = replace(site, uplinks=(replace(site.uplinks[0], address=one.address),))
            results = await acceptance.measure(told, HOW, environment=ENVIRONMENT)
            (result,) = [result for result in results if result.figure == "event_to_centre"]
            assert len(result.samples) == len(one.objects) > 0
            assert "confirmed by platform" in result.how.en
            assert all(0 < sample < 5 for sample in result.samples)

    anyio.run(story)


@pytest.mark.usefixtures("painted")
def test_a_platform_that_never_confirms_fails_the_figure(site: sites.Site) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    told = replace(site, uplinks=(replace(site.uplinks[0], address=address),))
    result = found(told, replace(HOW, samples=1, patience_s=1.0))["event_to_centre", "site"]
    assert result.worst is not None
    assert result.worst > 1.0
    assert "no confirmation from platform" in result.how.en


@pytest.mark.usefixtures("painted")
def test_a_gate_that_does_not_move_takes_longer_than_the_standard_lets_it(
    site: sites.Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = devices.simulated_barrier

    @wraps(made)
    def deaf(**asked: object):
        runner = made(**asked)  # type: ignore[arg-type]
        devices.wire_of(runner).fault = devices.Fault.DEAF
        return runner

    monkeypatch.setattr(devices, "simulated_barrier", deaf)
    results = found(without_uplink(site), replace(HOW, samples=1))
    assert results["operator_to_actuate", "west-in"].worst >= 2.0
    assert results["operator_to_actuate", "east-in"].worst < 2.0


@pytest.mark.usefixtures("painted")
def test_a_plate_that_is_not_read_gives_no_figure(site: sites.Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zbsec.testing.acceptance.lanes._vehicle", lambda _: painting.person(0))
    results = found(without_uplink(site))
    assert "nothing was recognised" in results["read_to_actuate", "west-in"].not_measured.en
    assert results["operator_to_actuate", "west-in"].samples


def test_the_real_reader_reads_the_test_plate() -> None:
    from zbsec.testing.acceptance.lanes import _vehicle

    assert HOW.plate in [reading.text for reading in plates.load().read(_vehicle(HOW.plate))]


# The file


def result(**facts: object) -> Result:
    at = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    told = {"figure": "read_to_actuate", "subject": "west-in", "started_at": at, "ended_at": at, "samples": (0.25, 0.5)}
    return Result(**{**told, **facts})  # type: ignore[arg-type]


ZONE = ZoneInfo("Asia/Shanghai")
REASON = Text(en='a "reason"\x7f', zh="原因")


def test_the_file_is_read_by_check_and_named_in_the_report(site: sites.Site) -> None:
    beside = site.folder / "measured.toml"
    calibrated = replace(HOW, calibrated_to=date(2027, 1, 1))
    late = result(figure="event_to_centre", subject="site", samples=(7.5,))
    missing = result(figure="clock_drift_host", subject="site", samples=(), not_measured=REASON)
    lanes = [result(subject=lane) for lane in ("east-in", "west-in")]
    beside.write_text(acceptance.written([*lanes, late, missing], calibrated, zone=ZONE, lang="zh"), encoding="utf-8")
    text = site.path.read_text(encoding="utf-8").replace("[site]\n", '[site]\nmeasurements = "measured.toml"\n', 1)
    site.path.write_text(text, encoding="utf-8")
    report = sites.check(sites.load(site.path), at=datetime(2026, 11, 24, 12, tzinfo=UTC))
    status = {(one.rule, one.clause, one.message.en.split(":")[0]): one.status for one in report.findings}
    assert status["CK02", "GB 50396 5.1.2", "from complete reading to actuation ≤ 2 s"] is sites.Status.SATISFIED
    assert status["CK03", "GB 50396 5.1.2", "from event to centre ≤ 5 s"] is sites.Status.FAILED
    assert status["CK06", "GB 50396 5.1.3", "drift of the host's clock < 5 s/d"] is sites.Status.NOT_VERIFIED
    assert [(one.figure.code, one.within) for one in report.readings] == [
        ("read_to_actuate", True),
        ("read_to_actuate", True),
        ("event_to_centre", False),
        ("clock_drift_host", None),
    ]
    page = report.to_html(lang="zh")
    assert "未测量" in page
    assert "原因" in page
    assert "2 次中最差" in page


def test_a_figure_of_a_simulated_device_verifies_nothing(site: sites.Site) -> None:
    lanes = [result(subject=lane, simulated=True) for lane in ("east-in", "west-in")]
    (site.folder / "m.toml").write_text(acceptance.written(lanes, HOW, zone=ZONE), encoding="utf-8")
    text = site.path.read_text(encoding="utf-8").replace("[site]\n", '[site]\nmeasurements = "m.toml"\n', 1)
    site.path.write_text(text, encoding="utf-8")
    report = sites.check(sites.load(site.path), at=datetime(2026, 11, 24, 12, tzinfo=UTC))
    (found,) = [one for one in report.findings if one.message.en.startswith("from complete reading")]
    assert found.status is sites.Status.NOT_VERIFIED
    assert "simulated" in found.message.en


@settings(max_examples=30, deadline=None)
@given(how=st.text(min_size=1).filter(str.strip), by=st.text(min_size=1).filter(str.strip))
def test_whatever_is_said_is_toml(how: str, by: str) -> None:
    how, by = (text.encode("utf-8", "replace").decode() for text in (how, by))
    said = result(how=Text(en=how, zh=how))
    text = acceptance.written([said], Options(by=by), zone=ZONE)
    (table,) = tomllib.loads(text)["measurements"].values()
    assert table["by"] == by
    assert table["ref"].endswith(how)
    assert (table["value"], table["samples"], table["median"]) == (0.5, 2, 0.375)


def test_what_people_wrote_stays_and_an_earlier_measurement_goes() -> None:
    mine = '# by hand\n[measurements.hand]\nfigure = "clock_error"\nvalue = 1 # [sic]\n\n[measurements.other]\nx = 1\n'
    first = acceptance.written([result()], HOW, zone=ZONE, before=mine)
    second = acceptance.written([result(samples=(0.75,))], HOW, zone=ZONE, before=first)
    assert first.startswith(mine.rstrip())
    assert second.startswith(mine.rstrip())
    assert second.count("[measurements.accept-") == second.count("# zbsec accept") == 1
    assert tomllib.loads(second)["measurements"]["accept-read-to-actuate-west-in"]["value"] == 0.75
    assert acceptance.written([result()], HOW, zone=ZONE, before=first) == first


@pytest.mark.parametrize(
    "wrong", [{"by": " "}, {"samples": 0}, {"samples": 101}, {"clock_s": 0}, {"patience_s": 0}, {"member": "h1"}]
)
def test_options_out_of_range_are_named(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Options(**{"by": "x", **wrong})  # type: ignore[arg-type]


# The clock


def served(answer: Callable[[bytes], bytes | None]) -> Iterator[str]:
    """A time server that answers every question with what ``answer`` makes of it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.bind(("127.0.0.1", 0))
        link.settimeout(0.05)
        stop = threading.Event()

        def work() -> None:
            while not stop.is_set():
                try:
                    asked, who = link.recvfrom(1024)
                except TimeoutError:
                    continue
                said = answer(asked)
                if said is not None:
                    link.sendto(said, who)

        worker = threading.Thread(target=work)
        worker.start()
        try:
            yield f"127.0.0.1:{link.getsockname()[1]}"
        finally:
            stop.set()
            worker.join()


def reply(asked: bytes, *, ahead_s: float = 0.0, leap: int = 0, stratum: int = 2, mode: int = 4) -> bytes:
    stamp = time.time() + ahead_s + 2_208_988_800
    parts = (int(stamp), int(stamp % 1 * 2**32))
    head = struct.pack("!BBbb3I", leap << 6 | 4 << 3 | mode, stratum, 0, -20, 0, 0, 0)
    return head + struct.pack("!2I", 0, 0) + asked[40:48] + struct.pack("!4I", *parts, *parts)


def test_a_clock_that_is_behind_is_told_by_how_much() -> None:
    for server in served(lambda asked: reply(asked, ahead_s=3.5)):
        sample = acceptance.ask(server)
        assert sample.offset_s == pytest.approx(3.5, abs=0.05)
        assert 0 <= sample.uncertainty_s < 0.05


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (lambda asked: reply(asked, leap=3), "not set"),
        (lambda asked: reply(asked, stratum=0), "not set"),
        (lambda asked: reply(asked, mode=5), "another question"),
        (lambda asked: reply(bytes(48)), "another question"),
        (lambda _: b"hello", "5 bytes"),
    ],
)
def test_what_is_no_time_is_named(answer: Callable[[bytes], bytes], complaint: str) -> None:
    for server in served(answer):
        with pytest.raises(DeviceError, match=complaint):
            acceptance.ask(server)


def test_a_server_that_is_silent_or_not_there_is_named() -> None:
    for server in served(lambda _: None):
        with pytest.raises(DeviceTimeoutError):
            acceptance.ask(server, timeout_s=0.1)
    with pytest.raises(DeviceOfflineError):
        acceptance.ask("127.0.0.1:notaport")


def test_drift_counts_with_its_uncertainty_and_a_short_span_gives_none() -> None:
    hour = clock.between(ClockSample(0, 0.100, 0.005), ClockSample(3600, 0.200, 0.005))
    assert hour.drift_s_a_day == pytest.approx(2.4)
    assert clock.drift_of(hour, 5) == pytest.approx(2.64)
    assert hour.error_s == pytest.approx(0.205)
    minute = clock.between(ClockSample(0, 0.1, 0.005), ClockSample(60, 0.1, 0.005))
    with pytest.raises(Unmeasured, match="watch for 346 s or more"):
        clock.drift_of(minute, 5)
    fast = clock.between(ClockSample(0, 0.0, 0.001), ClockSample(60, 0.1, 0.001))
    assert clock.drift_of(fast, 5) > 5  # however unsure, it is too fast
    near = clock.between(ClockSample(0, 0.0, 0.0), ClockSample(3600, 0.3, 0.0))
    with pytest.raises(Unmeasured, match="compared with no time server; name one"):
        clock.drift_of(near, 10, allowance_s_a_day=5)


@pytest.mark.usefixtures("painted")
def test_the_clock_is_compared_where_a_server_is_named(site: sites.Site) -> None:
    for server in served(lambda asked: reply(asked, ahead_s=0.5)):
        results = found(without_uplink(site), replace(HOW, samples=1, time_server=server, clock_s=1.0))
        one = results["clock_drift_host", "site"]
        assert one.samples or "watch for" in one.not_measured.en


def drifting(site: sites.Site, **drifts: float) -> sites.Site:
    """Gates whose clocks gain so many seconds a day."""
    settings = {f"{gate}-{kind}": {"drift_s_a_day": drift} for gate, drift in drifts.items() for kind in KINDS_OF[gate]}
    devices = [replace(one, settings={**one.settings, **settings.get(one.id, {})}) for one in site.devices]
    return replace(site, devices=tuple(devices))


KINDS_OF = {"east": ("turnstile",), "west": ("barrier",)}


@pytest.mark.usefixtures("painted")
def test_a_device_that_drifts_is_told_by_how_much_through_the_time_server(site: sites.Site) -> None:
    told = drifting(without_uplink(site), east=-3600.0, west=86_400.0)
    for server in served(reply):
        results = found(told, replace(HOW, samples=1, time_server=server, clock_s=1.0))
    for gate, drift in zip(GATES, (3600.0, 86_400.0), strict=True):
        one = results["clock_drift_device", gate]
        unsure = float(re.search(r"sure to ([\d.e+]+) s a day", one.how.en)[1])
        assert one.worst == pytest.approx(drift, abs=2 * unsure + 1)
        assert server in one.how.zh


@pytest.mark.usefixtures("painted")
def test_a_clock_that_cannot_be_read_stays_unmeasured_and_the_others_are_read(
    site: sites.Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(_: object) -> ClockSample:
        raise ConnectionResetError("the link is gone")

    turnstile = devices.SimulatedClock(0.0)
    monkeypatch.setattr(turnstile, "read", silent.__get__(turnstile))
    made = devices.simulated_turnstile

    @wraps(made)
    def broken(**asked: object):
        runner = made(**asked)  # type: ignore[arg-type]
        runner.driver.clock = turnstile
        return runner

    barrier = devices.simulated_barrier

    @wraps(barrier)
    def without(**asked: object):
        runner = barrier(**asked)  # type: ignore[arg-type]
        runner.driver.clock = None
        return runner

    monkeypatch.setattr(devices, "simulated_turnstile", broken)
    monkeypatch.setattr(devices, "simulated_barrier", without)
    results = found(without_uplink(site), replace(HOW, samples=1))
    assert "the link is gone" in results["clock_drift_device", "east-turnstile"].not_measured.en
    assert results["clock_drift_device", "west-barrier"].not_measured.zh == "其驱动不读取设备时钟"


@pytest.mark.usefixtures("painted")
def test_a_point_that_is_opened_by_cards_alone_is_measured_through_its_reader(site: sites.Site) -> None:
    points = [
        replace(point, methods=tuple(one for one in point.methods if one is not CredentialKind.FACE))
        for point in site.access_points
    ]
    results = found(replace(without_uplink(site), access_points=tuple(points)), replace(HOW, samples=1))
    assert results["read_to_actuate", "east-in"].samples
    assert "card" in results["read_to_actuate", "east-in"].how.en
    assert results["operator_to_actuate", "east-in"].samples
    assert results["wrong_attempts", "east-in"].samples == (5.0,)


# The command


@pytest.mark.usefixtures("painted")
def test_the_command_measures_writes_and_says_so(
    site: sites.Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    text = site.path.read_text(encoding="utf-8")
    start, end = text.index("[uplinks.platform]"), text.index("# ---- What the site states")
    text = text[:start] + text[end:]
    for quick in ("simulated-turnstile", "simulated-barrier"):
        text = text.replace(f'class = "{quick}"', f'class = "{quick}"\nsettings = {{ travel_s = 0.02 }}')
    site.path.write_text(text, encoding="utf-8")
    arguments = ["accept", str(site.path), "--measure", "--samples", "1", "--by", "李工"]
    assert main([*arguments, "--lang", "zh"]) == 1  # no time server
    said = capsys.readouterr().out
    assert "east-in  识读完成至执行机构启动 ≤ 2 s" in said
    assert "未指定时间服务器" in said
    assert 'measurements = "measurements.toml"' in said
    assert main([*arguments, "--json"]) == 1
    facts = json.loads(capsys.readouterr().out)
    tables = tomllib.loads((site.folder / "measurements.toml").read_text(encoding="utf-8"))["measurements"]
    assert len(tables) == len(facts["results"])
    assert {one["figure"] for one in facts["results"]} >= {"read_to_actuate", "wrong_attempts", "event_to_centre"}
    assert all((one["value"] is None) == (one["not_measured"] is not None) for one in facts["results"])


@pytest.mark.parametrize(
    "wrong", [["--samples", "0"], ["--samples", "x"], ["--clock-seconds", "0"], ["--portrait", "nobody"], []]
)
def test_a_wrong_option_ends_with_2(site: sites.Site, wrong: list[str]) -> None:
    measured = ["--measure"] if wrong else []
    with pytest.raises(SystemExit, match="2"):
        main(["accept", str(site.path), *measured, *wrong])


def test_a_missing_site_file_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accept", "nowhere.toml", "--measure", "--lang", "zh"]) == 2
    assert "nowhere.toml" in capsys.readouterr().err


@pytest.mark.usefixtures("painted")
def test_a_file_of_measurements_that_is_named_and_not_there_yet_is_made(
    site: sites.Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    text = site.path.read_text(encoding="utf-8")
    start, end = text.index("[uplinks.platform]"), text.index("# ---- What the site states")
    text = (text[:start] + text[end:]).replace("[site]\n", '[site]\nmeasurements = "measured.toml"\n', 1)
    site.path.write_text(text, encoding="utf-8")
    assert main(["check", str(site.path)]) == 2
    assert "measured.toml" in capsys.readouterr().err
    assert main(["accept", str(site.path), "--measure", "--samples", "1", "--by", "李工"]) == 1
    assert sites.load(site.path).measurements
    assert main(["check", str(site.path)]) in (0, 1)


def test_a_panorama_camera_is_a_camera_and_no_driver_is_looked_for(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text(sites.starter("estate_gated", filled=True), encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    assert 'class = "panorama-camera"' in text

    async def story() -> None:
        async with open_site(path, environment=ENVIRONMENT) as running:
            assert set(running.devices) == {one.id for one in running.site.devices if not one.is_camera}

    anyio.run(story)
