"""A grammar that another package registers: found by its name, and held to the same suite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from zbsec.plates import GRAMMARS, parse

ROOT = Path(__file__).resolve().parents[3]

MODULE = """
from zbsec.plates.grammar import Grammar, Issue, Kind, Place, folded
from zbsec.records import PlateClass, PlateColour

LETTER, DIGIT = Place("ABC", "a letter A to C"), Place("0123456789", "a digit")
ISSUES = (Issue(PlateClass.OTHER, PlateColour.YELLOW, 1, (520, 110)),)
KIND = Kind(name="ordinary", zh="普通", issues=ISSUES, forms=((LETTER, LETTER, DIGIT, DIGIT, DIGIT),), dot=2)


def normal(text):
    return "".join(folded(text).replace("·", "").split())


GRAMMAR = Grammar(country="XA", kinds=(KIND,), normal=normal)
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder that looks like an installed package."""
    (tmp_path / "atlantis_plates.py").write_text(MODULE, encoding="utf-8")
    facts = tmp_path / "atlantis_plates-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: atlantis-plates\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text("[zbsec.plate_grammars]\natlantis = atlantis_plates:GRAMMAR\n")
    return tmp_path


def test_it_is_loaded_by_name(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(site)
    assert GRAMMARS.names() == ["atlantis", "cn", "de"]
    assert str(parse("ab 123", "atlantis")) == "AB·123"


def test_the_conformance_suite_runs_over_it(site: Path) -> None:
    suite = ROOT / "tests" / "conformance" / "test_grammars.py"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "atlantis", str(suite)]
    paths = os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": paths}
    run = subprocess.run(command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout  # 5 where nothing was selected
