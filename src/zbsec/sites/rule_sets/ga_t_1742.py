"""GA/T 1742-2020 《封闭式停车场安全防范要求》: closed car parks. How long vehicle events are kept is ``CK13``."""

from __future__ import annotations

from zbsec.sites.certainty import Certainty
from zbsec.sites.rule_sets._figure import Bound, Figure, RuleSet
from zbsec.sites.rule_sets._parts import car_park, car_park_lanes
from zbsec.sites.rule_sets._sampling import everything
from zbsec.sites.text import Text

_STANDARD = "GA/T 1742-2020"

RULE_SET = RuleSet(
    id="ga-t-1742",
    label=Text(en="closed car parks, GA/T 1742-2020", zh="封闭式停车场安全防范要求 GA/T 1742-2020"),
    figures=(
        Figure(
            code="plate_accuracy",
            rule="CK15",
            clause=_STANDARD,
            label=Text(en="plates read right", zh="号牌识别准确率"),
            parts=car_park_lanes,
            certainty=Certainty.B,
            bound=Bound("at_least", 98, "%"),
        ),
        Figure(
            code="capture_width",
            rule="CK16",
            clause=_STANDARD,
            label=Text(en="width of the captured picture", zh="抓拍图像宽度"),
            parts=car_park_lanes,
            certainty=Certainty.B,
            bound=Bound("at_least", 1280, "px"),
        ),
        Figure(
            code="capture_height",
            rule="CK16",
            clause=_STANDARD,
            label=Text(en="height of the captured picture", zh="抓拍图像高度"),
            parts=car_park_lanes,
            certainty=Certainty.B,
            bound=Bound("at_least", 720, "px"),
        ),
        Figure(
            code="clock_error",
            rule="CK05",
            clause=f"{_STANDARD} 7.1.1",
            label=Text(en="clocks against Beijing time", zh="设备时钟与北京时间偏差"),
            parts=car_park,
            certainty=Certainty.B,
            bound=Bound("at_most", 5, "s"),
        ),
        Figure(
            code="video_backup",
            rule="CK10",
            clause=_STANDARD,
            label=Text(en="backup power of the car park's video", zh="停车场视频备用电源"),
            parts=car_park,
            certainty=Certainty.B,
            bound=Bound("at_least", 1, "h"),
        ),
        Figure(
            code="help_point_spacing",
            rule="CK25",
            clause=_STANDARD,
            label=Text(en="distance between help points", zh="求助点间距"),
            parts=car_park,
            certainty=Certainty.B,
            bound=Bound("at_most", 30, "m"),
        ),
        Figure(
            code="drivers_not_captured",
            rule="G31",
            clause="PIPL 6, 28; governance 9.6 (the standard shows the driver's face; that part is not offered)",
            label=Text(en="no camera captures drivers' faces", zh="摄像机不抓拍驾驶人面部"),
            parts=car_park_lanes,
            certainty=Certainty.B,
            sample=everything,
        ),
    ),
)
