"""The hours in which something is valid, week by week, in the site's own time zone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from zbsec.sites.fault import PartError
from zbsec.sites.text import Text

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Hours of the day on some days of the week.

    :raises PartError: no days, a day outside 0 to 6, or hours that are empty or leave the day.
    """

    days: tuple[int, ...]
    """0 is Monday, as ``datetime.weekday`` counts."""
    start_min: int
    """Minutes after midnight, 0 to 1439."""
    end_min: int
    """Minutes after midnight, up to 1440; the minute itself lies outside."""

    def __post_init__(self) -> None:
        if not self.days or not set(self.days) <= set(range(7)):
            raise PartError(
                Text(en=f"days {self.days} are no days of the week", zh=f"{self.days} 不是星期"),
                Text(en="count them from 0 (Monday) to 6", zh="从 0（星期一）到 6"),
            )
        if not 0 <= self.start_min < self.end_min <= DAY_MIN:
            raise PartError(
                Text(en="the hours are empty or pass midnight", zh="时段为空或跨越午夜"),
                Text(en="write two windows for a night", zh="夜间请写成两个时段"),
            )

    def minutes(self) -> set[int]:
        """The minutes of the week it covers, counted from Monday 00:00."""
        return set(chain(*(range(day * DAY_MIN + self.start_min, day * DAY_MIN + self.end_min) for day in self.days)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSpec:
    """A named set of windows; outside all of them it is closed."""

    id: str
    windows: tuple[Window, ...]

    def minutes(self) -> set[int]:
        """The minutes of the week in which it is open."""
        return set(chain(*(window.minutes() for window in self.windows)))

    def covers(self, other: ScheduleSpec) -> bool:
        """Whether it is open whenever ``other`` is."""
        return other.minutes() <= self.minutes()
