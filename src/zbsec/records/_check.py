"""Checks that several nouns share."""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enum import StrEnum


def aware(name: str, moment: datetime) -> None:
    """Refuse a time without a zone: across a site's devices it could mean anything."""
    if not isinstance(moment, datetime):
        raise ValueError(f"{name} is {moment!r}; give a datetime with a time zone")
    if moment.tzinfo is None:
        raise ValueError(f"{name} {moment.isoformat()} has no time zone; give one, such as datetime.now(timezone.utc)")


def filled(name: str, text: str) -> None:
    """Refuse an empty or blank text where a record must say something."""
    if not text.strip():
        raise ValueError(f"{name} is empty")


def one_of(name: str, value: object, kind: type[StrEnum]) -> None:
    """Refuse what is no single member of a closed list."""
    if not isinstance(value, kind):
        raise ValueError(
            f"{name} is {value!r}; it is one {kind.__name__}: {', '.join(member.value for member in kind)}"
        )


def written(name: str, value: str | float | None) -> None:
    """Refuse what JSON and UTF-8 cannot write: NaN, infinity, halves of surrogate pairs."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{name} is {value}; a number that is written down is finite")
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise ValueError(f"{name} {value!r} is no text: character {error.start + 1} is half of a pair") from None
