"""Cameras: signs, installers, filing, and what GB 37300 would ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.sites.findings import Finding, Status, Weight
from zbsec.sites.places import Regime
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbsec.sites.checks._base import Inspection
    from zbsec.sites.model import Site
    from zbsec.sites.parts import DeviceSpec


def check_cameras(inspection: Inspection) -> Iterator[Finding]:
    site = inspection.site
    cameras = site.cameras()
    for camera in cameras:
        yield _sign(inspection, camera)
        yield from (_installer(camera, regime) for regime in sorted(site.regimes_of(camera)) if not _may(site, regime))
    if cameras:
        yield from _filing(inspection)
    yield _GB_37300


def _may(site: Site, regime: Regime) -> bool:
    installer = site.evidence.installer
    return installer is not None and not regime.installers.isdisjoint(installer.roles)


def _sign(inspection: Inspection, camera: DeviceSpec) -> Finding:
    sign = inspection.site.evidence.signs.get(camera.id)
    current = sign is not None and sign.is_current(inspection.today)
    owed = any(regime.public for regime in inspection.site.regimes_of(camera))
    if sign is None:
        message = Text(en="no sign is recorded", zh="没有提示标识记录")
    elif current:
        message = Text(
            en=f"sign at {sign.place}, checked on {sign.checked_on}", zh=f"标识位于{sign.place}，{sign.checked_on} 核查"
        )
    else:
        message = Text(en=f"sign not looked at since {sign.checked_on}", zh=f"标识自 {sign.checked_on} 起未复核")
    return Finding(
        rule="G15",
        clause="PIPL 26; VSR 13",
        subject=camera.id,
        status=Status.SATISFIED if current else Status.MISSING,
        weight=Weight.MUST if owed else Weight.SHOULD,
        message=message,
        remedy=Text(
            en=f"put up a conspicuous sign and write [evidence.signs.{camera.id}]",
            zh=f"设置显著提示标识，并写入 [evidence.signs.{camera.id}]",
        ),
    )


def _installer(camera: DeviceSpec, regime: Regime) -> Finding:
    unknown = regime is Regime.UNKNOWN
    allowed = ", ".join(sorted(regime.installers)) or "not known before the place is classified"
    return Finding(
        rule="G91",
        clause="VSR 7, 9",
        subject=camera.id,
        status=Status.UNKNOWN if unknown else Status.REFUSED,
        weight=Weight.MUST,
        message=Text(
            en=f"{regime.en}: the stated installer may not put a camera there",
            zh=f"{regime.zh}：所载安装主体不得在此安装摄像机",
        ),
        remedy=Text(en=f"allowed: {allowed}", zh=f"可安装主体：{allowed}"),
    )


def _filing(inspection: Inspection) -> Iterator[Finding]:
    """Only cameras in places of VSR 7 owe a filing; no other is asked for one (governance G83)."""
    site = inspection.site
    if any(regime.article_7 for regime in site.filmed_regimes()):
        proof = site.evidence.police_filing
        filed = proof if proof and proof.is_made(inspection.today) else None
        yield Finding(
            rule="G83",
            clause="VSR 14",
            subject="site",
            status=Status.SATISFIED if filed else Status.MISSING,
            weight=Weight.MUST,
            message=Text(en=f"filed on {filed.on}: {filed.ref}", zh=f"{filed.on} 已备案：{filed.ref}")
            if filed
            else Text(en="no filing with the county police", zh="未向县级公安机关备案"),
            remedy=Text(en="file within 30 days of going live", zh="自投入使用之日起三十日内备案"),
        )


_GB_37300 = Finding(
    rule="GB 37300",
    clause="GB 37300-2018",
    subject="site",
    status=Status.NOT_VERIFIED,
    weight=Weight.NOTE,
    message=Text(
        en="GB 37300: parts not verified. By its own terms it reaches networked public-security video only",
        zh="GB 37300：采集部位未核验。该标准仅适用于公共安全视频联网系统",
    ),
    remedy=Text(
        en="have the parts compared with the standard where the site belongs to such a network",
        zh="如属联网系统，对照标准逐一核对采集部位",
    ),
)
