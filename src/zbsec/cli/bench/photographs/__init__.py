"""How well plates are read from labelled photographs, beside another reader, in one run.

A folder of photographs holds ``labels.csv``, see ``labels``. Pages and figures name every picture by its file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to measure."""

    folder: Path
    views: Sequence[str]
    """Empty: all."""
    limit: int | None
    """At most so many pictures, evenly taken from all; None: every one."""
    threads: int
    """Of each network."""
    peers: Sequence[str]
    book: int
    """Registered plates; 0: nothing is matched."""
    books: int
    """Different books without the photographs' plates."""
    passages: int = 0
    """Photographs driven past a lane's camera; 0: none."""
    seed: int
