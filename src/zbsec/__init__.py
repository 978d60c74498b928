"""Access control with consent: devices, face and plate matching, site taxonomy and uplink encoders.

Rooms (``zbsec.faces``, ``zbsec.plates``, ``zbsec.devices`` …) and names load on first touch, so that
``import zbsec`` stays under 50 ms and pulls in neither OpenCV nor onnxruntime.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zbsec import (
        access,
        devices,
        errors,
        faces,
        journal,
        models,
        plates,
        records,
        runtime,
        scenes,
        sites,
        testing,
        uplink,
    )
    from zbsec._core import Allowed, PlateBook, VectorIndex, simd
    from zbsec.runtime import open_site

__version__ = "0.1.0"

__all__ = [
    "Allowed",
    "PlateBook",
    "VectorIndex",
    "__version__",
    "access",
    "devices",
    "errors",
    "faces",
    "journal",
    "models",
    "open_site",
    "plates",
    "records",
    "runtime",
    "scenes",
    "simd",
    "sites",
    "testing",
    "uplink",
]

_NAMES = {
    "Allowed": "zbsec._core",
    "PlateBook": "zbsec._core",
    "VectorIndex": "zbsec._core",
    "open_site": "zbsec.runtime",
    "simd": "zbsec._core",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'zbsec' has no attribute {name!r}")
    if name not in _NAMES:
        return importlib.import_module(f"zbsec.{name}")
    try:
        value = getattr(importlib.import_module(_NAMES[name]), name)
    except ModuleNotFoundError as error:
        if error.name != "zbsec._core":
            raise
        raise ImportError("the native module zbsec._core is missing; build it with: pip install .") from error
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
