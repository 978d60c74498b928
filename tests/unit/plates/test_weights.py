"""The weights in the wheel are those that models/manifest.toml describes, made as it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from zbsec.models import Catalogue, Model
from zbsec.models.network import Network
from zbsec.records import PLATE_ALPHABET

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


def test_both_networks_are_described() -> None:
    assert [model.name for model in OURS] == ["plate-reader", "plate-detector"]


def test_the_reader_gives_a_column_for_every_character() -> None:
    (columns,) = Catalogue.open().model("plate-reader").outputs
    assert columns.shape[2] == 1 + len(PLATE_ALPHABET)


def test_the_detector_gives_heat_and_corners() -> None:
    heat, corners = Catalogue.open().model("plate-detector").outputs
    assert (heat.name, heat.shape[1]) == ("heat", 1)
    assert (corners.name, corners.shape[1]) == ("corners", 8)
