"""The networks whose weights are in the wheel."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from zbsec.models.network import session


def load(name: str, threads: int | None) -> Any:
    """The ``onnxruntime.InferenceSession`` of a network of ``weights/``, ready to run.

    :param threads: None: as many as cores may be used.
    """
    return session((files("zbsec.plates") / "weights" / f"{name}.onnx").read_bytes(), threads)
