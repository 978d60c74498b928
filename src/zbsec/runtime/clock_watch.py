"""Notices that the clock of the machine was set back, and that it is right again: an event each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio

from zbsec._text import two
from zbsec.faces.clock import TOLERANCE
from zbsec.records import EventCode, detailed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime, timedelta

EVERY_S = 10.0


class ClockWatch:
    """While the clock lies behind, nobody can be enrolled; who was let in before still is, by the later time."""

    def __init__(
        self,
        behind: Callable[[datetime], timedelta],
        *,
        report: Callable[..., Awaitable[None]],
        clock: Callable[[], datetime],
    ) -> None:
        """
        :param behind: by how much a moment lies before the latest one seen (``Gallery.tell_time``).
        :param report: puts an event on record: its code, and facts by name.
        """
        self._behind = behind
        self._report = report
        self._clock = clock
        self._set_back = False

    async def run(self) -> None:
        """Look for ever."""
        while True:
            await self.look()
            await anyio.sleep(EVERY_S)

    async def look(self) -> None:
        """Look once."""
        behind = self._behind(self._clock())
        if (behind > TOLERANCE) is self._set_back:
            return
        self._set_back = behind > TOLERANCE
        if self._set_back:
            seconds = round(behind.total_seconds())
            said = two(
                f"the clock lies {seconds} s behind the latest time seen; nobody can be enrolled until it is right",
                f"时钟比已见过的最晚时间慢 {seconds} 秒；校正之前无法登记",
            )
            await self._report(EventCode.CLOCK_SET_BACK, **detailed(said))
        else:
            await self._report(EventCode.CLOCK_RIGHT)
