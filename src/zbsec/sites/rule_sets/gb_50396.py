"""GB 50396-2007 《出入口控制系统工程设计规范》: times and clocks of access control."""

from __future__ import annotations

from zbsec.sites.certainty import Certainty
from zbsec.sites.rule_sets._figure import Bound, Figure, RuleSet
from zbsec.sites.rule_sets._parts import SITE, lanes, typed_lanes, whole_site
from zbsec.sites.text import Text

_CLAUSE = "GB 50396 5.1.2"
_TWO_SECONDS = Bound("at_most", 2, "s")
_every_lane = lanes()

RULE_SET = RuleSet(
    id="gb-50396",
    label=Text(en="design of access control systems, GB 50396-2007", zh="出入口控制系统工程设计规范 GB 50396-2007"),
    figures=(
        Figure(
            code="read_to_actuate",
            rule="CK02",
            clause=_CLAUSE,
            label=Text(en="from complete reading to actuation", zh="识读完成至执行机构启动"),
            parts=_every_lane,
            certainty=Certainty.B,
            bound=_TWO_SECONDS,
        ),
        Figure(
            code="operator_to_actuate",
            rule="CK02",
            clause=_CLAUSE,
            label=Text(en="from the operator's command to actuation", zh="操作指令至执行机构启动"),
            parts=_every_lane,
            certainty=Certainty.B,
            bound=_TWO_SECONDS,
        ),
        Figure(
            code="alarm_to_centre",
            rule="CK03",
            clause=_CLAUSE,
            label=Text(en="from alarm to centre", zh="报警信号至中心"),
            parts=whole_site,
            certainty=Certainty.B,
            bound=_TWO_SECONDS,
        ),
        Figure(
            code="event_to_centre",
            rule="CK03",
            clause=_CLAUSE,
            label=Text(en="from event to centre", zh="事件至中心"),
            parts=whole_site,
            certainty=Certainty.B,
            bound=Bound("at_most", 5, "s"),
        ),
        Figure(
            code="clock_drift_host",
            rule="CK06",
            clause="GB 50396 5.1.3",
            label=Text(en="drift of the host's clock", zh="主机时钟日偏差"),
            parts=whole_site,
            certainty=Certainty.B,
            bound=Bound("below", 5, "s/d"),
        ),
        Figure(
            code="clock_drift_device",
            rule="CK06",
            clause="GB 50396 5.1.3",
            label=Text(en="drift of the other clocks", zh="其他设备时钟日偏差"),
            parts=lambda site: {point.gate for point in site.access_points} or {SITE},
            certainty=Certainty.B,
            bound=Bound("below", 10, "s/d"),
        ),
        Figure(
            code="wrong_attempts",
            rule="CK04",
            clause="GB 50396 5.1.5",
            label=Text(en="wrong attempts before the alarm", zh="报警前的错误尝试次数"),
            parts=typed_lanes,
            certainty=Certainty.B,
            bound=Bound("at_most", 5, "times"),
        ),
    ),
)
