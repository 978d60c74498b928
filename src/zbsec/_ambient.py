"""Time and chance, from outside the program: defaults of what callers may pass in."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


def random_id() -> str:
    """A fresh id: 32 hexadecimal digits (UUID version 4)."""
    return uuid.uuid4().hex
