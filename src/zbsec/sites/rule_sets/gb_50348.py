"""GB 50348-2018 《安全防范工程技术标准》: inspection by samples, and who accepts."""

from __future__ import annotations

from zbsec.sites.certainty import Certainty
from zbsec.sites.rule_sets._figure import Bound, Figure, RuleSet
from zbsec.sites.rule_sets._parts import every_device, whole_site
from zbsec.sites.text import Text

RULE_SET = RuleSet(
    id="gb-50348",
    label=Text(en="security engineering, GB 50348-2018", zh="安全防范工程技术标准 GB 50348-2018"),
    figures=(
        Figure(
            code="function",
            rule="CK19",
            clause="GB 50348 9.1.5, 9.1.6; GB/T 2828.1-2012 level I",
            label=Text(
                en="devices work as designed, by samples of each type and model", zh="设备功能符合设计，按型号抽样"
            ),
            parts=every_device,
            certainty=Certainty.B,
        ),
        Figure(
            code="experts_share",
            rule="CK21",
            clause="GB 50348 10.1",
            label=Text(en="technical experts in the acceptance group", zh="验收组技术专家比例"),
            parts=whole_site,
            certainty=Certainty.B,
            bound=Bound("at_least", 50, "%"),
        ),
    ),
)
