"""Access points: alternatives, escape, unattended entrances (FRM 10; GB 55029 3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.records import CredentialKind, Direction
from zbsec.sites.code_names import chinese
from zbsec.sites.findings import Finding, Status, Weight
from zbsec.sites.parts import FailMode
from zbsec.sites.places import Location
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbsec.sites.checks._base import Inspection
    from zbsec.sites.model import Site
    from zbsec.sites.parts import AccessPoint, EscapeWay
    from zbsec.sites.text import Lang


def check_entrances(inspection: Inspection) -> Iterator[Finding]:
    yield from map(_way_out, inspection.site.egress)
    for point in inspection.site.access_points:
        if point.uses_face:
            yield _other_way(point)
            yield _visitors(point)
        if not point.for_vehicles:
            yield _escape(inspection.site, point)
        if point.location is Location.UNATTENDED_ENTRANCE:
            yield _unattended(point)


def _other_way(point: AccessPoint) -> Finding:
    """An operator alone, or a pass on a phone alone, is a thin alternative (governance G14, G21)."""
    sturdy = [kind for kind in (CredentialKind.CARD, CredentialKind.PIN) if kind in point.methods]
    return Finding(
        rule="G20",
        clause="FRM 10; SPC 10; FRM 5",
        subject=point.id,
        status=Status.SATISFIED if sturdy else Status.MISSING,
        weight=Weight.SHOULD,
        message=Text(
            en=f"beside the face, in the same hours, without a phone: {', '.join(sturdy) or 'none'}",
            zh=f"人脸之外、同一时段、无需手机的方式：{chinese(sturdy) or '无'}",
        ),
        remedy=Text(en='add "card" or "pin" to its methods', zh='在 methods 中增加 "card" 或 "pin"'),
    )


def _visitors(point: AccessPoint) -> Finding:
    ways = [kind for kind in (CredentialKind.PASS, CredentialKind.OPERATOR) if kind in point.methods]
    return Finding(
        rule="G20",
        clause="FRM 10; governance G20",
        subject=point.id,
        status=Status.SATISFIED if ways else Status.MISSING,
        weight=Weight.SHOULD,
        message=Text(
            en=f"for visitors, who are enrolled nowhere: {', '.join(ways) or 'no way in'}",
            zh=f"供未登记的访客使用的方式：{chinese(ways) or '无'}",
        ),
        remedy=Text(en='add "pass" or "operator" to its methods', zh='在 methods 中增加 "pass" 或 "operator"'),
    )


_ESCAPE: dict[FailMode | None, tuple[Status, Text]] = {
    FailMode.SAFE: (Status.SATISFIED, Text(en="stated to free the way without power", zh="据声明断电时自动开放")),
    FailMode.SECURE: (Status.REFUSED, Text(en="stays shut without power", zh="断电时保持关闭")),
    None: (Status.UNKNOWN, Text(en="nobody has said what it does without power", zh="未说明断电时的状态")),
}


def _escape(site: Site, point: AccessPoint) -> Finding:
    """People on foot must get out without a credential."""
    gate = site.device(point.gate)
    status, state = _ESCAPE[gate.fail]
    return Finding(
        rule="G23",
        clause="GB 55029 3.1.6, 3.5.3(2); GB 50396 9.0.1",
        subject=point.id,
        status=status,
        weight=Weight.MUST,
        message=Text(en=f"{gate.id}: {state.en}", zh=f"{gate.id}：{state.zh}"),
        remedy=Text(
            en='wire the gate to open without power and on the fire input, and write fail = "safe"',
            zh='接线保证断电和消防联动时开放，并写明 fail = "safe"',
        ),
    )


def _way_out(way: EscapeWay) -> Finding:
    free = way.credential_free and way.fire_linked
    return Finding(
        rule="G23",
        clause="GB 55029 3.1.6, 3.5.3(2); GB 50396 9.0.1",
        subject=way.id,
        status=Status.SATISFIED if free else Status.REFUSED,
        weight=Weight.MUST,
        message=Text(
            en=f"stated to open without a credential: {_yes(way.credential_free)}; on the fire alarm: "
            f"{_yes(way.fire_linked)}; {way.width_m:g} m wide",
            zh=f"据声明无需凭证即可开启：{_yes(way.credential_free, 'zh')}；消防联动：{_yes(way.fire_linked, 'zh')}；"
            f"宽 {way.width_m:g} 米",
        ),
        remedy=Text(
            en="let it open from inside without card, face or code, and on the fire alarm",
            zh="内侧无需卡、人脸、密码即可开启，并与消防联动",
        ),
    )


def _yes(so: bool, lang: Lang = "en") -> str:
    return _YES[so].of(lang)


_YES = {True: Text(en="yes", zh="是"), False: Text(en="no", zh="否")}


def _unattended(point: AccessPoint) -> Finding:
    answered = point.kiosk is not None or point.direction is Direction.OUT
    return Finding(
        rule="G22",
        clause="PIPL 24; governance G22",
        subject=point.id,
        status=Status.SATISFIED if answered else Status.MISSING,
        weight=Weight.MUST,
        message=Text(en=f"who is denied can call at {point.kiosk}", zh=f"被拒人员可在 {point.kiosk} 呼叫")
        if answered
        else Text(en="nobody is there, and whoever is denied can call nobody", zh="无人值守，被拒人员无法呼叫"),
        remedy=Text(en="name a kiosk with a call button", zh="设置带呼叫按钮的岗亭终端"),
    )
