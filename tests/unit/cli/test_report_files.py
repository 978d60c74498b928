"""What `zbsec check` and `zbsec funding` write to files, and what they say where a library is missing."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from zbsec.cli import main

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
SITE, FUNDING = EXAMPLES / "estate" / "site.toml", EXAMPLES / "funding" / "estate.toml"
PLAN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


def test_one_check_writes_every_form_of_the_same_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, html, oscal = tmp_path / "plan.svg", tmp_path / "r.html", tmp_path / "r.json"
    plan.write_bytes(PLAN)
    arguments = ["check", str(SITE), "--json", "--html", str(html), "--oscal", str(oscal), "--plan", str(plan)]
    assert main([*arguments, "--lang", "zh"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert {"verdict", "findings", "assessment-results"} <= set(facts)
    assert json.loads(oscal.read_text(encoding="utf-8")) == {"assessment-results": facts["assessment-results"]}
    page = html.read_text(encoding="utf-8")
    assert facts["digest"] in page
    assert "data:image/svg+xml;base64," in page


def test_a_picture_that_is_no_plan_is_named_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, html = tmp_path / "plan.gif", tmp_path / "r.html"
    plan.write_bytes(b"GIF89a")
    assert main(["check", str(SITE), "--html", str(html), "--plan", str(plan)]) == 2
    assert "plan.gif: is neither PNG nor SVG" in capsys.readouterr().err
    assert not html.exists()


@pytest.mark.parametrize(
    ("library", "arguments", "remedy"),
    [
        ("weasyprint", ["check", str(SITE), "--pdf"], 'pip install "zbsec[pdf]"'),
        (
            "matplotlib",
            ["funding", str(EXAMPLES / "funding" / "estate.toml"), "--chart"],
            'pip install "zbsec[charts]"',
        ),
    ],
)
def test_a_missing_library_is_named_with_its_extra(
    library: str,
    arguments: list[str],
    remedy: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    assert main([*arguments, str(tmp_path / "out.png")]) == 2
    assert remedy in capsys.readouterr().err
    assert not (tmp_path / "out.png").exists()
