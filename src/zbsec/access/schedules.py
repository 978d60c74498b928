"""The hours in which an access point is open to those with a right."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from zbsec.sites import ScheduleSpec


class Schedule:
    """A weekly schedule in the site's own time zone: summer time moves with the clock on the wall."""

    def __init__(self, spec: ScheduleSpec, zone: ZoneInfo) -> None:
        self._minutes = frozenset(spec.minutes())
        self._zone = zone

    def is_open(self, at: datetime) -> bool:
        """Whether ``at`` lies inside; a minute counts from its first second to its last."""
        local = at.astimezone(self._zone)
        return (local.weekday() * 24 + local.hour) * 60 + local.minute in self._minutes
