"""A clock that tells whole seconds only: watched until its second turns, it is as sure as the polls are close."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import anyio

from zbsec._text import two
from zbsec.devices.clock import ClockSample
from zbsec.errors import DeviceError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

LONGEST_S = 3.0
_PAUSE_S = 0.005


class _Look(NamedTuple):
    seconds: int
    asked: float
    answered: float


class TurningClock:
    """A clock of whole seconds since 1970-01-01 in UTC.

    :param seconds: asks the device for it.
    """

    def __init__(self, seconds: Callable[[], Awaitable[int]]) -> None:
        self._seconds = seconds

    async def read(self) -> ClockSample:
        """Look until the second turns: it did so between the question before and the answer after.

        :raises OSError: there is no link.
        :raises DeviceError: it stands still, or jumps.
        """
        wall, begun = time.time(), time.monotonic()
        before = await self._look()
        while before.answered - begun < LONGEST_S:
            await anyio.sleep(_PAUSE_S)
            after = await self._look()
            if after.seconds == before.seconds + 1:
                middle = (before.asked + after.answered) / 2
                # The host's clock may be set meanwhile: the monotonic clock says how much later it is.
                return ClockSample(middle, after.seconds - (wall + middle - begun), (after.answered - before.asked) / 2)
            if after.seconds != before.seconds:
                raise DeviceError(
                    "clock",
                    "read",
                    two(
                        f"it jumps from {before.seconds} s to {after.seconds} s",
                        f"由 {before.seconds} 秒跳到 {after.seconds} 秒",
                    ),
                )
            before = after
        raise DeviceError(
            "clock",
            "read",
            two(f"it stands still at {before.seconds} s", f"停在 {before.seconds} 秒不动"),
            hint=two("check the register", "请检查寄存器"),
        )

    async def _look(self) -> _Look:
        asked = time.monotonic()
        seconds = await self._seconds()
        return _Look(seconds, asked, time.monotonic())
