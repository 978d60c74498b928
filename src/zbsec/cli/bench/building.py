"""Filling a peer, within a budget of time, and what memory that takes."""

from __future__ import annotations

import ctypes
import gc
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.cli.bench.peers.base import Peer

PIECES = 64
"""A peer is asked this often whether it will be done in time."""
LEAST_PIECE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """How a peer was filled, or why not."""

    seconds: float
    train_seconds: float
    """Of ``seconds``."""
    memory_bytes: int
    """What the process grew by, its resident set measured before and after; the vectors given are not in it unless the
    peer keeps them."""
    done: float
    """Share of the vectors that were added, 1: all."""
    expected_seconds: float
    """What all would have taken at the rate seen; graphs grow slower as they fill, so that is the least."""

    @property
    def whole(self) -> bool:
        return self.done >= 1


def build(peer: Peer, vectors: NDArray[np.float32], budget_s: float, *, say: Callable[[float], None]) -> Build:
    """Train a peer and add all vectors, or stop as soon as the budget cannot be kept.

    :param say: told the share that is done, now and then.
    """
    before = resident_bytes()
    started = time.perf_counter()
    peer.train(vectors)
    trained = time.perf_counter() - started
    count = len(vectors)
    step = max(LEAST_PIECE, -(-count // PIECES))
    done, expected = 0, trained
    while done < count:
        spent = time.perf_counter() - started
        expected = trained + (spent - trained) * count / max(done, 1)
        if spent > budget_s or (done > count // 50 and expected > budget_s):
            break
        say(done / count)
        peer.add(done, vectors[done : done + step])
        done = min(count, done + step)
    seconds = time.perf_counter() - started
    return Build(
        seconds=seconds,
        train_seconds=trained,
        memory_bytes=vectors.nbytes if peer.shares_vectors else max(0, resident_bytes() - before),
        done=done / count,
        expected_seconds=seconds if done == count else max(expected, seconds),
    )


def resident_bytes() -> int:
    """Memory of this process, after what it does not need has been given back."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
