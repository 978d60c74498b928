"""The networks whose weights are in the wheel."""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Literal

from zbsec import _core
from zbsec.models.network import session

Precision = Literal["auto", "int8", "float32"]

DOT_PRODUCTS = ("avx512_vbmi", "neon_dotprod")
"""Instruction sets of processors that multiply bytes without overflow, where int8 is quicker and safe; on older x86-64
the network's sums of byte products may overflow 16 bits."""

FILES = {"int8": "{}.int8.onnx", "float32": "{}.onnx"}


def load(name: str, threads: int | None, precision: Precision = "auto") -> Any:
    """The ``onnxruntime.InferenceSession`` of a network of ``weights/``, ready to run.

    :param threads: None: as many as cores may be used.
    :param precision: auto: int8 where the processor has dot products of bytes.
    :raises ValueError: no such precision.
    """
    return session((files("zbsec.plates") / "weights" / _file(name, precision)).read_bytes(), threads)


def _file(name: str, precision: Precision) -> str:
    chosen = ("int8" if _core.simd() in DOT_PRODUCTS else "float32") if precision == "auto" else precision
    if chosen not in FILES:
        raise ValueError(f"precision is one of auto, {', '.join(FILES)}, not {precision!r}")
    return FILES[chosen].format(name)
