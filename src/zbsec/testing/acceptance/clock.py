"""How far clocks are off, and how fast they drift (GB 50396-2007 5.1.3; GA/T 1742-2020 7.1.1).

The host's clock is held against a time server's. Those of the devices are held against the host's, and through it
against the server's; where no server is named, the host may itself drift by what the standard allows it, and that much
is counted in.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import anyio

from zbsec._ambient import now
from zbsec.devices.drivers.sntp import SntpClock
from zbsec.errors import DeviceError
from zbsec.testing.acceptance.lanes import Unmeasured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zbsec.devices import Clock, ClockSample

DAY_S = 86_400.0
HOST_S_A_DAY = 5.0
"""What GB 50396 5.1.3 lets the host drift."""


class Drift(NamedTuple):
    """A clock over a span: error at its end, drift, and how sure the drift is."""

    error_s: float
    drift_s_a_day: float
    unsure_s_a_day: float
    watched_s: float


def between(first: ClockSample, last: ClockSample) -> Drift:
    """What two comparisons say. The error counts with its uncertainty, for it may lie on the wrong side."""
    span = last.at_s - first.at_s
    return Drift(
        error_s=abs(last.offset_s) + last.uncertainty_s,
        drift_s_a_day=abs(last.offset_s - first.offset_s) / span * DAY_S,
        unsure_s_a_day=(first.uncertainty_s + last.uncertainty_s) / span * DAY_S,
        watched_s=span,
    )


def drift_of(found: Drift, bound_s_a_day: float, *, allowance_s_a_day: float = 0.0) -> float:
    """The drift at most, seconds a day.

    :param allowance_s_a_day: what the clock that it was held against may drift itself.
    :raises Unmeasured: it cannot be told whether the clock keeps its bound.
    """
    unsure = found.unsure_s_a_day + allowance_s_a_day
    most, least = found.drift_s_a_day + unsure, found.drift_s_a_day - unsure
    if most < bound_s_a_day or least >= bound_s_a_day:
        return most
    if found.drift_s_a_day + allowance_s_a_day >= bound_s_a_day:
        raise Unmeasured(
            en=f"it gains or loses {found.drift_s_a_day:.1f} s a day on the host's clock, which was compared with no "
            "time server; name one",
            zh=f"与主机时钟相差每日 {found.drift_s_a_day:.1f} 秒，而主机未与时间服务器比对；请指定时间服务器",
        )
    longer = found.watched_s * found.unsure_s_a_day / ((bound_s_a_day - allowance_s_a_day) / 2)
    raise Unmeasured(
        en=f"watched for {found.watched_s:.0f} s, which is sure to {found.unsure_s_a_day:.1f} s a day only; "
        f"watch for {longer:.0f} s or more",
        zh=f"仅观察 {found.watched_s:.0f} 秒，不确定度为每日 {found.unsure_s_a_day:.1f} 秒；须观察 {longer:.0f} 秒以上",
    )


class ClockWatch:
    """The clocks of a site, read at both ends of a span.

    :param clocks: those of the devices, by id.
    :param server: host, or host:port, of an NTP server.
    :param longest_s: how long to watch at most; with a server, exactly so long or longer.
    """

    def __init__(self, clocks: Mapping[str, Clock], *, server: str | None, longest_s: float) -> None:
        self.server = server
        self._clocks = clocks
        self._longest_s = longest_s
        self._begun_s = time.monotonic()
        self.begun_at = now()
        self._first: dict[str, ClockSample | Unmeasured] = {}
        self._last: dict[str, ClockSample | Unmeasured] = {}
        self._true: list[ClockSample | Unmeasured] = []

    async def begin(self) -> None:
        """The first readings."""
        self._begun_s, self.begun_at = time.monotonic(), now()
        self._first = await self._read()

    async def end(self) -> None:
        """The last readings, once the span is long enough."""
        await anyio.sleep(max(0.0, self._begun_s + self._span_s() - time.monotonic()))
        self._last = await self._read()

    def host(self) -> Drift:
        """The host's clock.

        :raises Unmeasured: no server is named, or it gives no time.
        """
        if self.server is None:
            raise Unmeasured(en="no time server is named", zh="未指定时间服务器")
        first, last = map(_told, self._true)
        return between(first, last)

    def device(self, id: str) -> tuple[Drift, float]:
        """A device's clock, and how much what it was held against may drift itself, seconds a day.

        :raises Unmeasured: its driver reads no clock, or it gave no time.
        """
        if id not in self._clocks:
            raise Unmeasured(en="its driver reads no clock", zh="其驱动不读取设备时钟")
        first, last = _told(self._first[id]), _told(self._last[id])
        if self.server is None:
            return between(first, last), HOST_S_A_DAY
        true = [_told(one) for one in self._true]
        return between(_less(first, true[0]), _less(last, true[1])), 0.0

    def _span_s(self) -> float:
        """Without a server, no longer than the surest of answers takes."""
        if self.server is not None:
            return self._longest_s
        unsure = [2 * one.uncertainty_s for one in self._first.values() if not isinstance(one, Unmeasured)]
        return min(self._longest_s, max(unsure, default=0.0) * DAY_S / (HOST_S_A_DAY / 2))

    async def _read(self) -> dict[str, ClockSample | Unmeasured]:
        if self.server is not None:
            self._true.append(await _one(SntpClock(self.server)))
        return {id: await _one(clock) for id, clock in self._clocks.items()}


async def _one(clock: Clock) -> ClockSample | Unmeasured:
    try:
        return await clock.read()
    except DeviceError as error:
        return Unmeasured(en=f"no time: {error}", zh=f"未得到时间：{error.of('zh')}")
    except OSError as error:
        return Unmeasured(en=f"no time: {error}", zh=f"未得到时间：{error}")


def _told(reading: ClockSample | Unmeasured) -> ClockSample:
    if isinstance(reading, Unmeasured):
        raise reading
    return reading


def _less(clock: ClockSample, true: ClockSample) -> ClockSample:
    """The clock held against true time, through the host's."""
    return clock._replace(
        offset_s=clock.offset_s - true.offset_s, uncertainty_s=clock.uncertainty_s + true.uncertainty_s
    )
