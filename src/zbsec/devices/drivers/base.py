"""What every driver offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from zbsec.devices.signal import Signal
    from zbsec.records import Action


class Driver(Protocol):
    """The wire to one device. It holds no state of the device and decides nothing.

    A driver that can read the device's own clock says so in an attribute ``clock`` (``zbsec.devices.Clock``); without
    the attribute, or with None in it, the clock cannot be read.
    """

    async def connect(self) -> None:
        """Open the link; returns when the device answers.

        :raises OSError: it does not.
        """
        ...

    async def send(self, action: Action) -> None:
        """Send one command. An opening is one pulse that the device times itself: a dead process leaves no gate open.

        :raises OSError: the link is lost.
        """
        ...

    def signals(self) -> AsyncIterator[Signal]:
        """Every input of the device, first as it is, then as it changes; ends when the link is lost."""
        ...

    async def close(self) -> None:
        """Close the link; calling it twice is fine."""
        ...
