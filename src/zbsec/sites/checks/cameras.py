"""Cameras: signs, installers, filing, and what GB 37300 would ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.sites.findings import Finding, Status, Weight
from zbsec.sites.places import Regime, told
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbsec.sites.checks._base import Inspection
    from zbsec.sites.evidence import Installer
    from zbsec.sites.parts import DeviceSpec


def check_cameras(inspection: Inspection) -> Iterator[Finding]:
    site = inspection.site
    cameras = site.cameras()
    for camera in cameras:
        yield _sign(inspection, camera)
        yield from (_installer(camera, regime, site.evidence.installer) for regime in sorted(site.regimes_of(camera)))
    if cameras:
        yield from _filing(inspection)
    yield _GB_37300


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


def _installer(camera: DeviceSpec, regime: Regime, installer: Installer | None) -> Finding:
    status, message = _may_install(regime, installer)
    return Finding(
        rule="G91",
        clause="VSR 7, 9",
        subject=camera.id,
        status=status,
        weight=Weight.MUST,
        message=Text(en=f"{regime.en}: {message.en}", zh=f"{regime.zh}：{message.zh}"),
        remedy=_who_may(regime),
    )


def _may_install(regime: Regime, installer: Installer | None) -> tuple[Status, Text]:
    if regime is Regime.UNKNOWN:
        return Status.UNKNOWN, Text(en="who may put a camera there is open", zh="何者可在此安装摄像机尚不明确")
    if installer is None and regime.installers:
        return Status.UNKNOWN, Text(en="nobody has stated who puts the camera up", zh="未说明摄像机的安装主体")
    if installer is None or regime.installers.isdisjoint(installer.roles):
        return Status.REFUSED, Text(
            en="the stated installer may not put a camera there", zh="所载安装主体不得在此安装摄像机"
        )
    return Status.SATISFIED, Text(
        en=f"{installer.name} may put a camera there, as stated", zh=f"据声明，{installer.name}可在此安装摄像机"
    )


def _who_may(regime: Regime) -> Text:
    if regime is Regime.UNKNOWN:
        return Text(en="classify the place: regime of the site or zone", zh="先归类该处：写明场所或区域的 regime")
    if not regime.installers:
        return Text(en="nobody may film there: take the camera away", zh="任何主体均不得在此摄录：请拆除摄像机")
    return Text(
        en=f"name who puts it up in [evidence.installer]; allowed: {told(regime.installers, 'en')}",
        zh=f"在 [evidence.installer] 写明安装主体；可安装主体：{told(regime.installers, 'zh')}",
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
