"""The sender against the loopback platform, well-behaved and not."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import anyio
import pytest

from zbsec.errors import UplinkRefusedError, UplinkUnavailableError
from zbsec.records import Event
from zbsec.testing.platforms import Gat1400Platform, PlatformFault
from zbsec.uplink import Context, Message, encoder
from zbsec.uplink.senders.gat1400 import Gat1400Sender

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SENDER = "37030300011208000001"


@asynccontextmanager
async def both(password: str = "right") -> AsyncIterator[tuple[Gat1400Platform, Gat1400Sender]]:
    async with (
        Gat1400Platform(user="estate", password="right", clock=lambda: datetime.now(UTC)) as platform,
        Gat1400Sender(platform.address, SENDER, user="estate", password=password, timeout_s=2.0) as sender,
    ):
        yield platform, sender


@pytest.fixture
def message(passage: Event, context: Context) -> Message:
    made = encoder("gat1400").encode(passage, context)
    assert made is not None
    return made


def test_a_message_is_registered_for_sent_and_stored(message: Message) -> None:
    async def story() -> None:
        async with both() as (platform, sender):
            await sender.send(message)
            await sender.keepalive()
            assert list(platform.objects) == list(message.ids)
            assert platform.registered == {SENDER}
            await sender.unregister()
            assert not platform.registered

    anyio.run(story)


def test_a_wrong_password_is_refused(message: Message) -> None:
    async def story() -> None:
        async with both("wrong") as (platform, sender):
            with pytest.raises(UplinkRefusedError, match="401"):
                await sender.send(message)
            assert not platform.objects

    anyio.run(story)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (PlatformFault.REJECTS, UplinkRefusedError),
        (PlatformFault.BROKEN, UplinkUnavailableError),
        (PlatformFault.SILENT, UplinkUnavailableError),
        (PlatformFault.NONSENSE, UplinkUnavailableError),
        (PlatformFault.EMPTY, UplinkUnavailableError),
        (PlatformFault.BUSY, UplinkUnavailableError),
        (PlatformFault.DISLIKES, UplinkRefusedError),
    ],
)
def test_a_bad_platform_is_a_clear_error_after_few_requests(
    message: Message, fault: PlatformFault, error: type[Exception]
) -> None:
    async def story() -> None:
        async with both() as (platform, sender):
            platform.fault = fault
            with pytest.raises(error) as caught:
                await sender.send(message)
            assert platform.address in str(caught.value)
            assert "right" not in str(caught.value)
            assert platform.requests <= 4
            assert not platform.objects

    anyio.run(story)


@pytest.mark.parametrize(
    "fault", [PlatformFault.STRING_STATUS, PlatformFault.BARE, PlatformFault.RENAMED, PlatformFault.FORGETFUL]
)
def test_an_odd_platform_is_understood(message: Message, fault: PlatformFault) -> None:
    async def story() -> None:
        async with both() as (platform, sender):
            platform.fault = fault
            await sender.send(message)
            assert list(platform.objects) == list(message.ids)
            assert not platform.repeats

    anyio.run(story)


def test_a_platform_that_restarted_is_registered_with_again(message: Message) -> None:
    async def story() -> None:
        async with both() as (platform, sender):
            await sender.register()
            await platform.stop()
            with pytest.raises(UplinkUnavailableError):
                await sender.send(message)
            await platform.start()
            await sender.send(message)
            await sender.keepalive()
            assert list(platform.objects) == list(message.ids)

    anyio.run(story)


def test_a_strict_platform_says_what_it_misses() -> None:
    async def story() -> None:
        async with both() as (_, sender):
            bad = Message(
                target="/VIID/MotorVehicles",
                headers=(("User-Identify", SENDER),),
                body=b'{"MotorVehicleListObject":{"MotorVehicleObject":[{"MotorVehicleID":"1"}]}}',
                ids=("1",),
            )
            with pytest.raises(UplinkRefusedError, match="InfoKind is int"):
                await sender.send(bad)

    anyio.run(story)
