"""Who, among those enrolled here, a face belongs to.

Plate matches come from the native book as ``zbsec._core.PlateMatch``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One enrolled holder with a living consent, and how alike the face is. A stranger gives no ``Match`` at all."""

    holder: str
    """Opaque reference of the holder, valid at this site only."""
    score: float
    """Cosine similarity, -1 to 1, of this comparison; it says nothing about the person."""
