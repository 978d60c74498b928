"""Figures as tables under a title, for the terminal and for a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zbsec.cli.columns import aligned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zbsec.cli.bench.intervals import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a title, the first row being the columns' names."""

    title: str
    rows: list[list[str]]
    left: int = 1
    notes: list[str] = field(default_factory=list)
    code: str = ""
    """Python to copy."""


def on_terminal(tables: Iterable[Table]) -> Iterator[str]:
    """Each behind an empty line."""
    for table in tables:
        yield ""
        yield table.title
        yield from aligned(table.rows, left=table.left)
        yield from table.notes
        yield from [table.code] if table.code else []


def percent(value: float) -> str:
    return f"{100 * value:.3g} %"


def share(found: Estimate | None) -> str:
    """A rate with its interval, in percent."""
    if found is None:
        return ""
    return f"{100 * found.value:.3g} % ({100 * found.low:.3g}-{100 * found.high:.3g})"


def score(found: Estimate) -> str:
    return f"{found.value:.3f} ({found.low:.3f}-{found.high:.3f})"
