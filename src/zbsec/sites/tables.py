"""From the tables of a site file to the parts of a site, one function per table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from zbsec.records import CredentialKind, Direction
from zbsec.sites.evidence import AttackMeasure, AttackProtection
from zbsec.sites.parts import AccessPoint, DeviceSpec, PerimeterLine, Retention, Zone
from zbsec.sites.places import Location, Regime
from zbsec.sites.schedule import DAYS, ScheduleSpec, Window
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from zbsec.sites.section import Section

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00", re.ASCII)
TEN_YEARS = 3660


def zone(id: str, table: Section) -> Zone | None:
    check_id(id, table)
    return table.build(
        Zone,
        id=id,
        name=table.text("name", example="大门"),
        location=table.choice("location", Location),
        regime=table.choice("regime", Regime) if "regime" in table else None,
    )


def schedule(id: str, table: Section) -> ScheduleSpec | None:
    check_id(id, table)
    windows = [_window(window) for window in table.listed("windows")]
    if not windows:
        table.complain("windows", "is missing or empty", 'write windows = [{ from = "06:00", to = "22:00" }]')
    if None in windows:
        return None
    return table.build(ScheduleSpec, id=id, windows=tuple(windows))


def _window(table: Section) -> Window | None:
    days = table.texts("days", example="mon") if "days" in table else DAYS
    unknown = [day for day in days or () if day not in DAYS]
    if unknown:
        table.complain("days", f"{unknown[0]!r} is no day", f"write some of {', '.join(DAYS)}, or leave days out")
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
        table.complain(key, f"{text!r} is no time of day", "write hours and minutes, from 00:00 to 24:00")
        return None
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def device(id: str, table: Section) -> DeviceSpec | None:
    check_id(id, table)
    device_class = table.text("class", example="simulated-turnstile")
    if device_class and not _NAME.fullmatch(device_class):
        table.complain("class", f"{device_class!r} is no class name", "write small letters, digits and hyphens")
    fail = table.optional_text("fail", example="safe")
    if fail not in (None, "safe", "secure"):
        table.complain("fail", f"{fail!r} is not known here", "write safe (frees the way) or secure (keeps it shut)")
    return table.build(
        DeviceSpec,
        blame="code",
        id=id,
        device_class=device_class,
        name=table.text("name", example="人行闸机"),
        address=table.optional_text("address", example="tcp://192.0.2.7:502"),
        code=table.optional_text("code", example="37030300011240000001"),
        zone=table.optional_text("zone", example="main-gate"),
        fail=fail,
        settings=table.mapping("settings"),
    )


def access_point(id: str, table: Section) -> AccessPoint | None:
    check_id(id, table)
    methods = table.choices("methods", CredentialKind)
    camera = table.optional_text("camera", example="main-camera")
    if camera is None and {CredentialKind.FACE, CredentialKind.PLATE}.intersection(methods or ()):
        table.complain("camera", "is missing, and a method needs one", "name the camera that looks at this lane")
    kiosk = table.optional_text("kiosk", example="gate-kiosk")
    if kiosk and methods and CredentialKind.OPERATOR not in methods:
        table.complain("methods", "has a kiosk to call and nobody who may open", 'add "operator" to methods')
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
    )


def _attack_protection(table: Section) -> AttackProtection | None:
    inner = table.section("presentation_attack", optional=True)
    if inner is None:
        return None
    measure = inner.choice("measure", AttackMeasure)
    stated = measure is AttackMeasure.SUPERVISED
    return inner.build(
        AttackProtection,
        measure=measure,
        schedule=inner.text("schedule", example="always") if stated else None,
        ref=inner.text("ref", example="duty roster 2026-11, post 1") if stated else "",
    )


def _both_languages(key: str, table: Section) -> Text | None:
    inner = table.section(key)
    if inner is None:
        return None
    en = inner.text("en", example="please show your card or ask the guard")
    zh = inner.text("zh", example="请刷卡或联系保安")
    return inner.build(Text, en=en, zh=zh)


def perimeter_line(id: str, table: Section) -> PerimeterLine | None:
    check_id(id, table)
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


def options(kind: Any, table: Section) -> dict[str, str | bool]:
    """The answers to what the kind asks besides."""
    answers: dict[str, str | bool] = {}
    for option in kind.options:
        if all(isinstance(choice, bool) for choice in option.choices) and option.choices:
            answer = table.flag(option.name)
        else:
            answer = table.text(option.name, example=str(next(iter(option.choices), "hospital")))
        if answer is not None and option.choices and answer not in option.choices:
            table.complain(option.name, f"{answer!r} is not known here", f"write one of {', '.join(option.choices)}")
        answers[option.name] = answer
    return answers


def check_id(id: str, table: Section) -> None:
    if not _NAME.fullmatch(id):
        table.complain("", f"{id!r} is no id", "write small letters, digits and hyphens, such as main-gate")
