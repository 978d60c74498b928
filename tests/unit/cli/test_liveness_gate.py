"""``zbsec site gate`` and ``zbsec check`` try whether this computer can run what a face lane is to run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zbsec.cli import main
from zbsec.faces import liveness
from zbsec.sites import LivenessCheck
from zbsec.testing import estate

STATED = """presentation_attack = { measure = "liveness", checks = ["passive", "challenge"], test = { attacks = 200, \
attacks_passed = 1, people = 60, people_refused = 3, on = 2026-11-06, ref = "测试 9" } }"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    text = estate.site_file()
    old = next(line for line in text.splitlines() if line.startswith("presentation_attack"))
    path = tmp_path / "site.toml"
    path.write_text(text.replace(old, STATED), encoding="utf-8")
    return path


@pytest.fixture
def no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setenv("ZBSEC_MODELS", str(empty))


@pytest.mark.usefixtures("no_models")
def test_a_missing_model_keeps_the_face_off_and_is_named(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["site", "gate", str(site)]) == 1
    said = capsys.readouterr().out
    assert "[refused] Against photographs: liveness: the passive check cannot run" in said
    assert "minifasnet-v2" in said
    assert main(["check", str(site), "--json", "--lang", "zh"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    (gate,) = [one for one in findings if one["rule"] == "gate"]
    assert gate["status"] == "refused"
    assert "zbsec models pull minifasnet-v2 minifasnet-v1se" in gate["message"]["zh"]


def test_with_the_models_the_face_may_run(
    site: Path, shared: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZBSEC_MODELS", str(shared / "models"))
    assert main(["site", "gate", str(site), "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "活体检测（静默活体、动作活体：转头、抬头或低头、眨眼）" in said
    assert "攻击通过 1/200（APCER 不高于 2.8%）" in said


@pytest.mark.usefixtures("no_models")
def test_only_what_is_asked_for_is_tried() -> None:
    assert liveness.able(()) == {}
    assert liveness.able([LivenessCheck.CHALLENGE]) == {LivenessCheck.CHALLENGE: None}
    lacking = liveness.able()[LivenessCheck.PASSIVE]
    assert lacking is not None
    assert "minifasnet-v2" in lacking.en
    assert "不在下列位置" in lacking.zh, "no English within"
