"""The Shanghai product test rule for face devices at entrances (上海市出入口控制智能人脸识别装置产品检测技术要求).

Read in a public copy. Its item 10, which wants every passage of everybody pushed to a platform, is not offered
(FRM 8, NDR 24). Whether photographs are refused is ``attack_refused`` of the rule set ``governance``.
"""

from __future__ import annotations

from zbsec.sites.certainty import Certainty
from zbsec.sites.rule_sets._figure import Bound, Figure, RuleSet
from zbsec.sites.rule_sets._parts import face_lanes
from zbsec.sites.text import Text

_RULE = "上海市出入口控制智能人脸识别装置产品检测技术要求"


def _asked(code: str, item: str, label: Text, bound: Bound) -> Figure:
    clause = f"{_RULE} {item}"
    return Figure(
        code=code, rule="CK18", clause=clause, label=label, parts=face_lanes, certainty=Certainty.C, bound=bound
    )


RULE_SET = RuleSet(
    id="shanghai-face",
    label=Text(en="face devices at entrances, Shanghai", zh="上海市出入口人脸识别装置检测要求"),
    by_name=True,
    figures=(
        _asked(
            "face_response",
            "5(4)",
            Text(en="mean response of the face reader", zh="人脸识别平均响应时间"),
            Bound("at_most", 1, "s"),
        ),
        _asked(
            "face_distance_near",
            "5(4)",
            Text(en="nearest distance at which it recognises", zh="人脸识别最近距离"),
            Bound("at_least", 0.3, "m"),
        ),
        _asked(
            "face_distance_far",
            "5(4)",
            Text(en="farthest distance at which it recognises", zh="人脸识别最远距离"),
            Bound("at_most", 1, "m"),
        ),
        _asked(
            "face_pass_rate",
            "5(3)",
            Text(en="enrolled holders passed at one false alarm in a hundred", zh="误报率 1% 时的通过率"),
            Bound("at_least", 98, "%"),
        ),
        _asked(
            "face_enrolment_failures",
            "5(3)",
            Text(en="enrolments that fail", zh="注册失败率"),
            Bound("at_most", 1, "%"),
        ),
        _asked(
            "face_enrolled_most",
            "9",
            Text(en="holders that can be enrolled", zh="可注册人数"),
            Bound("at_least", 10_000, "persons"),
        ),
        _asked(
            "face_events_kept",
            "9",
            Text(en="events kept without a link", zh="离线保存事件数"),
            Bound("at_least", 50_000, "events"),
        ),
    ),
)
