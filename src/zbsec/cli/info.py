"""What this installation is and can do: version, instruction set, and every name in its tables."""

from __future__ import annotations

import json
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from zbsec.cli.columns import aligned
from zbsec.cli.language import Language, add_language

if TYPE_CHECKING:
    import argparse

HELP = "what is installed here"

LIBRARIES = (
    "numpy",
    "opencv-python-headless",
    "onnxruntime",
    "dlib-bin",
    "keyring",
    "matplotlib",
    "pymodbus",
    "python-pkcs11",
    "tomlkit",
    "weasyprint",
)

_NAMES_ZH = {
    "machine": "本机",
    "simd": "指令集",
    "libraries": "依赖库",
    "face backends": "人脸后端",
    "device classes": "设备类别",
    "encoders": "编码格式",
    "plate grammars": "号牌规则",
    "site kinds": "场所类别",
    "rule sets": "规则集",
}


def add(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print JSON")
    add_language(command)


def run(options: argparse.Namespace) -> int:
    facts = _facts()
    if options.json:
        print(json.dumps(facts, ensure_ascii=False, indent=2))
        return 0
    names = _NAMES_ZH if options.lang == Language.ZH else {}
    rows = [
        [names.get(name, name), ", ".join(value) if isinstance(value, list) else value] for name, value in facts.items()
    ]
    print("\n".join(aligned(rows)))
    return 0


def _facts() -> dict[str, str | list[str]]:
    from zbsec import __version__, simd  # noqa: PLC0415
    from zbsec.devices import DEVICES  # noqa: PLC0415
    from zbsec.faces import FACES  # noqa: PLC0415
    from zbsec.plates import GRAMMARS  # noqa: PLC0415
    from zbsec.sites import KINDS, RULE_SETS  # noqa: PLC0415
    from zbsec.uplink import ENCODERS  # noqa: PLC0415

    return {
        "zbsec": __version__,
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {len(os.sched_getaffinity(0))} cores usable",
        "simd": simd(),
        "libraries": [f"{name} {found}" for name in LIBRARIES if (found := _version(name))],
        "face backends": FACES.names(),
        "device classes": DEVICES.names(),
        "encoders": ENCODERS.names(),
        "plate grammars": GRAMMARS.names(),
        "site kinds": KINDS.names(),
        "rule sets": RULE_SETS.names(),
    }


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None
