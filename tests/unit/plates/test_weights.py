"""The weights in the wheel are those that models/manifest.toml describes, made as it says."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from zbsec.models import Catalogue, Model
from zbsec.models.network import Network
from zbsec.plates import network
from zbsec.plates.decode import collapse
from zbsec.records import PLATE_ALPHABET, likeliest_text
from zbsec.testing.plates import render

ROOT = Path(__file__).resolve().parents[3]
OURS = [model for model in Catalogue.open().models if model.task.startswith("plate-")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.name)
def test_the_file_is_the_one_described(model: Model) -> None:
    path = Catalogue.open().require(model.name)
    Network(model, path)
    assert path.stat().st_size == model.size <= 2_500_000
    assert model.licence == "Apache-2.0"
    assert (ROOT / model.training).is_file()
    assert (ROOT / model.card).is_file()


def test_all_networks_are_described() -> None:
    assert {model.name for model in OURS} == {
        "plate-reader",
        "plate-reader-int8",
        "plate-second-reader-int8",
        "plate-detector",
        "plate-detector-int8",
    }
    assert sum(model.size for model in OURS) <= 8_000_000


@pytest.mark.parametrize("name", ["reader", "detector"])
def test_int8_says_what_float_says(name: str) -> None:
    """Within what eight bits leave: the columns' likeliest labels, the map's heights."""
    rng = np.random.default_rng(3)
    plate = render("鲁C12345")
    shape = (128, 32) if name == "reader" else (320, 192)
    picture = cv2.resize(plate, shape).astype(np.float32) + rng.normal(0, 4, (shape[1], shape[0], 3))
    given = np.asarray(picture.transpose(2, 0, 1)[None] / 255, np.float32)
    both = [network.load(name, 1, precision) for precision in ("float32", "int8")]
    exact, rounded = (one.run(None, {one.get_inputs()[0].name: given})[0] for one in both)
    assert np.abs(exact - rounded).mean() < 0.01
    assert np.abs(exact - rounded).max() < 0.5


@pytest.mark.parametrize("name", ["plate-reader", "plate-second-reader-int8"])
def test_the_readers_give_a_column_for_every_character(name: str) -> None:
    (columns,) = Catalogue.open().model(name).outputs
    assert columns.shape[2] == 1 + len(PLATE_ALPHABET)


@pytest.mark.parametrize("text", ["鲁C12345", "皖A511AW", "粤BD00193"])
def test_the_second_reader_reads_what_is_clear(text: str) -> None:
    picture = cv2.resize(render(text), (192, 48), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    columns = network.load("second", 1, "int8").run(None, {"plates": picture.transpose(2, 0, 1)[None]})[0][0]
    assert likeliest_text(collapse(columns)) == text


def test_the_detector_gives_heat_and_corners() -> None:
    heat, corners = Catalogue.open().model("plate-detector").outputs
    assert (heat.name, heat.shape[1]) == ("heat", 1)
    assert (corners.name, corners.shape[1]) == ("corners", 8)
