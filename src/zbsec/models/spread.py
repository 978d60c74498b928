"""Rows of a batch, spread over threads.

A network that shares out every layer of one picture waits for its slowest thread after each; one that shares out the
pictures waits once. Each thread runs a session that has no threads of its own.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Run = Callable[[NDArray[np.float32]], list[NDArray[np.float32]]]

MOST_ROWS = 4
"""In one run: with sixteen a face takes 10 to 15 % longer than with one to four, whose layers fit the cache."""

_pools: dict[int, ThreadPoolExecutor] = {}
_making = threading.Lock()


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


def spread(run: Run, rows: NDArray[np.float32], threads: int) -> list[NDArray[np.float32]]:
    """What ``run`` gives for ``rows``, worked out in as many portions at once as there are threads, none of them large.

    :param run: may be called by several threads, and treats each row by itself.
    :param rows: (n, ...), n > 0.
    """
    rounds = -(-len(rows) // (threads * MOST_ROWS))
    portions = np.array_split(rows, min(rounds * threads, len(rows)))
    if len(portions) == 1:
        return run(rows)
    parts = list(_pool(threads).map(run, portions) if threads > 1 else map(run, portions))
    joined = [np.concatenate(part) for part in zip(*parts, strict=True)]
    for part in parts:
        for array in part:
            array.fill(0.0)  # it may describe a face, and nobody else will overwrite it
    return joined


def _pool(threads: int) -> ThreadPoolExecutor:
    with _making:
        if not _pools:
            os.register_at_fork(after_in_child=_pools.clear)  # its threads stay in the parent
        if threads not in _pools:
            _pools[threads] = ThreadPoolExecutor(threads, thread_name_prefix="zbsec-rows")
        return _pools[threads]
