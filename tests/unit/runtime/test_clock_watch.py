"""A clock set back is on record once, and so is that it is right again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import anyio
import pytest
from tests.unit.runtime.conftest import consent, person

from zbsec.access import Holder
from zbsec.journal import Journal
from zbsec.records import EventCode
from zbsec.runtime import RunningSite, open_site
from zbsec.runtime.clock_watch import ClockWatch

if TYPE_CHECKING:
    from zbsec.sites import Site

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_each_change_is_told_once() -> None:
    told: list[tuple[EventCode, str | None]] = []
    moments = [
        NOON,
        NOON - MINUTE,
        NOON - 6 * MINUTE,
        NOON - 7 * MINUTE,
        NOON - MINUTE,
        NOON + MINUTE,
        NOON - 9 * MINUTE,
    ]
    latest = [NOON]

    def behind(at: datetime) -> timedelta:
        latest[0] = max(latest[0], at)
        return latest[0] - at

    async def report(code: EventCode, **facts: str) -> None:
        told.append((code, facts.get("detail", "").partition(" s ")[0]))

    async def all_of_them() -> None:
        given = iter(moments)
        watch = ClockWatch(behind, report=report, clock=lambda: next(given))
        for _ in moments:
            await watch.look()

    anyio.run(all_of_them)
    assert told == [
        (EventCode.CLOCK_SET_BACK, "the clock lies 360"),
        (EventCode.CLOCK_RIGHT, ""),
        (EventCode.CLOCK_SET_BACK, "the clock lies 600"),
    ]


@pytest.mark.usefixtures("painted")
def test_a_site_opened_with_a_clock_set_back_says_so(site: Site, environment: dict[str, str]) -> None:
    async def enrol(running: RunningSite) -> None:
        await running.enrol(Holder(id="h9"), person(2), consent("h9"))

    async def whole() -> None:
        async with open_site(site, environment=environment) as running:
            await enrol(running)
        later = datetime.now(UTC) - 20 * MINUTE
        async with open_site(site, environment=environment, clock=lambda: later):
            pass

    anyio.run(whole)
    with Journal.open(site.folder / site.journal, read_only=True) as journal:
        told = [entry.event for entry in journal.read() if entry.event.code is EventCode.CLOCK_SET_BACK]
    assert len(told) == 1
    assert "the clock lies 12" in str(told[0].data["detail"])
    assert "时钟比已见过的最晚时间慢 12" in str(told[0].data["detail_zh"])
