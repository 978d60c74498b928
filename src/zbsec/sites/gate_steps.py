"""The questions of the activation gate, in their order. Each is a function of the site file, a day, and what this
computer can run."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from zbsec.records import Purpose
from zbsec.sites.code_names import chinese
from zbsec.sites.evidence import AttackMeasure, Duty, FaceStore, LivenessCheck
from zbsec.sites.parts import OTHER_WAYS
from zbsec.sites.places import Regime, told
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from typing import TypeAlias

    from zbsec.sites.evidence import AttackProtection
    from zbsec.sites.model import Site
    from zbsec.sites.parts import AccessPoint

    Able: TypeAlias = Mapping[LivenessCheck, Text | None]
    """Of each liveness check, why this computer cannot run it; None: it can. One that is left out was not tried."""

MAX_APCER = 0.07
"""At most so many attacks of the best kind may pass, by the upper end of the 95 % interval: what the strong class of
Android's biometric sensors may let pass (Compatibility Definition 7.3.10). Of GB/T 41987 we know the title only."""


class Answer(StrEnum):
    """What one step says. Unknown refuses."""

    OK = "ok"
    REFUSE = "refuse"
    UNKNOWN = "unknown"


class Said(NamedTuple):
    """An answer and its reason; ``stated`` when an ok rests on the site's word."""

    answer: Answer
    reason: Text
    stated: bool = False


class Question(NamedTuple):
    id: str
    label: Text
    law: str
    ask: Callable[[Site, AccessPoint, Moment], Said]


class Moment(NamedTuple):
    """When and where the gate is asked."""

    today: date
    able: Able


def _ok(en: str, zh: str) -> Said:
    return Said(Answer.OK, Text(en=en, zh=zh))


def _stated(en: str, zh: str) -> Said:
    return Said(Answer.OK, Text(en=en, zh=zh), stated=True)


def _refuse(en: str, zh: str) -> Said:
    return Said(Answer.REFUSE, Text(en=en, zh=zh))


def _unknown(en: str, zh: str) -> Said:
    return Said(Answer.UNKNOWN, Text(en=en, zh=zh))


def _regime(site: Site, point: AccessPoint, _: Moment) -> Said:
    regime = site.regime_of(point)
    if regime is Regime.UNKNOWN:
        return _unknown("nobody has classified this place", "该处尚未归类")
    return _stated(regime.en, regime.zh)


def _location(site: Site, point: AccessPoint, _: Moment) -> Said:
    for place in (point.location, site.zone(point.zone).location):
        if place.private_interior or not place.place.faces:
            return _refuse(f"no face method belongs here: {place.en}", f"此处不得采用人脸方式：{place.zh}")
    return _ok(f"no forbidden place: {point.location.en}", f"非禁止场所：{point.location.zh}")


def _installer(site: Site, point: AccessPoint, _: Moment) -> Said:
    installer, regime = site.evidence.installer, site.regime_of(point)
    if installer is None or regime is Regime.UNKNOWN:
        return _unknown("who installs, and in which right, is open", "安装主体及其资格尚不明确")
    roles = ", ".join(installer.roles)
    names = "、".join(role.zh for role in sorted(installer.roles))
    if regime.installers.isdisjoint(installer.roles):
        return _refuse(
            f"{installer.name} ({roles}) may not install here; allowed: {told(regime.installers, 'en')}",
            f"{installer.name}（{names}）不得在此安装；可安装主体：{told(regime.installers, 'zh')}",
        )
    return _stated(f"{installer.name} ({roles}) may install here", f"{installer.name}（{names}）可在此安装")


def _neighbour(site: Site, _point: AccessPoint, _: Moment) -> Said:
    near, consent = site.evidence.near_sensitive_unit, site.evidence.neighbour_consent_ref
    if near is None:
        return _unknown("nobody has stated what the neighbours are", "未说明周边是否有军事、涉密单位")
    if not near:
        return _stated("no military or classified neighbour", "周边无军事、涉密单位")
    if not consent:
        return _refuse("the consent of a sensitive neighbour is missing", "缺少周边军事、涉密单位的事先同意")
    return _stated(f"the neighbour consented: {consent}", f"周边单位已同意：{consent}")


def _sign(site: Site, point: AccessPoint, moment: Moment) -> Said:
    sign = site.evidence.signs.get(point.camera or "")
    if sign is None:
        return _refuse(f"camera {point.camera} has no sign", f"摄像机 {point.camera} 未设提示标识")
    if not sign.is_current(moment.today):
        return _refuse(
            f"not checked within {sign.recheck_days} days of {sign.checked_on}",
            f"自 {sign.checked_on} 起未在 {sign.recheck_days} 天内复核",
        )
    return _stated(f"{sign.place}, checked on {sign.checked_on}", f"{sign.place}，{sign.checked_on} 核查")


def _basis(site: Site, _point: AccessPoint, _: Moment) -> Said:
    basis = site.evidence.purposes.get(Purpose.FACE_ACCESS)
    if basis is None:
        return _refuse("the purpose face_access has no basis", "人脸通行目的没有合法性基础")
    return _stated(f"{basis.basis}: {basis.ref}", f"{chinese([basis.basis])}：{basis.ref}")


def _necessity(site: Site, _point: AccessPoint, _: Moment) -> Said:
    necessity = site.evidence.necessity
    if necessity is None:
        return _refuse("why a face is needed is not stated", "未说明采用人脸的充分必要性")
    weighed = len(necessity.less_intrusive_considered)
    return _stated(
        f"{weighed} less intrusive ways weighed; area: {necessity.area}",
        f"已比较 {weighed} 种影响更小的方式；采集区域：{necessity.area}",
    )


def _assessment(site: Site, _point: AccessPoint, moment: Moment) -> Said:
    assessment = site.evidence.assessment
    if assessment is None:
        return _refuse("there is no impact assessment", "没有个人信息保护影响评估")
    span = f"{assessment.ref}, {assessment.signed_on} – {assessment.valid_to}"
    if not assessment.is_valid(moment.today):
        return _refuse(f"not valid on {moment.today}: {span}", f"{moment.today} 无效：{span}")
    return _stated(span, span)


def _other_way(_site: Site, point: AccessPoint, _: Moment) -> Said:
    """Never refuses: an access point without another way cannot be constructed. The gate prints the ways."""
    ways = [method for method in point.methods if method in OTHER_WAYS]
    return _ok(f"in the same hours: {', '.join(ways)}", f"同一时段可用：{chinese(ways)}")


def _presentation_attack(site: Site, point: AccessPoint, moment: Moment) -> Said:
    protection = point.presentation_attack
    if protection is None or protection.measure is AttackMeasure.NONE:
        return _refuse(
            "a photograph could open this lane: no liveness check, and nobody watches it",
            "照片可能骗过本通道：无活体检测，也无人值守",
        )
    if protection.measure is AttackMeasure.LIVENESS:
        return _liveness(protection, moment)
    watched = site.schedule(protection.schedule or "")
    if not watched.covers(site.schedule(point.schedule)):
        return _refuse(
            f"watched in {watched.id!r} only, while the lane is open in {point.schedule!r}",
            f"仅在时段 {watched.id} 有人值守，而通道开放时段为 {point.schedule}",
        )
    return _stated(
        f"no liveness check; a person watches the lane whenever it is open ({protection.ref})",
        f"无活体检测；通道开放期间有人值守（{protection.ref}）",
    )


def _liveness(protection: AttackProtection, moment: Moment) -> Said:
    test = protection.test
    if not protection.checks or test is None or not test.is_made(moment.today):
        return _unknown("nobody has tested the liveness checks at this lane", "尚未在本通道测试活体检测")
    for check in protection.checks:
        if check not in moment.able:
            return _unknown(
                f"liveness: whether this computer can run the {check} check has not been tried",
                f"活体检测：未确认本机能否运行 {check}（{check.zh}）",
            )
        if (lacking := moment.able[check]) is not None:
            return _refuse(
                f"liveness: the {check} check cannot run: {lacking.en}",
                f"活体检测：{check}（{check.zh}）无法运行：{lacking.zh}",
            )
    counted = f"{test.attacks_passed}/{test.attacks}"
    if test.apcer[1] > MAX_APCER:
        return _refuse(
            f"liveness: {counted} attacks passed, so APCER may be {test.apcer[1]:.1%}; at most {MAX_APCER:.0%}",
            f"活体检测：攻击通过 {counted}，APCER 上限 {test.apcer[1]:.1%}，须不高于 {MAX_APCER:.0%}",
        )
    run = " + ".join(_named(check, protection).en for check in protection.checks)
    names = "、".join(_named(check, protection).zh for check in protection.checks)
    refused = f"{test.people_refused}/{test.people}"
    return _stated(
        f"liveness ({run}); tested on {test.on}: {counted} attacks passed (APCER up to {test.apcer[1]:.1%}), "
        f"{refused} people refused (BPCER up to {test.bpcer[1]:.1%}): {test.ref}",
        f"活体检测（{names}）；{test.on} 测试：攻击通过 {counted}（APCER 不高于 {test.apcer[1]:.1%}），"
        f"真人被拒 {refused}（BPCER 不高于 {test.bpcer[1]:.1%}）：{test.ref}",
    )


def _named(check: LivenessCheck, protection: AttackProtection) -> Text:
    """A check, and of a challenge what it asks for."""
    if check is not LivenessCheck.CHALLENGE:
        return Text(en=check.value, zh=check.zh)
    moves = protection.moves
    return Text(en=f"{check.value}: {', '.join(moves)}", zh=f"{check.zh}：{'、'.join(move.zh for move in moves)}")


def _store(site: Site, _point: AccessPoint, _: Moment) -> Said:
    store, opinion = site.evidence.face_store, site.evidence.face_store_opinion_ref
    if site.gallery is None:
        return _unknown("no gallery is named, so nobody can be enrolled", "未指定人脸库，无法登记")
    if store is FaceStore.DEVICE_ONLY:
        return _stated("templates stay in the device", "人脸特征仅存于设备内")
    if not opinion:
        return _unknown(
            "whether a server of the site is the device is open: a legal opinion is missing",
            "场所服务器是否属于人脸识别设备尚无定论：缺少法律意见",
        )
    return _stated(f"templates stay on the site's network: {opinion}", f"人脸特征存于场所局域网：{opinion}")


def _retention(site: Site, _point: AccessPoint, _: Moment) -> Said:
    days = site.retention.access_events_days
    return _ok(
        f"templates as long as their consent, unmatched faces not at all, access events {days} days",
        f"特征随同意存续，未匹配人脸不保存，通行记录 {days} 天",
    )


def _roles(site: Site, _point: AccessPoint, _: Moment) -> Said:
    roles = site.evidence.roles
    if not roles:
        return _unknown("nobody's duties are stated", "未划分岗位权限")
    almighty = next((name for name in sorted(roles) if roles[name] == frozenset(Duty)), None)
    if almighty:
        return _refuse(f"{almighty} may view, export, configure and delete", f"{almighty} 拥有全部权限")
    return _stated(f"split among {', '.join(sorted(roles))}", f"权限分属：{'、'.join(sorted(roles))}")


def _network_test(site: Site, _point: AccessPoint, moment: Moment) -> Said:
    test = site.evidence.network_test
    if test is None or not test.is_made(moment.today):
        return _unknown("no test shows that no face leaves the site", "无测试表明人脸数据不出场所")
    return _stated(f"passed on {test.on}: {test.ref}", f"{test.on} 通过：{test.ref}")


QUESTIONS = (
    Question("regime", Text(en="Legal regime", zh="适用条款"), "VSR 7, 9, 33; G91", _regime),
    Question("location", Text(en="Location", zh="位置"), "VSR 8; FRM 13; G90", _location),
    Question("installer", Text(en="Installer", zh="安装主体"), "VSR 7, 9; G91", _installer),
    Question("neighbour", Text(en="Neighbours", zh="周边单位"), "VSR 10; G92", _neighbour),
    Question("sign", Text(en="Sign", zh="提示标识"), "PIPL 26; VSR 13; G15", _sign),
    Question("basis", Text(en="Legal basis", zh="合法性基础"), "PIPL 13; G01", _basis),
    Question("necessity", Text(en="Necessity", zh="必要性"), "PIPL 28; FRM 4, 13; G02, G93", _necessity),
    Question("assessment", Text(en="Impact assessment", zh="影响评估"), "PIPL 55, 56; FRM 9; G80", _assessment),
    Question("other_way", Text(en="Another way in", zh="其他通行方式"), "FRM 10; SPC 10; G20", _other_way),
    Question(
        "presentation_attack", Text(en="Against photographs", zh="防照片攻击"), "G45; GB/T 41987", _presentation_attack
    ),
    Question("store", Text(en="Where templates lie", zh="特征存储"), "FRM 8; G40, G41", _store),
    Question("retention", Text(en="Retention", zh="保存期限"), "PIPL 19, 47; NDR 24; G31, G52", _retention),
    Question("roles", Text(en="Split duties", zh="权限分离"), "VSR 16; PIPL 51; G60", _roles),
    Question("network_test", Text(en="Nothing leaves", zh="数据不出场所"), "FRM 8; G40", _network_test),
)
