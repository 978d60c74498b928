"""``zbsec bench faces``: on scores whose curves are known, on made people, and on a few photographs."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zbsec import faces
from zbsec._wilson import wilson
from zbsec.cli import main
from zbsec.cli.bench.deviates import deviate
from zbsec.cli.bench.faces import LEAST, Plan, tail
from zbsec.cli.bench.faces.charts import figures
from zbsec.cli.bench.faces.curve import Sorted, measure
from zbsec.cli.bench.faces.identify import most_members
from zbsec.cli.bench.faces.measure import Results
from zbsec.cli.bench.faces.measure import measure as run
from zbsec.cli.bench.faces.pairs import Pairs
from zbsec.cli.bench.faces.people import portraits
from zbsec.cli.bench.faces.table import lines
from zbsec.cli.bench.faces.tail import MEMBERS
from zbsec.cli.bench.faces.thresholds import impostor_curve, thresholds
from zbsec.cli.bench.faces.words import _WORDS, words
from zbsec.cli.bench.intervals import share
from zbsec.errors import ImageError
from zbsec.faces import ImpostorCurve
from zbsec.records import Box, Face

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

NORMAL = NormalDist()
SIDE = 8
DIM = SIDE * SIDE
BLANK = 128
"""The value of every pixel of a picture without a face."""


class Pixels:
    """Its vector of a picture is the picture, so scores of strangers are those of random directions."""

    name = "pixels"
    dim = DIM
    min_score = 0.45
    impostors = ImpostorCurve(points=((0.1, 1e-6), (0.2, 1e-7)), ceiling=0.8)
    """Far too kind."""

    def detect(self, image: NDArray[np.uint8]) -> list[Face]:
        if (image == BLANK).all():
            return []
        return [
            Face(box=Box(left=0, top=0, right=SIDE, bottom=SIDE), landmarks=np.zeros((5, 2), np.float32), score=1.0)
        ]

    def embed(self, image: NDArray[np.uint8], faces: Sequence[Face]) -> NDArray[np.float32]:
        vector = image[:, :, 0].astype(np.float32).ravel() - BLANK
        return np.tile(vector / np.linalg.norm(vector), (len(faces), 1))


def write(path: Path, vector: NDArray[np.float64] | None) -> None:
    pixels = np.full((SIDE, SIDE), BLANK) if vector is None else BLANK + 30 * vector.reshape(SIDE, SIDE)
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), np.clip(np.rint(pixels), 0, 255).astype(np.uint8))


def people(folder: Path, count: int, pictures: int = 3, alike: float = 0.0, seed: int = 1) -> None:
    """One folder a person.

    :param alike: cosine of two people on average.
    """
    rng = np.random.default_rng(seed)
    common = rng.normal(size=DIM)
    for person in range(count):
        centre = math.sqrt(alike) * common + math.sqrt(1 - alike) * rng.normal(size=DIM)
        for number in range(pictures):
            write(folder / f"p{person:03}" / f"{number}.png", centre + 0.7 * rng.normal(size=DIM))


@pytest.fixture
def pixels(monkeypatch: pytest.MonkeyPatch) -> Pixels:
    backend = Pixels()
    monkeypatch.setattr("zbsec.faces.load", lambda *_, **__: backend)
    monkeypatch.setattr("zbsec.cli.bench.machine.STREAM_BYTES", 1 << 22)
    return backend


def gaussian(genuine: float, spread: float = 1.0, people: int = 400, seed: int = 3) -> Pairs:
    """Impostor scores N(0, 1), genuine ones N(genuine, spread), one genuine pair a person."""
    rng = np.random.default_rng(seed)
    first, second = np.triu_indices(people, 1)
    scores = rng.normal(size=len(first)).astype(np.float32)
    order = np.argsort(-scores)
    return Pairs(
        people=people,
        genuine=rng.normal(genuine, spread, people * 10).astype(np.float32),
        genuine_of=np.repeat(np.arange(people), 10),
        impostor=scores[order],
        impostor_of=np.column_stack([first, second])[order],
        impostor_all=len(first),
    )


def looked(folder: Path, backend: Pixels, **changes: Any) -> Results:
    facts: dict[str, Any] = {"groups": None, "galleries": [20, 10_000], "resamples": 60, "seed": 1}
    return run(Plan(folder=folder, **{**facts, **changes}), backend, lambda _: None)


def test_a_gaussian_curve_is_the_analytic_one() -> None:
    found = measure(gaussian(3.0), 2.0, [1.0], np.random.default_rng(0), 100)
    assert found.eer
    assert NORMAL.cdf(-1.5) in found.eer
    assert found.eer.value == pytest.approx(NORMAL.cdf(-1.5), abs=0.006)
    for one in found.points[:2]:
        assert one.score
        assert one.tar
        assert one.score.value == pytest.approx(-NORMAL.inv_cdf(one.rate), abs=0.1)
        assert NORMAL.cdf(3.0 + NORMAL.inv_cdf(one.rate)) in one.tar
    assert found.own
    assert found.own.fmr
    assert found.own.fnmr
    assert NORMAL.cdf(-2.0) in found.own.fmr
    assert NORMAL.cdf(-1.0) in found.own.fnmr
    assert found.scores[0].fmr
    assert found.scores[0].fmr.value == pytest.approx(NORMAL.cdf(-1.0), abs=0.005)


def test_a_rate_for_which_there_are_too_few_pairs_is_not_measured() -> None:
    pairs = gaussian(3.0, people=101)
    assert len(pairs.impostor) == 5050
    first, second, third = measure(pairs, 2.0, [], np.random.default_rng(0), 20).points
    assert first.score
    assert (second.score, second.tar, third.score, third.tar) == (None,) * 4
    assert second.errors == pytest.approx(5.05)


def test_an_impostor_curve_goes_as_far_as_was_measured() -> None:
    found = impostor_curve(measure(gaussian(3.0, people=101), 2.0, [], np.random.default_rng(0), 20))
    assert found
    assert [rate for _, rate in found.points] == [0.3, 0.1, 0.03, 0.01, 3e-3]
    assert found.rate_at(1.0) == pytest.approx(NORMAL.cdf(-1.0), rel=0.1)
    assert found.score_at(1e-5) == pytest.approx(-NORMAL.inv_cdf(1e-5), abs=0.4)


@settings(deadline=None)
@given(st.lists(st.integers(0, 20), min_size=1, max_size=40), st.floats(0.001, 1.0))
def test_no_more_impostors_than_allowed_reach_the_score_and_none_fewer_could(scores: list[int], rate: float) -> None:
    falling = np.sort(np.array(scores, np.float32))[::-1] / 20
    pairs = Pairs(
        people=2,
        genuine=falling.copy(),
        genuine_of=np.zeros(len(scores), np.intp),
        impostor=falling,
        impostor_of=np.tile([0, 1], (len(scores), 1)),
        impostor_all=len(scores),
    )
    whole = Sorted(pairs)
    score = float(whole.score(rate))
    assert (falling >= score).mean() <= rate + 1e-9
    lower = falling[falling < score]
    assert not len(lower) or (falling >= lower[0]).mean() > rate - 1e-9
    assert float(whole.fmr(score)) == pytest.approx((falling >= score).mean())
    assert float(whole.fnmr(score)) == pytest.approx((falling < score).mean())


def test_a_library_curve_is_confirmed_only_as_far_as_pairs_go() -> None:
    rates = [NORMAL.cdf(-score) for score in (1.0, 2.0, 3.5)]
    shipped = ImpostorCurve(points=((1.0, rates[0]), (2.0, rates[1]), (2.2, 1e-3), (3.5, rates[2])), ceiling=5.0)
    curve = measure(
        gaussian(3.0, people=101), 2.0, [score for score, _ in shipped.points], np.random.default_rng(0), 50
    )
    found = thresholds("x", curve, curve.scores, shipped)
    assert [one.verdict for one in found.points] == ["agrees", "agrees", "too_kind", "not_contradicted"]
    assert found.needed[0].line is not None
    assert found.needed[0].line.value == pytest.approx(-NORMAL.inv_cdf(1e-4), abs=0.3)


def test_the_tail_is_told_by_two_models_with_intervals_that_hold_the_truth() -> None:
    """Of normal scores, which the line fits by its very form; Pareto's interval widens as it leaves the data."""
    curve = measure(gaussian(3.0, people=401), 2.0, [], np.random.default_rng(0), 100)
    assert [one.members for one in curve.needed] == list(MEMBERS)
    for one, rate in zip(curve.needed, tail.rates().tolist(), strict=True):
        assert one.line is not None
        assert one.pareto is not None
        assert one.line.low <= one.line.value <= one.line.high
        assert one.pareto.low <= one.pareto.value <= one.pareto.high
        assert -NORMAL.inv_cdf(rate) == pytest.approx(one.line.value, abs=0.25)
    assert -NORMAL.inv_cdf(float(tail.rates()[0])) in curve.needed[0].pareto
    width = [one.pareto.high - one.pareto.low for one in curve.needed if one.pareto]
    assert width == sorted(width), "the farther out, the less is known"


@pytest.mark.parametrize("shape", [-0.5, 0.0, 0.2])
def test_pareto_finds_the_quantiles_of_its_own_kind(shape: float) -> None:
    uniform = np.random.default_rng(4).random(200_000)
    drawn = -np.log(uniform) if shape == 0 else np.expm1(-shape * np.log(uniform)) / shape
    falling = np.sort(drawn.astype(np.float32))[::-1]
    depth = np.log(tail.rates())
    right = -depth if shape == 0 else np.expm1(-shape * depth) / shape
    found = tail.pareto(falling, np.ones(len(falling)))
    np.testing.assert_allclose(found[:2], right[:2], rtol=0.15)
    twice = tail.pareto(falling, np.full(len(falling), 2.0))
    assert np.abs(twice[0] / found[0] - 1) < 0.1


def test_too_few_pairs_have_no_tail() -> None:
    assert np.isnan(tail.pareto(np.linspace(1, 0, 100, dtype=np.float32), np.ones(100))).all()
    assert np.isnan(tail.pareto(np.zeros(5000, np.float32), np.ones(5000))).all()
    assert np.isnan(tail.straight(np.array([0.5]), np.array([0.1]))).all()
    few = measure(gaussian(3.0, people=6), 2.0, [], np.random.default_rng(0), 20)
    assert all(one.line is None and one.pareto is None for one in few.needed)


def test_a_threshold_that_no_score_can_reach_is_none(tmp_path: Path, pixels: Pixels) -> None:
    people(tmp_path, 20)
    found = looked(tmp_path, pixels)
    assert "none: above" not in "\n".join(lines(found, words("en"), 60, 1))
    wide = measure(gaussian(3.0, people=101), 2.0, [], np.random.default_rng(0), 20)
    found = replace(found, thresholds=thresholds("", wide, [], None))
    assert "none: above 1" in "\n".join(lines(found, words("en"), 60, 1))


def test_people_drawn_twice_count_twice() -> None:
    pairs = Pairs(
        people=3,
        genuine=np.array([0.9, 0.2], np.float32),
        genuine_of=np.array([0, 1]),
        impostor=np.array([0.6, 0.4, 0.1], np.float32),
        impostor_of=np.array([[0, 1], [0, 2], [1, 2]]),
        impostor_all=3,
    )
    drawn = Sorted(pairs, np.array([2.0, 1.0, 0.0]))
    assert float(drawn.fmr(0.5)) == 1.0
    assert float(drawn.fnmr(0.5)) == pytest.approx(1 / 3)
    assert not Sorted(pairs, np.array([3.0, 0.0, 0.0])).complete


def test_apart_means_no_equal_error() -> None:
    assert Sorted(gaussian(50.0, people=50)).eer() == 0.0
    assert Sorted(gaussian(-50.0, people=50)).eer() == pytest.approx(1.0, abs=0.01)


def test_made_people_give_the_rates_of_random_directions(tmp_path: Path, pixels: Pixels) -> None:
    people(tmp_path, 60)
    found = looked(tmp_path, pixels)
    assert (found.everybody.people, found.everybody.genuine) == (60, 180)
    assert found.everybody.impostor == 180 * 179 // 2 - 180
    score = found.everybody.points[0].score
    assert score
    assert score.value == pytest.approx(-NORMAL.inv_cdf(0.01) / math.sqrt(DIM), abs=0.05)
    assert score.value == found.everybody.ladder[3].score.value  # type: ignore[union-attr]


def test_a_gallery_larger_than_the_people_is_modelled_and_said_to_be(tmp_path: Path, pixels: Pixels) -> None:
    people(tmp_path, 120, pictures=2)
    found = looked(tmp_path, pixels, galleries=[20, 110, 111, 10_000])
    sizes = {one.members: one for one in found.identifications}
    assert most_members(found.seen) == 120 - LEAST
    assert [members for members, one in sizes.items() if one.rounds] == [20, 60, 110]
    at_10 = sizes[20].misses[0]
    assert at_10.fnir
    assert at_10.score == pytest.approx(at_10.modelled_score, abs=0.04)
    assert not at_10.extrapolated
    assert sizes[20].misses[1].fnir is None, "120 people are too few for one in a hundred"
    largest = sizes[10_000].misses[0]
    assert (largest.fnir, largest.score, largest.extrapolated) == (None, None, True)
    assert largest.modelled_score is not None
    assert largest.modelled_score > at_10.score  # type: ignore[operator]
    said = "\n".join(lines(found, words("en"), 60, 1))
    assert "not measurable" in said
    assert f"{largest.modelled_score:.3f}*" in said


def test_of_too_many_pairs_a_sample_is_drawn_and_said(
    tmp_path: Path, pixels: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(tmp_path, 30)
    whole = looked(tmp_path, pixels)
    monkeypatch.setattr("zbsec.cli.bench.faces.pairs.MOST", 2_000)
    found = looked(tmp_path, pixels)
    assert len(found.pairs.impostor) == 2_000
    assert found.pairs.impostor_all == len(whole.pairs.impostor) == 90 * 89 // 2 - 90
    assert (found.pairs.impostor_of[:, 0] != found.pairs.impostor_of[:, 1]).all()
    assert "a sample of 3,915" in "\n".join(lines(found, words("en"), 60, 1))
    own, all_of_them = found.everybody.points[0].score, whole.everybody.points[0].score
    assert own
    assert all_of_them
    assert own.value == pytest.approx(all_of_them.value, abs=0.05)


def test_strangers_with_one_picture_each_have_impostors_and_no_genuine_pair(tmp_path: Path, pixels: Pixels) -> None:
    people(tmp_path, 50, pictures=1)
    found = looked(tmp_path, pixels)
    assert found.everybody.eer is None
    assert found.everybody.own
    assert found.everybody.own.fnmr is None
    assert found.everybody.points[0].score
    assert found.everybody.points[0].tar is None
    assert all(one.fnir is None for one in found.identifications)
    assert "no genuine pair" in "\n".join(lines(found, words("en"), 60, 1))
    assert [name for name, _ in figures(found)] == ["impostors", "scores"]


def test_pictures_without_a_face_count_as_misses(tmp_path: Path, pixels: Pixels) -> None:
    people(tmp_path, 20)
    before = looked(tmp_path, pixels)
    write(tmp_path / "p003" / "2.png", None)
    (tmp_path / "p004" / "2.png").write_bytes(b"\x89PNG broken")
    for number in range(3):
        write(tmp_path / "p005" / f"{number}.png", None)
    found = looked(tmp_path, pixels)
    assert len(found.seen.failures) == 5
    assert found.seen.not_enrolled == 1
    assert found.everybody.genuine == before.everybody.genuine
    assert found.everybody.own
    assert found.everybody.own.fnmr
    assert found.everybody.own.fnmr.value == pytest.approx((2 + 2 + 3) / 60)
    said = "\n".join(lines(found, words("en"), 60, 1))
    assert "5 of 60 pictures (failure to acquire 8.33 %), from no picture of 1 of 20 people" in said
    assert str(tmp_path / "p004" / "2.png") in said


def test_the_group_whose_members_look_alike_is_the_worst(tmp_path: Path, pixels: Pixels) -> None:
    people(tmp_path / "a", 30)
    people(tmp_path / "b", 30, alike=0.5, seed=2)
    rows = [
        {"file": str(path.relative_to(tmp_path)), "person_id": path.parts[-3] + path.parts[-2], "group": path.parts[-3]}
        for path in sorted(tmp_path.glob("*/*/*.png"))
    ]
    table(tmp_path, rows)
    found = looked(tmp_path, pixels)
    assert found.groups.worst
    assert found.groups.worst.name == "b"
    assert found.groups.beyond_chance
    assert found.thresholds.whose == "b"
    assert {one.verdict for one in found.thresholds.points} == {"too_kind"}
    own = found.thresholds.needed[0].line
    assert own is not None
    assert own.value > found.thresholds.by_shipped[0]
    assert [name for name, _ in figures(found)] == ["roc", "det", "impostors", "scores", "sizes"]


def table(folder: Path, rows: list[dict[str, str]], name: str = "identities.csv") -> Path:
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder / name


def test_the_command_writes_a_page_plots_and_json_without_anybodys_name(
    tmp_path: Path, pixels: Pixels, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "faces", tmp_path / "out"
    people(folder, 24)
    groups = table(tmp_path, [{"person_id": f"p{number:03}", "group": "south"} for number in range(12)], "groups.csv")
    command = ["bench", "faces", str(folder), "--groups", str(groups), "--resamples", "20", "--out", str(out)]
    assert main([*command, "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "不可测" in said
    assert "最差组：south" in said
    assert {path.name for path in out.iterdir()} == {
        "results.json",
        "faces.html",
        *(f"{name}.{kind}" for name in ("roc", "det", "impostors", "scores", "sizes") for kind in ("png", "svg")),
    }
    document = (out / "results.json").read_text(encoding="utf-8")
    assert "p003" not in document
    facts = json.loads(document)
    assert facts["everybody"]["points"][2]["tar"] is None
    assert facts["people"] == 24
    page = (out / "faces.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 5
    assert "人脸识别评测" in page


def test_both_languages_say_everything() -> None:
    for name, said in _WORDS.items():
        assert len(said) == 2, name
        fields = [sorted(part.split("}")[0] for part in text.split("{")[1:]) for text in said]
        assert fields[0] == fields[1], name


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([{"file": "a.png"}], "has no column person_id"),
        ([{"file": "", "person_id": "a"}], "file is empty"),
        ([{"file": "a.png", "person_id": "a", "role": "boss"}], "role 'boss' is none of enrol, probe, stranger"),
        ([{"file": "a.png", "person_id": "a"}], "fewer than two people"),
        (
            [
                {"file": "a.png", "person_id": "a", "group": "x"},
                {"file": "b.png", "person_id": "a", "group": "y"},
                {"file": "c.png", "person_id": "b", "group": "y"},
            ],
            "in two groups, 'x' and 'y'",
        ),
    ],
)
def test_a_table_that_cannot_be_used_is_named(tmp_path: Path, rows: list[dict[str, str]], complaint: str) -> None:
    table(tmp_path, rows)
    with pytest.raises(ImageError, match=complaint):
        portraits(tmp_path)


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="is no folder"):
        portraits(tmp_path / "none")
    people(tmp_path, 2)
    with pytest.raises(ImageError, match=r"of whom .* has no picture"):
        portraits(tmp_path, table(tmp_path, [{"person_id": "zz", "group": "x"}], "groups.csv"))


def test_one_face_in_no_picture_is_an_error(tmp_path: Path, pixels: Pixels) -> None:
    for name in "ab":
        write(tmp_path / name / "0.png", None)
    with pytest.raises(ImageError, match="found a face in none of 2 pictures"):
        looked(tmp_path, pixels)


def test_intervals_hold_their_share() -> None:
    assert share(0, 10).low == 0.0
    assert share(10, 10).high == 1.0
    low, high = wilson(5, 10)
    assert share(50, 100, 10) == share(5, 10)
    assert low < 0.5 < high
    assert deviate(0.5) == 0.0


@pytest.mark.shared
def test_photographs_of_the_development_set(shared: Path, tmp_path: Path) -> None:
    with (shared / "data/faces/identities.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    few = [row for row in rows if row["person_id"] in ("ct01", "ct03", "lf01", "lf02", "st001", "st002", "st031")]
    for row in few:
        row["file"] = str(shared / "data/faces" / row["file"])
    table(tmp_path, few)
    backend = faces.load("yunet-mobilefacenet", shared / "models", threads=1)
    plan = Plan(folder=tmp_path, groups=None, galleries=[100], resamples=20, seed=1)
    found = run(plan, backend, lambda _: None)
    assert not found.seen.failures
    assert found.gate
    assert (found.gate.members, found.gate.as_another, found.gate.strangers) == (4, 0, 3)
    assert found.gate.right.value >= 0.8
    assert found.gate.accepted
    assert found.gate.accepted.value == 0
    assert found.everybody.eer
    assert found.everybody.eer.value < 0.1
    assert found.thresholds.shipped == faces.impostors.CURVES["yunet-mobilefacenet"]
    assert found.identifications[0].rounds == 0, "seven people are no gallery of a hundred"
