"""Checks that several nouns share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


def aware(name: str, moment: datetime) -> None:
    """Refuse a time without a zone: across a site's devices it could mean anything."""
    if moment.tzinfo is None:
        raise ValueError(f"{name} {moment.isoformat()} has no time zone; give one, such as datetime.now(timezone.utc)")


def filled(name: str, text: str) -> None:
    """Refuse an empty or blank text where a record must say something."""
    if not text.strip():
        raise ValueError(f"{name} is empty")
