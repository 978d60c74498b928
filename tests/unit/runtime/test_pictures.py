"""What a vehicle lane keeps of its pictures, and which of them leave."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import numpy as np
import pytest
from tests.unit.runtime.conftest import PaintedPlates, vehicle

from zbsec.access import Holder
from zbsec.plates import Book
from zbsec.records import EventCode, Frame, PlateReading, Snapshot, SnapshotPolicy
from zbsec.runtime import RunningSite, open_site
from zbsec.runtime.lane import Passage
from zbsec.runtime.recognise import Passages, PlateRecogniser, sighting_of
from zbsec.sites import Site
from zbsec.testing.plates import noisy_reading
from zbsec.testing.platforms import Gat1400Platform

START = datetime(2026, 11, 26, tzinfo=UTC)
Album = dict[str, Snapshot]


def play(
    site: Site,
    environment: dict[str, str],
    story: Callable[[RunningSite, Gat1400Platform], Awaitable[None]],
    **settings: Any,
) -> None:
    async def whole() -> None:
        async with Gat1400Platform(user="shifan", password="right", clock=lambda: datetime.now(UTC)) as platform:
            told = replace(site, uplinks=tuple(replace(one, address=platform.address) for one in site.uplinks))
            async with open_site(told, environment=environment, first_retry_s=0.02, **settings) as running:
                running.register_vehicle("鲁C12345", Holder(id="h1"))
                await story(running, platform)

    anyio.run(whole)


async def drive_in(running: RunningSite) -> Passage:
    frame = Frame(image=vehicle("鲁C12345"), camera="west-camera", captured_at=datetime.now(UTC))
    passage = await running.lanes["west-in"].see(frame)
    assert passage is not None
    with anyio.fail_after(10):
        while running.journal.cursor("platform") < running.journal.head.sequence or not taken(running):  # noqa: ASYNC110
            await anyio.sleep(0.01)
    return passage


def taken(running: RunningSite) -> list[dict[str, Any]]:
    events = (entry.event for entry in running.journal.read(limit=1000))
    return [dict(event.data) for event in events if event.code is EventCode.ACCESS_TAKEN]


def stored(platform: Gat1400Platform) -> dict[str, Any]:
    (found,) = [one.body for one in platform.objects.values() if one.kind == "MotorVehicleObject"]
    return found


def releasing(site: Site, *more: str) -> Site:
    return replace(site, uplinks=tuple(replace(one, fields=(*one.fields, *more)) for one in site.uplinks))


@pytest.mark.usefixtures("painted")
def test_without_an_album_no_picture_is_taken(whole_site: Site, environment: dict[str, str]) -> None:
    async def story(running: RunningSite, platform: Gat1400Platform) -> None:
        passage = await drive_in(running)
        assert passage.snapshot is None
        assert "picture" not in taken(running)[0]
        assert "SubImageList" not in stored(platform)

    play(releasing(whole_site, "picture"), environment, story)


@pytest.mark.usefixtures("painted")
@pytest.mark.parametrize("policy", list(SnapshotPolicy))
def test_an_album_holds_what_the_events_name(
    whole_site: Site, environment: dict[str, str], policy: SnapshotPolicy
) -> None:
    album: Album = {}

    async def story(running: RunningSite, platform: Gat1400Platform) -> None:
        passage = await drive_in(running)
        named = {passage.event.data.get("picture"), taken(running)[0].get("picture")}
        assert named == (set(album) or {None})
        assert passage.snapshot is (None if policy is SnapshotPolicy.NOTHING else next(iter(album.values())))
        assert "SubImageList" not in stored(platform)  # the estate's uplink releases no picture

    play(whole_site, environment, story, album=album, snapshots=policy)
    assert [kept.policy for kept in album.values()] == [policy] * (policy is not SnapshotPolicy.NOTHING)


@pytest.mark.usefixtures("painted")
def test_a_picture_reaches_the_platform_where_the_policy_releases_it(
    whole_site: Site, environment: dict[str, str]
) -> None:
    album: Album = {}

    async def story(running: RunningSite, platform: Gat1400Platform) -> None:
        await drive_in(running)
        (kept,) = album.values()
        found = stored(platform)
        (picture,) = found["SubImageList"]["SubImageInfoObject"]
        assert (picture["Width"], picture["Height"], picture["Type"]) == (kept.width_px, kept.height_px, "09")
        assert (found["RightBtmX"], found["RightBtmY"]) == (kept.width_px, kept.height_px)

    play(releasing(whole_site, "picture"), environment, story, album=album)


class FullDisk(Album):
    """An album that cannot be written."""

    def __setitem__(self, digest: str, kept: Snapshot) -> None:
        raise OSError("no space left")


@pytest.mark.usefixtures("painted")
def test_the_gate_opens_where_a_picture_cannot_be_kept(whole_site: Site, environment: dict[str, str]) -> None:
    async def story(running: RunningSite, _: Gat1400Platform) -> None:
        passage = await drive_in(running)
        assert passage.confirmation is not None
        assert passage.snapshot is None
        events = [entry.event for entry in running.journal.read(limit=1000)]
        (fault,) = [event for event in events if event.code is EventCode.DEVICE_FAULT]
        assert fault.data["detail"] == "a picture could not be kept: no space left"
        assert fault.data["detail_zh"] == "画面未能保存：no space left"

    play(whole_site, environment, story, album=FullDisk())


@pytest.mark.usefixtures("painted")
def test_a_plate_that_leans_too_far_to_tell_the_windows_gives_no_picture(
    whole_site: Site, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    upright = PaintedPlates.read

    def leaning(self: PaintedPlates, image: np.ndarray) -> list[PlateReading]:
        fallen = np.array([[40, 10], [40, 110], [10, 110], [10, 10]], np.float32)
        return [replace(reading, corners=fallen) for reading in upright(self, image)]

    monkeypatch.setattr(PaintedPlates, "read", leaning)
    album: Album = {}

    async def story(running: RunningSite, _: Gat1400Platform) -> None:
        passage = await drive_in(running)
        assert passage.confirmation is not None
        assert passage.snapshot is None

    play(whole_site, environment, story, album=album)
    assert not album


class Reads:
    """A reader that gives what it was told."""

    def __init__(self, *readings: PlateReading) -> None:
        self.readings = list(readings)

    def read(self, image: np.ndarray) -> list[PlateReading]:
        return self.readings


def at(x: float, width: float = 140) -> np.ndarray:
    return np.array([[x, 200], [x + width, 200], [x + width, 245], [x, 245]], np.float32)


def test_the_other_plates_of_a_frame_are_told_so_that_they_are_hidden() -> None:
    rng = np.random.default_rng(1)
    near, far = noisy_reading("鲁C12345", rng, corners=at(200)), noisy_reading("粤B99999", rng, corners=at(500, 90))
    book = Book()
    book.add("鲁C12345", holder="h1")
    frame = Frame(image=np.zeros((300, 700, 3), np.uint8), camera="c", captured_at=START)
    recogniser = PlateRecogniser(Reads(far, near), book)  # type: ignore[arg-type]
    one, (settled,) = recogniser.look(frame), recogniser.follow().look(frame)
    for sighting in (one, settled):
        assert sighting is not None
        assert sighting.reading is near
        assert sighting.others == (far.box,)


def test_a_frame_that_does_not_show_the_plate_gives_no_reading_to_take_a_picture_by() -> None:
    """The vehicle is there, hidden for a moment: its corners of before would lie on whatever is there now."""
    rng = np.random.default_rng(1)
    reader = Reads(noisy_reading("粤B99999", rng, corners=at(200)))
    passages = Passages(reader, Book())  # type: ignore[arg-type]
    image = np.zeros((300, 700, 3), np.uint8)
    told = []
    for number in range(40):
        if number == 11:
            reader.readings = []
        told += passages.look(Frame(image=image, camera="c", captured_at=START + timedelta(seconds=number / 5)))
    assert told
    appeared = {sighting.facts["appeared_at"] for sighting in told}
    assert appeared == {START.isoformat()}
    for sighting in told:
        assert (sighting.reading is None) or sighting.in_view


def test_reliability_is_that_of_the_plate_that_is_reported() -> None:
    """A repaired character is written with what the reader gave it, not with what it gave the one it saw."""
    reading = noisy_reading("皖C12345", np.random.default_rng(1), noise=0.1)
    book = Book(max_cost=20)
    book.add("鲁C12345", holder="h1")
    repaired = sighting_of(reading, book.weigh(reading)).facts
    assert repaired["plate_char_reliability"] == "鲁-0,C-100,1-100,2-100,3-100,4-100,5-100"
    assert repaired["plate_reliability"] == 0
    plain = sighting_of(reading, None).facts
    assert (plain["plate"], plain["plate_reliability"]) == ("皖C12345", 100)
    lost = noisy_reading("鲁C1345", np.random.default_rng(1), noise=0.1)
    short = sighting_of(lost, book.weigh(lost)).facts
    assert str(short["plate_char_reliability"]) in {
        "鲁-100,C-100,1-100,2-0,3-100,4-100,5-100",
        "鲁-100,C-100,1-100,3-100,4-100,5-100",
    }
