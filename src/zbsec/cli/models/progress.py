"""How far a download is, on one line of a terminal."""

from __future__ import annotations

import sys
import time

_EVERY_S = 0.1
_MIB = 1 << 20


class Meter:
    """Called with bytes so far and bytes in all. Silent where stderr is no terminal."""

    def __init__(self, name: str, *, shown: bool) -> None:
        self._name = name
        self._shown = shown and sys.stderr.isatty()
        self._started = time.monotonic()
        self._last = 0.0
        self._first: int | None = None

    def __call__(self, have: int, size: int) -> None:
        now = time.monotonic()
        if not self._shown or (now - self._last < _EVERY_S and have < size):
            return
        self._first = have if self._first is None else self._first
        self._last = now
        rate = (have - self._first) / max(now - self._started, _EVERY_S) / _MIB
        text = f"\r{self._name}: {have * 100 // size:3} % of {size / _MIB:.1f} MiB, {rate:.1f} MiB/s "
        print(text, end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._last:
            print(file=sys.stderr)
