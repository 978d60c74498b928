"""What only an instrument or a person on the spot can find: reported as not verified, never as passed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zbsec.sites.findings import Finding, Status, Weight
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from zbsec.sites.checks._base import Inspection
    from zbsec.sites.evidence import Proof


class _Measurement(NamedTuple):
    rule: str
    clause: str
    en: str
    zh: str


_MEASUREMENTS = (
    _Measurement(
        "G23",
        "GB 55029 3.1.6, 3.5.3(2)",
        "gates free the way without power and on the fire input",
        "断电和消防联动时闸门开放",
    ),
    _Measurement("G23", "GB 55029 3.5.4(3)", "barriers can be opened by hand", "道闸可手动开启"),
    _Measurement(
        "G33",
        "VSR 13; CC 1033; governance G32",
        "no camera looks into windows or balconies, or at passers-by near a face lane",
        "摄像机不拍摄窗户、阳台，人脸通道不拍摄过路人员",
    ),
    _Measurement("CK02", "GB 50396 5.1.2", "from reading to actuation in 2 s or less", "识读至执行不超过 2 秒"),
    _Measurement("CK03", "GB 50396 5.1.2", "from event to centre in 5 s or less", "事件至中心不超过 5 秒"),
    _Measurement("CK04", "GB 50396 5.1.5", "alarm after 5 wrong attempts or fewer", "错误尝试不超过 5 次即报警"),
    _Measurement("CK06", "GB 50396 5.1.3", "clock drift below 5 s a day", "时钟日偏差小于 5 秒"),
    _Measurement("CK08", "GB 55029 3.5.1(9)", "8 h of backup power for alarms", "报警备用电源不少于 8 小时"),
    _Measurement(
        "CK24",
        "GB 55029 3.1.4(1)",
        "barriers at unattended entrances as strong as the perimeter",
        "无人值守出入口屏障不低于周界",
    ),
)

_TRIAL_RUN = _Measurement("CK22", "GB 55029 4.0.7", "a trial run of 30 days", "试运行不少于 30 天")


def check_measurements(inspection: Inspection) -> Iterator[Finding]:
    evidence, today = inspection.site.evidence, inspection.today
    for asked in _MEASUREMENTS:
        yield _finding(asked, _made(evidence.inspection, today))
    yield _finding(_TRIAL_RUN, _made(evidence.trial_run, today))


def _made(proof: Proof | None, today: date) -> Proof | None:
    return proof if proof and proof.is_made(today) else None


def _finding(asked: _Measurement, proof: Proof | None) -> Finding:
    """With a report, the report answers: it is named, and its content stays its author's."""
    return Finding(
        rule=asked.rule,
        clause=asked.clause,
        subject="site",
        status=Status.CONDITIONAL if proof else Status.NOT_VERIFIED,
        weight=Weight.SHOULD,
        message=Text(en=f"{asked.en}: see {proof.ref} of {proof.on}", zh=f"{asked.zh}：见 {proof.on} 的 {proof.ref}")
        if proof
        else Text(en=f"{asked.en}: not measured", zh=f"{asked.zh}：未测量"),
        remedy=Text(
            en="have it inspected on the spot and write [evidence.inspection] or [evidence.trial_run]",
            zh="现场检验，并写入 [evidence.inspection] 或 [evidence.trial_run]",
        ),
    )
