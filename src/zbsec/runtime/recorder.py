"""The way into the journal, and the way to follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
from anyio import to_thread

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from zbsec.journal import Entry, Journal
    from zbsec.records import Event


class Recorder:
    """Writes events down in the order in which they come, and wakes whoever follows.

    Followers read from the journal itself, each at its own pace: no queue between them can fill up or lose anything.
    """

    def __init__(self, journal: Journal, clock: Callable[[], datetime]) -> None:
        self._journal = journal
        self._clock = clock
        self._in_order = anyio.CapacityLimiter(1)
        self._news = anyio.Event()

    async def record(self, event: Event) -> Entry:
        """Append one event; returns when it is on disk.

        :raises JournalError: it could not be written; nothing of it is there.
        """
        with anyio.CancelScope(shield=True):
            entry = await to_thread.run_sync(self._append, event, limiter=self._in_order)
        news, self._news = self._news, anyio.Event()
        news.set()
        return entry

    def news(self) -> anyio.Event:
        """Set when the next entry is written."""
        return self._news

    async def follow(self, after: int) -> AsyncIterator[Entry]:
        """Every entry behind ``after``, those to come included, for as long as the caller reads."""
        while True:
            news = self._news
            for entry in self._journal.read(after=after):
                after = entry.sequence
                yield entry
            if news is self._news:
                await news.wait()

    def _append(self, event: Event) -> Entry:
        return self._journal.append(event, recorded_at=self._clock())
