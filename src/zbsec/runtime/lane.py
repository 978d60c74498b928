"""One lane: from a frame to a confirmed passage. Wires rooms together and has no rules of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from anyio import to_thread

from zbsec import plates
from zbsec._text import two
from zbsec.access import WrongAttempts, decide
from zbsec.errors import DeviceError, ImageError, ShapeError
from zbsec.records import Action, Credential, CredentialKind, Event, EventCode, SnapshotPolicy, Verb, detailed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
    from datetime import datetime

    from zbsec._labelled import Labelled
    from zbsec.access import Holders, Schedule
    from zbsec.devices import DeviceRunner
    from zbsec.devices.drivers.frames import FrameSource
    from zbsec.records import Confirmation, Decision, Frame, Reason, Scalar, Snapshot
    from zbsec.runtime.recognise import Recogniser, Sighting
    from zbsec.sites import AccessPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What came of one arrival: the frame it was seen in, the decision, and what the gate confirmed."""

    frame: Frame | None
    """None: nobody looked, an operator opened; or the vehicle had left the view when it was refused."""
    sighting: Sighting | None
    decision: Decision
    event: Event
    confirmation: Confirmation | None
    """None: denied, or the gate did not confirm (then a ``device.fault`` event tells why)."""
    snapshot: Snapshot | None = None
    """What was kept of the frame; None: nothing is kept, or the frame shows no plate."""

    @property
    def latency_ms(self) -> float | None:
        """From the frame to the confirmed actuation."""
        if self.confirmation is None or self.frame is None:
            return None
        return (self.confirmation.confirmed_at - self.frame.captured_at).total_seconds() * 1000


class Lane:
    """One access point at work.

    :param recogniser: None: no picture is looked at; cards, codes, passes and operators open it.
    """

    def __init__(
        self,
        point: AccessPoint,
        *,
        gate: DeviceRunner,
        recogniser: Recogniser | None,
        holders: Holders,
        schedule: Schedule,
        is_active: Callable[[datetime], bool],
        record: Callable[[Event], Awaitable[Any]],
        new_id: Callable[[], str],
        clock: Callable[[], datetime],
        album: MutableMapping[str, Snapshot] | None = None,
        snapshots: SnapshotPolicy = SnapshotPolicy.VEHICLE,
        prompt: Callable[[Labelled | None], None] | None = None,
    ) -> None:
        """
        :param prompt: told whenever what the person before the lane is to do changes; None: nothing is to be shown.
        """
        self.point = point
        self.gate = gate
        self._recogniser = recogniser
        self._holders = holders
        self._schedule = schedule
        self._is_active = is_active
        self._record = record
        self._new_id = new_id
        self._clock = clock
        self._album = album
        self._snapshots = snapshots
        self._tell = prompt
        self._told: Labelled | None = None
        self._granted: dict[str, dict[str, Scalar]] = {}
        self._attempts = WrongAttempts()

    @property
    def looks(self) -> bool:
        """Whether it recognises anything in pictures."""
        return self._recogniser is not None

    async def play(self, source: FrameSource) -> AsyncIterator[Passage]:
        """Every arrival that the source shows. A picture that cannot be used is an event, and the next one is read.

        In a video, an arrival is one passage, however many frames show it; unrelated pictures are one each.
        """
        if self._recogniser is None:
            return
        follower = self._recogniser.follow() if source.continuous else _EachAlone(self._recogniser)
        try:
            async for frame in self._frames(source):
                look = follower.finish if frame is None else partial(follower.look, frame)
                sightings = await to_thread.run_sync(look)
                self._prompt(None if frame is None else follower.prompt)
                for sighting in sightings:
                    yield await self._arrived(sighting, frame)
        finally:
            follower.finish()  # whoever stops in the middle leaves nothing of anybody behind
            self._prompt(None)

    async def _frames(self, source: FrameSource) -> AsyncIterator[Frame | None]:
        """Every frame that can be used, and None at the end."""
        while True:
            try:
                frame = await to_thread.run_sync(source.read)
            except ImageError as error:
                await self._record(self._event(EventCode.FRAME_REJECTED, camera=source.camera, **detailed(error.why)))
                continue
            yield frame
            if frame is None:
                return

    async def see(self, frame: Frame) -> Passage | None:
        """Look at one frame by itself; None: nobody is there, or this lane looks at no pictures."""
        if self._recogniser is None:
            return None
        sighting = await to_thread.run_sync(self._recogniser.look, frame)
        return None if sighting is None else await self._arrived(sighting, frame)

    async def open_for(self, operator: str) -> Passage:
        """An operator lets somebody in, under the operator's own name (governance G22)."""
        credential = Credential(kind=CredentialKind.OPERATOR, holder=None, value=operator)
        return await self._carry_out(self._decide(credential), facts={"cause": operator})

    async def present(self, credential: Credential) -> Passage:
        """Decide about a credential that a reader at this lane has read: a card, a PIN, a pass."""
        return await self._carry_out(self._decide(credential), facts={})

    def completed(self, event: Event) -> Event:
        """The end of a passage as the gate reports it, with what was known when it was granted."""
        known = self._granted.pop(str(event.data.get("decision")), {})
        return replace(event, data={**known, **event.data})

    def _prompt(self, prompt: Labelled | None) -> None:
        if self._tell is not None and prompt is not self._told:
            self._tell(prompt)
        self._told = prompt

    async def _arrived(self, sighting: Sighting, frame: Frame | None) -> Passage:
        decision = self._decide(sighting.credential, ambiguous=sighting.ambiguous, refusal=sighting.refusal)
        shown = frame if sighting.in_view else None
        seen = {} if shown is None else {"camera": shown.camera, "captured_at": shown.captured_at.isoformat()}
        facts: dict[str, Scalar] = {**seen, **sighting.facts}
        kept = None if shown is None else await self._keep(shown, sighting)
        if kept is not None:
            facts["picture"] = kept.digest
        passage = await self._carry_out(decision, frame=shown, sighting=sighting, facts=facts)
        return replace(passage, snapshot=kept)

    async def _keep(self, frame: Frame, sighting: Sighting) -> Snapshot | None:
        """Put what may be kept of the frame into the album. Nobody waits at the gate for a picture that cannot be."""
        try:
            return await to_thread.run_sync(self._take, frame, sighting)
        except OSError as error:
            said = two(f"a picture could not be kept: {error}", f"画面未能保存：{error}")
            await self._record(self._event(EventCode.DEVICE_FAULT, **detailed(said)))
            return None

    def _take(self, frame: Frame, sighting: Sighting) -> Snapshot | None:
        if self._album is None or sighting.reading is None:
            return None
        try:
            kept = plates.snapshot(frame.image, sighting.reading, policy=self._snapshots, hide=sighting.others)
        except ShapeError:
            return None  # a plate that leans so far does not tell where the windows are
        if kept is not None:
            self._album[kept.digest] = kept
        return kept

    def _decide(self, credential: Credential, *, ambiguous: bool = False, refusal: Reason | None = None) -> Decision:
        at = self._clock()
        return decide(
            credential,
            access_point=self.point.id,
            at=at,
            holder=self._holders.get(credential.holder),
            schedule=self._schedule,
            active=self._is_active(at),
            other_way=self.point.other_way,
            ambiguous=ambiguous,
            refusal=refusal,
        )

    async def _carry_out(
        self,
        decision: Decision,
        *,
        facts: dict[str, Scalar],
        frame: Frame | None = None,
        sighting: Sighting | None = None,
    ) -> Passage:
        code = EventCode.ACCESS_GRANTED if decision.granted else EventCode.ACCESS_DENIED
        facts |= {
            "credential": decision.credential.kind.value,
            "holder": decision.credential.holder,
            "reason": decision.reason.value,
            **_told(decision),
        }
        event = self._event(code, **facts)
        await self._record(event)
        if self._attempts.alarms(decision):
            await self._record(self._alarm(event))
        confirmation = await self._move(event) if decision.granted else None
        passage = Passage(frame=frame, sighting=sighting, decision=decision, event=event, confirmation=confirmation)
        if passage.latency_ms is not None:
            self._granted[event.id] |= {"latency_ms": round(passage.latency_ms, 1)}
        return passage

    def _alarm(self, last: Event) -> Event:
        facts = {"count": self._attempts.limit, "credential": last.data["credential"], "decision": last.id}
        return self._event(EventCode.ACCESS_WRONG_ATTEMPTS, **facts)

    async def _move(self, event: Event) -> Confirmation | None:
        self._granted[event.id] = {name: value for name, value in event.data.items() if name != "reason"}
        action = Action(device=self.gate.id, verb=Verb.ACCESS, direction=self.point.direction, cause=event.id)
        try:
            return await self.gate.perform(action)
        except DeviceError as error:
            del self._granted[event.id]
            await self._record(self._event(EventCode.DEVICE_FAULT, decision=event.id, **detailed(error.said)))
            return None

    def _event(self, code: EventCode, **data: Scalar) -> Event:
        facts = {
            "access_point": self.point.id,
            "direction": self.point.direction.value,
            "lane": self.point.lane,
            **data,
        }
        return Event(id=self._new_id(), code=code, source=self.point.id, occurred_at=self._clock(), data=facts)


def _told(decision: Decision) -> dict[str, Scalar]:
    """Where else to go, as whoever is denied is told in either language."""
    way = decision.other_way
    return {"other_way": way and way.en, "other_way_zh": way and way.zh}


class _EachAlone:
    """Unrelated pictures: each that shows somebody is an arrival."""

    prompt = None

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser

    def look(self, frame: Frame) -> list[Sighting]:
        sighting = self._recogniser.look(frame)
        return [] if sighting is None else [sighting]

    def finish(self) -> list[Sighting]:
        return []
