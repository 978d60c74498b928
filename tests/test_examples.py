"""Every example runs, is short, and so does the README's conversation."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from zbsec.cli.gallery.people import applicants
from zbsec.faces import FACE_TERMS

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def printed(*arguments: str) -> str:
    done = subprocess.run([sys.executable, "-W", "error", *arguments], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not done.stderr, "an integrator would take this for a failure"
    return done.stdout


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_runs_and_is_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) < 40
    assert printed(str(path)).strip()


def test_the_guide_to_plates_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "plates.md").read_text(), re.DOTALL)
    said = printed("-c", "\n".join(blocks)).splitlines()
    assert said[0].startswith("鲁C12345 blue 1")
    assert said[1] == "鲁C·12345 普通 小型汽车"
    assert said[2].startswith("holder-17 ")
    assert said[3].startswith("鲁C12345 ")


def test_the_guide_s_table_of_consents_is_one(tmp_path: Path) -> None:
    block = re.search(r"```csv\n(.*?)```", (ROOT / "docs" / "gallery.md").read_text(), re.DOTALL)
    assert block is not None
    (tmp_path / "consents.csv").write_text(block[1])
    ((one,), _) = applicants(tmp_path)
    assert one.consent.is_living(one.consent.given_at, FACE_TERMS)


def test_the_readme_s_conversation_runs() -> None:
    block = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert block is not None
    assert "鲁C12345 Confirmation(" in printed("-c", block[1])


def test_the_sites_guide_s_conversation_runs() -> None:
    block = re.search(r"<!-- python -->\n```python\n(.*?)```", (ROOT / "docs" / "sites.md").read_text(), re.DOTALL)
    assert block is not None
    assert "R10 须通过个人信息保护审查" in printed("-c", block[1])
