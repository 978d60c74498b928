"""The networks whose weights are in the wheel."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from zbsec.models.network import session

Precision = Literal["auto", "int8", "float32"]

DOT_PRODUCTS = frozenset({"avx512_vnni", "avx_vnni", "asimddp"})
"""Flags, as Linux names them, of processors with exact dot products of bytes: int8 is quicker there, and safe; on older
x86-64 sums of byte products may overflow 16 bits."""

PROCESSOR = Path("/proc/cpuinfo")

FILES = {"int8": "{}.int8.onnx", "float32": "{}.onnx"}


def load(name: str, threads: int | None, precision: Precision = "auto") -> Any:
    """The ``onnxruntime.InferenceSession`` of a network of ``weights/``, ready to run.

    :param threads: None: as many as cores may be used.
    :param precision: auto: int8 where the processor has dot products of bytes, which make it quicker.
    :raises ValueError: no such precision.
    """
    return session((files("zbsec.plates") / "weights" / _file(name, precision)).read_bytes(), threads)


@cache
def has_dot_products() -> bool:
    """Whether the processor says that it multiplies and adds bytes; what cannot be asked says no."""
    try:
        return not DOT_PRODUCTS.isdisjoint(PROCESSOR.read_text(encoding="ascii", errors="replace").split())
    except OSError:
        return False


def _file(name: str, precision: Precision) -> str:
    chosen = precision
    if precision == "auto":
        chosen = "int8" if has_dot_products() else "float32"
    if chosen not in FILES:
        raise ValueError(f"precision is one of auto, {', '.join(FILES)}, not {precision!r}")
    return FILES[chosen].format(name)
