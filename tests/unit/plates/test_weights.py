"""The weights in the wheel are those that models/manifest.toml describes."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import onnxruntime
import pytest

from zbsec.records import PLATE_ALPHABET

ROOT = Path(__file__).resolve().parents[3]
MANIFEST = tomllib.loads((ROOT / "models" / "manifest.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("model", MANIFEST["model"], ids=lambda model: model["name"])
def test_the_file_is_the_one_described(model: dict) -> None:
    content = (ROOT / model["file"]).read_bytes()
    assert len(content) == model["bytes"]
    assert hashlib.sha256(content).hexdigest() == model["sha256"]
    assert model["licence"] == "Apache-2.0"
    assert (ROOT / model["training"]).is_file()
    assert (ROOT / model["card"]).is_file()


def test_the_reader_keeps_its_contract() -> None:
    (model,) = (model for model in MANIFEST["model"] if model["task"] == "plate-reading")
    session = onnxruntime.InferenceSession(str(ROOT / model["file"]), providers=["CPUExecutionProvider"])
    (given,), (made,) = session.get_inputs(), session.get_outputs()
    assert [given.name, *given.shape[1:]] == [model["input"]["name"], *model["input"]["shape"][1:]]
    assert made.name == model["output"]["name"]
    assert model["output"]["shape"][2] == 1 + len(PLATE_ALPHABET)


def test_the_detector_keeps_its_contract() -> None:
    (model,) = (model for model in MANIFEST["model"] if model["task"] == "plate-detection")
    assert model["bytes"] <= 2_500_000
    session = onnxruntime.InferenceSession(str(ROOT / model["file"]), providers=["CPUExecutionProvider"])
    (given,), (heat, corners) = session.get_inputs(), session.get_outputs()
    assert [given.name, given.shape[1]] == [model["input"]["name"], 3]
    assert [heat.name, heat.shape[1]] == ["heat", 1]
    assert [corners.name, corners.shape[1]] == ["corners", 8]
