"""The seven things in which the regimes of Order 799 differ: what binds in which kind of place."""

from __future__ import annotations

from typing import NamedTuple

from zbsec.sites.certainty import Certainty
from zbsec.sites.places import Regime
from zbsec.sites.text import Text

_ARTICLE_7 = frozenset({Regime.ART7_GOV, Regime.ART7_OPERATOR})
_PUBLIC = frozenset(regime for regime in Regime if regime.public)


class RegimeDuty(NamedTuple):
    """One duty, and the regimes under which it binds. Where nobody may install, and where nobody has classified the
    place, there is nothing to bind: both refuse."""

    id: str
    law: str
    label: Text
    binds: frozenset[Regime]
    certainty: Certainty = Certainty.A


REGIME_DUTIES = (
    RegimeDuty(
        id="installer",
        law="VSR 7, 9",
        label=Text(en="only certain installers may put a camera there", zh="安装主体限定"),
        binds=_PUBLIC,
    ),
    RegimeDuty(
        id="standards",
        law="VSR 11",
        label=Text(en="built to the standards that bind", zh="符合强制性标准"),
        binds=_ARTICLE_7,
    ),
    RegimeDuty(
        id="sign",
        law="VSR 13; PIPL 26",
        label=Text(en="conspicuous signs", zh="设置显著提示标识"),
        binds=_PUBLIC,
    ),
    RegimeDuty(
        id="filing",
        law="VSR 14",
        label=Text(en="filed with the county police within 30 days of going live", zh="投入使用三十日内备案"),
        binds=_ARTICLE_7,
    ),
    RegimeDuty(
        id="security",
        law="VSR 15",
        label=Text(en="security management of the system", zh="系统安全管理"),
        binds=_ARTICLE_7,
    ),
    RegimeDuty(
        id="access_register",
        law="VSR 16(2)",
        label=Text(en="register of who looked at what, and why", zh="查阅调取登记"),
        binds=_ARTICLE_7,
    ),
    RegimeDuty(
        id="retention",
        law="VSR 17",
        label=Text(en="video kept 30 days or more, then deleted", zh="视频保存不少于三十日，期满删除"),
        binds=_ARTICLE_7,
    ),
)


def duties_under(regime: Regime) -> tuple[RegimeDuty, ...]:
    """The duties that bind in a place of this regime, in the order of the law's articles."""
    return tuple(duty for duty in REGIME_DUTIES if regime in duty.binds)
