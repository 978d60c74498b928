"""Results for a terminal, in English or Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.sites.plan.faults import two

if TYPE_CHECKING:
    from zbsec.sites.plan.coverage import Coverage
    from zbsec.sites.plan.enclose import Enclosure
    from zbsec.sites.plan.propose import Proposal
    from zbsec.sites.text import Lang

_MOST_BLIND = 5
_MOST_REASONS = 3

_SAID = {
    "cameras": two("{name}: {cameras} cameras, {ground:,.0f} m² of open ground, seen at {height:g} m",
                   "{name}：{cameras} 台摄像机，空地 {ground:,.0f} 平方米，目标高度 {height:g} 米"),
    "class": two("  {name} ({px:g} px/m): {share:.1%}", "  {name}（{px:g} px/m）：{share:.1%}"),
    "blind": two("not seen: {area:,.0f} m²", "盲区：{area:,.0f} 平方米"),
    "at": two("  {area:,.0f} m² around {at}", "  {area:,.0f} 平方米，位于 {at} 附近"),
    "met": two("[met] {id}: {share:.1%} at {name} or better", "[达标] {id}：{share:.1%} 达到{name}"),
    "unmet": two("[NOT MET] {id}: {share:.1%} at {name} or better, {wanted:.0%} wanted",
                 "[未达标] {id}：{share:.1%} 达到{name}，要求 {wanted:.0%}"),
    "breach": two("[MAXIMUM BROKEN] {area} ({why}): {camera} shows it with {px:.0f} px/m at {height:.1f} m; {limit:g} "
                  "is the most ({times:.2f} times)",
                  "[超出上限] {area}（{why}）：{camera} 在 {height:.1f} 米高处达 {px:.0f} px/m，"
                  "上限 {limit:g}（{times:.2f} 倍）"),
    "nothing": two("no candidate camera improves anything", "候选摄像机均无法改善覆盖"),
    "added": two("{count} cameras to add ({proof}; {tried} views tried, {refused} would break a maximum):",
                 "应增设 {count} 台摄像机（{proof}；共试 {tried} 个视角，其中 {refused} 个会超出上限）："),
    "proved": two("fewer do not suffice", "已证明不能更少"),
    "unproved": two("time ran out before fewer were ruled out", "限时内未能证明最少"),
    "camera": two("  {id} at {at}, {height:g} m high, azimuth {azimuth:g}°, tilt {tilt:g}°",
                  "  {id}：{at}，高 {height:g} 米，方位角 {azimuth:g}°，俯角 {tilt:g}°"),
    "gap": two("[NOT COVERED] {area}: {size:,.1f} m² around {at}: {why}{limits}",
               "[无法覆盖] {area}：{size:,.1f} 平方米，位于 {at} 附近：{why}{limits}"),
    "after": two("With them:", "增设后："),
    "standing": two("{name}: {standing}", "{name}：{standing}"),
    "reason": two("  {reason}", "  {reason}"),
    "deficit": two("[TODAY ALREADY] {message}", "[现状已不足] {message}"),
    "kept": two("[stays open] {id}", "[保留开放] {id}"),
    "forced": two("[may not be closed] {id}", "[不得封闭] {id}"),
    "else": two("  if closed too: {reason}", "  若同时封闭：{reason}"),
    "why": two("  {reason}", "  {reason}"),
    "more": two("  and {count} more", "  另有 {count} 项"),
    "closed": two("[close] {names}", "[封闭] {names}"),
    "detour": two("longest detour: {entrance} to {destination}, {length:.0f} m instead of {today:.0f} m",
                  "最长绕行：{entrance} 至 {destination}，由 {today:.0f} 米增至 {length:.0f} 米"),
    "cost": two("cost: {cost:,} yuan", "费用：{cost:,} 元"),
}  # fmt: skip


def coverage_text(found: Coverage, lang: Lang) -> str:
    plan = found.plan
    facts: dict[str, object] = {
        "name": plan.name,
        "cameras": len(plan.cameras),
        "ground": found.ground_m2,
        "height": plan.target_height_m,
    }
    lines = [_say(lang, "cameras", **facts)]
    lines += [_say(lang, "class", name=one.of(lang), px=one.px_per_m, share=found.share(one)) for one in plan.classes]
    lines += _blind(found, lang)
    for area in sorted(found.areas, key=lambda one: one.is_met):
        facts = {"id": area.area.id, "share": area.share, "name": area.area.pixel_class.of(lang)}
        lines.append(_say(lang, "met" if area.is_met else "unmet", wanted=area.area.min_share, **facts))
    for one in found.breaches:
        facts = {"area": one.area.id, "why": one.area.why.of(lang), "camera": one.camera.id, "px": one.px_per_m}
        lines.append(_say(lang, "breach", limit=one.area.max_px_per_m, times=one.times, height=one.height_m, **facts))
    return "\n".join(lines)


def proposal_text(found: Proposal, lang: Lang) -> str:
    frame = found.before.plan.frame
    proof = _say(lang, "proved" if found.proved else "unproved")
    facts: dict[str, object] = {"count": len(found.added), "tried": found.views_tried, "refused": found.views_refused}
    lines = [_say(lang, "added", proof=proof, **facts) if found.added else _say(lang, "nothing")]
    for camera in found.added:
        facts = {"id": camera.id, "at": frame.say(camera.x, camera.y), "height": camera.height_m}
        lines.append(_say(lang, "camera", azimuth=camera.azimuth_deg, tilt=camera.tilt_deg, **facts))
    for gap in found.unmet:
        limits = f" ({', '.join(gap.limited)})" if gap.limited else ""
        facts = {"area": gap.area, "size": gap.shape.area, "at": frame.say(*gap.at), "why": gap.why.of(lang)}
        lines.append(_say(lang, "gap", limits=limits, **facts))
    return "\n".join([*lines, _say(lang, "after"), coverage_text(found.after, lang)])


def enclosure_text(found: Enclosure, lang: Lang) -> str:
    lines = [_say(lang, "standing", name=found.plan.name, standing=found.standing.of(lang))]
    lines += [_say(lang, "reason", reason=reason.of(lang)) for reason in found.decision.reasons]
    lines += [_say(lang, "deficit", message=one.message.of(lang)) for one in found.deficits]
    for one in found.kept:
        lines.append(_say(lang, "kept" if one.may_close else "forced", id=one.passage.id))
        told = "else" if one.may_close else "why"
        lines += [_say(lang, told, reason=reason.of(lang)) for reason in one.reasons[:_MOST_REASONS]]
        if len(one.reasons) > _MOST_REASONS:
            lines.append(_say(lang, "more", count=len(one.reasons) - _MOST_REASONS))
    if found.closed:
        lines.append(_say(lang, "closed", names=", ".join(one.id for one in found.closed)))
    if found.detours:
        worst = found.detours[0]
        facts = {"entrance": worst.walk.entrance, "destination": worst.walk.destination, "today": worst.walk.today_m}
        lines.append(_say(lang, "detour", length=worst.length_m, **facts))
    return "\n".join([*lines, _say(lang, "cost", cost=found.cost)])


def _blind(found: Coverage, lang: Lang) -> list[str]:
    """The largest blind pieces, each with a point in it."""
    import shapely  # noqa: PLC0415

    pieces = sorted(shapely.get_parts(found.blind), key=lambda piece: -float(piece.area))
    lines = [_say(lang, "blind", area=found.blind.area)]
    for piece in pieces[:_MOST_BLIND]:
        at = piece.point_on_surface()
        lines.append(_say(lang, "at", area=piece.area, at=found.plan.frame.say(at.x, at.y)))
    return lines


def _say(lang: Lang, what: str, **facts: object) -> str:
    return _SAID[what].of(lang).format(**facts)
