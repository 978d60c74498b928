"""A face lane: from a frame to an identity among 10,000 members, and two lanes at once.

    pytest benchmarks/test_face_lane.py --benchmark-only -o addopts="" --benchmark-timer=time.process_time

Real photographs and weights of ``../shared``, each network on one thread. The members are one person of the photographs
and 9,999 who were drawn at random; their templates lie in a real gallery, encrypted on disk and turned in memory.
"""

from __future__ import annotations

import csv
import os
import platform
import threading
import time
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

import zbsec
from zbsec import faces
from zbsec.faces import FACE_TERMS, Gallery, align
from zbsec.faces.lane import Desk, FaceFollower, Outcome, look_once
from zbsec.faces.vault import database
from zbsec.records import Box, Consent, Face, Purpose
from zbsec.sites import CaptureVolume

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from zbsec.faces import Backend

SHARED = Path(__file__).resolve().parents[2] / "shared"
BACKENDS = {"yunet-mobilefacenet": 1e-4, "yunet-retail": 1e-2}
"""With the share of strangers that may be taken for a member. ``yunet-retail`` by itself keeps one in 10,000 among 561
members at most, and a gallery refuses more; for the time that it takes, its limit is one in 100 here."""
MEMBERS = 10_000
FRAMES = 150
"""Of each of two lanes."""
WIDTH_PX, HEIGHT_PX = 640, 480
MEMBER = "ct01"


def missing(what: str) -> None:
    """Skips; in CI it fails."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing, and CI must have it")
    pytest.skip(f"{what} is missing on this machine")


class Drawn:
    """Stands in for a backend while 10,000 people are enrolled of whom there is no picture."""

    min_score = 0.0

    def __init__(self, backend: Backend) -> None:
        self.name, self.dim = backend.name, backend.dim
        self._rng = np.random.default_rng(0)
        self._face = Face(
            box=Box(left=0, top=0, right=112, bottom=112), landmarks=align.TEMPLATE, score=1.0, quality=1.0
        )

    def detect(self, _image: NDArray[np.uint8]) -> list[Face]:
        return [self._face]

    def embed(self, _image: NDArray[np.uint8], _found: Sequence[Face]) -> NDArray[np.float32]:
        vectors = self._rng.normal(size=(1, self.dim)).astype(np.float32)
        return vectors / np.linalg.norm(vectors)


def consent(holder: str, at: datetime) -> Consent:
    return Consent(
        id=f"c-{holder}", holder=holder, purpose=Purpose.FACE_ACCESS, terms_hash=FACE_TERMS.hash, notice_hash="0" * 64,
        shown_at=at, given_at=at, expires_at=at + timedelta(days=300), actor=holder, channel="desk",
        alternative_shown=True,
    )  # fmt: skip


@cache
def photographs(person: str) -> list[NDArray[np.uint8]]:
    table = SHARED / "data" / "faces" / "identities.csv"
    if not table.exists():
        missing(str(table))
    with table.open() as lines:
        names = [row["file"] for row in csv.DictReader(lines) if row["person_id"] == person]
    return [_read(table.parent / name) for name in names]


def _read(path: Path) -> NDArray[np.uint8]:
    image = cv2.imread(str(path))
    assert image is not None, path
    return np.asarray(image, np.uint8)


def framed(photograph: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The whole photograph in a frame of 640 x 480, grey around it."""
    height, width = photograph.shape[:2]
    scale = min(WIDTH_PX / width, HEIGHT_PX / height)
    small = cv2.resize(photograph, None, fx=scale, fy=scale)
    frame = np.full((HEIGHT_PX, WIDTH_PX, 3), 110, np.uint8)
    frame[: small.shape[0], : small.shape[1]] = small
    return frame


@pytest.fixture(scope="module", params=BACKENDS)
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    if not (SHARED / "models").is_dir():
        missing("../shared/models")
    backend = faces.load(request.param, SHARED / "models", threads=1)
    folder, now = tmp_path_factory.mktemp(request.param) / "gallery", datetime.now(UTC)
    blank = np.random.default_rng(1).integers(0, 256, (112, 112, 3), np.uint8)
    database.SYNCHRONOUS, kept = "OFF", database.SYNCHRONOUS
    try:
        with Gallery.open(folder, key=bytes(32), model=Drawn(backend), false_accept_limit=0.9) as filling:
            for number in range(MEMBERS - 1):
                holder = f"h{number}"
                filling.enroll(holder, blank, consent(holder, now), at=now, keep_image=True)
        limit = BACKENDS[request.param]
        with Gallery.open(folder, key=bytes(32), model=backend, false_accept_limit=limit) as gallery:
            enrolled = photographs(MEMBER)[:2]
            gallery.enroll(MEMBER, [framed(one) for one in enrolled], consent(MEMBER, now), at=now)
            yield Desk(backend=backend, gallery=gallery)
    finally:
        database.SYNCHRONOUS = kept


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    yield
    cv2.setNumThreads(before)


def note(benchmark: Callable, desk: Desk) -> None:
    benchmark.extra_info |= {  # type: ignore[attr-defined]
        "backend": desk.backend.name,
        "members": len(desk.gallery),
        "min_score": round(desk.gallery.min_score, 3),
        "isa": zbsec.simd(),
        "cpu": _cpu(),
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def identify(desk: Desk, frame: NDArray[np.uint8], volume: CaptureVolume) -> None:
    found = look_once(desk, volume, frame, datetime.now(UTC))
    assert found is not None
    assert (found.outcome, found.holder) == (Outcome.KNOWN, MEMBER)


def test_a_frame_to_an_identity(benchmark, desk: Desk) -> None:
    benchmark.group = f"640x480 frame to identity among {MEMBERS:,}, one thread"
    note(benchmark, desk)
    frame = framed(photographs(MEMBER)[3])
    benchmark(identify, desk, frame, CaptureVolume())


@pytest.mark.parametrize("part", ["detect", "fitness", "embed", "compare"])
def test_where_the_time_goes(benchmark, desk: Desk, part: str) -> None:
    from zbsec.faces.lane.fitness import fitness

    benchmark.group = f"parts of it, {desk.backend.name}"
    note(benchmark, desk)
    frame = framed(photographs(MEMBER)[3])
    (face,) = desk.backend.detect(frame)
    vector = desk.vector(frame, face)
    parts: dict[str, Callable[[], object]] = {
        "detect": partial(desk.backend.detect, frame),
        "fitness": partial(fitness, frame, face),
        "embed": partial(desk.vector, frame, face),
        "compare": partial(desk.gallery.candidates, vector, looks=4),
    }
    benchmark(parts[part])


def test_two_lanes_at_once(benchmark, desk: Desk) -> None:
    """Every frame of both lanes brings a new arrival, so that each is found, described and compared."""
    benchmark.group = f"two lanes at once, {FRAMES} frames each, each frame an arrival"
    note(benchmark, desk)
    shown = [framed(photographs(MEMBER)[number]) for number in (3, 4)]
    walls: list[float] = []
    cpus: list[float] = []

    def lane(frame: NDArray[np.uint8]) -> None:
        for _ in range(FRAMES):
            wall, cpu = time.perf_counter(), time.thread_time()
            follower = FaceFollower(desk, CaptureVolume())
            found = follower.look(frame, datetime.now(UTC))
            walls.append(time.perf_counter() - wall)
            cpus.append(time.thread_time() - cpu)
            assert found is not None
            assert found.holder == MEMBER

    def both() -> None:
        threads = [threading.Thread(target=lane, args=(frame,)) for frame in shown]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    both()  # what the first runs reserve
    walls.clear()
    cpus.clear()
    benchmark.pedantic(both, rounds=3)
    assert len(walls) == 6 * FRAMES
    for name, times in (("wall", walls), ("cpu", cpus)):
        median, p99 = (float(value) for value in np.percentile(times, [50, 99]))
        benchmark.extra_info |= {f"{name} p50 ms": round(1000 * median, 1), f"{name} p99 ms": round(1000 * p99, 1)}
