"""Faces in the video of a whole site's lane: real stills that move before a camera, decided by the real networks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import anyio
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.runtime.conftest import consent

from zbsec import sites
from zbsec.access import Holder
from zbsec.devices.drivers.pictures import read_image
from zbsec.faces import align
from zbsec.faces.backends.recipe import FromRecipe
from zbsec.faces.lane.shots import Shots
from zbsec.faces.liveness import MiniFASNet
from zbsec.journal import Journal
from zbsec.models.network import Network
from zbsec.records import EventCode, Frame, Reason
from zbsec.runtime import Passage, RunningSite, open_site
from zbsec.sites import AttackMeasure, AttackProtection, LivenessCheck, Site
from zbsec.testing import estate
from zbsec.testing.devices import SimulatedScreen
from zbsec.testing.estate import walks
from zbsec.testing.estate.traffic import as_streamed, shifted
from zbsec.testing.video import SimulatedVideo

LIVENESS = """{ measure = "liveness", checks = [%s], test = { attacks = 200, attacks_passed = 1, people = 60, \
people_refused = 3, on = 2026-11-06, ref = "测试 9" } }"""
LANE = (0.25, 0.0), (0.75, 0.0), (0.75, 1.0), (0.25, 1.0)


@pytest.fixture(scope="module")
def people() -> dict[str, walks.Portrait]:
    """Eyes as YuNet finds them in the two portraits that may be shown."""
    return {
        "holder": walks.Portrait(image=estate.holder_portrait(), left_eye=(200.1, 101.8), right_eye=(247.1, 102.6)),
        "stranger": walks.Portrait(image=estate.stranger_portrait(), left_eye=(227.1, 193.3), right_eye=(307.8, 195.4)),
    }


@pytest.fixture(scope="module")
def wall() -> NDArray[np.uint8]:
    return estate.background(*walks.VIEW_PX)


@pytest.fixture
def weights(shared: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZBSEC_MODELS", str(shared / "models"))
    return shared / "models"


@pytest.fixture
def described(weights: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, NDArray[np.float32]]]:
    """Where each face was that a vector was made of, as a share of the picture's width, and the vector."""
    made: list[tuple[float, NDArray[np.float32]]] = []
    embed = FromRecipe.embed_probe

    def counted(self: FromRecipe, image: NDArray[np.uint8], found: list) -> NDArray[np.float32]:
        vectors = embed(self, image, found)
        made.extend((float(face.landmarks[:, 0].mean()) / image.shape[1], vectors) for face in found)
        return vectors

    monkeypatch.setattr(FromRecipe, "embed_probe", counted)
    return made


@pytest.fixture
def film(people: dict[str, walks.Portrait], wall: NDArray[np.uint8]) -> Callable[..., SimulatedVideo]:
    def make(walk: walks.Walk, *, seed: int = 0) -> SimulatedVideo:
        return SimulatedVideo(walks.filmed(walk, people, wall, np.random.default_rng(seed)), camera="east-camera")

    return make


def watched(site: Site, **changes: object) -> Site:
    """The site with its face lane changed."""
    points = tuple(replace(point, **changes) if point.uses_face else point for point in site.access_points)
    return replace(site, access_points=points)


def lively(site: Site, *checks: str) -> Site:
    """As it stands in a file."""
    text = (site.path).read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if line.startswith("presentation_attack"))
    listed = ", ".join(f'"{check}"' for check in checks)
    written = sites.loads(text.replace(old, f"presentation_attack = {LIVENESS % listed}"), path=site.path)
    return replace(written, uplinks=())


def play(
    site: Site, environment: dict[str, str], video: SimulatedVideo, people: dict[str, walks.Portrait], **options: object
) -> list[Passage]:
    """Enrol the holder and play a video at the face lane."""
    found: list[Passage] = []

    async def whole() -> None:
        async with open_site(site, environment=environment, **options) as running:
            await running.enrol(Holder(id="h1"), people["holder"].image.copy(), consent())
            async for passage in running.lanes["east-in"].play(video):
                found.append(passage)

    anyio.run(whole)
    return found


def said(found: list[Passage]) -> list[tuple[Reason, str | None]]:
    return [(passage.decision.reason, passage.decision.credential.holder) for passage in found]


PERMITTED, STRANGE = (Reason.HOLDER_PERMITTED, "h1"), (Reason.CREDENTIAL_NOT_FOUND, None)


def test_one_comes_in_and_a_stranger_after_them_is_refused_and_forgotten(
    site: Site,
    environment: dict[str, str],
    people: dict[str, walks.Portrait],
    film: Callable[..., SimulatedVideo],
    described: list[tuple[float, NDArray[np.float32]]],
) -> None:
    scene = (
        *walks.coming("holder"), *walks.standing("holder", frames=20), *walks.nobody(20),
        *walks.coming("stranger"), *walks.standing("stranger", frames=30),
    )  # fmt: skip
    found = play(site, environment, film(scene), people)
    assert said(found) == [PERMITTED, STRANGE]
    assert all(passage.decision.granted or passage.decision.other_way for passage in found)
    assert 2 <= len(described) <= 12
    assert not any(vectors.any() for _, vectors in described)


def test_bystanders_in_the_same_pictures_are_never_described(
    site: Site,
    environment: dict[str, str],
    people: dict[str, walks.Portrait],
    film: Callable[..., SimulatedVideo],
    described: list[tuple[float, NDArray[np.float32]]],
) -> None:
    """A passer-by near the camera but beside the lane, and somebody far behind."""
    scene = walks.together(
        walks.coming("holder", x=0.5),
        walks.standing("stranger", x=0.88, eyes_px=45),
        walks.standing("stranger", x=0.12),
    )
    capture = sites.CaptureVolume(region=LANE)
    found = play(watched(site, capture=capture), environment, film(scene), people)
    assert said(found) == [PERMITTED]
    assert described
    assert all(0.3 < x < 0.7 for x, _ in described)


def test_the_crops_of_strangers_are_overwritten_too(
    site: Site,
    environment: dict[str, str],
    people: dict[str, walks.Portrait],
    film: Callable[..., SimulatedVideo],
    weights: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every aligned crop, whoever asked for it, and what the network was given and gave."""
    kept: list[NDArray] = []
    crop, run = align.crop, Network.run

    def cut(*given: object) -> NDArray:
        kept.append(crop(*given))
        return kept[-1]

    def ran(self: object, rows: NDArray) -> list[NDArray]:
        outputs = run(self, rows)
        if outputs[0].shape[-1] == 128 and rows.any():  # the first run, on zeros, is nobody's
            kept.extend([rows, *outputs])
        return outputs

    monkeypatch.setattr(align, "crop", cut)
    monkeypatch.setattr(Network, "run", ran)
    assert said(play(site, environment, film(walks.standing("stranger", frames=30)), people)) == [STRANGE]
    assert len(kept) > 30
    assert not any(array.any() for array in kept)


@pytest.mark.usefixtures("weights")
def test_a_lane_that_stops_in_the_middle_leaves_no_view_behind(
    site: Site, environment: dict[str, str], people: dict[str, walks.Portrait], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cable is pulled while a stranger is looked at."""
    made: list[Shots] = []
    begin = Shots.__init__

    def noted(self: Shots, **settings: object) -> None:
        begin(self, **settings)
        made.append(self)

    monkeypatch.setattr(Shots, "__init__", noted)
    held: list[bool] = []

    class Pulled(SimulatedVideo):
        def read(self) -> Frame | None:
            if self._sequence == 8:
                held.append(any(len(shots) for shots in made))
                raise RuntimeError("the cable is pulled")
            return super().read()

    walk = walks.standing("stranger")
    wall, rng = estate.background(*walks.VIEW_PX), np.random.default_rng(0)
    video = Pulled(walks.filmed(walk, people, wall, rng), camera="east-camera")
    with pytest.raises(RuntimeError, match="the cable is pulled"):
        play(site, environment, video, people)
    assert held == [True]
    assert not any(shots._rows.any() or shots._fused.any() for shots in made)


def moved(picture: NDArray[np.uint8], frames: int = 30) -> Iterator[NDArray[np.uint8]]:
    """A still before a camera that trembles."""
    rng = np.random.default_rng(0)
    for _ in range(frames):
        yield as_streamed(shifted(picture, rng.normal(0, 1.5, 2)), rng)


@pytest.mark.parametrize("sample", ["image_F1", "image_F2"])
def test_a_print_and_a_screen_are_refused_by_their_own_reason_and_never_as_unknown(
    site: Site, environment: dict[str, str], people: dict[str, walks.Portrait], weights: Path, shared: Path, sample: str
) -> None:
    """Of the authors' three samples of MiniFASNet two are attacks; the whole frames, before a trembling camera."""
    attack = read_image(shared / "data" / "faces" / "spoof_full" / f"{sample}.jpg")
    found = play(lively(site, "passive"), environment, SimulatedVideo(moved(attack), camera="c"), people)
    assert said(found) == [(Reason.NOT_LIVE, None)]
    (passage,) = found
    assert passage.event.code is EventCode.ACCESS_DENIED
    assert passage.event.data["liveness"] == "failed"
    assert passage.event.data["liveness_doubt"] == "passive"
    assert passage.decision.other_way == site.access_point("east-in").other_way


def test_the_living_one_of_the_samples_is_let_in(
    site: Site, environment: dict[str, str], people: dict[str, walks.Portrait], weights: Path, shared: Path
) -> None:
    person = read_image(shared / "data" / "faces" / "spoof_full" / "image_T1.jpg")
    people = {"holder": replace(people["holder"], image=person)}
    (passage,) = play(lively(site, "passive"), environment, SimulatedVideo(moved(person), camera="c"), people)
    assert said([passage]) == [PERMITTED]
    assert passage.event.data["liveness"] == "passed"


@pytest.fixture
def believing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A judge that takes every picture for a person, for want of a person before this camera."""
    monkeypatch.setattr(MiniFASNet, "score", lambda *_: 0.9)


@pytest.mark.usefixtures("believing", "weights")
def test_who_is_asked_to_move_and_does_not_is_refused_and_was_told(
    site: Site, environment: dict[str, str], people: dict[str, walks.Portrait], film: Callable[..., SimulatedVideo]
) -> None:
    """A photograph cannot move its head."""
    shown: list[object] = []
    found = play(
        lively(site, "passive", "challenge"),
        environment,
        film(walks.standing("holder", frames=300)),
        people,
        prompt=lambda point, prompt: shown.append((point.id, prompt and prompt.zh)),
    )
    assert said(found) == [(Reason.NOT_LIVE, None)]
    assert found[0].event.data["liveness_doubt"] in {"too_late", "no_blink"}
    assert shown[0] == ("east-in", "请正视镜头")
    assert shown[-1] == ("east-in", None)


def test_a_lane_that_cannot_run_its_check_stays_off_and_says_why(
    site: Site, environment: dict[str, str], people: dict[str, walks.Portrait], film: Callable[..., SimulatedVideo],
    described: list, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    few = tmp_path / "few"
    few.mkdir()
    for name in ("face_detection_yunet_s_dynamic.onnx", "face_embedding_mobilefacenet_128_dynamic.onnx"):
        (few / name).symlink_to(shared / "models" / name)
    monkeypatch.setenv("ZBSEC_MODELS", str(few))
    found = play(lively(site, "passive"), environment, film(walks.standing("holder", frames=30)), people)
    assert said(found) == [(Reason.ACCESS_POINT_DISABLED, None)]
    assert described == []
    with Journal.open(site.folder / site.journal) as journal:
        (fault,) = [entry.event for entry in journal.read(code=EventCode.DEVICE_FAULT)]
    assert fault.data["access_point"] == "east-in"
    assert "liveness_minifasnet_v2_80x80.onnx" in str(fault.data["detail"])
    assert str(fault.data["detail_zh"]).startswith("人脸方式停用，静默活体无法运行：缺少或无法使用模型")


@pytest.mark.usefixtures("weights")
def test_a_challenge_that_nobody_can_be_shown_keeps_the_lane_off(
    site: Site, environment: dict[str, str], people: dict[str, walks.Portrait], film: Callable[..., SimulatedVideo]
) -> None:
    found = play(lively(site, "challenge"), environment, film(walks.standing("holder", frames=30)), people)
    assert said(found) == [(Reason.ACCESS_POINT_DISABLED, None)]


@pytest.mark.usefixtures("weights")
def test_the_kiosk_of_a_lane_shows_what_to_do(
    site: Site, environment: dict[str, str], people: dict[str, walks.Portrait], film: Callable[..., SimulatedVideo]
) -> None:
    """No prompt is given to ``open_site``: the display that the site file names beside the lane shows it."""
    told: list[str | None] = []

    async def whole() -> None:
        written = lively(site, "challenge")
        points = [
            replace(point, kiosk="west-kiosk") if point.id == "east-in" else point for point in written.access_points
        ]
        async with open_site(replace(written, access_points=tuple(points)), environment=environment) as running:
            await running.enrol(Holder(id="h1"), people["holder"].image.copy(), consent())
            wire = running.devices["west-kiosk"].driver
            assert isinstance(wire, SimulatedScreen)
            async for passage in running.lanes["east-in"].play(film(walks.standing("holder", frames=300))):
                assert passage.decision.reason is Reason.NOT_LIVE
        told.extend(text and text.zh for text in wire.shown)

    anyio.run(whole)
    assert told[:2] == [None, "请正视镜头"]
    assert told[-1] is None


@pytest.mark.usefixtures("weights")
def test_a_single_picture_opens_no_lane_that_asks_for_life(
    site: Site, environment: dict[str, str], people: dict[str, walks.Portrait], film: Callable[..., SimulatedVideo]
) -> None:
    async def whole() -> None:
        async with open_site(lively(site, "passive"), environment=environment) as running:
            await running.enrol(Holder(id="h1"), people["holder"].image.copy(), consent())
            await see(running)

    async def see(running: RunningSite) -> None:
        frame = film(walks.standing("holder", frames=1)).read()
        assert frame is not None
        passage = await running.lanes["east-in"].see(frame)
        assert passage is not None
        assert passage.decision.reason is Reason.NOT_LIVE
        assert passage.event.data["liveness_doubt"] == "one_picture"

    anyio.run(whole)


def test_a_protection_of_another_measure_runs_nothing() -> None:
    stated = AttackProtection(measure=AttackMeasure.SUPERVISED, schedule="always", checks=(LivenessCheck.PASSIVE,))
    assert stated.to_run == ()
