"""From the tables of a site file to the parts of a site, one function per table."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from zbsec.records import EVENT_FIELDS, CredentialKind, Direction
from zbsec.sites.evidence import AttackMeasure, AttackProtection
from zbsec.sites.model import AccessPoint, DeviceSpec, PerimeterLine, Retention, UplinkSpec, Zone
from zbsec.sites.places import Location, Regime
from zbsec.sites.schedule import DAYS, ScheduleSpec, Window
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from zbsec.sites.section import Section

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00", re.ASCII)
_TEN_YEARS = 3660


def zone(id: str, table: Section) -> Zone | None:
    _check_id(id, table)
    return table.build(
        Zone,
        id=id,
        name=table.text("name", example="大门"),
        location=table.choice("location", Location),
        regime=table.choice("regime", Regime) if "regime" in table else None,
    )


def schedule(id: str, table: Section) -> ScheduleSpec | None:
    _check_id(id, table)
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
    _check_id(id, table)
    device_class = table.text("class", example="simulated-turnstile")
    if device_class and not _NAME.fullmatch(device_class):
        table.complain("class", f"{device_class!r} is no class name", "write small letters, digits and hyphens")
    fail = table.optional_text("fail", example="safe")
    if fail not in (None, "safe", "secure"):
        table.complain("fail", f"{fail!r} is not known here", "write safe (frees the way) or secure (keeps it shut)")
    return table.build(
        DeviceSpec,
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
    _check_id(id, table)
    methods = table.choices("methods", CredentialKind)
    camera = table.optional_text("camera", example="main-camera")
    if camera is None and {CredentialKind.FACE, CredentialKind.PLATE}.intersection(methods or ()):
        table.complain("camera", "is missing, and a method needs one", "name the camera that looks at this lane")
    kiosk = table.optional_text("kiosk", example="gate-kiosk")
    if kiosk and methods and CredentialKind.OPERATOR not in methods:
        table.complain("methods", "has a kiosk to call and nobody who may open", 'add "operator" to methods')
    return table.build(
        AccessPoint,
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
    _check_id(id, table)
    return table.build(
        PerimeterLine,
        id=id,
        name=table.text("name", example="北侧围墙"),
        camera=table.text("camera", example="north-camera"),
        points=table.points("points"),
        device=table.optional_text("device", example="north-detector"),
    )


def uplink(id: str, table: Section) -> UplinkSpec | None:
    _check_id(id, table)
    return table.build(
        UplinkSpec,
        id=id,
        encoder=table.text("encoder", example="gat1400"),
        address=_address(table),
        sender_id=table.text("sender_id", example="37030300011200000001"),
        user=table.text("user", example="estate-17"),
        password_env=table.text("password_env", example="ESTATE_PLATFORM_PASSWORD"),
        recipient=table.text("recipient", example="street office, gate platform"),
        basis=table.text("basis", example="contract 2026-031, section 4"),
        basis_valid_to=table.optional_day("basis_valid_to"),
        purposes=_no_wildcard("purposes", table, example="device_state"),
        fields=_event_fields(table),
        retention_days=table.whole("retention_days", low=1, high=_TEN_YEARS),
        region=_region(table),
        cross_border_ref=table.optional_text("cross_border_ref", example="assessment 2026-3"),
    )


def _address(table: Section) -> str | None:
    address: str | None = table.text("address", example="https://platform.example:8443")
    if address is None:
        return None
    try:
        parts = urlsplit(address)
        complete = bool(parts.scheme and parts.hostname and parts.port != 0)
    except ValueError:
        complete = False
    if not complete:
        table.complain("address", f"{address!r} is no address", "write scheme, host and port: https://host:8443")
    elif parts.password:
        table.complain("address", "holds a password", "take it out, and name its variable in password_env")
    return address


def _no_wildcard(key: str, table: Section, *, example: str) -> tuple[str, ...] | None:
    values: tuple[str, ...] | None = table.texts(key, example=example)
    if values and any("*" in value for value in values):
        table.complain(key, "holds a wildcard", "name each one (SPC 11, governance G12)")
    return values


def _event_fields(table: Section) -> tuple[str, ...] | None:
    fields = _no_wildcard("fields", table, example="connectivity")
    for name in fields or ():
        if name not in EVENT_FIELDS and "*" not in name:
            close = get_close_matches(name, EVENT_FIELDS, n=1)
            remedy = f"did you mean {close[0]!r}?" if close else f"events have: {', '.join(EVENT_FIELDS)}"
            table.complain("fields", f"events have no field {name!r}", remedy)
    return fields


def _region(table: Section) -> str | None:
    region: str | None = table.text("region", example="CN")
    if region is not None and not re.fullmatch(r"[A-Z]{2}", region):
        table.complain("region", f"{region!r} is no country code", "write two capital letters, such as CN")
    return region


def retention(table: Section) -> Retention | None:
    return table.build(
        Retention,
        access_events_days=table.whole("access_events_days", low=1, high=_TEN_YEARS),
        vehicle_events_days=table.whole("vehicle_events_days", low=1, high=_TEN_YEARS),
        alarm_events_days=table.whole("alarm_events_days", low=1, high=_TEN_YEARS),
        visitor_records_days=table.whole("visitor_records_days", low=1, high=_TEN_YEARS, default=30),
        video_days=table.whole("video_days", low=1, high=_TEN_YEARS) if "video_days" in table else None,
    )


def relative_path(key: str, table: Section, *, example: str) -> Path | None:
    """A path that stays in the folder of the site file, so that the folder can be moved as a whole."""
    text: str | None = table.text(key, example=example)
    if text is None:
        return None
    if PurePosixPath(text).is_absolute() or ".." in PurePosixPath(text).parts or "\0" in text:
        table.complain(key, f"{text!r} leaves the folder of the site file", f'write it relative, such as "{example}"')
    return Path(text)


def time_zone(table: Section) -> str | None:
    name: str | None = table.text("time_zone", example="Asia/Shanghai", default="Asia/Shanghai")
    if name is None:
        return None
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        table.complain("time_zone", f"{name!r} is no time zone", "write a name such as Asia/Shanghai")
    return name


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


def _check_id(id: str, table: Section) -> None:
    if not _NAME.fullmatch(id):
        table.complain("", f"{id!r} is no id", "write small letters, digits and hyphens, such as main-gate")
