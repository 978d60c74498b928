"""From the tables of a site file to the parts of a site, one function per table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from zbsec.records import CredentialKind, Direction, Heading
from zbsec.sites.capability import Capability
from zbsec.sites.evidence import AttackMeasure, AttackProtection, AttackTest, LivenessCheck, Movement
from zbsec.sites.measurement import Measurement
from zbsec.sites.parts import (
    EYES_MAX_PX,
    EYES_MIN_PX,
    AccessPoint,
    CaptureVolume,
    EscapeWay,
    Facility,
    PerimeterLine,
    Retention,
    Zone,
)
from zbsec.sites.places import InstallerRole, Location, Regime
from zbsec.sites.schedule import DAYS, ScheduleSpec, Window
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from zbsec.sites.kinds import Option, SiteKind
    from zbsec.sites.section import Section

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00", re.ASCII)
TEN_YEARS = 3660


def zone(id: str, table: Section) -> Zone | None:
    return table.build(
        Zone,
        blame="part_code",
        id=id,
        name=table.text("name", example="大门"),
        location=table.choice("location", Location),
        regime=table.choice("regime", Regime) if "regime" in table else None,
        part_code=table.optional_text("part_code", example="1010101"),
    )


def schedule(id: str, table: Section) -> ScheduleSpec | None:
    windows = [_window(window) for window in table.listed("windows")]
    if not windows:
        windows_are = 'windows = [{ from = "06:00", to = "22:00" }]'
        remedy = Text(en=f"write {windows_are}", zh=f"写 {windows_are}")
        table.complain("windows", Text(en="is missing or empty", zh="缺失或为空"), remedy)
    if None in windows:
        return None
    return table.build(ScheduleSpec, id=id, windows=tuple(windows))


def _window(table: Section) -> Window | None:
    days = table.texts("days", example="mon") if "days" in table else DAYS
    unknown = [day for day in days or () if day not in DAYS]
    if unknown:
        table.complain(
            "days",
            Text(en=f"{unknown[0]!r} is no day", zh=f"{unknown[0]!r} 不是星期"),
            Text(en=f"write some of {', '.join(DAYS)}, or leave days out", zh=f"写 {'、'.join(DAYS)}，或省略 days"),
        )
        return None
    return table.build(
        Window,
        blame="to",
        days=tuple(DAYS.index(day) for day in days or ()),
        start_min=_clock("from", table),
        end_min=_clock("to", table),
    )


def _clock(key: str, table: Section) -> int | None:
    text = table.text(key, example="06:00")
    if text is None:
        return None
    if not _CLOCK.fullmatch(text):
        table.complain(
            key,
            Text(en=f"{text!r} is no time of day", zh=f"{text!r} 不是时刻"),
            Text(en="write hours and minutes, from 00:00 to 24:00", zh="写时和分，从 00:00 到 24:00"),
        )
        return None
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def access_point(id: str, table: Section) -> AccessPoint | None:
    methods = table.choices("methods", CredentialKind)
    camera = table.optional_text("camera", example="main-camera")
    if camera is None and {CredentialKind.FACE, CredentialKind.PLATE}.intersection(methods or ()):
        table.complain(
            "camera",
            Text(en="is missing, and a method needs one", zh="缺失，而所列方式需要摄像机"),
            Text(en="name the camera that looks at this lane", zh="写明拍摄本通道的摄像机"),
        )
    kiosk = table.optional_text("kiosk", example="gate-kiosk")
    if kiosk and methods and CredentialKind.OPERATOR not in methods:
        table.complain(
            "methods",
            Text(en="has a kiosk to call and nobody who may open", zh="设有呼叫终端却无人可以开启"),
            Text(en='add "operator" to methods', zh='在 methods 中增加 "operator"'),
        )
    return table.build(
        AccessPoint,
        blame="methods",
        id=id,
        name=table.text("name", example="东门人行入口"),
        zone=table.text("zone", example="main-gate"),
        location=table.choice("location", Location),
        direction=table.choice("direction", Direction),
        lane=table.whole("lane", low=1, high=99),
        gate=table.text("gate", example="main-turnstile"),
        methods=methods,
        schedule=table.text("schedule", example="always"),
        other_way=_both_languages("other_way", table),
        camera=camera,
        kiosk=kiosk,
        presentation_attack=_attack_protection(table),
        tollgate=table.optional_text("tollgate", example="37030300011218000009"),
        heading=table.choice("heading", Heading) if "heading" in table else None,
        capture=_capture(table),
    )


def _capture(table: Section) -> CaptureVolume | None:
    inner = table.section("capture", optional=True)
    if inner is None:
        return CaptureVolume()
    return inner.build(
        CaptureVolume,
        region=inner.polygon("region"),
        eyes_min_px=inner.whole("eyes_min_px", low=16, high=2000, default=EYES_MIN_PX),
        eyes_max_px=inner.whole("eyes_max_px", low=16, high=2000, default=EYES_MAX_PX),
    )


def _attack_protection(table: Section) -> AttackProtection | None:
    inner = table.section("presentation_attack", optional=True)
    if inner is None:
        return None
    measure = inner.choice("measure", AttackMeasure)
    live = measure is AttackMeasure.LIVENESS
    ask = inner.text if measure is AttackMeasure.SUPERVISED else inner.optional_text
    return inner.build(
        AttackProtection,
        measure=measure,
        schedule=ask("schedule", example="always"),
        ref=ask("ref", example="duty roster 2026-11, post 1") or "",
        checks=inner.choices("checks", LivenessCheck) if live or "checks" in inner else (),
        moves=inner.choices("moves", Movement) if "moves" in inner else tuple(Movement),
        test=_attack_test(inner, optional=not live),
    )


def _attack_test(table: Section, *, optional: bool) -> AttackTest | None:
    inner = table.section("test", optional=optional)
    if inner is None:
        return None
    return inner.build(
        AttackTest,
        attacks=inner.whole("attacks", low=1, high=1_000_000),
        attacks_passed=inner.whole("attacks_passed", low=0, high=1_000_000),
        people=inner.whole("people", low=1, high=1_000_000),
        people_refused=inner.whole("people_refused", low=0, high=1_000_000),
        on=inner.day("on"),
        ref=inner.text("ref", example="呈现攻击测试记录 2026-9"),
    )


def _both_languages(key: str, table: Section) -> Text | None:
    inner = table.section(key)
    if inner is None:
        return None
    en = inner.text("en", example="please show your card or ask the guard")
    zh = inner.text("zh", example="请刷卡或联系保安")
    return inner.build(Text, en=en, zh=zh)


def perimeter_line(id: str, table: Section) -> PerimeterLine | None:
    return table.build(
        PerimeterLine,
        blame="points",
        id=id,
        name=table.text("name", example="北侧围墙"),
        camera=table.text("camera", example="north-camera"),
        points=table.points("points"),
        device=table.optional_text("device", example="north-detector"),
    )


def retention(table: Section) -> Retention | None:
    return table.build(
        Retention,
        access_events_days=table.whole("access_events_days", low=1, high=TEN_YEARS),
        vehicle_events_days=table.whole("vehicle_events_days", low=1, high=TEN_YEARS),
        alarm_events_days=table.whole("alarm_events_days", low=1, high=TEN_YEARS),
        visitor_records_days=table.whole("visitor_records_days", low=1, high=TEN_YEARS, default=30),
        video_days=table.whole("video_days", low=1, high=TEN_YEARS) if "video_days" in table else None,
    )


def escape_way(id: str, table: Section) -> EscapeWay | None:
    return table.build(
        EscapeWay,
        id=id,
        name=table.text("name", example="东侧安全出口"),
        zone=table.text("zone", example="main-gate"),
        credential_free=table.flag("credential_free"),
        fire_linked=table.flag("fire_linked"),
        width_m=table.number("width_m", low=0.1, high=50),
        device=table.optional_text("device", example="east-door"),
    )


def facility(id: str, table: Section) -> Facility | None:
    return table.build(
        Facility,
        id=id,
        name=table.text("name", example="电子巡查系统"),
        capability=table.choice("capability", Capability),
        ref=table.text("ref", example="竣工资料 2026-12"),
        zone=table.optional_text("zone", example="main-gate"),
        by=table.choice("by", InstallerRole) if "by" in table else None,
    )


def measurement(id: str, table: Section) -> Measurement | None:
    instrument = table.has("instrument", needs="calibrated_to")
    return table.build(
        Measurement,
        id=id,
        figure=table.text("figure", example="read_to_actuate"),
        subject=table.text("subject", example="east-in"),
        value=table.reading("value") if table.either("value", "not_measured") else None,
        on=table.day("on"),
        by=table.text("by", example="某某检测有限公司，王工"),
        ref=table.text("ref", example="检验报告 2026-31"),
        instrument=table.text("instrument", example="秒表 SW-3") if instrument else None,
        calibrated_to=table.day("calibrated_to") if instrument else None,
        retest=table.flag("retest", default=False),
        timer=table.optional_text("timer", example="zbsec, monotonic clock of the host"),
        samples=table.whole("samples", low=1, high=1_000_000, default=1),
        median=table.optional_number("median", low=0, high=1e12),
        simulated=table.flag("simulated", default=False),
        not_measured=table.optional_text("not_measured", example="未接入时间服务器"),
    )


def options(kind: SiteKind, table: Section) -> dict[str, str | bool]:
    """The answers to what the kind asks besides."""
    return {option.name: answer(option, table) for option in kind.options}


def answer(option: Option, table: Section) -> Any:
    """The answer to one question of a kind."""
    name, choices = option.name, option.choices
    truth = bool(choices) and all(isinstance(choice, bool) for choice in choices)
    given = table.flag(name) if truth else table.text(name, example=str(next(iter(choices), "hospital")))
    if given is not None and choices and given not in choices:
        names = [str(choice) for choice in choices]
        table.complain(
            name,
            Text(en=f"{given!r} is not known here", zh=f"此处没有 {given!r}"),
            Text(en=f"write one of {', '.join(names)}", zh=f"写下列之一：{'、'.join(names)}"),
        )
    return given
