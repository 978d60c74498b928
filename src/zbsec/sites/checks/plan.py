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
    from zbsec.sites.parts import DeviceSpec
    from zbsec.sites.plan.coverage import Coverage
    from zbsec.sites.plan.enclose import Enclosure
    from zbsec.sites.plan.model import Camera

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
    drawn = {camera.id: camera for camera in found.plan.cameras}
    filed = {camera.id: camera for camera in inspection.site.cameras()}
    absent, strange = sorted(filed.keys() - drawn.keys()), sorted(drawn.keys() - filed.keys())
    unlike = sorted(id for id in filed.keys() & drawn.keys() if not _agree(filed[id], drawn[id]))
    parts = [
        (absent, "not on the plan", "平面图中没有"),
        (strange, "on the plan only", "仅在平面图中"),
        (unlike, "mounted or equipped otherwise on the plan", "安装或镜头参数与平面图不一致"),
    ]
    en = "; ".join(f"{said}: {few(ids)}" for ids, said, _ in parts if ids)
    zh = "；".join(f"{said}：{few(ids)}" for ids, _, said in parts if ids)
    return Finding(
        rule="plan",
        clause="GB 50348 9.1",
        subject=few(absent or strange or unlike) or "site",
        status=Status.NOT_VERIFIED if en else Status.SATISFIED,
        weight=Weight.SHOULD,
        message=Text(
            en=en or f"the plan has the {len(filed)} cameras of the site file",
            zh=zh or f"平面图与场所文件的 {len(filed)} 台摄像机一致",
        ),
        remedy=Text(
            en="give a camera the same id, height, direction and lens in both files",
            zh="两个文件中同一摄像机应使用相同的标识、高度、朝向和镜头参数",
        ),
    )


_OFF_M, _OFF_DEG = 0.1, 1.0
"""So far may what two people wrote down of one camera be apart."""


def _agree(filed: DeviceSpec, drawn: Camera) -> bool:
    """Whether mount and lens, as far as the site file has them, are those of the plan. Places are not compared: the
    plan may be in degrees, the site file is in metres."""
    mount, lens = filed.mount, filed.lens
    pairs: list[tuple[float, float, float]] = []
    if mount is not None:
        pairs.append((mount.height_m, drawn.height_m, _OFF_M))
        if mount.tilt_deg is not None:
            pairs.append((mount.tilt_deg, drawn.tilt_deg, _OFF_DEG))
        if mount.bearing_deg is not None:
            pairs.append(((mount.bearing_deg - drawn.azimuth_deg + 180) % 360, 180, _OFF_DEG))
    if lens is not None:
        pairs.append((lens.horizontal_deg, drawn.lens.hfov_deg, _OFF_DEG))
        pairs += [(lens.width_px, drawn.lens.width_px, 0), (lens.height_px, drawn.lens.height_px, 0)]
    return all(abs(one - other) <= off + 1e-9 for one, other, off in pairs)


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
