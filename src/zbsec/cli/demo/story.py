"""What the demo plays: one day at the gate of an estate, in a few seconds, on real pictures."""

from __future__ import annotations

import secrets
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import anyio
from anyio import to_thread

from zbsec import plates, sites
from zbsec.access import Holder
from zbsec.cli.demo.album import Album
from zbsec.cli.demo.narrator import Narrator
from zbsec.devices.drivers.frames import open_frames
from zbsec.devices.drivers.pictures import read_image
from zbsec.devices.signal import SignalKind
from zbsec.faces import FACE_TERMS
from zbsec.records import Consent, EventCode, Position, Purpose
from zbsec.runtime import open_site
from zbsec.testing import estate
from zbsec.testing.devices import wire_of
from zbsec.testing.plates import render, soil
from zbsec.testing.platforms import Gat1400Platform

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import SimpleNamespace

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.devices.drivers.frames import FrameSource
    from zbsec.runtime import Lane, RunningSite
    from zbsec.sites import Lang, Site

    Picture = NDArray[np.uint8]

SEED = 64
PEDESTRIANS, VEHICLES, LINE = "east-in", "west-in", "north-line"
HOLDER = Holder(id="holder-0001")
CAR, VAN = "鲁C5D0B8", "鲁CD06729"
UNKNOWN_CAR = "粤B88E68"
SOILED_CHARACTER, SPLASHES = 6, 40
"""The B, splashed anew until the reader takes it for another character and the book knows better, at most so often."""
PATIENCE_S = 20.0
"""Longest wait for gates to come to rest and for the platform to be told everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the user asked for."""

    folder: Path
    lang: Lang
    portrait: Path | None = None
    people: str | None = None
    vehicles: str | None = None
    plates: tuple[str, ...] = ()
    seconds: float = 10.0
    passages: int = 3


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of it, for the report."""

    facts: dict[str, Any] = field(default_factory=dict)
    latencies: dict[str, list[float]] = field(default_factory=dict)
    expected: list[str] = field(default_factory=list)
    """Ids of every object that the journal and the policy say the platform is owed."""
    waited: int = 0
    """Objects that waited in the outbox while the platform was away."""


class Story:
    """Plays the demo; ``outcome`` and ``album`` then hold what the report shows."""

    def __init__(self, options: Options, words: SimpleNamespace, tell: Callable[[str], None]) -> None:
        import numpy as np  # noqa: PLC0415

        self.options = options
        self.words = words
        self.outcome = Outcome()
        self.started = datetime.now(UTC)
        for address in filter(None, (options.people, options.vehicles)):
            open_frames(address, camera="own").close()  # a mistake is said now, not after the other acts
        self._portrait = read_image(options.portrait) if options.portrait else estate.holder_portrait()
        self._rng = np.random.default_rng(SEED)
        password = secrets.token_urlsafe(12)
        self.platform = Gat1400Platform(user="shifan", password=password, clock=lambda: datetime.now(UTC))
        self._environment = {"ZBSEC_PLATFORM_PASSWORD": password, "ZBSEC_GALLERY_KEY": secrets.token_hex(32)}
        self.site = self._described()
        self.narrator = Narrator(self.site, words, options.lang, tell)
        self.album = Album(words)
        self.running: RunningSite

    async def play(self) -> None:
        """All acts, one after the other."""
        async with AsyncExitStack() as stack:
            await self.platform.start()
            stack.push_async_callback(self.platform.stop)
            self.site = self._told_where(self.site)
            self.narrator.heading(self.words.open.format(site=self.site.name))
            site = open_site(self.site, environment=self._environment, first_retry_s=0.1)
            self.running = await stack.enter_async_context(site)
            tasks = await stack.enter_async_context(anyio.create_task_group())
            stack.callback(tasks.cancel_scope.cancel)
            tasks.start_soon(self._narrate)
            for act in (
                self._prepare,
                self._people,
                self._vehicles,
                self._outage,
                self._withdrawal,
                self._kiosk,
                self._perimeter,
                self._own_pictures,
                self._return,
            ):
                await act()
                await self._settle()
            self._conclude()

    # Acts

    async def _prepare(self) -> None:
        consent = _consent(self.started)
        await self.running.enrol(HOLDER, self._portrait.copy(), consent)
        for plate in (CAR, VAN, *self.options.plates):
            self.running.register_vehicle(plate, HOLDER)
        backend = self.running.faces
        self.outcome.facts["face_backend"] = backend.name if backend else None
        until = f"{consent.expires_at:%Y-%m-%d}"
        self.narrator.note(self.words.enrolled.format(holder=HOLDER.id, consent=consent.id, until=until))
        self.narrator.note(self.words.vehicles.format(plates="  ".join(self.running.book.plates())))

    async def _people(self) -> None:
        self.narrator.heading(self.words.act_face)
        members = [self._member() for _ in range(self.options.passages)]
        stranger = estate.pedestrian_view(estate.stranger_portrait(), self._rng)
        await self._show(PEDESTRIANS, "people", [*members, stranger, self._member()])

    async def _vehicles(self) -> None:
        self.narrator.heading(self.words.act_vehicle)
        clean = [self._vehicle(render(plate)) for plate in (CAR, VAN) * ((self.options.passages + 1) // 2)]
        await self._show(VEHICLES, "vehicles", [*clean, self._soiled(), self._vehicle(render(UNKNOWN_CAR))])

    async def _outage(self) -> None:
        self.narrator.heading(self.words.act_outage)
        await self._told_platform()
        await self.platform.stop()
        await self._show(PEDESTRIANS, "people-outage", [self._member()])
        await self._show(VEHICLES, "vehicles-outage", [self._vehicle(render(plate)) for plate in (VAN, CAR)])

    async def _withdrawal(self) -> None:
        self.narrator.heading(self.words.act_withdraw.format(holder=HOLDER.id))
        await self.running.withdraw(HOLDER.id)
        await self._show(PEDESTRIANS, "people-withdrawn", [self._member()])

    async def _kiosk(self) -> None:
        self.narrator.heading(self.words.act_kiosk)
        kiosk = wire_of(self.running.devices[self.site.access_point(VEHICLES).kiosk or ""])
        kiosk.report(SignalKind.CALL)
        await anyio.sleep(0.3)
        kiosk.report(SignalKind.CALL_ANSWERED, who="duty-desk-1")
        await anyio.sleep(0.3)
        await self.running.lanes[VEHICLES].open_for("duty-desk-1")
        kiosk.report(SignalKind.CALL_ENDED, who="duty-desk-1")

    async def _perimeter(self) -> None:
        self.narrator.heading(self.words.act_perimeter)
        views = estate.perimeter_views(estate.background(640, 360), self._rng)
        source = self._frames("north", views, self.running.watches[LINE].line.camera)
        await self.running.watches[LINE].play(source)

    async def _own_pictures(self) -> None:
        asked = {PEDESTRIANS: self.options.people, VEHICLES: self.options.vehicles}
        for point, address in asked.items():
            if address is None:
                continue
            self.narrator.heading(f"{self.words.act_own}: {address}")
            lane = self.running.lanes[point]
            source = await to_thread.run_sync(_open, lane, address)
            with anyio.move_on_after(self.options.seconds if source.continuous else None):
                await self._follow(lane, source)
            source.close()

    async def _return(self) -> None:
        self.narrator.heading(self.words.act_back)
        post = next(iter(self.running.posts.values()))
        self.outcome.waited = post.waiting()
        self.narrator.note(self.words.outage.format(count=self.outcome.waited))
        await self.platform.start()
        await self._told_platform()

    # Inside

    def _described(self) -> Site:
        folder = self.options.folder
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "site.toml"
        path.write_text(estate.site_file(), encoding="utf-8")
        for store in ("data", "frames"):
            _clear(folder / store)
        return sites.load(path)

    def _told_where(self, site: Site) -> Site:
        return replace(site, uplinks=tuple(replace(one, address=self.platform.address) for one in site.uplinks))

    def _member(self) -> Picture:
        return estate.pedestrian_view(self._portrait, self._rng)

    def _vehicle(self, plate: Picture) -> Picture:
        return estate.vehicle_view(estate.background(), plate, self._rng)

    def _soiled(self) -> Picture:
        """The car with mud on one character, so that the reader takes it for another and the book still knows it."""
        import numpy as np  # noqa: PLC0415

        reader, book = plates.load(), plates.Book()
        for plate in (CAR, VAN):
            book.add(plate, HOLDER.id)
        for seed in range(SPLASHES):
            mud = np.random.default_rng(seed)
            view = estate.vehicle_view(estate.background(), soil(render(CAR), SOILED_CHARACTER, mud), mud)
            found = [book.match(reading) for reading in reader.read(_as_kept(view))]
            if any(match is not None and match.repaired and match.holder is not None for match in found):
                break
        return view

    async def _show(self, point: str, name: str, pictures: Sequence[Picture]) -> None:
        lane = self.running.lanes[point]
        await self._follow(lane, self._frames(name, pictures, lane.point.camera or point))

    async def _follow(self, lane: Lane, source: FrameSource) -> None:
        async for passage in lane.play(source):
            self.album.add(passage)
            if passage.latency_ms is not None:
                self.outcome.latencies.setdefault(lane.point.id, []).append(passage.latency_ms)
            await self._settle()

    def _frames(self, name: str, pictures: Sequence[Picture], camera: str) -> FrameSource:
        folder = self.options.folder / "frames" / name
        folder.mkdir(parents=True, exist_ok=True)
        for number, picture in enumerate(pictures):
            (folder / f"{number:03}.jpg").write_bytes(_jpeg(picture))
        return open_frames(str(folder), camera=camera)

    async def _narrate(self) -> None:
        async for entry in self.running.entries():
            self.narrator.entry(entry)

    async def _settle(self) -> None:
        """Wait until the gates rest and everything is told."""
        gates = [lane.gate for lane in self.running.lanes.values()]
        await _until(lambda: all(gate.state.position is Position.CLOSED for gate in gates))
        await _until(lambda: self.narrator.told >= self.running.journal.head.sequence)

    async def _told_platform(self) -> None:
        """Wait until nothing waits for the platform."""
        post = next(iter(self.running.posts.values()))
        await _until(lambda: self.running.journal.cursor(post.id) >= self.running.journal.head.sequence)

    def _conclude(self) -> None:
        post = next(iter(self.running.posts.values()))
        for entry in self.running.journal.read(limit=100_000):
            message = post.message(entry)
            self.outcome.expected += [] if message is None else message.ids
        denied = EventCode.ACCESS_DENIED
        self.outcome.facts["denied"] = len(self.running.journal.read(code=denied, limit=100_000))
        self.outcome.facts["journal_entries"] = self.running.journal.verify().entries


async def _until(condition: Callable[[], bool]) -> None:
    """Wait for what other tasks bring about, but not for ever: the report then shows that it did not come."""
    with anyio.move_on_after(PATIENCE_S):
        while not condition():  # noqa: ASYNC110  (gates and journal are not this task's to signal)
            await anyio.sleep(0.01)


def _consent(at: datetime) -> Consent:
    return Consent(
        id="consent-0001",
        holder=HOLDER.id,
        purpose=Purpose.FACE_ACCESS,
        terms_hash=FACE_TERMS.hash,
        notice_hash="0" * 64,
        shown_at=at,
        given_at=at,
        expires_at=at + timedelta(days=365),
        actor=HOLDER.id,
        channel="counter",
        alternative_shown=True,
    )


def _open(lane: Lane, address: str) -> FrameSource:
    return open_frames(address, camera=lane.point.camera or lane.point.id)


def _clear(folder: Path) -> None:
    """Start anew: the demo's own folder holds nothing worth keeping."""
    import shutil  # noqa: PLC0415

    shutil.rmtree(folder, ignore_errors=True)


def _jpeg(picture: Picture) -> bytes:
    import cv2  # noqa: PLC0415

    _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 92])
    return bytes(jpeg.tobytes())


def _as_kept(picture: Picture) -> Picture:
    """As it comes back from its file."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    return np.asarray(cv2.imdecode(np.frombuffer(_jpeg(picture), np.uint8), cv2.IMREAD_COLOR), np.uint8)
