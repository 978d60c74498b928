"""A clause as a reader sees it. Clauses are stored in one form for every language; the words between their numbers are
few, and told in Chinese here. Names of laws and standards stay as they are abbreviated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zbsec.sites.text import Lang


def cited(clause: str, lang: Lang) -> str:
    """A clause, or several with ``;`` between them, in one language. What is not known stays as it is written."""
    if lang == "en":
        return clause
    for pattern, chinese in _WORDS:
        clause = pattern.sub(chinese, clause)
    return clause


_WORDS = tuple(
    (re.compile(pattern), chinese)
    for pattern, chinese in (
        (r"no data purpose is left", "处理目的已不存在"),
        (r"none of its own", "无专门规定"),
        (r"not public", "未公开"),
        (r"the notice made it optional \(可\)", "通知规定为可选（“可”）"),
        (r"R10 to R22, each as it stands today", "R10 至 R22，各按其现状"),
        (
            r" \(the standard shows the driver's face; that part is not offered\)",
            "（标准要求显示驾驶人面部，该部分不予提供）",
        ),
        (r" \(Beijing, recommended\)", "（北京市推荐性标准）"),
        (r" \(grades (\d) to (\d)\)", r"（\1 至 \2 级）"),
        (r" \(governance (G\d+)\)", r"（本库要求 \1）"),
        (r"\bpart (\d) \(([^()]*)\)", r"第 \1 部分（\2）"),
        (r"\bpart (\d)", r"第 \1 部分"),
        (r"\bgovernance section (\d+)", r"本库要求第 \1 节"),
        (r"\bsection (\d+)", r"第 \1 节"),
        (r"\bgovernance (?=G\d)", "本库要求 "),
        (r"\bgovernance (\d+(?:\.\d+)*)", r"本库要求第 \1 节"),
        (r"\btable (\d+)", r"表 \1"),
        (r"\blevel (?=[IV]+\b)", "水平 "),
        (r"(?<=[\d)]) to (?=[\d(])", " 至 "),
        (r"; ", "；"),
        (r", ", "、"),
    )
)
