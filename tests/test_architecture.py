"""The layer rule, the public names, and what ``import zbsec`` may cost."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import zbsec

ROOT = Path(__file__).resolve().parent.parent
ROOMS = [
    "access",
    "devices",
    "faces",
    "journal",
    "models",
    "plates",
    "records",
    "runtime",
    "scenes",
    "sites",
    "testing",
    "uplink",
]


def fresh(code: str) -> str:
    """What ``code`` prints in a new interpreter: the only proof of what an import loads."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_imports_point_down_only() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_every_public_name_is_there_and_the_list_is_sorted() -> None:
    assert zbsec.__all__ == sorted(zbsec.__all__)
    assert dir(zbsec) == zbsec.__all__
    for name in zbsec.__all__:
        assert getattr(zbsec, name) is not None


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_lists_its_public_names(room: str) -> None:
    module = getattr(zbsec, room)
    assert module.__doc__
    assert module.__all__ == sorted(module.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    for name in module.__all__:
        assert getattr(module, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Gate'"):
        _ = zbsec.Gate  # type: ignore[attr-defined]


def test_import_is_light() -> None:
    loaded = json.loads(fresh("import zbsec, json, sys; print(json.dumps(sorted(sys.modules)))"))
    heavy = {"cv2", "onnxruntime", "numpy", "dlib", "httpx", "sqlite3", "jinja2", "cryptography", "asyncio"}
    assert not heavy & set(loaded)


def test_rooms_load_without_the_heavy_libraries() -> None:
    rooms = ", ".join(f"zbsec.{room}" for room in ROOMS if room not in {"runtime", "testing"})
    loaded = set(json.loads(fresh(f"import {rooms}, json, sys; print(json.dumps(sorted(sys.modules)))")))
    assert not {"cv2", "onnxruntime", "dlib"} & loaded


def test_import_takes_under_50_ms() -> None:
    code = "import time; t = time.perf_counter(); import zbsec; zbsec.simd(); print(time.perf_counter() - t)"
    assert min(float(fresh(code)) for _ in range(5)) < 0.050


def test_the_version_is_stated_once() -> None:
    declared = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert declared is not None
    assert zbsec.__version__ == declared[1]
    assert f"## {zbsec.__version__}" in (ROOT / "CHANGELOG.md").read_text()


@pytest.mark.parametrize(
    "path", sorted((ROOT / "src").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT / "src"))
)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    first = path.read_text().lstrip()
    assert first.startswith('"""'), f"{path.name} has no docstring"


FORBIDDEN = re.compile(
    r"\b(race|ethnic\w*|skin_?colou?r|gender|emotion\w*|religio\w*|suspic\w*|watch_?list|black_?list|imsi|imei|mac_address)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("room", ["records", "faces", "access", "journal", "runtime"])
def test_no_type_or_field_classifies_people(room: str) -> None:
    """Point 3 of the line we hold: such words may stand in a sentence that refuses them, never in a name."""
    for path in (ROOT / "src" / "zbsec" / room).rglob("*.py"):
        names = re.findall(r"^\s*(?:def|class)\s+(\w+)|^\s*(\w+)\s*:", path.read_text(), re.MULTILINE)
        assert not [name for pair in names for name in pair if FORBIDDEN.search(name)], path
