"""Who is measured: one class a library, each behind the same few calls."""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbsec.cli.bench.peers.base import Peer

OURS = "zbsec"
PEERS = {
    "faiss-flat": "zbsec.cli.bench.peers.faiss_flat:FaissFlat",
    "faiss-fp16": "zbsec.cli.bench.peers.faiss_factory:Half",
    "faiss-ivf": "zbsec.cli.bench.peers.faiss_factory:Inverted",
    "faiss-ivfpq": "zbsec.cli.bench.peers.faiss_factory:InvertedFastScan",
    "faiss-rabitq": "zbsec.cli.bench.peers.faiss_factory:InvertedRaBitQ",
    "faiss-sq8": "zbsec.cli.bench.peers.faiss_factory:Bytes",
    "hnswlib": "zbsec.cli.bench.peers.graphs:Hnswlib",
    "numpy": "zbsec.cli.bench.peers.product:Product",
    "usearch": "zbsec.cli.bench.peers.graphs:USearch",
    OURS: "zbsec.cli.bench.peers.ours:Ours",
}
"""Name → class."""
PACKAGES = {
    "faiss": "faiss-cpu",
    "hnswlib": "hnswlib",
    "rapidfuzz": "rapidfuzz",
    "rapidocr": "rapidocr",
    "rapidocr_onnxruntime": "--no-deps rapidocr-onnxruntime",
    "usearch": "usearch",
}
"""Module → what brings it."""


def load(name: str) -> type[Peer]:
    module, _, attribute = PEERS[name].partition(":")
    made: type[Peer] = getattr(importlib.import_module(module), attribute)
    return made


def missing(modules: Sequence[str]) -> str | None:
    """The command that brings what a peer lacks; None: it is all there."""
    absent = [PACKAGES[module] for module in modules if find_spec(module) is None]
    return f"pip install {' '.join(absent)}" if absent else None
