"""Delivery through every kind of outage: nothing is lost, nothing arrives twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime

import anyio
import pytest
from tests.unit.runtime.conftest import vehicle

from zbsec.access import Holder
from zbsec.records import EventCode, Frame, Heading, Position
from zbsec.runtime import RunningSite, open_site
from zbsec.sites import Site
from zbsec.testing.platforms import Gat1400Platform, PlatformFault

pytestmark = pytest.mark.usefixtures("painted")


def play(
    site: Site, environment: dict[str, str], story: Callable[[RunningSite, Gat1400Platform], Awaitable[None]]
) -> None:
    async def whole() -> None:
        async with Gat1400Platform(user="shifan", password="right", clock=lambda: datetime.now(UTC)) as platform:
            told = replace(site, uplinks=tuple(replace(one, address=platform.address) for one in site.uplinks))
            async with open_site(told, environment=environment, first_retry_s=0.02) as running:
                running.register_vehicle("鲁C12345", Holder(id="h1"))
                await story(running, platform)

    anyio.run(whole)


async def drive_in(running: RunningSite, times: int = 1) -> None:
    for _ in range(times):
        lane = running.lanes["west-in"]
        await lane.see(Frame(image=vehicle("鲁C12345"), camera="west-camera", captured_at=datetime.now(UTC)))
        with anyio.fail_after(5):
            while lane.gate.state.position is not Position.CLOSED:  # noqa: ASYNC110
                await anyio.sleep(0.01)


def owed(running: RunningSite) -> list[str]:
    post = running.posts["platform"]
    messages = [post.message(entry) for entry in running.journal.read(limit=10_000)]
    return [id for message in messages if message for id in message.ids]


async def told(running: RunningSite, *, within_s: float = 10) -> None:
    with anyio.fail_after(within_s):
        while running.journal.cursor("platform") < running.journal.head.sequence:  # noqa: ASYNC110
            await anyio.sleep(0.01)


def vehicles(platform: Gat1400Platform) -> int:
    return sum(stored.kind == "MotorVehicleObject" for stored in platform.objects.values())


def check(running: RunningSite, platform: Gat1400Platform, *, cars: int, repeats: int = 0) -> None:
    assert set(platform.objects) == set(owed(running))
    assert vehicles(platform) == cars
    assert sum(platform.repeats.values()) == repeats


async def recorded(running: RunningSite, code: EventCode) -> None:
    with anyio.fail_after(20):
        while all(entry.event.code is not code for entry in running.journal.read()):  # noqa: ASYNC110
            await anyio.sleep(0.02)


def test_tollgate_and_heading_of_the_site_file_reach_the_platform(
    whole_site: Site, environment: dict[str, str]
) -> None:
    points = (
        replace(one, tollgate="37030300011218000009", heading=Heading.WEST_TO_EAST) if one.id == "west-in" else one
        for one in whole_site.access_points
    )
    policies = (replace(one, fields=(*one.fields, "access_point")) for one in whole_site.uplinks)
    stated = replace(whole_site, access_points=tuple(points), uplinks=tuple(policies))

    async def story(running: RunningSite, platform: Gat1400Platform) -> None:
        await drive_in(running)
        await told(running)
        check(running, platform, cars=1)
        (vehicle,) = (stored.body for stored in platform.objects.values() if stored.kind == "MotorVehicleObject")
        assert (vehicle["TollgateID"], vehicle["Direction"]) == ("37030300011218000009", "1")

    play(stated, environment, story)


def test_an_outage_loses_nothing_and_repeats_nothing(whole_site: Site, environment: dict[str, str]) -> None:
    async def story(running: RunningSite, platform: Gat1400Platform) -> None:
        await drive_in(running)
        await told(running)
        await platform.stop()
        await drive_in(running, 2)
        assert running.posts["platform"].waiting() == 2
        assert vehicles(platform) == 1
        await recorded(running, EventCode.UPLINK_LOST)
        await platform.start()
        await told(running)
        await recorded(running, EventCode.UPLINK_RESTORED)
        check(running, platform, cars=3)
        found = [entry.event.code for entry in running.journal.read()]
        assert found.count(EventCode.UPLINK_LOST) == found.count(EventCode.UPLINK_RESTORED) == 1

    play(whole_site, environment, story)


def test_a_lost_reply_sends_again_what_the_platform_then_holds_once(
    whole_site: Site, environment: dict[str, str]
) -> None:
    async def story(running: RunningSite, platform: Gat1400Platform) -> None:
        await told(running)
        platform.fault = PlatformFault.LOSES_REPLY
        await drive_in(running)
        await told(running)
        check(running, platform, cars=1, repeats=1)

    play(whole_site, environment, story)


@pytest.mark.parametrize(
    "fault",
    [PlatformFault.REJECTS, PlatformFault.BROKEN, PlatformFault.SILENT, PlatformFault.NONSENSE, PlatformFault.BUSY],
)
def test_a_bad_platform_is_recorded_once_not_hammered_and_caught_up_with(
    whole_site: Site, environment: dict[str, str], fault: PlatformFault
) -> None:
    async def story(running: RunningSite, platform: Gat1400Platform) -> None:
        await told(running)
        platform.fault = fault
        await drive_in(running)
        before = platform.requests
        await anyio.sleep(0.5)
        assert platform.requests - before < 40
        codes = [entry.event.code for entry in running.journal.read()]
        assert sum(code in (EventCode.UPLINK_LOST, EventCode.UPLINK_REFUSED) for code in codes) == 1
        platform.fault = PlatformFault.NONE
        await told(running)
        check(running, platform, cars=1)

    play(whole_site, environment, story)


def test_a_message_the_platform_refuses_for_good_is_recorded_and_passed_over(
    whole_site: Site, environment: dict[str, str]
) -> None:
    async def story(running: RunningSite, platform: Gat1400Platform) -> None:
        await told(running)
        platform.fault = PlatformFault.DISLIKES
        await drive_in(running)
        await told(running)
        platform.fault = PlatformFault.NONE
        await drive_in(running)
        await told(running)
        assert vehicles(platform) == 1
        refused = [entry.event for entry in running.journal.read() if entry.event.code is EventCode.UPLINK_REFUSED]
        assert "StatusCode 8" in str(refused[0].data["detail"])

    play(whole_site, environment, story)


def test_a_restarted_program_goes_on_where_it_stopped(whole_site: Site, environment: dict[str, str]) -> None:
    async def whole() -> None:
        async with Gat1400Platform(user="shifan", password="right", clock=lambda: datetime.now(UTC)) as platform:
            site = replace(
                whole_site, uplinks=tuple(replace(one, address=platform.address) for one in whole_site.uplinks)
            )
            for round_ in range(2):
                if round_ == 0:
                    await platform.stop()
                async with open_site(site, environment=environment, first_retry_s=0.02) as running:
                    running.register_vehicle("鲁C12345", Holder(id="h1"))
                    await drive_in(running)
                    if round_ == 1:
                        await told(running)
                        check(running, platform, cars=2)
                if round_ == 0:
                    await platform.start()

    anyio.run(whole)
