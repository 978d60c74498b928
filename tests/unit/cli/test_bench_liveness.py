"""``zbsec bench liveness``: on scores whose errors are known, and on the development set's prints."""

from __future__ import annotations

import csv
import json
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

from zbsec._wilson import wilson
from zbsec.cli import main
from zbsec.cli.bench.liveness.curve import cost, eer, errors, kinds, steps
from zbsec.cli.bench.liveness.presentations import Presentation, presentations
from zbsec.cli.bench.liveness.scores import Judged
from zbsec.cli.bench.liveness.words import _WORDS
from zbsec.errors import ImageError, ModelError, RegistryError
from zbsec.faces import liveness
from zbsec.faces.liveness import error_rates
from zbsec.records import Box, Face

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RNG = np.random.default_rng


class Eye:
    """Finds a face wherever a picture is not black."""

    name, dim, min_score = "eye", 1, 0.5

    def detect(self, image: NDArray[np.uint8]) -> list[Face]:
        if not image.any():
            return []
        return [Face(box=Box(left=0, top=0, right=4, bottom=4), landmarks=np.zeros((5, 2), np.float32), score=1.0)]


class Grey:
    """Its score is the grey value."""

    name, min_score = "grey", 0.5

    def score(self, image: NDArray[np.uint8], face: Face) -> float:
        return float(image[0, 0, 0]) / 255


@pytest.fixture(autouse=True)
def grey(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.setattr("zbsec.cli.bench.machine.STREAM_BYTES", 1 << 22)
    if "shared" not in request.fixturenames:
        monkeypatch.setattr("zbsec.faces.load", lambda *_, **__: Eye())
        monkeypatch.setattr("zbsec.faces.liveness.load", lambda *_, **__: Grey())


def write(path: Path, grey: float) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), np.full((4, 4, 3), round(255 * grey), np.uint8))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ten people, two look false; eleven prints, one looks live and one is black; four masks, three look live."""
    for label, greys in {
        "live": [0.9] * 8 + [0.2, 0.3],
        "print": [0.1] * 9 + [0.6],
        "mask": [0.4, 0.7, 0.8, 0.95],
    }.items():
        for number, grey in enumerate(greys):
            write(tmp_path / "shown" / label / f"{number}.png", grey)
    write(tmp_path / "shown" / "print" / "black.png", 0.0)
    return tmp_path / "shown"


def told(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> str:
    assert main(["bench", "liveness", str(folder), *words]) == 0
    return capsys.readouterr().out


def test_errors_by_kind_and_the_worst(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = json.loads(told(capsys, folder, "--json"))
    by_kind = {one["kind"]: one for one in facts["presentations"]}
    assert {kind: (one["errors"], one["judged"], one["silent"]) for kind, one in by_kind.items()} == {
        None: (2, 10, 0),
        "mask": (3, 4, 0),
        "print": (1, 10, 1),
    }
    assert facts["apcer"]["worst"] == "mask"
    assert facts["apcer"]["value"] == 0.75
    assert (facts["apcer"]["low"], facts["apcer"]["high"]) == pytest.approx(wilson(3, 4), abs=1e-5)
    assert (facts["bpcer"]["low"], facts["bpcer"]["high"]) == pytest.approx(wilson(2, 10), abs=1e-5)
    assert facts["silent"] == [{"file": str(folder / "print" / "black.png"), "why": "no face"}]
    assert [one["bpcer"] for one in facts["costs"]] == [None] * 3, "four masks are too few for any"
    scored = [(one["kind"], score) for one in facts["presentations"] for score in one["scores"]]
    rates = error_rates(scored, facts["min_score"])
    assert (rates.apcer.rate, rates.bpcer.rate) == (facts["apcer"]["value"], facts["bpcer"]["value"])


def test_another_threshold(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = json.loads(told(capsys, folder, "--json", "--min-score", "0.25"))
    assert (facts["min_score"], facts["apcer"]["value"], facts["bpcer"]["value"]) == (0.25, 1.0, 0.1)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["APCER of the worst kind, mask: 75 % (30.1-95.4)", "not measurable: needs 100 attacks", "no answer"]),
        ("zh", ["最差攻击类型 mask 的 APCER：75 % (30.1-95.4)", "不可测：每类攻击需 100 次", "无应答"]),
    ],
)
def test_on_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str], lang: str, words: list[str]) -> None:
    printed = told(capsys, folder, "--lang", lang)
    assert all(one in printed for one in words)


def test_page_charts_and_json_are_written(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    told(capsys, folder, "--out", str(out), "--lang", "zh")
    names = sorted(path.name for path in out.iterdir())
    assert names == ["det.png", "det.svg", "liveness.html", "results.json", "scores.png", "scores.svg"]
    page = (out / "liveness.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert "呈现攻击检测评测：grey" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert all(en and zh for en, zh in _WORDS.values())


def gaussian(count: int = 4000, *, subjects: int | None = None, apart: float = 2.0) -> Judged:
    """Attacks N(0, 1), and weaker ones N(-1, 1); people N(apart, 1)."""
    rng = RNG(5)
    shown, scores = [], []
    for kind, middle in ((None, apart), ("print", 0.0), ("drawing", -1.0)):
        for number in range(count):
            subject = f"{kind}{number if subjects is None else number % subjects}"
            shown.append(Presentation(path=None, kind=kind, subject=subject))  # type: ignore[arg-type]
            scores.append(float(rng.normal(middle)))
    return Judged(presentations=shown, scores=scores)


def test_what_gaussian_scores_cost_is_what_theory_says() -> None:
    found = kinds(gaussian())
    assert [one.name for one in found] == [None, "drawing", "print"]
    assert eer(found) == pytest.approx(NormalDist().cdf(-1.0), abs=0.01)
    for rate in (0.1, 0.05, 0.01):
        one = cost(found, rate, 200, RNG(1))
        assert one.score == pytest.approx(NormalDist().inv_cdf(1 - rate), abs=0.1)
        assert one.bpcer is not None
        assert NormalDist(2.0).cdf(NormalDist().inv_cdf(1 - rate)) in one.bpcer
    assert cost(found, 1e-3, 200, RNG(1)).score is None
    apcer, bpcer = errors(found, steps(found))
    assert (np.diff(apcer) <= 0).all()
    assert (np.diff(bpcer) >= 0).all()
    assert (apcer[0], apcer[-1], bpcer[0], bpcer[-1]) == (1.0, 0.0, 0.0, 1.0)


def test_pictures_of_few_people_widen_the_interval() -> None:
    """Whole people are right or wrong here, so four of them say much less than their 400 pictures seem to."""
    shown = [Presentation(path=None, kind=kind, subject=f"{n % 4}") for kind in (None, "print") for n in range(400)]  # type: ignore[arg-type]
    scores: list[float | None] = [float(int(one.subject) != 0) for one in shown[:400]] + [0.0] * 400
    error = kinds(Judged(presentations=shown, scores=scores))[0].error(0.5, 500, RNG(1))
    assert error.value == 0.25
    assert error.low == 0.0
    assert error.high > 0.6
    alone = [Presentation(path=None, kind=one.kind, subject=str(n)) for n, one in enumerate(shown)]  # type: ignore[arg-type]
    narrow = kinds(Judged(presentations=alone, scores=scores))[0].error(0.5, 500, RNG(1))
    assert (narrow.low, narrow.high) == pytest.approx(wilson(100, 400))


def test_a_table_names_files_labels_and_subjects(tmp_path: Path) -> None:
    path = tmp_path / "presentations.csv"
    path.write_text("file,label,subject\na.png,Real,s1\nb.png,screen,s1\nc.png,bona_fide,\n", encoding="utf-8")
    found = presentations(tmp_path)
    assert [(one.path.name, one.kind, one.subject) for one in found] == [
        ("a.png", None, "s1"),
        ("b.png", "screen", "s1"),
        ("c.png", None, "c.png"),
    ]
    assert presentations(path) == found


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("file,label\na.png,print\n", "without people there is no BPCER"),
        ("file,label\na.png,live\n", "without one there is no APCER"),
        ("file\na.png\n", "has no column label"),
        ("file,label\na.png,\n", "label is empty"),
    ],
)
def test_a_table_that_allows_no_figure_is_named(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "list.csv").write_text(content, encoding="utf-8")
    with pytest.raises(ImageError, match=words):
        presentations(tmp_path / "list.csv")


def test_where_nothing_gets_an_answer_the_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for label in ("live", "print"):
        write(tmp_path / label / "1.png", 0.0)
    assert main(["bench", "liveness", str(tmp_path)]) == 2
    assert "no answer to any attack" in capsys.readouterr().err


def test_an_unknown_check_is_named(tmp_path: Path) -> None:
    from zbsec.faces.liveness import registry

    with pytest.raises(RegistryError, match="no liveness check named 'none'; there are: minifasnet"):
        registry.load("none")
    with pytest.raises(ModelError, match="minifasnet"):
        registry.load(models=tmp_path)
    assert liveness.LIVENESS.names() == ["minifasnet"]


def test_the_prints_of_the_development_set(shared: Path, capsys: pytest.CaptureFixture[Any]) -> None:
    """The figures that docs/faces.md states, by the command that it names."""
    models = ["--models", str(shared / "models"), "--backend", "yunet-mobilefacenet"]
    facts = json.loads(told(capsys, shared / "data/faces/spoof.csv", "--json", *models))
    by_kind = {one["kind"]: one for one in facts["presentations"]}
    with (shared / "data/faces/spoof.csv").open(encoding="utf-8") as file:
        assert sum(one["judged"] + one["silent"] for one in by_kind.values()) == len(list(csv.DictReader(file)))
    assert by_kind["print"]["judged"] == 80
    assert by_kind["print"]["errors"] <= 2
    assert 17 <= by_kind[None]["errors"] <= 21
    assert facts["bpcer"]["high"] - facts["bpcer"]["low"] > 0.3
