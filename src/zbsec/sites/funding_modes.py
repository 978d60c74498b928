"""Who pays, as the notice sorted it: modes F1 to F6, each with what the law of today asks before it."""

from __future__ import annotations

from typing import NamedTuple

from zbsec.sites.certainty import Certainty
from zbsec.sites.kinds import KINDS, NOTICE
from zbsec.sites.text import Text


class FundingMode(NamedTuple):
    """One way to pay for a site."""

    id: str
    code: str
    label: Text
    kinds: tuple[str, ...]
    """Site kinds it was meant for."""
    led_by: Text
    precondition: Text | None
    """What is to be checked today; None: nothing of its own."""
    law: str
    clause: str = f"{NOTICE}, part 3 (资金)"
    certainty: Certainty = Certainty.A


_OWNERS = Text(en="owners' committee", zh="业主委员会")
_FUND = Text(
    en="two thirds of the owners take part, more than half of their area and persons agree; accounts are published. "
    "Whether new biometric equipment renews common parts is contested and needs evidence",
    zh="专有部分面积和人数均占比三分之二以上的业主参与表决，并经参与表决者双过半同意，账目公布；"
    "新增生物识别设备是否属于共有部分更新存在争议，须有依据",
)

FUNDING_MODES = (
    FundingMode(
        id="F1",
        code="developer_invests",
        label=Text(en="the developer invests", zh="开发建设单位投资"),
        kinds=("estate_new",),
        led_by=Text(en="developer", zh="开发建设单位"),
        precondition=Text(en="acceptance duty A7", zh="验收义务 A7"),
        law="GB 55029 5.0.1 to 5.0.5",
    ),
    FundingMode(
        id="F2",
        code="owner_decided_market",
        label=Text(en="owners decide, the market pays", zh="业主决定、市场化运作"),
        kinds=("estate_gated",),
        led_by=Text(en="property service provider, which convenes the owners", zh="物业服务人组织业主"),
        precondition=Text(
            en="business on common parts: two thirds take part, three quarters of their area and persons agree; net "
            "income is the owners'",
            zh="利用共有部分经营：三分之二以上参与表决，且经参与表决者四分之三以上同意；净收益归业主",
        ),
        law="CC 278(8), 282",
    ),
    FundingMode(
        id="F2b",
        code="maintenance_fund",
        label=Text(en="maintenance fund", zh="住宅专项维修资金"),
        kinds=("estate_gated", "single_building"),
        led_by=_OWNERS,
        precondition=_FUND,
        law="CC 278(5), 281",
    ),
    FundingMode(
        id="F3",
        code="joint_public",
        label=Text(en="city, county, town and village pay together", zh="市、区县、镇办、村居共同出资"),
        kinds=("estate_open_old", "village"),
        led_by=Text(en="villagers' or residents' committee", zh="村（居）民委员会"),
        precondition=None,
        law="none of its own",
    ),
    FundingMode(
        id="F4",
        code="self_funded",
        label=Text(en="the unit pays", zh="单位自筹"),
        kinds=("org_compound", "other_key_sector"),
        led_by=Text(en="the unit", zh="本单位"),
        precondition=None,
        law="none of its own",
    ),
    FundingMode(
        id="F5",
        code="owners_joint",
        label=Text(en="the owners pay jointly", zh="业主共同出资"),
        kinds=("single_building",),
        led_by=_OWNERS,
        precondition=_FUND,
        law="CC 278(5), 281",
    ),
    FundingMode(
        id="F6",
        code="vendor_advance",
        label=Text(en="the contractor pays first, then instalments or lease", zh="建设方垫资，分期回购或租赁"),
        kinds=tuple(KINDS.own),
        led_by=Text(en="contractor", zh="建设方"),
        precondition=None,
        law="none of its own; the notice made it optional (可)",
    ),
)
