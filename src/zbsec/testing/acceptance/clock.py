"""How far the host's clock is off, and how fast it drifts (GB 50396-2007 5.1.3; GA/T 1742-2020 7.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import anyio
from anyio import to_thread

from zbsec.errors import DeviceError
from zbsec.testing.acceptance.lanes import Unmeasured
from zbsec.testing.acceptance.sntp import closest

if TYPE_CHECKING:
    from zbsec.testing.acceptance.sntp import ClockSample

DAY_S = 86_400.0
BOUND_S_A_DAY = 5.0


class Clock(NamedTuple):
    """The host's clock over a span: error at its end, drift, and how sure the drift is."""

    error_s: float
    drift_s_a_day: float
    unsure_s_a_day: float
    watched_s: float


async def watched(server: str, seconds: float) -> Clock:
    """Compare the host's clock with a time server's at both ends of a span.

    :raises Unmeasured: the server gives no time.
    """
    try:
        first = await to_thread.run_sync(closest, server)
        await anyio.sleep(seconds)
        last = await to_thread.run_sync(closest, server)
    except DeviceError as error:
        raise Unmeasured(en=str(error), zh=f"时间服务器无有效应答：{error}") from error
    return between(first, last)


def between(first: ClockSample, last: ClockSample) -> Clock:
    """What two comparisons say. The error counts with its uncertainty, for it may lie on the wrong side."""
    span = last.at_s - first.at_s
    return Clock(
        error_s=abs(last.offset_s) + last.uncertainty_s,
        drift_s_a_day=abs(last.offset_s - first.offset_s) / span * DAY_S,
        unsure_s_a_day=(first.uncertainty_s + last.uncertainty_s) / span * DAY_S,
        watched_s=span,
    )


def drift_of(clock: Clock) -> float:
    """The drift at most, seconds a day.

    :raises Unmeasured: the span was too short to tell a good clock from a bad one.
    """
    if clock.unsure_s_a_day >= BOUND_S_A_DAY / 2:
        longer = clock.watched_s * clock.unsure_s_a_day / (BOUND_S_A_DAY / 2)
        raise Unmeasured(
            en=f"watched for {clock.watched_s:.0f} s, which is sure to {clock.unsure_s_a_day:.1f} s a day only; "
            f"watch for {longer:.0f} s or more",
            zh=f"仅观察 {clock.watched_s:.0f} 秒，不确定度为每日 {clock.unsure_s_a_day:.1f} 秒；"
            f"须观察 {longer:.0f} 秒以上",
        )
    return clock.drift_s_a_day + clock.unsure_s_a_day
