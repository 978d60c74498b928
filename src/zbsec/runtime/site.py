"""A site at work: its devices, lanes, journal and uplinks, from one site file."""

from __future__ import annotations

import os
import random
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import anyio

from zbsec import devices, faces, plates, sites
from zbsec._ambient import now, random_id
from zbsec._groups import unwrapped
from zbsec._text import Text, same, two
from zbsec.access import Holder, Holders, Schedule
from zbsec.devices.drivers.frames import open_frames
from zbsec.errors import Complaint, ModelError, RegistryError, SiteFileError, SiteKeyError, ZbsecError
from zbsec.faces import liveness
from zbsec.faces.keys.environment import KeyVariable
from zbsec.faces.lane import Desk, Witnesses
from zbsec.journal import Journal
from zbsec.records import Event, EventCode, Purpose, SnapshotPolicy, detailed
from zbsec.runtime.clock_watch import ClockWatch
from zbsec.runtime.lane import Lane
from zbsec.runtime.post import Post
from zbsec.runtime.recognise import FaceRecogniser, PlateRecogniser
from zbsec.runtime.recorder import Recorder
from zbsec.runtime.screen import Screen
from zbsec.runtime.watch import Watch
from zbsec.sites import LivenessCheck
from zbsec.uplink import Policy, Release, encoder
from zbsec.uplink.senders.gat1400 import Gat1400Sender

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, MutableMapping, Sequence
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from zbsec._labelled import Labelled
    from zbsec.devices import DeviceRunner
    from zbsec.devices.drivers.frames import FrameSource
    from zbsec.journal import Entry
    from zbsec.plates import Plate
    from zbsec.records import Consent, Scalar, Snapshot, Terms
    from zbsec.runtime.recognise import Recogniser
    from zbsec.sites import AccessPoint, DeviceSpec, Site, UplinkSpec


@asynccontextmanager
async def open_site(
    site: str | os.PathLike[str] | Site,
    *,
    terms: Terms = faces.FACE_TERMS,
    gallery_key: bytes | faces.KeySource | None = None,
    environment: Mapping[str, str] = os.environ,
    clock: Callable[[], datetime] = now,
    first_retry_s: float = 0.5,
    album: MutableMapping[str, Snapshot] | None = None,
    snapshots: SnapshotPolicy = SnapshotPolicy.VEHICLE,
    prompt: Callable[[AccessPoint, Labelled | None], None] | None = None,
) -> AsyncIterator[RunningSite]:
    """Open a site: devices linked, lanes ready, uplinks delivering; on leaving, gates are in their safe state.

    :param site: path of a site file, or a site that was loaded.
    :param terms: what the members of the gallery have consented to.
    :param gallery_key: the gallery's key, or where it comes from (``faces.key_source``); None: the environment
        variable that the site file names.
    :param environment: where the keys and passwords are that the site file names.
    :param first_retry_s: first pause after a platform did not answer; it doubles with every further try.
    :param album: where pictures of vehicles' passages are kept, by digest; how long is its owner's to decide. It is
        written from worker threads; an ``OSError`` of its is recorded and the gate opens. None: no picture is taken.
    :param snapshots: what is kept of a picture; windows and surroundings are hidden whatever it says.
    :param prompt: shows whoever stands before a lane what to do (``liveness.Ask``), or why their eyes cannot be seen
        (``liveness.Unseen``), in two languages; None takes it away. Not given: the display of the lane's kiosk shows
        it. A lane whose liveness check asks for movements needs one of them.
    :raises SiteFileError: the file has complaints, or names a class or variable that is not there.
    """
    described = site if isinstance(site, sites.Site) else sites.load(site)
    running = RunningSite(
        described,
        terms=terms,
        gallery_key=gallery_key,
        environment=environment,
        clock=clock,
        first_retry_s=first_retry_s,
        album=album,
        snapshots=snapshots,
        prompt=prompt,
    )
    with unwrapped():
        async with running.open():
            yield running


class RunningSite:
    """What ``open_site`` gives: the site, its lanes by access point, and its events."""

    def __init__(
        self,
        site: Site,
        *,
        terms: Terms,
        gallery_key: bytes | faces.KeySource | None,
        environment: Mapping[str, str],
        clock: Callable[[], datetime],
        first_retry_s: float,
        album: MutableMapping[str, Snapshot] | None,
        snapshots: SnapshotPolicy,
        prompt: Callable[[AccessPoint, Labelled | None], None] | None,
    ) -> None:
        self.site = site
        self.holders = Holders()
        self.lanes: dict[str, Lane] = {}
        self.posts: dict[str, Post] = {}
        self.watches: dict[str, Watch] = {}
        self.devices: dict[str, DeviceRunner] = {}
        self.book = plates.Book()
        self.journal: Journal
        self.faces: faces.Backend | None = None
        self.gallery: faces.Gallery | None = None
        self._terms = terms
        self._key = gallery_key
        self._environment = environment
        self._clock = clock
        self._first_retry_s = first_retry_s
        self._album = album
        self._snapshots = snapshots
        self._prompt = prompt
        self._passive: liveness.Liveness | None = None
        self._able: dict[LivenessCheck, Text | None] = {}
        self._screens: dict[str, Screen] = {}
        """By access point."""
        self._recorder: Recorder

    # What a program does with a running site

    async def events(self) -> AsyncIterator[Event]:
        """Every event from now on, in order; none is lost to a slow reader."""
        async for entry in self.entries(after=self.journal.head.sequence):
            yield entry.event

    def entries(self, *, after: int = 0) -> AsyncIterator[Entry]:
        """Every journal entry behind a place, those to come included."""
        return self._recorder.follow(after)

    async def enrol(
        self, holder: Holder, image: NDArray[np.uint8] | Sequence[NDArray[np.uint8]], consent: Consent
    ) -> faces.Enrolment:
        """Register a holder with a face; without a living consent record there is no template.

        :param image: one picture or several; they are overwritten with zeros (governance G42).
        :returns: what was enrolled; ``resembles`` names holders so alike that the operator is to look.

        :raises ConsentError: the consent does not cover this.
        :raises ValueError: the site has no face lane.
        """
        if self.gallery is None:
            raise ValueError(f"{self.site.id} has no access point with a face method")
        enrolled = self.gallery.enroll(holder.id, image, consent, at=self._clock())
        self.holders.add(holder)
        await self._report(EventCode.CONSENT_GIVEN, holder=holder.id, consent=consent.id, purpose=consent.purpose.value)
        return enrolled

    async def withdraw(self, holder: str) -> None:
        """Withdraw a holder's consent: effective for the next frame. Other ways in are not touched (governance G07)."""
        if self.gallery is None:
            raise ValueError(f"{self.site.id} has no access point with a face method")
        self.gallery.withdraw(holder, at=self._clock())
        await self._report(EventCode.CONSENT_WITHDRAWN, holder=holder, purpose=Purpose.FACE_ACCESS.value)

    def register_vehicle(self, plate: str | Plate, holder: Holder) -> None:
        """Let a vehicle in for a holder.

        :param plate: a Chinese plate in any spelling, or a parsed one of any grammar.
        :raises PlateFormatError: the text is no plate, or none that the book can hold.
        """
        self.holders.add(holder)
        self.book.add(plate, holder.id)

    def frames(self, camera: str) -> FrameSource:
        """Open the pictures of one camera of the site file."""
        address = self.site.device(camera).address or ""
        beside = self.site.folder / address
        return open_frames(str(beside) if beside.exists() else address, camera=camera, clock=self._clock)

    async def play(self) -> None:
        """Run every lane and line on its own camera until all pictures have ended."""
        async with anyio.create_task_group() as tasks:
            for lane in self.lanes.values():
                if lane.point.camera is not None and lane.looks:
                    tasks.start_soon(self._play_lane, lane, lane.point.camera)
            for watch in self.watches.values():
                tasks.start_soon(watch.play, self.frames(watch.line.camera))

    # Opening

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Hold everything open; used by ``open_site``."""
        async with AsyncExitStack() as stack:
            self._open_stores(stack)
            self._make_lanes()
            await self._report(EventCode.SITE_OPENED)
            for point in self.site.access_points:
                await self._say_what_lacks(point)
            stack.push_async_callback(self._report, EventCode.SITE_CLOSED)
            for uplink in self.site.uplinks:
                await self._make_post(uplink, stack)
            tasks = await stack.enter_async_context(anyio.create_task_group())
            stack.callback(tasks.cancel_scope.cancel)
            for post in self.posts.values():
                tasks.start_soon(post.run)
            if self.gallery is not None:
                watch = ClockWatch(self.gallery.tell_time, report=self._report, clock=self._clock)
                await watch.look()
                tasks.start_soon(watch.run)
            for runner in self.devices.values():
                await stack.enter_async_context(runner)
            for runner in self.devices.values():
                await runner.ready()
            for screen in self._screens.values():
                tasks.start_soon(screen.run)
                stack.push_async_callback(screen.clear)
            yield

    def _open_stores(self, stack: AsyncExitStack) -> None:
        self.journal = stack.enter_context(Journal.open(_beside(self.site, self.site.journal)))
        self.journal.verify()
        self._recorder = Recorder(self.journal, self._clock)
        if any(point.uses_face for point in self.site.access_points) and self.site.gallery is not None:
            self.faces = faces.load(self.site.face_backend)
            self.gallery = stack.enter_context(
                faces.Gallery.open(
                    _beside(self.site, self.site.gallery),
                    key=self._gallery_key() if self._key is None else self._key,
                    model=self.faces,
                    site=self.site.id,
                    terms=self._terms,
                )
            )

    def _open_checks(self) -> None:
        """Get ready what the lanes' liveness checks need; what is missing keeps the face method off there."""
        wanted = self.site.liveness_checks
        self._able = dict.fromkeys(wanted)
        if LivenessCheck.PASSIVE in wanted:
            try:
                self._passive = liveness.open_passive()
            except ModelError as error:
                self._able[LivenessCheck.PASSIVE] = liveness.lacking(error)

    def _able_at(self, point: AccessPoint) -> dict[LivenessCheck, Text | None]:
        """Of each check of a lane, why it cannot run there; None: it can."""
        found = {check: self._able[check] for check in point.liveness_checks}
        if LivenessCheck.CHALLENGE in found and self._prompt is None and point.id not in self._screens:
            found[LivenessCheck.CHALLENGE] = _NO_PROMPT
        return found

    def _open_screens(self) -> None:
        """Displays of the kiosks at lanes that ask for movements, unless the program shows prompts itself."""
        for point in self.site.access_points:
            kiosk = self.devices.get(point.kiosk or "")
            asks = LivenessCheck.CHALLENGE in point.liveness_checks
            if self._prompt is None and asks and kiosk is not None and kiosk.device.has_display:
                self._screens[point.id] = Screen(kiosk, point, self._report)

    async def _say_what_lacks(self, point: AccessPoint) -> None:
        for check, lacking in self._able_at(point).items():
            if lacking is not None:
                said = two(
                    f"the face method stays off, {check} liveness cannot run: {lacking.en}",
                    f"人脸方式停用，{check.zh}无法运行：{lacking.zh}",
                )
                await self._report(EventCode.DEVICE_FAULT, access_point=point.id, **detailed(said))

    def _make_lanes(self) -> None:
        for spec in self.site.devices:
            if _is_driven(spec):
                self.devices[spec.id] = self._make_device(spec)
        self._open_checks()
        self._open_screens()
        reader = plates.load() if any(point.for_vehicles for point in self.site.access_points) else None
        for point in self.site.access_points:
            self._make_lane(point, self._recogniser(point, reader))
        for line in self.site.perimeter:
            self.watches[line.id] = Watch(line, record=self._recorder.record, new_id=random_id, clock=self._clock)

    def _recogniser(self, point: AccessPoint, reader: plates.Reader | None) -> Recogniser | None:
        """What looks at the pictures of a lane; None: cards, codes and operators alone open it."""
        if point.uses_face and self.faces is not None and self.gallery is not None:
            return FaceRecogniser(self._desk(point, self.faces, self.gallery), point.capture)
        return PlateRecogniser(reader, self.book) if point.for_vehicles and reader is not None else None

    def _desk(self, point: AccessPoint, backend: faces.Backend, gallery: faces.Gallery) -> Desk:
        checks = point.liveness_checks
        return Desk(
            backend=backend,
            gallery=gallery,
            allowed=partial(self.holders.permitted, point.id),
            active=partial(self._is_active, point),
            witnesses=Witnesses(
                passive=self._passive if LivenessCheck.PASSIVE in checks else None,
                draw=partial(_draw, liveness.asked(point.liveness_moves))
                if LivenessCheck.CHALLENGE in checks
                else None,
            ),
        )

    def _is_active(self, point: AccessPoint, at: datetime) -> bool:
        return not point.uses_face or sites.gate(self.site, point, at, able=self._able_at(point)).active

    def _make_device(self, spec: DeviceSpec) -> DeviceRunner:
        settings = dict(spec.settings)
        settings |= {"address": spec.address} if spec.address else {}
        settings |= {"fail": spec.fail} if spec.fail else {}
        try:
            runner = devices.create(spec.device_class, id=spec.id, **settings)
        except (RegistryError, ValueError) as error:
            raise _complaint(
                self.site,
                f"devices.{spec.id}",
                error.said if isinstance(error, ZbsecError) else same(str(error)),
                two("correct the class or its settings", "请改正设备类或其设置"),
            ) from error
        runner.report_to(self._on_device)
        return runner

    def _make_lane(self, point: AccessPoint, recogniser: Recogniser | None) -> None:
        self.lanes[point.id] = Lane(
            point,
            gate=self.devices[point.gate],
            recogniser=recogniser,
            holders=self.holders,
            schedule=Schedule(self.site.schedule(point.schedule), self.site.zone_info),
            is_active=partial(self._is_active, point),
            record=self._recorder.record,
            new_id=random_id,
            clock=self._clock,
            album=self._album,
            snapshots=self._snapshots,
            prompt=self._shown_at(point),
        )

    def _shown_at(self, point: AccessPoint) -> Callable[[Labelled | None], None] | None:
        """What shows prompts at a lane."""
        if self._prompt is not None:
            return partial(self._prompt, point)
        screen = self._screens.get(point.id)
        return None if screen is None else screen.show

    async def _make_post(self, spec: UplinkSpec, stack: AsyncExitStack) -> None:
        sender = Gat1400Sender(
            spec.address, spec.sender_id, user=spec.user, password=self._secret(spec.password_env, f"uplinks.{spec.id}")
        )
        self.posts[spec.id] = Post(
            spec.id,
            journal=self.journal,
            policy=_policy(spec),
            encoder=encoder(spec.encoder),
            sender=await stack.enter_async_context(sender),
            sender_id=spec.sender_id,
            codes=self._codes(),
            headings={point.id: point.heading for point in self.site.access_points if point.heading},
            record=self._recorder.record,
            news=self._recorder.news,
            new_id=random_id,
            clock=self._clock,
            jitter=random.random,
            album=self._album,
            first_retry_s=self._first_retry_s,
        )

    def _codes(self) -> dict[str, str]:
        """Of devices and of access points' tollgates; of one id, the device's."""
        tollgates = {point.id: point.tollgate for point in self.site.access_points if point.tollgate}
        return tollgates | {device.id: device.code for device in self.site.devices if device.code}

    # Inside

    async def _play_lane(self, lane: Lane, camera: str) -> None:
        async for _ in lane.play(self.frames(camera)):
            pass

    async def _on_device(self, event: Event) -> None:
        lane = next((lane for lane in self.lanes.values() if lane.gate.id == event.source), None)
        ends = (EventCode.ACCESS_TAKEN, EventCode.ACCESS_NOT_TAKEN)
        await self._recorder.record(lane.completed(event) if lane and event.code in ends else event)

    async def _report(self, code: EventCode, **facts: Scalar) -> None:
        event = Event(id=random_id(), code=code, source=self.site.id, occurred_at=self._clock(), data=facts)
        await self._recorder.record(event)

    def _gallery_key(self) -> bytes:
        """What the site file's source gives; a variable is one of the environment that the site was opened with."""
        text = self.site.gallery_key or ""
        try:
            scheme, _, name = text.partition(":")
            source = KeyVariable(name, self._environment) if scheme == "env" else faces.key_source(text)
            return source.read()
        except SiteKeyError as error:
            remedy = two(
                "put the key there, or name where it is; see docs/gallery.md",
                "请把密钥放在该处，或写明其所在；参见 docs/gallery.md",
            )
            raise _complaint(self.site, "storage.gallery_key", error.said, remedy) from error

    def _secret(self, name: str, key: str) -> str:
        value = self._environment.get(name)
        if not value:
            raise _complaint(
                self.site,
                key,
                two(f"the environment has no {name}", f"环境中没有 {name}"),
                two(f"set {name} before opening the site", f"启动场所前请设置 {name}"),
            )
        return value


_NO_PROMPT = Text(
    en="nothing here can show a person what to do; name a kiosk with a display, or give open_site a prompt",
    zh="无法向人员显示动作提示；请指定带显示屏的岗亭终端，或为 open_site 提供 prompt",
)


def _draw(among: tuple[liveness.Ask, ...], at_s: float) -> liveness.Challenge:
    return liveness.Challenge.draw(at_s=at_s, among=among)


def _is_driven(spec: DeviceSpec) -> bool:
    """A camera is read by its address, unless somebody registers a driver for its class."""
    return not spec.is_camera or spec.device_class in devices.DEVICES


def _beside(site: Site, path: Path) -> Path:
    place = site.folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _policy(spec: UplinkSpec) -> Policy:
    return Policy(
        recipient=spec.recipient,
        basis=spec.basis,
        basis_valid_to=spec.basis_valid_to,
        purposes=frozenset(Release(purpose) for purpose in spec.purposes),
        fields=frozenset(spec.fields),
        retention_days=spec.retention_days,
        region=spec.region,
        cross_border_ref=spec.cross_border_ref,
    )


def _complaint(site: Site, key: str, problem: Text, remedy: Text) -> SiteFileError:
    return SiteFileError([Complaint.told(str(site.path), None, key, problem, remedy)])
