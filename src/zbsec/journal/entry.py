"""What a journal hands out: entries, the head of its chain, and the result of a verification."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec.records import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event as it was written down."""

    sequence: int
    """Place in the journal, from 1, without gaps."""
    event: Event
    """Times are UTC; fields that were given as None are absent."""
    recorded_at: datetime
    """When it was written down, UTC; ``event.occurred_at`` is when it happened."""
    hash: str
    """SHA-256 over the entry and all before it, 64 hex digits (``journal/chain.py``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of the chain: what to anchor outside the machine."""

    sequence: int
    """Of the last entry; 0 for an empty journal."""
    hash: str
    """Of the last entry, 64 hex digits; 64 zeros for an empty journal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """A journal that held up: what was checked."""

    entries: int
    head: Head
    anchored: bool
    """True when an anchor from outside was compared."""
