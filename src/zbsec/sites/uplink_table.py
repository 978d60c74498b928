"""From a table ``[uplinks.NAME]`` of a site file to an uplink and its policy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from zbsec.records import EVENT_FIELDS
from zbsec.sites.parts import UplinkSpec
from zbsec.sites.section import suggestion
from zbsec.sites.tables import TEN_YEARS
from zbsec.sites.text import Text
from zbsec.sites.values import variable

if TYPE_CHECKING:
    from zbsec.sites.section import Section


def uplink(id: str, table: Section) -> UplinkSpec | None:
    return table.build(
        UplinkSpec,
        blame="sender_id",
        id=id,
        encoder=table.text("encoder", example="gat1400"),
        address=_address(table),
        sender_id=table.text("sender_id", example="37030300011200000001"),
        user=table.text("user", example="estate-17"),
        password_env=variable("password_env", table, example="ESTATE_PLATFORM_PASSWORD"),
        recipient=table.text("recipient", example="street office, gate platform"),
        basis=table.text("basis", example="contract 2026-031, section 4"),
        basis_valid_to=table.optional_day("basis_valid_to"),
        purposes=_no_wildcard("purposes", table, example="device_state"),
        fields=_event_fields(table),
        retention_days=table.whole("retention_days", low=1, high=TEN_YEARS),
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
        table.complain(
            "address",
            Text(en="is no address", zh="不是地址"),
            Text(en="write scheme, host and port: https://host:8443", zh="写协议、主机和端口：https://host:8443"),
        )
    elif parts.password:
        table.complain(
            "address",
            Text(en="holds a password", zh="含有口令"),
            Text(en="take it out, and name its variable in password_env", zh="删除口令，并在 password_env 写明变量名"),
        )
    return address


def _no_wildcard(key: str, table: Section, *, example: str) -> tuple[str, ...] | None:
    values: tuple[str, ...] | None = table.texts(key, example=example)
    if values and any("*" in value for value in values):
        table.complain(
            key,
            Text(en="holds a wildcard", zh="含有通配符"),
            Text(en="name each one (SPC 11, governance G12)", zh="逐项写明（SPC 11，governance G12）"),
        )
    return values


def _event_fields(table: Section) -> tuple[str, ...] | None:
    fields = _no_wildcard("fields", table, example="connectivity")
    for name in fields or ():
        if name not in EVENT_FIELDS and "*" not in name:
            problem = Text(en=f"events have no field {name!r}", zh=f"事件没有字段 {name!r}")
            table.complain("fields", problem, suggestion(name, EVENT_FIELDS))
    return fields


def _region(table: Section) -> str | None:
    region: str | None = table.text("region", example="CN")
    if region is not None and not re.fullmatch(r"[A-Z]{2}", region):
        table.complain(
            "region",
            Text(en=f"{region!r} is no country code", zh=f"{region!r} 不是国家代码"),
            Text(en="write two capital letters, such as CN", zh="写两个大写字母，例如 CN"),
        )
    return region
