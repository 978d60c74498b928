"""A site at work: decisions, passages, withdrawals, degradations, and what leaving it does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import anyio
import anyio.lowlevel
import cv2
import numpy as np
import pytest
from tests.unit.runtime.conftest import consent, person, vehicle

from zbsec.access import Holder
from zbsec.devices.drivers.frames import PictureSource, open_frames
from zbsec.errors import ImageError, SiteFileError, SiteKeyError
from zbsec.faces import key_source
from zbsec.journal import Journal
from zbsec.records import Credential, CredentialKind, EventCode, Frame, Reason
from zbsec.runtime import RunningSite, open_site
from zbsec.runtime.lane import Passage
from zbsec.sites import Site
from zbsec.testing.devices import Fault, wire_of

pytestmark = pytest.mark.usefixtures("painted")

MEMBER = Holder(id="h1")


def frame(image: np.ndarray, camera: str = "cam") -> Frame:
    return Frame(image=image, camera=camera, captured_at=datetime.now(UTC))


@asynccontextmanager
async def enrolled(site: Site, environment: dict[str, str]):
    async with open_site(site, environment=environment) as running:
        await running.enrol(MEMBER, person(1), consent())
        running.register_vehicle("鲁C12345", MEMBER)
        yield running


def codes(site: Site) -> list[EventCode]:
    with Journal.open(site.folder / site.journal) as journal:
        journal.verify()
        return [entry.event.code for entry in journal.read(limit=10_000)]


def play(site: Site, environment: dict[str, str], story: Callable[[RunningSite], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with enrolled(site, environment) as running:
            await story(running)

    anyio.run(whole)


async def see(running: RunningSite, point: str, image: np.ndarray) -> Passage:
    passage = await running.lanes[point].see(frame(image))
    assert passage is not None
    return passage


def test_a_face_lane_compares_with_those_it_is_for_and_nobody_else(site: Site, environment: dict[str, str]) -> None:
    async def story(running: RunningSite) -> None:
        elsewhere = Holder(id="h2", access_points=frozenset({"west-in"}))
        enrolment = await running.enrol(elsewhere, person(2), consent("h2"))
        assert (enrolment.holder, enrolment.resembles) == ("h2", ())
        passage = await see(running, "east-in", person(2))
        assert passage.decision.reason is Reason.CREDENTIAL_NOT_FOUND
        running.holders.add(Holder(id="h2"))
        passage = await see(running, "east-in", person(2))
        assert passage.decision.reason is Reason.HOLDER_PERMITTED

    play(site, environment, story)


def test_the_key_of_the_gallery_may_come_from_elsewhere(site: Site, tmp_path: Path) -> None:
    source = key_source(f"file:{tmp_path / 'etc' / 'site.key'}")

    async def whole() -> None:
        async with open_site(site, gallery_key=source, environment={}) as running:
            assert running.gallery is not None
            assert running.gallery.register.site == site.id

    with pytest.raises(SiteKeyError, match="No such file"):
        anyio.run(whole)
    source.create()
    anyio.run(whole)


def test_the_site_file_says_where_the_key_is(site: Site, tmp_path: Path, environment: dict[str, str]) -> None:
    assert site.gallery_key == "env:ZBSEC_GALLERY_KEY"
    source = f"file:{tmp_path / 'etc' / 'site.key'}"
    kept = replace(site, gallery_key=source)

    async def whole(described: Site, variables: dict[str, str]) -> None:
        async with open_site(described, environment=variables) as running:
            assert running.gallery is not None

    with pytest.raises(SiteFileError, match=r"storage.gallery_key: key file .*site.key: No such file") as caught:
        anyio.run(whole, kept, {})
    assert "put the key there" in caught.value.complaints[0].remedy
    key_source(source).create()
    anyio.run(whole, kept, {})
    with pytest.raises(SiteFileError, match=r"storage\.gallery_key: the environment has no ZBSEC_GALLERY_KEY"):
        anyio.run(whole, replace(site, journal=Path("other.db")), {})
    with pytest.raises(SiteFileError, match="names no source of a key"):
        anyio.run(whole, replace(site, gallery_key="vault:somewhere"), environment)


def test_a_member_passes_and_the_passage_is_completed(site: Site, environment: dict[str, str]) -> None:
    async def story(running: RunningSite) -> None:
        passage = await see(running, "east-in", person(1))
        assert passage.decision.reason is Reason.HOLDER_PERMITTED
        assert passage.latency_ms is not None
        assert 0 < passage.latency_ms < 2000
        with anyio.fail_after(5):
            async for entry in running.entries():
                if entry.event.code is EventCode.ACCESS_TAKEN:
                    assert entry.event.data["holder"] == "h1"
                    assert entry.event.data["decision"] == passage.event.id
                    assert entry.event.data["latency_ms"] == round(passage.latency_ms, 1)
                    break

    play(site, environment, story)


def test_a_stranger_is_refused_pointed_elsewhere_and_leaves_no_trace(site: Site, environment: dict[str, str]) -> None:
    def stored() -> dict[Path, bytes]:
        gallery = site.folder / site.gallery
        return {path: path.read_bytes() for path in sorted(gallery.rglob("*")) if path.is_file()}

    async def story(running: RunningSite) -> None:
        before = stored()
        passage = await see(running, "east-in", person(2))
        assert passage.decision.reason is Reason.CREDENTIAL_NOT_FOUND
        assert passage.decision.other_way == site.access_point("east-in").other_way
        assert passage.event.data["other_way_zh"] == "请刷卡，或联系门旁保安。"
        assert passage.decision.credential.holder is None
        assert passage.decision.credential.value is None
        assert set(passage.event.data) <= {
            "access_point", "camera", "captured_at", "credential", "direction", "holder", "lane", "other_way",
            "other_way_zh", "reason",
        }  # fmt: skip
        assert stored() == before

    play(site, environment, story)


def test_a_withdrawn_consent_no_longer_opens_and_the_car_still_does(site: Site, environment: dict[str, str]) -> None:
    async def story(running: RunningSite) -> None:
        await running.withdraw("h1")
        assert not (await see(running, "east-in", person(1))).decision.granted
        assert (await see(running, "west-in", vehicle("鲁C12345"))).decision.granted

    play(site, environment, story)
    assert EventCode.CONSENT_WITHDRAWN in codes(site)


def test_a_misread_plate_is_repaired_and_an_unknown_one_refused(site: Site, environment: dict[str, str]) -> None:
    async def story(running: RunningSite) -> None:
        repaired = await see(running, "west-in", vehicle("鲁C1234S"))
        unknown = await see(running, "west-in", vehicle("粤B99999"))
        assert not unknown.decision.granted
        assert unknown.event.data["plate"] == "粤B99999"
        assert not repaired.decision.granted or repaired.event.data["plate"] == "鲁C12345"

    play(site, environment, story)


def test_registered_twins_are_never_confused_silently(site: Site, environment: dict[str, str]) -> None:
    async def story(running: RunningSite) -> None:
        running.register_vehicle("鲁C1234S", Holder(id="h2"))
        reading = vehicle("鲁C1234S")
        passage = await see(running, "west-in", reading)
        assert passage.decision.credential.holder in (None, "h2")

    play(site, environment, story)


def test_an_operator_opens_under_their_own_name(site: Site, environment: dict[str, str]) -> None:
    async def story(running: RunningSite) -> None:
        passage = await running.lanes["west-in"].open_for("duty-desk-1")
        assert passage.decision.reason is Reason.OPERATOR_OPENED
        assert passage.event.data["cause"] == "duty-desk-1"
        assert passage.confirmation is not None

    play(site, environment, story)


def test_a_reader_presents_a_credential_and_the_fifth_wrong_one_alarms(site: Site, environment: dict[str, str]) -> None:
    async def story(running: RunningSite) -> None:
        lane = running.lanes["west-in"]
        running.holders.add(Holder(id="h1"))
        known = await lane.present(Credential(kind=CredentialKind.CARD, holder="h1", value="17"))
        assert known.confirmation is not None
        assert known.event.data["credential"] == "card"
        for number in range(5):
            wrong = await lane.present(Credential(kind=CredentialKind.CARD, holder=None, value=str(number)))
            assert wrong.decision.reason is Reason.CREDENTIAL_NOT_FOUND
        (alarm,) = [entry.event for entry in running.journal.read(code=EventCode.ACCESS_WRONG_ATTEMPTS)]
        assert alarm.data["count"] == 5
        assert alarm.data["decision"] == wrong.event.id
        assert "value" not in alarm.data

    play(site, environment, story)


def test_a_gate_that_does_not_move_is_a_recorded_fault_not_a_passage(site: Site, environment: dict[str, str]) -> None:
    async def story(running: RunningSite) -> None:
        wire_of(running.devices["east-turnstile"]).fault = Fault.DEAF
        passage = await see(running, "east-in", person(1))
        assert passage.decision.granted
        assert passage.confirmation is None
        assert passage.latency_ms is None

    play(site, environment, story)
    assert EventCode.DEVICE_FAULT in codes(site)
    assert EventCode.ACCESS_TAKEN not in codes(site)


def test_a_face_lane_whose_gate_is_not_active_lets_nobody_in(site: Site, environment: dict[str, str]) -> None:
    unwatched = replace(
        site, access_points=tuple(replace(point, presentation_attack=None) for point in site.access_points)
    )

    async def story(running: RunningSite) -> None:
        passage = await see(running, "east-in", person(1))
        assert passage.decision.reason is Reason.ACCESS_POINT_DISABLED

    play(unwatched, environment, story)


def test_a_bad_picture_is_an_event_and_the_next_is_played(
    site: Site, environment: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    cv2.imwrite(str(folder / "1.png"), person(1))
    (folder / "2.png").write_bytes(b"no picture")
    cv2.imwrite(str(folder / "3.png"), person(0))
    cv2.imwrite(str(folder / "4.png"), person(2))

    async def story(running: RunningSite) -> None:
        found = [passage async for passage in running.lanes["east-in"].play(open_frames(str(folder), camera="c"))]
        assert [passage.decision.granted for passage in found] == [True, False]

    play(site, environment, story)
    assert codes(site).count(EventCode.FRAME_REJECTED) == 1


def test_a_video_of_one_arrival_is_one_decision(site: Site, environment: dict[str, str]) -> None:
    class Video(PictureSource):
        continuous = True

        def read(self) -> Frame | None:
            self._sequence += 1
            return frame(person(1)) if self._sequence <= 12 else None

    async def story(running: RunningSite) -> None:
        source = Video([], camera="c", clock=lambda: datetime.now(UTC))
        found = [passage async for passage in running.lanes["east-in"].play(source)]
        assert len(found) == 1

    play(site, environment, story)


def test_events_can_be_followed_from_now_on(site: Site, environment: dict[str, str]) -> None:
    async def story(running: RunningSite) -> None:
        heard = []

        async def listen(*, task_status) -> None:
            task_status.started()
            async for event in running.events():
                heard.append(event.code)

        async with anyio.create_task_group() as tasks:
            await tasks.start(listen)
            await anyio.sleep(0.01)
            await see(running, "east-in", person(2))
            await anyio.sleep(0.05)
            tasks.cancel_scope.cancel()
        assert EventCode.ACCESS_DENIED in heard
        assert EventCode.SITE_OPENED not in heard

    play(site, environment, story)


def test_leaving_in_the_middle_keeps_gate_and_journal_whole(site: Site, environment: dict[str, str]) -> None:
    wires = []

    async def story() -> None:
        with anyio.move_on_after(1.0):
            async with enrolled(site, environment) as running:
                wires.append(wire_of(running.devices["west-barrier"]))
                wires[0].passes = False
                await see(running, "west-in", vehicle("鲁C12345"))
                await anyio.sleep_forever()

    anyio.run(story)
    assert wires[0].closed
    assert codes(site)[-1] is EventCode.SITE_CLOSED


def test_an_error_inside_comes_out_bare_and_the_uplinks_end_before_their_senders(
    site: Site, environment: dict[str, str]
) -> None:
    async def story() -> None:
        async with open_site(site, environment=environment) as running:
            await running.enrol(MEMBER, np.zeros((64, 64, 3), np.uint8), consent())

    with pytest.raises(ImageError, match="no face was found"):
        anyio.run(story)
    assert codes(site)[-1] is EventCode.SITE_CLOSED


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"device_class": "simulated-gate"}, "no device class named 'simulated-gate'"),
        ({"settings": {"colour": "red"}}, "has no setting 'colour'"),
        ({"fail": None, "settings": {"travel_s": -1}}, "above 0"),
    ],
)
def test_a_device_that_cannot_be_made_is_a_complaint_about_the_file(
    site: Site, environment: dict[str, str], change: dict, complaint: str
) -> None:
    wrong = replace(
        site, devices=tuple(replace(one, **change) if one.id == "east-turnstile" else one for one in site.devices)
    )
    with pytest.raises(SiteFileError, match=complaint) as caught:
        play(wrong, environment, lambda _: anyio.lowlevel.checkpoint())
    assert "devices.east-turnstile" in str(caught.value)


@pytest.mark.parametrize("key", ["", "zz", "ab" * 31])
def test_a_missing_or_wrong_key_is_a_complaint_about_the_environment(site: Site, key: str) -> None:
    with pytest.raises(SiteFileError, match="ZBSEC_GALLERY_KEY") as caught:
        play(site, {"ZBSEC_GALLERY_KEY": key}, lambda _: anyio.lowlevel.checkpoint())
    assert len(key) < 3 or key not in str(caught.value)
