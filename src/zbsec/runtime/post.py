"""The way out: what the journal holds and a policy releases goes to one platform, whatever happens to it meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
from anyio import to_thread

from zbsec._text import Text, same
from zbsec.errors import UplinkError, UplinkRefusedError, UplinkUnavailableError
from zbsec.records import Event, EventCode, detailed
from zbsec.uplink import Context

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from zbsec.journal import Entry, Journal
    from zbsec.records import Heading, Scalar, Snapshot
    from zbsec.uplink import Encoder, Message, Policy
    from zbsec.uplink.senders.gat1400 import Gat1400Sender

KEEPALIVE_S = 60.0
"""Below the 90 s after which GA/T 1400.4 asks for a sign of life."""
FIRST_RETRY_S = 0.5
LAST_RETRY_S = 300.0


class Post:
    """Delivers to one platform, in order, at least once; object ids make "at least once" the same as "once".

    The journal is the queue and its cursor the only state: the cursor moves when the platform has confirmed, so a crash
    or an outage at any point loses nothing. A message that the platform refuses for good is recorded as such
    and not tried again; an unavailable platform is tried again with growing pauses.
    """

    def __init__(
        self,
        id: str,
        *,
        journal: Journal,
        policy: Policy,
        encoder: Encoder,
        sender: Gat1400Sender,
        sender_id: str,
        codes: Mapping[str, str],
        headings: Mapping[str, Heading],
        record: Callable[[Event], Awaitable[Any]],
        news: Callable[[], anyio.Event],
        new_id: Callable[[], str],
        clock: Callable[[], datetime],
        jitter: Callable[[], float],
        album: Mapping[str, Snapshot] | None = None,
        first_retry_s: float = FIRST_RETRY_S,
    ) -> None:
        self.id = id
        self.delivered = 0
        self._journal = journal
        self._policy = policy
        self._encoder = encoder
        self._sender = sender
        self._sender_id = sender_id
        self._codes = codes
        self._headings = headings
        self._record = record
        self._news = news
        self._new_id = new_id
        self._clock = clock
        self._jitter = jitter
        self._album = {} if album is None else album
        self._first_retry_s = first_retry_s
        self._lost = False

    async def run(self) -> None:
        """Deliver for as long as the site is open."""
        retry_s = self._first_retry_s
        while True:
            news = self._news()
            try:
                await self._deliver_pending()
                await self._restored()
                retry_s = self._first_retry_s
                with anyio.move_on_after(KEEPALIVE_S) as quiet:
                    await news.wait()
                if quiet.cancelled_caught:
                    await self._sender.keepalive()
            except UplinkError as error:
                await self._note_loss(error)
                await anyio.sleep(retry_s * (0.5 + 0.5 * self._jitter()))
                retry_s = min(2 * retry_s, LAST_RETRY_S)

    def waiting(self) -> int:
        """How many messages wait to be delivered."""
        entries = self._journal.pending(self.id)
        return sum(self.message(entry) is not None for entry in entries)

    async def _deliver_pending(self) -> None:
        while entries := await to_thread.run_sync(self._journal.pending, self.id):
            for entry in entries:
                await self._deliver(entry)

    async def _deliver(self, entry: Entry) -> None:
        try:
            message = self.message(entry)
        except ValueError as error:
            message = None
            await self._report(EventCode.UPLINK_REFUSED, _said(error))
        if message is not None:
            await self._send(message)
        await to_thread.run_sync(self._journal.advance, self.id, entry.sequence)

    async def _send(self, message: Message) -> None:
        if not self._sender.registered:
            await self._sender.register()
        try:
            await self._sender.send(message)
            self.delivered += 1
        except UplinkRefusedError as error:
            if not self._sender.registered:
                raise  # the account is refused, not this message
            await self._report(EventCode.UPLINK_REFUSED, _said(error))

    def message(self, entry: Entry) -> Message | None:
        """What this platform is told of an entry; None: nothing.

        :raises ValueError: the site file lacks what the format demands.
        """
        event = self._policy.release(entry.event)
        if event is None:
            return None
        context = Context(
            sender_id=self._sender_id,
            sequence=entry.sequence,
            codes=self._codes,
            headings=self._headings,
            snapshot=self._album.get(str(event.data.get("picture"))),
        )
        return self._encoder.encode(event, context)

    async def _note_loss(self, error: UplinkError) -> None:
        if not self._lost:
            self._lost = True
            code = EventCode.UPLINK_LOST if isinstance(error, UplinkUnavailableError) else EventCode.UPLINK_REFUSED
            await self._report(code, error.said)

    async def _restored(self) -> None:
        if self._lost:
            self._lost = False
            await self._report(EventCode.UPLINK_RESTORED)

    async def _report(self, code: EventCode, said: Text | None = None) -> None:
        facts: dict[str, Scalar] = {"platform": self.id, **({} if said is None else detailed(said))}
        await self._record(Event(id=self._new_id(), code=code, source=self.id, occurred_at=self._clock(), data=facts))


def _said(error: ValueError | UplinkRefusedError) -> Text:
    return error.said if isinstance(error, UplinkRefusedError) else same(str(error))
