"""Tables on a terminal, where Chinese characters take two columns."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def aligned(rows: Sequence[Sequence[str]], *, left: int | None = None) -> Iterator[str]:
    """Columns of even width, the first ``left`` of them, or all, to the left."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        lefts = len(row) if left is None else left
        cells = [
            _pad(cell, size, right=number >= lefts) for number, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def width(text: str) -> int:
    """Columns on a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _pad(cell: str, size: int, *, right: bool) -> str:
    space = " " * (size - width(cell))
    return space + cell if right else cell + space
