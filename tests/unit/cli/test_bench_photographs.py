"""``zbsec bench plates --photographs`` on a folder of made photographs, and its parts."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbsec._wilson import wilson
from zbsec.cli import bench, main
from zbsec.cli.bench import peers
from zbsec.cli.bench.photographs import readers
from zbsec.cli.bench.photographs.book import match
from zbsec.cli.bench.photographs.cause import Cause, Inquiry, wrong_characters
from zbsec.cli.bench.photographs.conditions import conditions, leaning
from zbsec.cli.bench.photographs.judge import answer, iou
from zbsec.cli.bench.photographs.labels import COORDINATES, Label, photographs
from zbsec.cli.bench.photographs.page import marks
from zbsec.cli.bench.photographs.readers import READERS, Found, RapidOcr, RapidOcrV4, TextReader, plate_in
from zbsec.cli.bench.photographs.words import _WORDS
from zbsec.errors import ImageError
from zbsec.records import PLATE_ALPHABET
from zbsec.testing import estate
from zbsec.testing.estate.views import vehicle_at
from zbsec.testing.plates import noisy_reading, render

COLUMNS = ["file", "text", "color", "layout", "type", "view", *COORDINATES, "note"]
THERE = np.array([[420, 400], [580, 406], [580, 457], [420, 451]], np.float32)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zbsec.cli.bench.machine.STREAM_BYTES", 1 << 22)


def label(**changes: Any) -> Label:
    facts = {
        "file": "a.png",
        "text": "鲁C7K3M8",
        "colour": "blue",
        "view": "scene",
        "kind": "small",
        "rows": 1,
        "note": "",
    }
    return Label(**{**facts, "corners": THERE, **changes})


def write_labels(folder: Path, rows: list[dict[str, Any]], columns: list[str] = COLUMNS) -> None:
    with (folder / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vehicle that is read, the same with labels that a reader cannot meet, a crop, and an empty lane."""
    made = tmp_path_factory.mktemp("photographs")
    wall = estate.background()
    corners = dict(zip(COORDINATES, THERE.ravel().tolist(), strict=True))
    scene = {"view": "scene", "color": "blue", "type": "small", **corners}
    cv2.imwrite(str(made / "lane.png"), vehicle_at(wall, render("鲁C7K3M8"), THERE, paint=(120, 90, 60)))
    cv2.imwrite(str(made / "empty.png"), wall)
    cv2.imwrite(str(made / "crop.png"), cv2.resize(render("鲁C12345"), (220, 70), interpolation=cv2.INTER_AREA))
    rows = [
        {"file": "lane.png", "text": "鲁C·7K3M8", **scene},
        {"file": "lane.png", "text": "鲁C7K3MB", **scene, "note": "night"},
        {"file": "lane.png", "text": "沪C7K3M8", **scene},
        {"file": "lane.png", "text": "沪C7K3MB", **scene},
        {"file": "lane.png", "text": "鲁C7K3M", **scene},
        {"file": "lane.png", "text": "鲁C7K3M8", **scene, "color": "yellow"},
        {"file": "empty.png", "text": "鲁C7K3M8", **scene, "note": "blur"},
        {"file": "crop.png", "text": "鲁C12345", "view": "crop", "color": "blue"},
    ]
    write_labels(made, rows)
    return made


def run(folder: Path, *more: str) -> int:
    return main(["bench", "plates", "--photographs", str(folder), "--peers", *more])


def test_photographs_are_measured_and_every_failure_has_its_cause(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "--book", "300", "--books", "2", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["command"] == "bench plates --photographs"
    found = [(one["file"], one["text"], one["cause"], one["pair"]) for one in document["answers"]]
    assert found == [
        ("crop.png", "鲁C12345", None, ""),
        ("empty.png", "鲁C7K3M8", "not_found", ""),
        ("lane.png", "鲁C7K3M8", None, ""),
        ("lane.png", "鲁C7K3MB", "pair", "B→8"),
        ("lane.png", "沪C7K3M8", "province", "沪→鲁"),
        ("lane.png", "沪C7K3MB", "several", ""),
        ("lane.png", "鲁C7K3M", "length", ""),
        ("lane.png", "鲁C7K3M8", "colour", ""),
    ]
    assert sum(document["causes"].values()) == 6
    scenes = next(group for group in document["groups"] if (group["view"], group["by"]) == ("scene", "all"))
    shares = scenes["shares"]["zbsec"]
    assert shares == {
        "plates": 7,
        "found": pytest.approx(6 / 7),
        "exact": pytest.approx(2 / 7),
        "near": pytest.approx(4 / 7),
        "corner_error": shares["corner_error"],
    }
    assert shares["corner_error"] < 0.1
    assert {(group["by"], group["part"]) for group in document["groups"]} >= {("light", "dark"), ("sight", "blurred")}
    assert document["ms"]["zbsec"]["photograph"]["pictures"] == 2
    assert document["ms"]["zbsec"]["crop"]["median"] > 0
    matched = document["matched"]["zbsec"]
    assert (matched["book"], matched["asked"], matched["unknown_asked"]) == (
        300,
        5,
        10,
    )  # labels with three letters are no plates
    assert matched["unknown_accepted"] == 0
    assert matched["wrong_accept_interval"] == [0, pytest.approx(0.278, abs=1e-3)]
    assert sum(one["readings"] for one in document["trust"]) == 7
    assert all(one["low"] <= one["right"] <= one["high"] for one in document["trust"])


@pytest.mark.parametrize(("lang", "said"), [("en", "Failures by cause"), ("zh", "失败原因")])
def test_a_page_holds_every_failure_as_pictures_and_needs_nothing_beside_it(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, said: str
) -> None:
    out = tmp_path / "out"
    assert run(folder, "--book", "0", "--out", str(out), "--lang", lang) == 0
    page = (out / "failures.html").read_text(encoding="utf-8")
    assert page.count('class="failure"') == 6
    assert page.count("data:image/jpeg;base64,") == 12  # where it stands, and upright
    assert page.count("<svg") == 2
    assert said in page
    assert not re.findall(r'(?:src|href)="(?!data:|#)', page)
    assert json.loads((out / "results.json").read_text(encoding="utf-8"))["matched"] == {}
    assert said in capsys.readouterr().out


def test_few_pictures_of_some_views(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "--book", "0", "--views", "scene", "--limit", "1", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert {one["file"] for one in document["answers"]} == {"empty.png"}


def test_a_peer_that_is_not_installed_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = peers.find_spec
    monkeypatch.setattr(peers, "find_spec", lambda name: None if name == "rapidocr" else there(name))
    assert run(folder, "rapidocr", "--limit", "1", "--book", "0") == 0
    assert "left out: rapidocr; pip install rapidocr" in capsys.readouterr().out


def test_a_peer_without_its_weights_is_named_and_fetches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "rapidocr" / "__init__.py"
    package.parent.mkdir()
    package.touch()
    monkeypatch.setattr(readers, "missing", lambda _: None)
    monkeypatch.setattr(readers, "find_spec", lambda _: SimpleNamespace(origin=str(package)))
    assert "would fetch its weights" in (RapidOcr.lack() or "")
    (package.parent / "models").mkdir()
    for name in ("a_det_b.onnx", "a_rec_b.onnx"):
        (package.parent / "models" / name).touch()
    assert RapidOcr.lack() is None


@pytest.mark.parametrize("kind", [RapidOcr, RapidOcrV4])
def test_a_peer_reads_a_plate(folder: Path, kind: type[TextReader]) -> None:
    pytest.importorskip(kind.module)
    assert kind.lack() is None
    peer = kind(threads=1)
    assert [one.text for one in peer.read_crop(cv2.imread(str(folder / "crop.png")))] == ["鲁C12345"]
    assert answer(label(), peer.read(cv2.imread(str(folder / "lane.png")))).near


# Mistakes are named


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"columns": ["file", "text", "view"]}, "has no column color; it needs file, text, color, view"),
        ({"rows": [{"file": "a.png", "text": "", "view": "scene"}]}, r"labels.csv:2: text is empty"),
        ({"rows": [{"file": "a.png", "text": "鲁C1", "view": "scene", "x1": "3"}]}, "all numbers, or all empty"),
        ({"rows": [{"file": "a.png", "text": "鲁C1", "view": "scene"}], "views": ["crop"]}, "its views: scene"),
    ],
)
def test_labels_that_cannot_be_used_are_named(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    write_labels(tmp_path, change.get("rows", []), change.get("columns", COLUMNS))
    with pytest.raises(ImageError, match=said):
        photographs(tmp_path, views=change.get("views", []))


def test_no_labels_and_no_pictures_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "nowhere") == 2
    assert "a folder of photographs holds labels.csv" in capsys.readouterr().err
    (tmp_path / "labels.csv").write_bytes("file,text,color,view\na.png,皖A12345,blue,crop\n".encode("gb18030"))
    assert run(tmp_path) == 2
    assert "is not UTF-8" in capsys.readouterr().err
    write_labels(tmp_path, [{"file": "gone.png", "text": "鲁C12345", "view": "scene", "color": "blue"}])
    assert run(tmp_path) == 2
    assert "gone.png: No such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"), [(["--book", "20000"], "more than the 16000"), (["--limit", "0"], "'0'")]
)
def test_a_number_out_of_range_is_named(
    folder: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        run(folder, *arguments)
    assert said in capsys.readouterr().err


def test_a_byte_order_mark_and_any_spelling_are_read(tmp_path: Path) -> None:
    text = "\ufefffile,text,color,view\na.png,鲁Ｃ · d12345,green,scene\n"
    (tmp_path / "labels.csv").write_text(text, encoding="utf-8")
    (found,) = photographs(tmp_path)
    assert found.labels[0].text == "鲁CD12345"
    assert found.labels[0].corners is None


# Judging


def test_a_reading_is_of_the_plate_that_it_covers() -> None:
    beside = Found("鲁C7K3M8", THERE + np.float32([900, 0]), 0.9)
    covering = Found("鲁C7K3MB", THERE + np.float32([8, 3]), 0.4)
    assert answer(label(), [beside]).found is None
    judged = answer(label(), [beside, covering])
    assert judged.found is covering
    assert (judged.right, judged.near) == (False, True)
    assert judged.corner_error == pytest.approx(np.hypot(8, 3) / 160, rel=0.01)
    unplaced = label(corners=None)
    assert answer(unplaced, [beside]).right
    assert answer(unplaced, [Found("粤B99999", THERE, 0.9)]).found is None


@given(st.floats(-300, 300), st.floats(-300, 300), st.floats(0.2, 5))
def test_overlap_is_symmetric_and_between_0_and_1(x: float, y: float, scale: float) -> None:
    other = (THERE * scale + (x, y)).astype(np.float32)
    assert iou(THERE, other) == pytest.approx(iou(other, THERE))
    assert 0 <= iou(THERE, other) <= 1.000001
    assert iou(other, other) == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "read", "cause", "pair"),
    [
        ("鲁C12340", "鲁C1234D", Cause.PAIR, "0→D"),
        ("鲁C12345", "皖C12345", Cause.PROVINCE, "鲁→皖"),
        ("鲁CD12345", "鲁C12345", Cause.LENGTH, ""),
        ("鲁C12345", "皖C12346", Cause.SEVERAL, ""),
    ],
)
def test_what_differs_is_named(text: str, read: str, cause: Cause, pair: str) -> None:
    assert (wrong_characters(text, read).cause, wrong_characters(text, read).pair) == (cause, pair)


class ReadsWhereLabelled:
    """A reader that errs by its corners only."""

    def read_crop(self, picture: np.ndarray) -> list[Found]:
        return [Found("鲁C7K3M8", None, 0.9)]


def test_corners_are_the_cause_where_the_labelled_ones_read_rightly() -> None:
    picture = np.full((720, 1280, 3), 90, np.uint8)
    judged = answer(label(), [Found("皖C7K3M8", THERE + np.float32([9, 0]), 0.9)])
    found = Inquiry(ReadsWhereLabelled(), threads=1).cause(label(), judged, picture)
    assert found is not None
    assert (found.cause, found.pair) == (Cause.CORNERS, "鲁→皖")


def test_conditions_are_told_by_corners_pixels_and_note() -> None:
    picture = np.full((720, 1280, 3), 30, np.uint8)
    seen = conditions(label(), picture)
    assert (seen.width, seen.angle, seen.light, seen.sight) == ("< 250 px", "< 5°", "dark", "clear")
    assert conditions(label(), picture * 8).light == "bright"
    assert conditions(label(), picture * 4).light == "day"
    assert conditions(label(note="夜"), picture * 4).light == "dark"
    assert conditions(label(note="blur, far"), picture).sight == "blurred"
    unknown = conditions(label(corners=None), picture)
    assert (unknown.width, unknown.angle, unknown.light) == ("unknown", "unknown", "unknown")
    assert conditions(label(view="crop", corners=None), picture).width == "≥ 250 px"
    sheared = THERE + np.float32([[0, 0], [0, 0], [30, 0], [30, 0]])
    assert leaning(sheared) == pytest.approx(30, abs=3)


def test_twins_and_strangers_in_the_book() -> None:
    rng = np.random.default_rng(1)
    texts = ["鲁C12345", "鲁CD06729", "粤B7K3M8", "皖A00000", "皖A0000D"]
    sure = [noisy_reading(text, rng, noise=0.05) for text in texts]
    for reading in sure[3:]:
        reading.probabilities[-1] = 1e-6
        reading.probabilities[-1, [PLATE_ALPHABET.index("0"), PLATE_ALPHABET.index("D")]] = 0.5
    soft = [Found(text, None, 0.9, reading) for text, reading in zip(texts, sure, strict=True)]
    plain = [Found(text, None, 0.9) for text in texts]
    asked = {
        "soft": list(zip(texts, soft, strict=True)),
        "plain": [*zip(texts[1:], plain[1:], strict=True), (texts[0], None)],
    }
    made = match(asked, 400, books=2, seed=1, say=lambda _: None)
    assert (made["soft"].own, made["soft"].right, made["soft"].twins) == (5, 3, 2)  # 0 and D: refused, both named
    assert made["soft"].unsure == 0
    doubtful = noisy_reading("鲁C12345", rng, noise=0.05)
    doubtful.probabilities[:] = 0.4 * doubtful.probabilities + 0.6 / 80
    found = [("鲁C12345", Found("鲁C12345", None, 0.1, doubtful))]
    unsure = match({"soft": found}, 400, books=0, seed=1, say=lambda _: None)["soft"]
    assert (unsure.right, unsure.unsure, unsure.wrong_accept_share) == (0, 1, None)
    assert (made["plain"].right, made["plain"].wrong) == (4, 0)
    assert made["soft"].unknown_asked == 10
    assert made["soft"].wrong_accept_share == 0
    assert match({"soft": [("no plate", None)]}, 400, books=1, seed=1, say=lambda _: None) == {}


def test_characters_that_differ_are_marked() -> None:
    assert marks("鲁C1", "鲁D1") == [("鲁", False), ("C", True), ("1", False)]
    assert [wrong for _, wrong in marks("鲁CD12345", "鲁C12345")] == [
        False,
        False,
        True,
        False,
        False,
        False,
        False,
        False,
    ]
    assert not any(wrong for _, wrong in marks("鲁C12345", ""))


# The peer's texts as plates


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("鲁C12345", "鲁C12345"),
        ("X鲁C1I34O", "鲁C11340"),
        ("鲁CD12345陕西汽车", "鲁CD12345"),
        ("C12345", None),
        ("", None),
    ],
)
def test_the_part_of_a_text_that_is_a_plate(text: str, plate: str | None) -> None:
    assert plate_in("".join(character for character in text if character not in "西汽车")) == plate


Lines = list[tuple[str, list[list[float]]]]


class Engine:
    """Stands for RapidOCR: says the lines that it was given, and of a crop one."""

    def __init__(self, lines: Lines, crop: str) -> None:
        self._lines, self._crop = lines, crop

    def __call__(self, picture: np.ndarray, *, use_det: bool, **_: bool) -> SimpleNamespace:
        if not use_det:
            return SimpleNamespace(txts=(self._crop,), scores=(0.8,))
        boxes = [np.array(box, np.float32) for _, box in self._lines] or None
        return SimpleNamespace(boxes=boxes, txts=[text for text, _ in self._lines], scores=[0.9] * len(self._lines))


class EarlierEngine(Engine):
    """The same as the earlier package says it."""

    def __call__(self, picture: np.ndarray, *, use_det: bool, **_: bool) -> Any:
        if not use_det:
            return [[self._crop, "0.8"]], None
        return [[box, text, "0.9"] for text, box in self._lines] or None, None


def peer(kind: type[TextReader], lines: Lines, crop: str = "") -> TextReader:
    made = kind.__new__(kind)
    vars(made)["_engine"] = (Engine if kind is RapidOcr else EarlierEngine)(lines, crop)
    return made


def box(left: float, top: float, right: float, bottom: float) -> list[list[float]]:
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


@pytest.mark.parametrize("kind", [RapidOcr, RapidOcrV4])
def test_a_peer_s_lines_are_made_into_plates(kind: type[TextReader]) -> None:
    picture = np.zeros((300, 400, 3), np.uint8)
    rows = [("鲁·E", box(120, 60, 180, 85)), ("76701", box(90, 90, 210, 140)), ("ABS", box(0, 0, 40, 20))]
    (found,) = peer(kind, rows).read(picture)
    assert found.text == "鲁E76701"
    assert found.corners is not None
    assert found.corners.tolist() == box(90, 60, 210, 140)
    (again,) = peer(kind, [("E·5K709", box(100, 60, 200, 90))], crop="鲁E·5K709").read(picture)
    assert again.text == "鲁E5K709"
    assert peer(kind, []).read(picture) == []
    assert peer(kind, [], crop="?").read_crop(picture) == []


# What there is, and what is said


def test_what_may_be_asked_for_is_what_there_is() -> None:
    assert {*bench.PHOTOGRAPH_PEERS, peers.OURS} == set(READERS)
    assert all(reader.__doc__ for name, reader in READERS.items() if name != peers.OURS)


def test_intervals_hold_their_share() -> None:
    assert wilson(0, 10)[0] == pytest.approx(0, abs=1e-9)
    low, high = wilson(8, 10)
    assert (round(low, 2), round(high, 2)) == (0.49, 0.94)


def test_everything_is_said_in_both_languages() -> None:
    for name, texts in _WORDS.items():
        assert all(texts), name
        fields = [{part.split("}")[0] for part in text.split("{")[1:]} for text in texts]
        assert fields[0] == fields[1], name
    for cause in Cause:
        assert cause.value in _WORDS
        assert f"{cause.value}_why" in _WORDS
