"""Uplinks: a living basis, no lapsed notice, plates only with a vehicle purpose, no data abroad (section 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.sites.findings import Finding, Status, Weight
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbsec.sites.checks._base import Inspection
    from zbsec.sites.parts import UplinkSpec

_NOTICE_NUMBERS = ("政办字〔2020〕64", "ZBCR-2020-0020003")


def check_uplinks(inspection: Inspection) -> Iterator[Finding]:
    for uplink in inspection.site.uplinks:
        faults = list(faults_of(uplink, inspection))
        yield from faults
        if not faults:
            yield _stated(uplink)


def faults_of(uplink: UplinkSpec, inspection: Inspection) -> Iterator[Finding]:
    """Why one uplink may not run as it stands."""
    if any(number in uplink.basis for number in _NOTICE_NUMBERS):
        yield _refused(
            uplink,
            "governance section 4",
            Text(
                en="a municipal notice is no grant, and this one lapsed on 2025-07-31",
                zh="市级文件不构成授权，且已于 2025-07-31 失效",
            ),
            Text(en="name a statute or a contract", zh="载明法律、行政法规或合同"),
        )
    if uplink.basis_valid_to and uplink.basis_valid_to < inspection.today:
        yield _refused(
            uplink,
            "governance section 4",
            Text(en=f"its basis ended on {uplink.basis_valid_to}", zh=f"依据已于 {uplink.basis_valid_to} 到期"),
            Text(en="renew the basis, or take the uplink out", zh="续订依据或取消该上行"),
        )
    plates = [name for name in uplink.fields if name.startswith("plate")]
    if plates and "vehicle_access" not in uplink.purposes:
        yield _refused(
            uplink,
            "PIPL 6; governance section 4",
            Text(
                en=f"sends {', '.join(plates)} without the purpose vehicle_access",
                zh=f"未载明 vehicle_access 目的却发送 {'、'.join(plates)}",
            ),
            Text(en="add the purpose, or take these fields out", zh="增加该目的或取消这些字段"),
        )
    if uplink.region != "CN" and not uplink.cross_border_ref:
        yield _refused(
            uplink,
            "PIPL 38 to 40; governance G46",
            Text(en=f"the platform is abroad: {uplink.region}", zh=f"平台位于境外：{uplink.region}"),
            Text(
                en="write cross_border_ref, or choose a platform in the country",
                zh="写明 cross_border_ref 或改用境内平台",
            ),
        )


def _refused(uplink: UplinkSpec, clause: str, message: Text, remedy: Text) -> Finding:
    return Finding(
        rule="G67",
        clause=clause,
        subject=uplink.id,
        status=Status.REFUSED,
        weight=Weight.MUST,
        message=message,
        remedy=remedy,
    )


def _stated(uplink: UplinkSpec) -> Finding:
    count, days, basis = len(uplink.fields), uplink.retention_days, uplink.basis
    return Finding(
        rule="G67",
        clause="PIPL 23; governance section 4",
        subject=uplink.id,
        status=Status.CONDITIONAL,
        weight=Weight.NOTE,
        message=Text(
            en=f"{count} fields to {uplink.recipient}, kept {days} days, on the basis of {basis}",
            zh=f"向{uplink.recipient}发送 {count} 个字段，保存 {days} 天，依据：{basis}",
        ),
        remedy=Text(en="keep the paper behind the basis at hand", zh="备齐依据文件"),
    )
