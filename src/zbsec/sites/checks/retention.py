"""Retention: minimums that standards set, and maximums that the law sets. They never mix (governance G52)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zbsec.sites.findings import Finding, Status, Weight
from zbsec.sites.places import Location
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbsec.sites.checks._base import Inspection
    from zbsec.sites.model import Site


class _Minimum(NamedTuple):
    rule: str
    clause: str
    en: str
    zh: str
    kept: int
    days: int
    weight: Weight


def check_retention(inspection: Inspection) -> Iterator[Finding]:
    yield from map(_minimum, _minimums(inspection.site))
    yield _IMMUTABLE


def _minimums(site: Site) -> Iterator[_Minimum]:
    kept = site.retention
    yield _Minimum(
        "CK12",
        "DB11/T 2552-2026 (Beijing, recommended)",
        "access events",
        "通行记录",
        kept.access_events_days,
        180,
        Weight.NOTE,
    )
    yield _Minimum(
        "CK14", "DB11/T 2552-2026 (Beijing, recommended)", "alarms", "报警记录", kept.alarm_events_days, 90, Weight.NOTE
    )
    if Location.CAR_PARK in site.locations():
        yield _Minimum(
            "CK13", "GA/T 1742-2020", "vehicle events", "车辆记录", kept.vehicle_events_days, 365, Weight.SHOULD
        )
    if kept.video_days is not None:
        yield _video(site, kept.video_days)


def _video(site: Site, kept: int) -> _Minimum:
    """How long recordings must be kept: longest at a counter-terrorism key target, binding in places of VSR 7."""
    if site.key_target:
        return _Minimum("CK11", "CTL 32", "video of a key target", "重点目标视频录像", kept, 90, Weight.MUST)
    binding = any(regime.article_7 for regime in site.filmed_regimes())
    weight = Weight.MUST if binding else Weight.SHOULD
    return _Minimum("CK11", "VSR 17; GB 55029 3.5.2(5)", "video", "视频录像", kept, 30, weight)


def _minimum(asked: _Minimum) -> Finding:
    enough = asked.kept >= asked.days
    return Finding(
        rule=asked.rule,
        clause=asked.clause,
        subject="site",
        status=Status.SATISFIED if enough else Status.MISSING,
        weight=asked.weight,
        message=Text(
            en=f"{asked.en}: kept {asked.kept} days, asked {asked.days}",
            zh=f"{asked.zh}：保存 {asked.kept} 天，要求 {asked.days} 天",
        ),
        remedy=Text(
            en="lengthen it in [retention], or record why the standard is not adopted here",
            zh="在 [retention] 中延长，或记录不采用该标准的理由",
        ),
    )


_IMMUTABLE = Finding(
    rule="CK23",
    clause="GB 55029 3.5.1(7)",
    subject="site",
    status=Status.SATISFIED,
    weight=Weight.MUST,
    message=Text(
        en="events go into a hash-chained journal, where a change shows",
        zh="事件写入哈希链日志，篡改可被发现",
    ),
    remedy=Text(en="verify the chain regularly", zh="定期校验日志链"),
)
