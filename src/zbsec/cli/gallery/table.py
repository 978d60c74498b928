"""Columns of text that line up, Chinese characters taking two places."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """One line a row; every column but the last as wide as its widest cell."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    return [
        "  ".join([cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)] + [row[-1]])
        for row in rows
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "FW" else 1 for character in text)
