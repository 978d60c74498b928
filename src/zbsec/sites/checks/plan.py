"""What the plan that the site file names shows: wanted areas, maxima where nobody may be identified, passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.errors import PlanError
from zbsec.sites.checks._base import few
from zbsec.sites.findings import Finding, Status, Weight
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbsec.sites.checks._base import Inspection
    from zbsec.sites.plan.coverage import Coverage
    from zbsec.sites.plan.enclose import Enclosure

_SEEN = "IEC 62676-4:2025; GB 55029 3.5.2"
_UNSEEN = "PIPL 26; VSR 13; GB/T 41819 (governance G32)"
_CLOSED = "CC 274, 278; FPL 28; GB 50016 7.1.8"


def check_plan(inspection: Inspection) -> Iterator[Finding]:
    found = inspection.survey
    if found is None:
        return
    if isinstance(found, PlanError):
        yield _uncomputed(found, inspection)
        return
    yield _wanted(found.coverage)
    yield _limited(found.coverage)
    yield _same_cameras(found.coverage, inspection)
    if found.enclosure is not None:
        yield _closing(found.enclosure)


def _uncomputed(error: PlanError, inspection: Inspection) -> Finding:
    return Finding(
        rule="IEC 62676-4",
        clause=_SEEN,
        subject="site",
        status=Status.NOT_VERIFIED,
        weight=Weight.SHOULD,
        message=Text(en=f"{inspection.site.plan} was not computed", zh=f"未计算 {inspection.site.plan}"),
        remedy=error.said,
    )


def _wanted(found: Coverage) -> Finding:
    unmet = [one for one in found.areas if not one.is_met]
    ids = [one.area.id for one in unmet or found.areas]
    shares = ", ".join(f"{one.area.id} {one.share:.1%}" for one in unmet[:4])
    ground, blind = f"{found.ground_m2:,.0f}", f"{found.blind.area:,.0f}"
    said = Text(en=f"not seen as wanted: {shares}", zh=f"未达要求：{shares}")
    if not unmet:
        said = Text(en=f"{len(ids)} wanted areas are seen as wanted", zh=f"{len(ids)} 处要求覆盖的区域均达标")
    return Finding(
        rule="IEC 62676-4",
        clause=_SEEN,
        subject=few(ids) or "site",
        status=(Status.FAILED if unmet else Status.SATISFIED) if found.areas else Status.NOT_APPLICABLE,
        weight=Weight.SHOULD if found.areas else Weight.NOTE,
        message=Text(
            en=f"coverage by the plan: {said.en}; of {ground} m² of open ground {blind} m² are blind",
            zh=f"按平面图计算的覆盖：{said.zh}；空地 {ground} 平方米，其中盲区 {blind} 平方米",
        ),
        remedy=Text(
            en="zbsec plan coverage --propose names the fewest cameras to add",
            zh="zbsec plan coverage --propose 给出最少的增设摄像机",
        ),
    )


def _limited(found: Coverage) -> Finding:
    broken = found.breaches
    areas = found.plan.limited
    worst = ", ".join(f"{one.camera.id} → {one.area.id} {one.px_per_m:.0f} px/m" for one in broken[:4])
    said = Text(en=f"maximum broken: {worst}", zh=f"超出上限：{worst}")
    if not broken:
        said = Text(en=f"{len(areas)} maxima are kept", zh=f"{len(areas)} 处上限均未超出")
    return Finding(
        rule="G32",
        clause=_UNSEEN,
        subject=few(sorted({one.camera.id for one in broken})) or "site",
        status=(Status.FAILED if broken else Status.SATISFIED) if areas else Status.NOT_APPLICABLE,
        weight=Weight.MUST if areas else Weight.NOTE,
        message=Text(
            en=f"pixel density where nobody may be identified: {said.en}", zh=f"不得识别个人处的像素密度：{said.zh}"
        ),
        remedy=Text(
            en="turn, mask or move the camera, and draw it so on the plan", zh="调整、遮挡或移动摄像机，并更新平面图"
        ),
    )


def _same_cameras(found: Coverage, inspection: Inspection) -> Finding:
    drawn = {camera.id for camera in found.plan.cameras}
    filed = {camera.id for camera in inspection.site.cameras()}
    absent, strange = sorted(filed - drawn), sorted(drawn - filed)
    en = [f"not on the plan: {few(absent)}"] if absent else []
    en += [f"on the plan only: {few(strange)}"] if strange else []
    zh = [f"平面图中没有：{few(absent)}"] if absent else []
    zh += [f"仅在平面图中：{few(strange)}"] if strange else []
    return Finding(
        rule="plan",
        clause="GB 50348 9.1",
        subject=few(absent or strange) or "site",
        status=Status.NOT_VERIFIED if absent or strange else Status.SATISFIED,
        weight=Weight.SHOULD,
        message=Text(
            en="; ".join(en) or f"the plan has the {len(filed)} cameras of the site file",
            zh="；".join(zh) or f"平面图与场所文件的 {len(filed)} 台摄像机一致",
        ),
        remedy=Text(en="give a camera the same id in both files", zh="两个文件中同一摄像机应使用相同标识"),
    )


def _closing(found: Enclosure) -> Finding:
    """What is to be closed is a proposal until the owners have decided and nothing is short today already."""
    from zbsec.sites.plan.votes import Standing  # noqa: PLC0415

    decided = found.standing is Standing.DECIDED
    reasons = [*found.decision.reasons, *(one.message for one in found.deficits)]
    en = "; ".join(reason.en for reason in reasons[:3]) or "the vote and the ways are in order"
    zh = "；".join(reason.zh for reason in reasons[:3]) or "表决与通道均符合要求"
    return Finding(
        rule="CC 278",
        clause=_CLOSED,
        subject=few([one.id for one in found.closed]) or "site",
        status=Status.CONDITIONAL if decided else Status.NOT_VERIFIED,
        weight=Weight.SHOULD,
        message=Text(
            en=f"closing {len(found.closed)} passages, {len(found.kept)} stay open: {found.standing.en}; {en}",
            zh=f"封闭 {len(found.closed)} 处通道，保留 {len(found.kept)} 处：{found.standing.zh}；{zh}",
        ),
        remedy=Text(
            en="zbsec plan enclose says what each passage is needed for", zh="zbsec plan enclose 说明各通道保留的理由"
        ),
    )
