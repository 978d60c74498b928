"""From an event to the centre, from an alarm to the centre, and the alarm itself (GB 50396-2007 5.1.2, 5.1.5)."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import anyio

from zbsec._ambient import now
from zbsec.records import Credential, CredentialKind, EventCode, Reason
from zbsec.sites import Text
from zbsec.testing.acceptance.lanes import Unmeasured

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec.journal import Entry
    from zbsec.runtime import Lane, Post, RunningSite

MOST_ATTEMPTS = 5
TYPED = (CredentialKind.PIN, CredentialKind.CARD, CredentialKind.PASS)
"""What somebody can try again and again."""
_POLL_S = 0.01
_NEWEST, _MOST_ENTRIES = 20, 100_000


class Mail:
    """When each platform confirmed what it was told, noted while the lanes are measured."""

    def __init__(self, running: RunningSite) -> None:
        self._running = running
        self._after = running.journal.head.sequence
        self._reached: dict[str, list[tuple[int, datetime]]] = {id: [] for id in running.posts}

    async def watch(self) -> None:
        """Note every step of every platform's cursor, for as long as the caller lets it."""
        while True:
            self._note()
            await anyio.sleep(_POLL_S)

    async def delays(self, patience_s: float) -> tuple[list[float], Text]:
        """Seconds from every event that a platform is told of to its confirmation, and which platforms those were.

        What was not confirmed in time counts with the time that it has waited.
        """
        journal, head = self._running.journal, self._running.journal.head.sequence
        with anyio.move_on_after(patience_s):
            while any(journal.cursor(id) < head for id in self._reached):  # noqa: ASYNC110 (cursors are in a file)
                await anyio.sleep(_POLL_S)
        self._note()
        entries = journal.read(after=self._after, limit=_MOST_ENTRIES)
        told = {id: [one for one in entries if _tells(self._running.posts[id], one)] for id in self._reached}
        times = [self._delay(id, one) for id, some in told.items() for one in some]
        silent = [id for id, some in told.items() if any(journal.cursor(id) < one.sequence for one in some)]
        if silent:
            names = ", ".join(silent)
            return times, Text(en=f"no confirmation from {names}", zh=f"{names} 未确认")
        names = ", ".join(id for id, some in told.items() if some) or "-"
        return times, Text(en=f"events of this measurement, confirmed by {names}", zh=f"本次测量的事件，{names} 已确认")

    def _note(self) -> None:
        for id, reached in self._reached.items():
            sequence = self._running.journal.cursor(id)
            if not reached or reached[-1][0] != sequence:
                reached.append((sequence, now()))

    def _delay(self, id: str, entry: Entry) -> float:
        confirmed = next((at for sequence, at in self._reached[id] if sequence >= entry.sequence), now())
        return (confirmed - entry.event.occurred_at).total_seconds()


async def journal_times(running: RunningSite, lane: Lane, count: int) -> list[float]:
    """Seconds from a refused credential to the journal that the duty desk follows."""
    times = []
    for _ in range(count):
        started = perf_counter()
        passage = await lane.present(_wrong(lane))
        before = running.journal.head.sequence - _NEWEST
        if not any(one.event.id == passage.event.id for one in running.journal.read(after=max(before, 0))):
            raise Unmeasured(en="the event is not in the journal", zh="日志中没有该事件")
        times.append(perf_counter() - started)
    return times


async def alarm_of(running: RunningSite, lane: Lane) -> tuple[int, float | None]:
    """Show wrong credentials until the alarm comes: with which it came, and how long it took to the duty desk.

    :raises Unmeasured: none came within five.
    """
    for attempt in range(1, MOST_ATTEMPTS + 1):
        before, started = running.journal.head.sequence, perf_counter()
        passage = await lane.present(_wrong(lane))
        if passage.decision.reason is not Reason.CREDENTIAL_NOT_FOUND:
            reason = passage.decision.reason
            raise Unmeasured(
                en=f"a wrong credential was not refused as one: {reason.en}",
                zh=f"错误凭证未按错误凭证拒绝：{reason.zh}",
            )
        for one in running.journal.read(after=before):
            if one.event.code is EventCode.ACCESS_WRONG_ATTEMPTS:
                return attempt, perf_counter() - started
    return MOST_ATTEMPTS + 1, None


def _wrong(lane: Lane) -> Credential:
    kind = next((kind for kind in lane.point.methods if kind in TYPED), CredentialKind.CARD)
    return Credential(kind=kind, holder=None, value="acceptance, wrong on purpose")


def _tells(post: Post, entry: Entry) -> bool:
    try:
        return post.message(entry) is not None
    except ValueError as error:
        raise Unmeasured(en=f"{post.id} cannot be told: {error}", zh=f"无法发送至 {post.id}：{error}") from error
