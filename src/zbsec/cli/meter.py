"""How far something is, on one line of a terminal that is written anew. Silent where stderr is no terminal."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from zbsec.cli.columns import width

if TYPE_CHECKING:
    from collections.abc import Callable

_EVERY_S = 0.1
_MIB = 1 << 20


class Meter:
    """Called with how much is done and how much there is."""

    def __init__(self, line: Callable[[int, int, float], str], *, shown: bool) -> None:
        """
        :param line: what to show for so much done, so much in all, and so much done a second since the first call.
        """
        self._line = line
        self._shown = shown and sys.stderr.isatty()
        self._started = time.monotonic()
        self._last = 0.0
        self._first: int | None = None
        self._width = 0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._shown or (now - self._last < _EVERY_S and done < total):
            return
        self._first = done if self._first is None else self._first
        self._last = now
        text = self._line(done, total, (done - self._first) / max(now - self._started, _EVERY_S))
        blank = " " * max(0, self._width - width(text))
        self._width = width(text)
        print(f"\r{text}{blank}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._last:
            print(file=sys.stderr)


def download(name: str, *, shown: bool) -> Meter:
    """Of bytes."""

    def line(have: int, size: int, rate: float) -> str:
        return f"{name}: {have * 100 // size:3} % of {size / _MIB:.1f} MiB, {rate / _MIB:.1f} MiB/s "

    return Meter(line, shown=shown)
