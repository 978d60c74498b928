"""GB/T 37078-2018 《出入口控制系统技术要求》, for sites that are accepted against one of its four security grades.

Its chapters and what grades 2 to 4 ask in general are known; the values of its tables were not available to us, so who
inspects answers with the standard in hand.
"""

from __future__ import annotations

from zbsec.sites.certainty import Certainty
from zbsec.sites.rule_sets._figure import Figure, RuleSet
from zbsec.sites.rule_sets._parts import face_lanes, lanes, whole_site
from zbsec.sites.rule_sets._sampling import everything
from zbsec.sites.text import Text

_STANDARD = "GB/T 37078-2018"
_CHAPTER = f"{_STANDARD} 6 (grades 2 to 4)"
_every_lane = lanes()

RULE_SET = RuleSet(
    id="gb-t-37078",
    label=Text(en="access control systems by grade, GB/T 37078-2018", zh="出入口控制系统技术要求 GB/T 37078-2018"),
    by_name=True,
    figures=(
        Figure(
            code="effective_false_accept",
            rule="CK17",
            clause=f"{_STANDARD} table 3",
            label=Text(
                en="false-accept rate times enrolled holders is within the limit of the grade",
                zh="误识率与注册人数之积不超过该等级限值",
            ),
            parts=face_lanes,
            certainty=Certainty.B,
            sample=everything,
        ),
        Figure(
            code="works_without_link",
            rule=_STANDARD,
            clause=_CHAPTER,
            label=Text(
                en="every function that a lost link does not touch goes on", zh="通信中断时未受影响的功能继续工作"
            ),
            parts=_every_lane,
            certainty=Certainty.B,
        ),
        Figure(
            code="authorisation_intact",
            rule=_STANDARD,
            clause=_CHAPTER,
            label=Text(
                en="authorisation data between credential, reader, controller and console cannot be altered unnoticed",
                zh="凭证、识读、控制器与管理端之间的授权数据完整性受保护",
            ),
            parts=_every_lane,
            certainty=Certainty.B,
        ),
        Figure(
            code="transit_kept_secret",
            rule=_STANDARD,
            clause=_CHAPTER,
            label=Text(en="nothing can be read or changed in transit", zh="传输中的信息不可被读取或更改"),
            parts=_every_lane,
            certainty=Certainty.B,
        ),
        Figure(
            code="outside_parts_tell_tampering",
            rule=_STANDARD,
            clause=_CHAPTER,
            label=Text(en="devices outside the secured side report tampering", zh="受控区外的设备具有防拆报警"),
            parts=_every_lane,
            certainty=Certainty.B,
        ),
        Figure(
            code="operator_override",
            rule=_STANDARD,
            clause=f"{_STANDARD} table 5",
            label=Text(
                en="an operator opens all and locks all by hand, as the grade has it", zh="值班员可按等级手动全开、全闭"
            ),
            parts=whole_site,
            certainty=Certainty.B,
        ),
    ),
)
