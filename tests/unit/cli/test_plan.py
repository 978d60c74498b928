"""``zbsec plan`` as a person types it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from zbsec.cli import main
from zbsec.testing.plans import Estate

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.geojson"
    path.write_text(json.dumps(Estate(columns=1, rows=2, cameras=4, candidates=4).geojson()), encoding="utf-8")
    return path


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_coverage_is_told_and_drawn(plan_file: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    svg = plan_file.with_suffix(".svg")
    assert main(["plan", "coverage", str(plan_file), "--lang", lang, "--svg", str(svg)]) == 1
    assert ("盲区" if lang == "zh" else "not seen") in capsys.readouterr().out
    assert svg.read_text(encoding="utf-8").startswith("<?xml")


def test_a_proposal_for_machines(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    png = plan_file.with_suffix(".png")
    assert main(["plan", "coverage", str(plan_file), "--propose", "--json", "--png", str(png)]) in (0, 1)
    facts = json.loads(capsys.readouterr().out)
    assert len(facts["after"]["cameras"]) == 4 + len(facts["added"])
    assert png.read_bytes().startswith(b"\x89PNG")


def test_an_enclosure_without_a_vote_ends_in_1(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "enclose", str(plan_file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["standing"]["en"] == "proposal, not to be built"


@pytest.mark.parametrize(("lang", "said"), [("en", "has no boundary"), ("zh", "没有边界")])
def test_a_faulty_plan_ends_in_2(tmp_path: Path, lang: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    assert main(["plan", "coverage", str(path), "--lang", lang]) == 2
    assert said in capsys.readouterr().err


def test_a_plan_without_ways_and_a_wrong_suffix_are_named(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["plan", "coverage", str(plan_file), "--png", "plan.jpg"])
    assert "does not end in .png" in capsys.readouterr().err
    plan_file.with_suffix(".toml").write_text(
        '[boundary]\nframe = "metres"\npolygon = [[0, 0], [9, 0], [9, 9]]\n', encoding="utf-8"
    )
    assert main(["plan", "enclose", str(plan_file.with_suffix(".toml"))]) == 2
    assert "lacks passages" in capsys.readouterr().err


def test_importing_plans_loads_no_heavy_library() -> None:
    code = "import zbsec.sites.plan, zbsec.sites.plan.draw, sys; print(*sorted(sys.modules))"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert not {"shapely", "networkx", "scipy", "matplotlib"} & loaded


def test_a_missing_extra_is_named(
    plan_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("zbsec.sites.plan.extra.find_spec", lambda name: None)
    assert main(["plan", "coverage", str(plan_file)]) == 2
    assert 'plans need shapely; install with: pip install "zbsec[plan]"' in capsys.readouterr().err
