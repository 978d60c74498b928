"""GB 35114-2017 《公共安全视频监控联网信息安全技术要求》, for sites whose cameras join such a network.

Front-end devices are graded (6.3): A authenticates itself by certificate, B also signs its video (6.8), C also encrypts
it (6.9).
"""

from __future__ import annotations

from zbsec.sites.certainty import Certainty
from zbsec.sites.rule_sets._figure import Figure, RuleSet
from zbsec.sites.rule_sets._parts import cameras
from zbsec.sites.text import Text

RULE_SET = RuleSet(
    id="gb-35114",
    label=Text(
        en="security of networked public-security video, GB 35114-2017", zh="视频监控联网信息安全 GB 35114-2017"
    ),
    by_name=True,
    figures=(
        Figure(
            code="video_device_graded",
            rule="CK26",
            clause="GB 35114-2017 6.3",
            label=Text(
                en="the camera holds a certificate of grade A, B or C, and the grade is the one agreed",
                zh="摄像机持有 A、B 或 C 级证书，且为约定等级",
            ),
            parts=cameras,
            certainty=Certainty.B,
        ),
    ),
)
