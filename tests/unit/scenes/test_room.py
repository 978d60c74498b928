"""The room says what happens, never who: nothing in it can name a person or a vehicle."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys

from zbsec import scenes

IDENTITY = re.compile(
    r"embed|face|plate|person|people|identi|appear|reid|holder|gallery|gender|race|ethnic|skin|emotion|gait|"
    r"colour|histogram|score|suspic|\b(sex|age|who)\b",
    re.IGNORECASE,
)
MODULES = [
    scenes,
    *(importlib.import_module(f"zbsec.scenes.{found.name}") for found in pkgutil.iter_modules(scenes.__path__)),
]


def names() -> set[str]:
    """Every name the room defines: modules, classes, functions, methods, parameters, fields, constants."""
    found = {module.__name__.rpartition(".")[2] for module in MODULES}
    for module in MODULES:
        found |= {name for name in vars(module) if not name.startswith("__")}
        for value in vars(module).values():
            if inspect.isclass(value) and value.__module__.startswith("zbsec.scenes"):
                found |= {name for name in vars(value) if not name.startswith("__")}
                for method in vars(value).values():
                    if inspect.isfunction(method):
                        found |= set(inspect.signature(method).parameters)
    return found


def test_no_name_of_the_room_speaks_of_who() -> None:
    assert {"LineCrossing", "feed", "min_area_px", "direction"} <= names()
    assert [name for name in sorted(names()) if IDENTITY.search(name.replace("_", " "))] == []


def test_a_crossing_says_when_where_and_which_way() -> None:
    assert [field.name for field in dataclasses.fields(scenes.Crossing)] == ["at", "direction", "point"]


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = "import sys, zbsec.scenes; print([m for m in ('numpy', 'cv2', 'onnxruntime') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
