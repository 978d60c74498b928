"""What the law on personal data asks somebody to see with their own eyes."""

from __future__ import annotations

from zbsec.sites.certainty import Certainty
from zbsec.sites.rule_sets._figure import Figure, RuleSet
from zbsec.sites.rule_sets._parts import cameras, face_lanes
from zbsec.sites.rule_sets._sampling import everything
from zbsec.sites.text import Text

RULE_SET = RuleSet(
    id="governance",
    label=Text(en="protection of personal data", zh="个人信息保护"),
    figures=(
        Figure(
            code="attack_refused",
            rule="G45",
            clause="governance G45; GB/T 41987-2022",
            label=Text(
                en="photographs and screens are refused at the face lane while it is watched",
                zh="值守状态下人脸通道拒绝照片和屏幕攻击",
            ),
            parts=face_lanes,
            certainty=Certainty.B,
            sample=everything,
            by_report=False,
        ),
        Figure(
            code="view_kept_private",
            rule="G33",
            clause="VSR 13; CC 1033; governance G32, G33",
            label=Text(
                en="no camera looks into windows or balconies, or at passers-by near a face lane",
                zh="摄像机不拍摄窗户、阳台，人脸通道不拍摄过路人员",
            ),
            parts=cameras,
            certainty=Certainty.A,
            sample=everything,
        ),
    ),
)
