"""A device's own clock, where its driver can read one, held against the clock of this host."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class ClockSample(NamedTuple):
    """One comparison of another clock with the host's."""

    at_s: float
    """When, by the host's monotonic clock, seconds."""
    offset_s: float
    """The other clock less the host's, seconds."""
    uncertainty_s: float
    """The offset is that sure: half of the time within which the other clock was read."""


class Clock(Protocol):
    """A clock that can be read. A driver whose device has one keeps it in an attribute ``clock``; others need none."""

    async def read(self) -> ClockSample:
        """Compare it with the host's clock once.

        :raises OSError: there is no link.
        :raises DeviceError: what answers tells no time.
        """
        ...
