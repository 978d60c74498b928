"""GB 50339-2013 《智能建筑工程质量验收规范》, clause 19: samples of cameras, detectors, readers and patrol points."""

from __future__ import annotations

from zbsec.sites.certainty import Certainty
from zbsec.sites.rule_sets._figure import Figure, RuleSet
from zbsec.sites.rule_sets._parts import every_device
from zbsec.sites.rule_sets._sampling import one_fifth
from zbsec.sites.text import Text

RULE_SET = RuleSet(
    id="gb-50339",
    label=Text(en="acceptance of intelligent buildings, GB 50339-2013", zh="智能建筑工程质量验收规范 GB 50339-2013"),
    kinds=("org_compound", "single_building"),
    figures=(
        Figure(
            code="function",
            rule="CK20",
            clause="GB 50339 19.0.4",
            label=Text(
                en="a fifth of the devices, and three at least, comply", zh="设备抽检不少于 20% 且不少于 3 台，全部合格"
            ),
            parts=every_device,
            certainty=Certainty.B,
            sample=one_fifth,
        ),
    ),
)
