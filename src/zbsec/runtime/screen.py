"""What whoever stands before a lane is to do, on the display of its kiosk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio

from zbsec._text import two
from zbsec.errors import DeviceError
from zbsec.records import Action, EventCode, Verb, detailed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from zbsec._labelled import Labelled
    from zbsec.devices import DeviceRunner
    from zbsec.sites import AccessPoint


class Screen:
    """Keeps one display at the latest prompt: a newer one replaces what was not shown yet, and no lane waits for it.

    Where the display does not confirm, that is an event, once until it does again; the person is not shown what to do,
    so no challenge is passed.
    """

    def __init__(self, kiosk: DeviceRunner, point: AccessPoint, report: Callable[..., Awaitable[None]]) -> None:
        """
        :param report: puts an event on record: its code, and facts by name.
        """
        self._kiosk = kiosk
        self._point = point
        self._report = report
        self._wanted: Labelled | None = None
        self._news = anyio.Event()
        self._failed = False

    def show(self, prompt: Labelled | None) -> None:
        """Show this from now on; None: nothing."""
        self._wanted = prompt
        self._news.set()

    async def run(self) -> None:
        """Show for ever."""
        while True:
            await self._news.wait()
            self._news = anyio.Event()
            await self._perform(self._wanted)

    async def clear(self) -> None:
        """Show nothing: the site closes."""
        with anyio.CancelScope(shield=True):
            await self._perform(None)

    async def _perform(self, prompt: Labelled | None) -> None:
        message = None if prompt is None else two(prompt.en, prompt.zh)
        try:
            await self._kiosk.perform(
                Action(device=self._kiosk.id, verb=Verb.SHOW, cause=self._point.id, message=message)
            )
            self._failed = False
        except DeviceError as error:
            if not self._failed:
                await self._report(EventCode.DEVICE_FAULT, access_point=self._point.id, **detailed(error.said))
            self._failed = True
