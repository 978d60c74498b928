"""One perimeter line before one camera: what crosses it becomes an event; who it was is not looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anyio import to_thread

from zbsec.errors import ImageError
from zbsec.records import Event, EventCode, detailed
from zbsec.scenes import Line, LineCrossing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from zbsec.devices.drivers.frames import FrameSource
    from zbsec.records import Frame, Scalar
    from zbsec.scenes import Crossing
    from zbsec.sites import PerimeterLine


class Watch:
    """Follows the pictures of one camera and reports crossings of its line."""

    def __init__(
        self,
        line: PerimeterLine,
        *,
        record: Callable[[Event], Awaitable[Any]],
        new_id: Callable[[], str],
        clock: Callable[[], datetime],
    ) -> None:
        self.line = line
        self._record = record
        self._new_id = new_id
        self._clock = clock
        self._crossing: LineCrossing | None = None

    async def play(self, source: FrameSource) -> list[Event]:
        """Watch until the source ends; returns what crossed."""
        found: list[Event] = []
        while True:
            try:
                frame = await to_thread.run_sync(source.read)
            except ImageError as error:
                await self._report(EventCode.FRAME_REJECTED, **detailed(error.why))
                continue
            if frame is None:
                return found
            for crossing in await to_thread.run_sync(self._feed, frame):
                found.append(await self._report(EventCode.PERIMETER_LINE_CROSSED, direction=crossing.direction.value))

    def _feed(self, frame: Frame) -> list[Crossing]:
        if self._crossing is None:
            ends = [(x * frame.width_px, y * frame.height_px) for x, y in self.line.points]
            self._crossing = LineCrossing(Line(ends[0], ends[1]))
        return self._crossing.feed(frame)

    async def _report(self, code: EventCode, **facts: Scalar) -> Event:
        event = Event(
            id=self._new_id(),
            code=code,
            source=self.line.id,
            occurred_at=self._clock(),
            data={"line": self.line.id, "camera": self.line.camera, **facts},
        )
        await self._record(event)
        return event
