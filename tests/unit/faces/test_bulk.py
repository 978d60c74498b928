"""Many people enrolled at once: in the order of the list, on a report, and never by halves."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zbsec.errors import ClockError, ImageError, ModelError, StorageError
from zbsec.faces import ImpostorCurve, bulk
from zbsec.faces.bulk import Applicant, Report, enroll_many
from zbsec.faces.clock import Clock
from zbsec.records import AgeBand

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import MakeConsent, MakePortrait, Painted
    from numpy.typing import NDArray

    from zbsec.faces import Gallery
    from zbsec.records import Consent, Face

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class Camera:
    """Pictures by name: ``3`` is of person 3, ``3x2`` shows them twice, ``3s`` is too small, ``none`` is no picture."""

    def __init__(self, portrait: MakePortrait) -> None:
        self._portrait = portrait
        self.given: list[NDArray[np.uint8]] = []
        self.asked: list[str] = []
        self.threads: set[int] = set()

    def __call__(self, name: str) -> NDArray[np.uint8]:
        self.asked.append(name)
        self.threads.add(threading.get_ident())
        if name == "none":
            raise ImageError(name, "holds no picture that can be decoded")
        number, _, faces = name.removesuffix("s").partition("x")
        side_px = 80 if name.endswith("s") else 112
        image = self._portrait(int(number), faces=int(faces or "1"), side_px=side_px)
        self.given.append(image)
        return image


@pytest.fixture
def camera(portrait: MakePortrait) -> Camera:
    return Camera(portrait)


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The consents of these tests live at noon."""
    real = Clock.strictly_now
    monkeypatch.setattr(Clock, "strictly_now", lambda self, at: real(self, at or NOON))
    monkeypatch.setattr(Clock, "now", lambda self, at, now=Clock.now: now(self, at or NOON))


@pytest.fixture
def applicant(consent: MakeConsent) -> Callable[..., Applicant]:
    def make(number: int, *pictures: str, **changes: Any) -> Applicant:
        return Applicant(consent=consent(f"h{number}", **changes), pictures=pictures or (str(number),))

    return make


@pytest.fixture
def run(folder: Path, camera: Camera, gallery: Gallery) -> Callable[..., Any]:
    """Runs a list on the gallery of this test and its report."""

    def go(people: list[Applicant], *, into: Gallery = gallery, **settings: Any) -> Any:
        with opened(folder.with_name("report.jsonl"), into) as report:
            tally = enroll_many(into, people, report, **{"read": camera, "workers": 2, **settings})
            return tally, dict(report.outcomes)

    return go


def opened(path: Path, gallery: Gallery) -> Report:
    return Report.open(path, gallery=gallery.register.public_key, model=gallery.backend.name)


def test_everybody_is_enrolled_in_the_order_of_the_list(
    run: Callable[..., Any], gallery: Gallery, camera: Camera, applicant: Callable[..., Applicant], painted: Painted
) -> None:
    people = [applicant(number) for number in range(99, 19, -1)]
    told = []
    tally, outcomes = run(people, progress=told.append)
    assert (tally.total, tally.enrolled, tally.refused, tally.before) == (80, 80, 0, 0)
    assert [one.done for one in told] == [0, 32, 64, 80]
    assert [one.consent.holder for one in gallery.register.holders()] == [f"h{number}" for number in range(99, 19, -1)]
    assert [one.holder for one in outcomes.values()] == [f"h{number}" for number in range(99, 19, -1)]
    assert all(one.enrolled and one.quality and one.pictures == 1 for one in outcomes.values())
    match = gallery.identify(painted.vector(37), at=NOON)
    assert match is not None
    assert match.holder == "h37"
    assert not any(image.any() for image in camera.given), "every picture is wiped"
    assert threading.get_ident() not in camera.threads


def test_several_pictures_make_one_template_and_unfit_ones_are_named_and_left_out(
    run: Callable[..., Any], gallery: Gallery, applicant: Callable[..., Applicant], painted: Painted
) -> None:
    people = [applicant(1, "1", "1x2", "1s", "none", "1x0", "1"), applicant(2, "2x0"), applicant(3, "3", "4")]
    people.append(Applicant(consent=applicant(5).consent, pictures=()))
    tally, outcomes = run(people)
    assert (tally.enrolled, tally.refused, tally.pictures_refused) == (1, 3, 5)
    mixed = outcomes["consent-of-h1"]
    assert mixed.enrolled
    assert mixed.pictures == 2
    assert [(one.picture, one.reason) for one in mixed.refused] == [
        ("1x2", "several_faces"),
        ("1s", "too_small"),
        ("none", "unreadable"),
        ("1x0", "no_face"),
    ]
    assert "come closer" in mixed.refused[1].said.en
    assert "请靠近镜头" in mixed.refused[1].said.zh
    assert [advice.zh for advice in mixed.refused[1].advice][:1] == ["请再靠近一点"]
    assert "无法读取" in mixed.refused[2].said.zh
    for holder, reason in (("h2", "no_face"), ("h3", "different_people"), ("h5", "no_picture")):
        refused = outcomes[f"consent-of-{holder}"]
        assert not refused.enrolled
        assert refused.refused[-1].reason == reason
        assert refused.refused[-1].said.en
        assert refused.refused[-1].said.zh
    assert [one.consent.holder for one in gallery.register.holders()] == ["h1"]
    match = gallery.identify(painted.vector(1), at=NOON)
    assert match is not None
    assert match.score == pytest.approx(1.0, abs=1e-5)


def test_learned_quality_refuses_and_is_reported(
    folder: Path, reopen: Callable[..., Gallery], camera: Camera, applicant: Callable[..., Applicant]
) -> None:
    class Doubtful:
        name, min_score = "doubtful", 0.5

        def score(self, image: NDArray[np.uint8], face: Face) -> float:
            return 0.4 if image[0, 0, 0] == 3 else 0.625

    gallery = reopen(folder.with_name("judged"), quality=Doubtful())
    with opened(folder.with_name("judged.jsonl"), gallery) as report:
        enroll_many(gallery, [applicant(1), applicant(3), applicant(4, "3", "4")], report, read=camera, workers=2)
    with opened(folder.with_name("judged.jsonl"), gallery) as report:
        found = {one.holder: one for one in report.outcomes.values()}
    assert [found[holder].enrolled for holder in ("h1", "h3", "h4")] == [True, False, True]
    assert found["h1"].learned_quality == 0.625
    assert [one.reason for one in (*found["h3"].refused, *found["h4"].refused)] == ["poor_quality"] * 2
    assert "人脸质量不足" in found["h3"].refused[0].said.zh


def test_one_face_under_two_holders_is_reported_within_a_group_and_across_runs(
    run: Callable[..., Any], applicant: Callable[..., Applicant]
) -> None:
    tally, outcomes = run([applicant(1), applicant(2), applicant(101, "101"), applicant(7, "1")])
    assert tally.resembling == 2
    twin, same = outcomes["consent-of-h101"].resembles, outcomes["consent-of-h7"].resembles
    assert [one.holder for one in twin] == ["h1"]
    assert 0.8 < twin[0].score < 0.99
    assert [one.holder for one in same] == ["h1", "h101"]
    assert same[0].score == pytest.approx(1.0, abs=1e-4)
    tally, outcomes = run([applicant(8, "1")])
    assert [one.holder for one in outcomes["consent-of-h8"].resembles] == ["h1", "h7", "h101"]


@pytest.mark.parametrize("group", [1, 2, 32])
def test_the_groups_make_no_difference(
    group: int,
    run: Callable[..., Any],
    applicant: Callable[..., Applicant],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk.run, "GROUP", group)
    people = [applicant(number, str(number % 3)) for number in range(9)]
    _, outcomes = run(people)
    alike = {
        one.holder: [(other.holder, round(other.score, 3)) for other in one.resembles] for one in outcomes.values()
    }
    assert alike == {
        f"h{number}": [(f"h{other}", 1.0) for other in range(number % 3, number, 3)] for number in range(9)
    }


def test_nothing_is_looked_at_without_a_consent_that_covers_it(
    run: Callable[..., Any], gallery: Gallery, camera: Camera, applicant: Callable[..., Applicant], consent: MakeConsent
) -> None:
    gallery.enroll("h9", camera("9"), consent("h9"), at=NOON)
    gallery.withdraw("h9", at=NOON)
    camera.asked.clear()
    people = [
        applicant(1, alternative_shown=False),
        applicant(2, terms_hash="0" * 64),
        applicant(3, expires_at=NOON - DAY / 2),
        applicant(4, given_at=NOON + DAY / 2),
        Applicant(consent=_child(consent), pictures=("5",)),
        applicant(9),
    ]
    tally, outcomes = run(people)
    assert (tally.enrolled, tally.refused) == (0, 6)
    assert camera.asked == []
    reasons = [one.refused[0] for one in outcomes.values()]
    assert {one.reason for one in reasons} == {"consent"}
    for words, one in zip(
        ["no way in without a face", "other terms", "it ended on", "given only on", "under 14", "withdrew on"],
        reasons,
        strict=True,
    ):
        assert words in one.said.en
        assert one.said.zh
        assert one.said.zh != one.said.en


def _child(consent: MakeConsent) -> Consent:
    return consent("h5", age_band=AgeBand.UNDER_14, guardian_ref="g", guardian_consent="paper 5")


def test_the_next_run_goes_on_and_tries_the_refused_only_when_told(
    run: Callable[..., Any], gallery: Gallery, camera: Camera, applicant: Callable[..., Applicant]
) -> None:
    people = [applicant(1), applicant(2, "2x0"), applicant(3)]
    run(people[:2])
    camera.asked.clear()
    tally, _ = run(people)
    assert camera.asked == ["3"]
    assert (tally.enrolled, tally.refused, tally.before) == (2, 1, 2)
    people[1] = applicant(2, "2")
    assert run(people)[0].refused == 1
    tally, outcomes = run(people, again=True)
    assert (tally.enrolled, tally.refused) == (3, 0)
    assert outcomes["consent-of-h2"].enrolled
    assert gallery.register.sequence == 3, "nobody was enrolled twice"


def test_the_gallery_counts_not_the_report(
    run: Callable[..., Any],
    folder: Path,
    gallery: Gallery,
    camera: Camera,
    applicant: Callable[..., Applicant],
) -> None:
    run([applicant(1), applicant(2)])
    gallery.withdraw("h1", at=NOON)
    camera.asked.clear()
    tally, outcomes = run([applicant(1), applicant(2)])
    assert camera.asked == []
    assert (tally.enrolled, tally.refused) == (1, 1)
    assert "withdrew" in outcomes["consent-of-h1"].refused[0].said.en
    folder.with_name("report.jsonl").unlink()
    tally, outcomes = run([applicant(2)])
    assert (tally.enrolled, tally.before) == (1, 1)
    assert outcomes["consent-of-h2"].quality is None


def test_a_consent_withdrawn_while_pictures_are_looked_at_stops_nobody_else(
    run: Callable[..., Any],
    gallery: Gallery,
    reopen: Callable[..., Gallery],
    camera: Camera,
    applicant: Callable[..., Applicant],
    consent: MakeConsent,
) -> None:
    gallery.enroll("h2", camera("2"), consent("h2"), at=NOON)
    other = reopen()
    once = threading.Event()

    def read(name: str) -> NDArray[np.uint8]:
        if name == "2" and not once.is_set():
            once.set()
            other.withdraw("h2", at=NOON)
        return camera(name)

    second = Applicant(consent=consent("h2", id="second"), pictures=("2",))
    tally, outcomes = run([applicant(1), second, applicant(3)], read=read, workers=1)
    assert (tally.enrolled, tally.refused) == (2, 1)
    assert "withdrew" in outcomes["second"].refused[0].said.en
    assert [one.consent.holder for one in gallery.register.holders()] == ["h1", "h3"]


def test_a_full_gallery_stops_after_the_last_who_fits(
    folder: Path, reopen: Callable[..., Gallery], camera: Camera, applicant: Callable[..., Applicant]
) -> None:
    class Known(type(reopen().backend)):  # type: ignore[misc]
        impostors = ImpostorCurve(points=((0.80, 1e-2), (0.81, 1e-5)), ceiling=0.8106)

    gallery = reopen(folder.with_name("full"), model=Known())
    most = gallery.backend.impostors.most_members()
    assert 3 < most < 30
    people = [applicant(number) for number in range(40)]
    with opened(folder.with_name("full.jsonl"), gallery) as report, pytest.raises(ModelError, match="keeps strangers"):
        enroll_many(gallery, people, report, read=camera, workers=2)
    assert len(gallery) == most


def test_a_clock_set_back_stops_it(
    run: Callable[..., Any], gallery: Gallery, applicant: Callable[..., Applicant]
) -> None:
    gallery.register.clock.now(NOON + DAY)
    with pytest.raises(ClockError, match="was seen already"):
        run([applicant(1)])
    assert len(gallery) == 0


def test_what_stands_on_the_list_twice_is_refused_before_anything(
    run: Callable[..., Any], camera: Camera, applicant: Callable[..., Applicant]
) -> None:
    with pytest.raises(ValueError, match="holder 'h1' is on the list twice"):
        run([applicant(1), applicant(1, "1", id="other")])
    with pytest.raises(ValueError, match="consent 'c' is on the list twice"):
        run([applicant(1, id="c"), applicant(2, id="c")])
    assert camera.asked == []


def test_a_mistake_in_a_worker_ends_the_run_and_wipes_what_was_made(
    run: Callable[..., Any],
    gallery: Gallery,
    applicant: Callable[..., Applicant],
    camera: Camera,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = []
    real = bulk.run.look

    def look(*arguments: Any) -> Any:
        found = real(*arguments)
        made.append(found)
        return found

    def read(name: str) -> NDArray[np.uint8]:
        if name == "7":
            raise MemoryError
        return camera(name)

    monkeypatch.setattr(bulk.run, "look", look)
    with pytest.raises(MemoryError):
        run([applicant(number) for number in range(20)], read=read)
    assert len(gallery) == 0
    assert made
    assert not any(one.prepared.template.vector.any() for one in made)


class TestReport:
    def test_a_line_that_was_cut_off_is_dropped(
        self, run: Callable[..., Any], folder: Path, applicant: Callable[..., Applicant]
    ) -> None:
        path = folder.with_name("report.jsonl")
        run([applicant(1), applicant(2, "2x0")])
        whole = path.read_bytes()
        for length in (len(whole) - 1, len(whole) - 50, 30, 0):
            path.write_bytes(whole[:length])
            tally, _ = run([applicant(1), applicant(2, "2x0")])
            assert (tally.enrolled, tally.refused) == (1, 1)
            lines = [json.loads(line) for line in path.read_text().splitlines()]
            assert [one["outcome"] for one in lines[1:]] == ["enrolled", "refused"]
        assert path.stat().st_mode & 0o777 == 0o600

    def test_what_is_no_report_or_another_one_is_named(
        self,
        folder: Path,
        gallery: Gallery,
        tmp_path: Path,
        run: Callable[..., Any],
        applicant: Callable[..., Applicant],
    ) -> None:
        path = folder.with_name("report.jsonl")
        run([applicant(1)])
        Report.open(tmp_path / "other", gallery="x", model="m").close()
        with pytest.raises(StorageError, match="is of gallery 'x', not of 'y'") as caught:
            Report.open(tmp_path / "other", gallery="y", model="m")
        assert "name another file" in str(caught.value)
        with pytest.raises(StorageError, match="is of model"):
            Report.open(path, gallery=gallery.register.public_key, model="m")
        for content in (b"{}\n", b"[1]\n", b"hello\n"):
            (tmp_path / "wrong").write_bytes(content)
            with pytest.raises(StorageError, match=r"wrong.* is no"):
                opened(tmp_path / "wrong", gallery)
        flipped = bytearray(path.read_bytes())
        flipped[flipped.rindex(b"enrolled")] ^= 1
        path.write_bytes(flipped)
        with pytest.raises(StorageError, match=r"report\.jsonl:2 is no line"):
            opened(path, gallery)
        with pytest.raises(StorageError, match="No such file"):
            opened(tmp_path / "nowhere" / "report", gallery)

    def test_two_runs_do_not_write_one_report(self, folder: Path, gallery: Gallery) -> None:
        path = folder.with_name("report.jsonl")
        with opened(path, gallery), pytest.raises(StorageError, match="is being written by another run"):
            opened(path, gallery)
        opened(path, gallery).close()


PROGRAM = """
import json, os, resource, signal, sys, time
from datetime import datetime
import numpy as np
sys.path.insert(0, sys.argv[1])
from conftest import NOON, DAY, FACE_TERMS, Consent, Painted, Purpose
from zbsec.errors import StorageError
from zbsec.faces import Gallery, bulk
from zbsec.faces.bulk import Applicant, Report, enroll_many
from zbsec.faces.clock import Clock
from zbsec.records import AgeBand
from zbsec.faces.vault import database

folder, report, pause, limit = sys.argv[2], sys.argv[3], float(sys.argv[4]), int(sys.argv[5])
database.SYNCHRONOUS = "NORMAL"
bulk.run.GROUP = 3
real = Clock.strictly_now
Clock.strictly_now = lambda self, at: real(self, at or NOON)
now = Clock.now
Clock.now = lambda self, at: now(self, at or NOON)

def consent(number):
    return Consent(
        id=f"c{number}", holder=f"h{number}", purpose=Purpose.FACE_ACCESS, terms_hash=FACE_TERMS.hash, notice_hash="0",
        shown_at=NOON - DAY, given_at=NOON - DAY, expires_at=NOON + DAY, actor="a", channel="c", alternative_shown=True,
    )

def read(name):
    time.sleep(pause)
    number = int(name)
    image = np.random.default_rng(1000 + number).integers(0, 256, (112, 112, 3), np.uint8)
    image[0, 0] = (number % 20, number % 7 != 3, 0)
    return image

people = [Applicant(consent=consent(number), pictures=(str(number),)) for number in range(40)]
gallery = Gallery.open(folder, key=bytes(32), model=Painted())
if limit:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
print("ready", flush=True)
try:
    with Report.open(report, gallery=gallery.register.public_key, model="painted") as file:
        tally = enroll_many(gallery, people, file, read=read, workers=2)
        outcomes = [file.outcomes[f"c{number}"].facts() for number in range(40)]
except StorageError as error:
    print(str(error), file=sys.stderr)
    raise SystemExit(7)
holders = [one.consent.holder for one in gallery.register.holders()]
same = {}
for number in range(20):
    match = gallery.identify(Painted().vector(number), at=NOON)
    same[number] = match and (match.holder, round(match.score, 3))
for one in outcomes:
    one.pop("at")
print(json.dumps([gallery.register.sequence, holders, same, outcomes]))
"""


def _lines(report: Path) -> int:
    return report.read_bytes().count(b"\n") if report.exists() else 0


class TestInterrupted:
    """Whatever stops a run, the next one ends where an uninterrupted one does."""

    @pytest.fixture
    def start(self, tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
        def begin(name: str, *, pause_s: float = 0.0, limit: int = 0) -> subprocess.Popen[str]:
            arguments = [
                str(Path(__file__).parent),
                str(tmp_path / name),
                str(tmp_path / f"{name}.jsonl"),
                str(pause_s),
                str(limit),
            ]
            return subprocess.Popen(
                [sys.executable, "-c", PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )

        return begin

    def result(self, child: subprocess.Popen[str]) -> Any:
        out, err = child.communicate(timeout=120)
        assert child.returncode == 0, err
        return json.loads(out.splitlines()[-1])

    def test_killed_again_and_again(self, start: Callable[..., subprocess.Popen[str]], tmp_path: Path) -> None:
        expected = self.result(start("whole"))
        assert expected[0] == len(expected[1]) == 34
        assert sum("resembles" in one for one in expected[3]) > 5
        report, stopped = tmp_path / "broken.jsonl", []
        for wanted, delay_s in ((0, 0.0), (1, 0.01), (5, 0.0), (14, 0.03), (26, 0.002)):
            child = start("broken", pause_s=0.05)
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            while _lines(report) < wanted:
                time.sleep(0.001)
            time.sleep(delay_s)
            child.send_signal(signal.SIGKILL)
            child.communicate()
            stopped.append(_lines(report))
        assert stopped == sorted(stopped)
        assert 26 <= stopped[-1] < 41, "it was stopped in the middle"
        assert self.result(start("broken")) == expected

    def test_a_disk_that_is_full_in_the_middle(
        self, start: Callable[..., subprocess.Popen[str]], tmp_path: Path
    ) -> None:
        """No file may grow beyond a limit, which moves up: gallery or report, whichever meets it first."""
        expected = self.result(start("whole"))
        counts, complaints = [], set()
        for limit in (200, 900, 2500, 4000, 20_000, 24_000, 30_000, 40_000):
            child = start("broken", limit=limit)
            _, err = child.communicate(timeout=120)
            if child.returncode == 0:
                break
            if child.returncode == 7:
                complaints.add("report" if err.startswith("report") else "gallery")
            report = tmp_path / "broken.jsonl"
            counts.append(_lines(report))
            assert not report.exists() or report.read_bytes()[-1:] in (b"", b"\n")
        assert complaints
        assert counts == sorted(counts)
        assert self.result(start("broken")) == expected
