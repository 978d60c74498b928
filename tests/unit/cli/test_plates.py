"""``zbsec plates read`` as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from zbsec import plates
from zbsec.cli import main
from zbsec.cli.plates.show import write
from zbsec.cli.plates.words import _WORDS
from zbsec.records import PLATE_ALPHABET, PlateColour, PlateReading
from zbsec.testing import estate
from zbsec.testing.plates import render


@pytest.fixture(scope="module")
def view() -> np.ndarray:
    return estate.vehicle_view(estate.background(), render("鲁C7K3M8"), np.random.default_rng(1))


def written(path: Path, picture: np.ndarray) -> str:
    _, data = cv2.imencode(path.suffix, picture)
    path.write_bytes(data.tobytes())
    return str(path)


def test_a_plate_is_read_shown_and_told(view: np.ndarray, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture, out = written(tmp_path / "西门.jpg", view), tmp_path / "out"
    assert main(["plates", "read", picture, "--lang", "en", "--show", "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "鲁C7K3M8  ordinary  blue" in told
    assert f"shown in {out / '001-西门.jpg'}" in told
    assert main(["plates", "read", picture, "--lang", "zh"]) == 0
    assert "鲁C7K3M8  普通" in capsys.readouterr().out


def test_what_is_shown_are_vehicles_and_not_people(view: np.ndarray, tmp_path: Path) -> None:
    """Privacy (governance 9.6): windows and surroundings are a mosaic; what was fine in them is nowhere."""
    (reading,) = plates.load(threads=1).read(view)
    box, wide = reading.box, reading.box.width_px
    above = slice(0, box.top - wide // 2)
    noisy = view.copy()
    noisy[above] = np.random.default_rng(0).integers(0, 256, noisy[above].shape, np.uint8)
    out = tmp_path / "out"
    assert main(["plates", "read", written(tmp_path / "a.png", noisy), "--show", "--out", str(out)]) == 0
    (shown,) = out.iterdir()
    picture = cv2.imdecode(np.frombuffer(shown.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape[1] < 6 * wide
    hidden = picture[8 : 2 * wide, 8 : 4 * wide]
    assert np.median(np.abs(np.diff(hidden.astype(int), axis=1))) <= 1
    assert np.median(np.abs(np.diff(noisy[above].astype(int), axis=1))) > 50


def test_two_vehicles_are_shown_one_below_the_other(view: np.ndarray, tmp_path: Path) -> None:
    both = np.hstack([view, view])
    out = tmp_path / "out"
    for number, picture in enumerate((view, both)):
        folder = ["--show", "--out", str(out / str(number))]
        assert main(["plates", "read", written(tmp_path / f"{number}.png", picture), *folder]) == 0
    one, two = (cv2.imread(str(next((out / number).iterdir()))) for number in "01")
    assert one is not None
    assert two is not None
    assert two.shape[0] == pytest.approx(2 * one.shape[0], rel=0.1)


@pytest.mark.parametrize("text", ["鲁C12345", "12345"])
def test_a_plate_that_tells_no_windows_is_shown_by_its_text_alone(text: str, tmp_path: Path) -> None:
    """It stands on end, so nothing of the picture is written."""
    corners = np.array([[50, 200], [50, 60], [94, 60], [94, 200]], np.float32)
    rows = np.full((len(text), len(PLATE_ALPHABET)), 1 / len(PLATE_ALPHABET), np.float32)
    on_end = PlateReading(text=text, colour=PlateColour.BLUE, corners=corners, probabilities=rows, score=0.5, rows=1)
    write(tmp_path / "shown.jpg", np.full((240, 320, 3), (0, 0, 200), np.uint8), [on_end])
    shown = cv2.imread(str(tmp_path / "shown.jpg"))
    assert shown is not None
    assert shown.shape[0] == 52
    assert not (shown[:, :, 2] > shown[:, :, 0].astype(int) + 100).any()


def test_a_double_row_and_a_sheet_have_their_class(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = np.full((420, 640, 3), 90, np.uint8)
    plate = render("鲁C12345", colour=PlateColour.YELLOW, two_rows=True)
    picture[100 : 100 + plate.shape[0], 100 : 100 + plate.shape[1]] = plate
    assert main(["plates", "read", written(tmp_path / "double.png", picture), "--json"]) == 0
    ((plate,),) = [one["plates"] for one in json.loads(capsys.readouterr().out)["pictures"]]
    assert (plate["rows"], plate["on_paper"], plate["plate_class"]) == (2, False, "01")
    assert main(["plates", "read", str(tmp_path / "double.png"), "--lang", "zh"]) == 0
    assert "鲁C12345  普通  黄" in capsys.readouterr().out


def test_for_machines(view: np.ndarray, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path / "2.png", view)
    written(tmp_path / "10.png", np.full((40, 60, 3), 127, np.uint8))
    assert main(["plates", "read", str(tmp_path), "--json"]) == 0
    read, none = json.loads(capsys.readouterr().out)["pictures"]
    (plate,) = read["plates"]
    assert (plate["text"], plate["kind"], plate["plate_class"], plate["colour"]) == (
        "鲁C7K3M8",
        "ordinary",
        "02",
        "blue",
    )
    assert len(plate["characters"]) == 7
    assert np.array(plate["corners"]).shape == (4, 2)
    assert none["plates"] == []


@pytest.mark.parametrize("depth", ["grey", "alpha", "16 bit", "crop"])
def test_odd_pictures_are_read(
    depth: str, view: np.ndarray, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = {
        "grey": cv2.cvtColor(view, cv2.COLOR_BGR2GRAY),
        "alpha": np.dstack([view, np.full(view.shape[:2], 255, np.uint8)]),
        "16 bit": view.astype(np.uint16) * 257,
        "crop": render("鲁C7K3M8"),
    }[depth]
    crop = ["--crop"] if depth == "crop" else []
    assert main(["plates", "read", written(tmp_path / "x.png", picture), "--json", *crop]) == 0
    (result,) = json.loads(capsys.readouterr().out)["pictures"]
    assert [plate["text"] for plate in result["plates"]] == ["鲁C7K3M8"]


def test_one_bad_picture_costs_itself(view: np.ndarray, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = written(tmp_path / "a.jpg", view)
    half = tmp_path / "half.jpg"
    half.write_bytes(Path(good).read_bytes()[:9000])
    assert main(["plates", "read", str(half), good, "--lang", "en"]) == 1
    said = capsys.readouterr()
    assert "half.jpg: refused: the picture breaks off" in said.err
    assert "鲁C7K3M8" in said.out
    assert "2 pictures, 1 plates, 1 refused" in said.out


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("nothing.jpg", None, "No such file"),
        ("text.jpg", b"hello", "no JPEG, PNG, BMP, TIFF or WebP"),
        ("empty.png", b"", "the file is empty"),
    ],
)
def test_a_mistake_is_named_and_ends_with_2(
    name: str, content: bytes | None, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert main(["plates", "read", str(tmp_path / name), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert name in said
    assert reason in said
    assert "Traceback" not in said


def test_an_empty_folder_and_a_folder_that_cannot_be_written_are_named(
    view: np.ndarray, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["plates", "read", str(tmp_path / "empty")]) == 2
    assert "holds no picture" in capsys.readouterr().err
    picture = written(tmp_path / "a.jpg", view)
    assert main(["plates", "read", picture, "--show", "--out", picture]) == 2
    assert "a.jpg" in capsys.readouterr().err


def test_everything_is_said_in_both_languages() -> None:
    for name, texts in _WORDS.items():
        assert len(texts) == 2, name
        assert all(texts), name
