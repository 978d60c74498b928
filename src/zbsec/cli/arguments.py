"""Kinds of arguments that several commands have: each refuses what is none, and says what would be right."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def seconds(*, least: float = 0, most: float = math.inf) -> Callable[[str], float]:
    """A time in seconds: finite, more than nothing, at least ``least`` and at most ``most``."""
    return _time("seconds", least, most)


def days(*, most: float) -> Callable[[str], float]:
    """A time in days: more than nothing, at most ``most``."""
    return _time("days", 0, most)


def _time(unit: str, least: float, most: float) -> Callable[[str], float]:
    right = f"a number from {least:g}" if least else "a number above 0"
    right += f" to {most:g}" if most < math.inf else ""

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not (0 < number < math.inf and least <= number <= most):
            raise argparse.ArgumentTypeError(f"{text!r} is no time in {unit}; write {right}")
        return number

    return read


def whole(least: int, most: int | None = None) -> Callable[[str], int]:
    """A whole number in digits."""
    right = f"a whole number from {least}" + ("" if most is None else f" to {most}")

    def read(text: str) -> int:
        few = text.isascii() and text.isdecimal() and len(text) < len(str(2**63))
        if not few or int(text) < least or (most is not None and int(text) > most):
            raise argparse.ArgumentTypeError(f"{text!r} is not {right}")
        return int(text)

    return read


def filled(text: str) -> str:
    """A text that goes on record, and says something."""
    if not text.strip():
        raise argparse.ArgumentTypeError("is empty; write who, or why")
    return text


def picture(suffix: str) -> Callable[[str], Path]:
    """A picture to write, whose name says its format."""

    def read(text: str) -> Path:
        path = Path(text)
        if path.suffix.lower() != suffix:
            raise argparse.ArgumentTypeError(f"{text!r} does not end in {suffix}; name it FILE{suffix}")
        return path

    return read
