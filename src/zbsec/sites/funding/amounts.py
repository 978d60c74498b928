"""Decimal numbers and amounts of yuan in a funding file."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from zbsec.sites.funding.money import FEN
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from zbsec.sites.section import Section

MOST_YUAN = Decimal(100_000_000_000)


def number(table: Section, key: str, *, low: Decimal, high: Decimal) -> Decimal | None:
    """A decimal number from ``low`` to ``high``, exactly as it is written."""
    value: Decimal | None = table.decimal(key)
    if value is not None and not low <= value <= high:
        problem = Text(en=f"{value} is out of range", zh=f"{value} 超出范围")
        remedy = Text(en=f"write a number from {low:f} to {high:f}", zh=f"写 {low:f} 到 {high:f} 之间的数")
        table.complain(key, problem, remedy)
        return None
    return value


def amount(table: Section, key: str, *, default: Decimal | None = None) -> Decimal | None:
    """Yuan with at most two decimals."""
    if default is not None and key not in table:
        return default
    value = number(table, key, low=Decimal(0), high=MOST_YUAN)
    if value is not None and value != value.quantize(FEN):
        problem = Text(en=f"{value} has a fraction of a fen", zh=f"{value} 含不足一分的部分")
        remedy = Text(en="write yuan with at most two decimals", zh="以元为单位，最多两位小数")
        table.complain(key, problem, remedy)
        return None
    return value
