"""A clock of its own for state machines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """A tenth of a second later at every call."""
    now = datetime(2026, 11, 24, 8, tzinfo=UTC)

    def tick() -> datetime:
        nonlocal now
        now += timedelta(seconds=0.1)
        return now

    return tick
