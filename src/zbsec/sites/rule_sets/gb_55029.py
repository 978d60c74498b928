"""GB 55029-2022 《安全防范工程通用规范》: every clause is mandatory; those a person or an instrument can answer.

Clause numbers are those of a third-party catalogue (certainty C). Immutable records (3.5.1(7)) and replay (3.5.2(5))
stand with retention.
"""

from __future__ import annotations

from functools import partial

from zbsec.sites.certainty import Certainty
from zbsec.sites.findings import Weight
from zbsec.sites.rule_sets import _parts as parts
from zbsec.sites.rule_sets._figure import Bound, Figure, RuleSet
from zbsec.sites.rule_sets._sampling import everything
from zbsec.sites.text import Text

_must = partial(Figure, certainty=Certainty.C, weight=Weight.MUST)
_every_lane = parts.lanes()

RULE_SET = RuleSet(
    id="gb-55029",
    label=Text(en="general code for security engineering, GB 55029-2022", zh="安全防范工程通用规范 GB 55029-2022"),
    figures=(
        _must(
            code="certificates_checked",
            rule="GB 55029 2.0.3",
            clause="GB 55029 2.0.3, 4.0.2",
            label=Text(en="devices tested, certificates checked before installing", zh="设备检测合格，安装前查验证书"),
            parts=parts.whole_site,
        ),
        _must(
            code="network_boundary",
            rule="GB 55029 2.0.4",
            clause="GB 55029 2.0.4",
            label=Text(en="protection between networks, no weak passwords", zh="网络边界防护，无弱口令"),
            parts=parts.whole_site,
        ),
        _must(
            code="unattended_barrier",
            rule="CK24",
            clause="GB 55029 3.1.4(1)",
            label=Text(
                en="barriers at unattended entrances as strong as the perimeter", zh="无人值守出入口屏障不低于周界"
            ),
            parts=parts.unattended_lanes,
        ),
        _must(
            code="escape_opens",
            rule="CK01",
            clause="GB 55029 3.1.6, 3.5.3(2); GB 50396 9.0.1",
            label=Text(
                en="people get out without card, face or code, without power and on the fire input",
                zh="断电和消防联动时无需卡、人脸、密码即可疏散",
            ),
            parts=parts.ways_out,
            sample=everything,
        ),
        _must(
            code="tamper_alarm",
            rule="GB 55029 3.5.1(2)",
            clause="GB 55029 3.5.1(2)",
            label=Text(en="tampering raises an alarm", zh="防拆报警"),
            parts=parts.detectors,
        ),
        _must(
            code="line_fault_alarm",
            rule="GB 55029 3.5.1(3)",
            clause="GB 55029 3.5.1(3)",
            label=Text(en="open, short and power-cut raise an alarm", zh="断路、短路、断电报警"),
            parts=parts.detectors,
        ),
        _must(
            code="alarm_response",
            rule="CK07",
            clause="GB 55029 3.5.1(8)",
            label=Text(en="response of the alarm controller", zh="报警控制器响应时间"),
            parts=parts.detectors,
            bound=Bound("at_most", 2, "s"),
        ),
        _must(
            code="alarm_backup",
            rule="CK08",
            clause="GB 55029 3.5.1(9)",
            label=Text(en="backup power of the alarms", zh="报警备用电源"),
            parts=parts.alarms,
            bound=Bound("at_least", 8, "h"),
        ),
        _must(
            code="picture_fits_purpose",
            rule="GB 55029 3.5.2",
            clause="GB 55029 3.5.2(1) to (4), (6)",
            label=Text(
                en="coverage and picture fit the purpose, viewing is authorised", zh="视场和图像满足用途，授权查看"
            ),
            parts=parts.cameras,
        ),
        _must(
            code="outside_parts_protected",
            rule="GB 55029 3.5.3(1)",
            clause="GB 55029 3.5.3(1), (5)",
            label=Text(en="parts outside are tamper-proof, cables enclosed", zh="受控区外部件防破坏，线缆封闭"),
            parts=_every_lane,
        ),
        _must(
            code="lock_backup",
            rule="CK09",
            clause="GB 55029 3.5.3(3)",
            label=Text(en="backup power of locks that open without power", zh="断电开启部位的锁具备用电源"),
            parts=parts.free_gates,
            bound=Bound("at_least", 48, "h"),
        ),
        _must(
            code="one_card_apart",
            rule="GB 55029 3.5.3(4)",
            clause="GB 55029 3.5.3(4)",
            label=Text(en="a shared card leaves access control managed apart", zh="一卡通下出入口控制独立管理"),
            parts=parts.card_lanes,
        ),
        _must(
            code="anti_smash",
            rule="GB 55029 3.5.4(2)",
            clause="GB 55029 3.5.4(2)",
            label=Text(en="barriers do not close on a vehicle", zh="道闸防砸"),
            parts=parts.vehicle_lanes,
        ),
        _must(
            code="manual_opening",
            rule="GB 55029 3.5.4(3)",
            clause="GB 55029 3.5.4(3)",
            label=Text(en="barriers can be opened by hand", zh="道闸可手动开启"),
            parts=parts.vehicle_lanes,
        ),
        _must(
            code="scan_pictures_private",
            rule="GB 55029 3.5.5(1)",
            clause="GB 55029 3.5.5(1)",
            label=Text(en="pictures of body scanners protect privacy", zh="人体安检图像保护隐私"),
            parts=parts.scanners,
        ),
        _must(
            code="patrol_plan",
            rule="GB 55029 3.5.7",
            clause="GB 55029 3.5.7",
            label=Text(en="patrol plan, people and statistics", zh="巡查计划、人员和统计"),
            parts=parts.patrols,
        ),
        _must(
            code="hidden_works",
            rule="GB 55029 4.0.3",
            clause="GB 55029 4.0.3, 4.0.4",
            label=Text(en="hidden works accepted before covering, cables marked", zh="隐蔽工程验收，线缆永久标识"),
            parts=parts.whole_site,
        ),
        _must(
            code="as_built_papers",
            rule="GB 55029 5.0.5",
            clause="GB 55029 5.0.1 to 5.0.5",
            label=Text(en="as-built papers handed over", zh="竣工资料移交"),
            parts=parts.whole_site,
        ),
        _must(
            code="upkeep",
            rule="GB 55029 6.0.1",
            clause="GB 55029 6.0.1 to 6.0.5",
            label=Text(en="people, money and rules for operation and upkeep", zh="运行维护的人员、经费和制度"),
            parts=parts.whole_site,
        ),
    ),
)
