"""Photographs driven past a lane's camera: every passage is counted once, and what is not once is found out."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from zbsec.cli import main
from zbsec.cli.bench.photographs.labels import COORDINATES, Label
from zbsec.cli.bench.photographs.lane import START, _judged, _Passage, _Told
from zbsec.records import Box, Credential, CredentialKind
from zbsec.runtime.recognise import Sighting
from zbsec.testing import estate
from zbsec.testing.estate import stills
from zbsec.testing.estate.traffic import VIEW_PX
from zbsec.testing.estate.views import vehicle_at
from zbsec.testing.plates import render

THERE = np.array([[560, 480], [720, 480], [720, 531], [560, 531]], np.float32)
TEXTS = ("鲁C7K3M8", "鲁C12345", "沪A88K21")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("stills")
    columns = ["file", "text", "view", "color", *COORDINATES]
    with (made / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for number, text in enumerate(TEXTS):
            picture = vehicle_at(estate.background(), render(text), THERE, paint=(120, 90, 60))
            cv2.imwrite(str(made / f"{number}.png"), picture)
            writer.writerow([f"{number}.png", text, "scene", "blue", *THERE.ravel().tolist()])
    return made


def test_every_passage_is_one_event(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--peers", "--book", "200", "--books", "0", "--passages", "4", "--json"]
    assert main(["bench", "plates", "--photographs", str(folder), *asked]) == 0
    driven = json.loads(capsys.readouterr().out)["driven"]
    assert (driven["passages"], driven["once"], driven["none"], driven["several"]) == (4, 4, 0, 0)
    assert (driven["registered"], driven["let_in"], driven["mistaken"], driven["elsewhere"]) == (3, 3, 0, 0)
    assert driven["interval"] == [pytest.approx(0.51, abs=0.01), 1]
    assert 0 <= driven["ms_to_decide"] < 1000


@pytest.mark.parametrize(("lang", "said"), [("en", "exactly one event"), ("zh", "恰一事件")])
def test_it_is_told_in_both_languages(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, said: str
) -> None:
    asked = ["--peers", "--book", "0", "--limit", "1", "--passages", "1", "--lang", lang]
    page = tmp_path / "page.html"
    assert main(["bench", "plates", "--photographs", str(folder), *asked, "--html", str(page)]) == 0
    assert said in capsys.readouterr().out
    assert said in page.read_text(encoding="utf-8")


def test_no_usable_photograph_is_named(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labels = (folder / "labels.csv").read_text(encoding="utf-8").splitlines()
    without = [",".join(line.split(",")[:4]) for line in labels]
    (tmp_path / "labels.csv").write_text("\n".join(without), encoding="utf-8")
    for number in range(len(TEXTS)):
        (tmp_path / f"{number}.png").write_bytes((folder / f"{number}.png").read_bytes())
    assert main(["bench", "plates", "--photographs", str(tmp_path), "--peers", "--book", "0", "--passages", "1"]) == 2
    assert "no photograph shows one whole plate" in capsys.readouterr().err


def told(second: float, plate: str, holder: str | None) -> _Told:
    at = START + timedelta(seconds=second)
    credential = Credential(kind=CredentialKind.PLATE, holder=holder, value=plate)
    facts: dict[str, Any] = {"appeared_at": at.isoformat()}
    box = Box(left=0, top=0, right=10, bottom=10)
    return _Told(at + timedelta(seconds=0.1), Sighting(credential=credential, box=box, facts=facts))


def test_what_is_not_exactly_one_event_is_counted_and_named() -> None:
    class Lane:
        took_ms = (1.0, 3.0, 2.0)
        passages = tuple(
            _Passage(label(str(number), text), START + timedelta(seconds=at), START + timedelta(seconds=at + 1))
            for number, (text, at) in enumerate([("鲁C00001", 0), ("鲁C00002", 5), ("鲁C00003", 10), ("鲁C00004", 15)])
        )
        told = (
            told(0.2, "鲁C00001", "鲁C00001"),
            told(5.1, "鲁C00002", None),
            told(5.9, "鲁C00008", None),
            told(8.0, "鲁C00009", None),
            told(15.5, "鲁C00005", "鲁C00005"),
        )

    judged = _judged(Lane(), {"鲁C00001", "鲁C00003"})  # type: ignore[arg-type]
    assert (judged.once, judged.none, judged.several, judged.elsewhere) == (2, 1, 1, 1)
    assert (judged.registered, judged.let_in, judged.mistaken) == (2, 1, 1)
    assert judged.not_once == ("1", "2")
    assert judged.ms_to_decide == pytest.approx(100)
    assert judged.ms_a_frame == 2.0


def label(file: str, text: str) -> Label:
    return Label(file=file, text=text, colour="blue", view="scene", kind="", rows=1, note="", corners=None)


def test_the_plate_comes_nearer_and_is_never_enlarged() -> None:
    picture = np.full((720, 1280, 3), 60, np.uint8)
    cv2.fillConvexPoly(picture, THERE.astype(np.int32), (255, 80, 0))
    widths = []
    for view in stills.approaching(picture, THERE, np.random.default_rng(0), frames=5, shake_px=1.0):
        assert view.shape == (VIEW_PX[1], VIEW_PX[0], 3)
        blue = (view[:, :, 0].astype(int) - view[:, :, 2]) > 100
        widths.append(int(np.ptp(np.flatnonzero(blue.any(axis=0)))))
    assert widths == sorted(widths)
    assert widths[-1] == pytest.approx(160, abs=5)
    assert widths[0] == pytest.approx(160 * stills.FAR_SHARE, abs=5)
