"""Proof that something was deleted (PIPL 47; governance G50)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Trigger(StrEnum):
    """Why something was deleted."""

    WITHDRAWN = "withdrawn"
    """The holder withdrew consent."""
    LAPSED = "lapsed"
    """The consent ended, or the terms it was given to are no longer the site's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Counts and a hash; no personal data."""

    trigger: Trigger
    erased_at: datetime
    templates: int
    keys: int
    digest: str
    """SHA-256 over the sealed bytes that were deleted."""
