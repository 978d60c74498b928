"""Prompts on a kiosk's display: the latest one, confirmed by the display, and no lane waits for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import anyio
import pytest

from zbsec.faces.liveness import Ask, Unseen
from zbsec.records import EventCode
from zbsec.runtime.screen import Screen
from zbsec.testing.devices import Fault, SimulatedScreen, simulated_kiosk

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from zbsec.sites import AccessPoint, Site


@pytest.fixture
def point(site: Site) -> AccessPoint:
    return replace(site.access_point("east-in"), kiosk="west-kiosk")


def play(point: AccessPoint, story: Callable[[Screen, SimulatedScreen], Awaitable[None]]) -> list[dict[str, object]]:
    """What was put on record meanwhile."""
    noted: list[dict[str, object]] = []

    async def report(code: EventCode, **facts: str) -> None:
        noted.append({"code": code, **facts})

    async def whole() -> None:
        kiosk = simulated_kiosk(id="west-kiosk")
        assert isinstance(kiosk.driver, SimulatedScreen)
        async with kiosk, anyio.create_task_group() as tasks:
            await kiosk.ready()
            screen = Screen(kiosk, point, report)
            tasks.start_soon(screen.run)
            await story(screen, kiosk.driver)
            tasks.cancel_scope.cancel()

    anyio.run(whole)
    return noted


def shown(wire: SimulatedScreen) -> list[str | None]:
    return [text and text.zh for text in wire.shown]


def test_both_languages_are_shown_and_taken_away(point: AccessPoint) -> None:
    async def story(screen: Screen, wire: SimulatedScreen) -> None:
        for prompt in (Ask.BLINK, Unseen.HIDDEN, None):
            screen.show(prompt)
            await anyio.sleep(0.05)
        assert [text and (text.en, text.zh) for text in wire.shown] == [
            None, (Ask.BLINK.en, Ask.BLINK.zh), (Unseen.HIDDEN.en, Unseen.HIDDEN.zh), None
        ]  # fmt: skip

    assert play(point, story) == []


def test_a_newer_prompt_replaces_what_was_not_shown_yet(point: AccessPoint) -> None:
    async def story(screen: Screen, wire: SimulatedScreen) -> None:
        screen.show(Ask.BLINK)
        screen.show(Ask.CHIN_UP)
        await anyio.sleep(0.05)
        assert shown(wire) == [None, Ask.CHIN_UP.zh]

    play(point, story)


def test_a_display_that_does_not_confirm_is_an_event_once(point: AccessPoint, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(screen: Screen, wire: SimulatedScreen) -> None:
        monkeypatch.setattr(type(screen._kiosk), "perform", hurried(type(screen._kiosk).perform))
        wire.fault = Fault.DEAF
        for prompt in (Ask.BLINK, Ask.CHIN_UP):
            screen.show(prompt)
            await anyio.sleep(0.15)
        wire.fault = Fault.NONE
        screen.show(Ask.TURN_LEFT)
        await anyio.sleep(0.1)
        assert shown(wire) == [None, Ask.TURN_LEFT.zh]
        wire.fault = Fault.DEAF
        screen.show(None)
        await anyio.sleep(0.15)

    noted = play(point, story)
    assert [(one["code"], one["access_point"]) for one in noted] == [(EventCode.DEVICE_FAULT, "east-in")] * 2
    assert "west-kiosk" in str(noted[0]["detail"])
    assert "秒内未确认" in str(noted[0]["detail_zh"])


def hurried(perform: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
    """So that no test waits two seconds for nothing."""
    return lambda runner, action, **_: perform(runner, action, timeout_s=0.05)


def test_nothing_is_left_on_it_when_the_site_closes(point: AccessPoint) -> None:
    async def story(screen: Screen, wire: SimulatedScreen) -> None:
        screen.show(Ask.BLINK)
        await anyio.sleep(0.05)
        await screen.clear()
        assert shown(wire) == [None, Ask.BLINK.zh, None]

    assert play(point, story) == []
