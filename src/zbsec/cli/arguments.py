"""Kinds of arguments that several commands have: each refuses what is none, and says what would be right."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from zbsec._text import two
from zbsec.cli.parser import Misuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from zbsec._text import Text


def seconds(*, least: float = 0, most: float = math.inf) -> Callable[[str], float]:
    """A time in seconds: finite, more than nothing, at least ``least`` and at most ``most``."""
    return _time(two("seconds", "秒数"), least, most)


def days(*, most: float) -> Callable[[str], float]:
    """A time in days: more than nothing, at most ``most``."""
    return _time(two("days", "天数"), 0, most)


def _time(unit: Text, least: float, most: float) -> Callable[[str], float]:
    en = f"a number from {least:g}" if least else "a number above 0"
    zh = f"不小于 {least:g}" if least else "大于 0"
    if most < math.inf:
        en, zh = f"{en} to {most:g}", f"{zh}、不大于 {most:g}"

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not (0 < number < math.inf and least <= number <= most):
            raise Misuse(two(f"{text!r} is no time in {unit.en}; write {en}", f"{text!r} 不是{unit.zh}；应为{zh}的数"))
        return number

    return read


def whole(least: int, most: int | None = None) -> Callable[[str], int]:
    """A whole number in digits."""
    en = f"a whole number from {least}" + ("" if most is None else f" to {most}")
    zh = f"不小于 {least} 的整数" if most is None else f"{least} 至 {most} 的整数"

    def read(text: str) -> int:
        few = text.isascii() and text.isdecimal() and len(text) < len(str(2**63))
        if not few or int(text) < least or (most is not None and int(text) > most):
            raise Misuse(two(f"{text!r} is not {en}", f"{text!r} 不是{zh}"))
        return int(text)

    return read


def filled(text: str) -> str:
    """A text that goes on record, and says something."""
    if not text.strip():
        raise Misuse(two("is empty; write who, or why", "为空；请写明何人或何故"))
    return text


def picture(suffix: str) -> Callable[[str], Path]:
    """A picture to write, whose name says its format."""

    def read(text: str) -> Path:
        path = Path(text)
        if path.suffix.lower() != suffix:
            raise Misuse(
                two(
                    f"{text!r} does not end in {suffix}; name it FILE{suffix}",
                    f"{text!r} 的后缀不是 {suffix}；请写成 文件名{suffix}",
                )
            )
        return path

    return read
