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
    right = f"a number from {least:g} to {most:g}" if most < math.inf else "a number above 0"

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not (0 < number < math.inf and least <= number <= most):
            raise argparse.ArgumentTypeError(f"{text!r} is no time in seconds; write {right}")
        return number

    return read


def picture(suffix: str) -> Callable[[str], Path]:
    """A picture to write, whose name says its format."""

    def read(text: str) -> Path:
        path = Path(text)
        if path.suffix.lower() != suffix:
            raise argparse.ArgumentTypeError(f"{text!r} does not end in {suffix}; name it FILE{suffix}")
        return path

    return read
