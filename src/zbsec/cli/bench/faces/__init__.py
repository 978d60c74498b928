"""How well a face backend tells people apart in labelled photographs (ISO/IEC 19795-1), and which scores follow.

A folder holds people, see ``people``. Results hold counts and rates, no vector, no picture and nobody's name; of
pictures that failed they name the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RATES = (1e-2, 1e-3, 1e-4)
"""False match rates at which the true match rate is reported."""
FPIRS = (0.1, 0.01)
"""False positive identification rates at which misses are reported."""
LEAST = 10
"""A rate is measurable where so many errors are to be expected. ISO/IEC 19795-1's rule of 30 asks for more: from 30
on the true rate lies within 30 % of the measured one; with fewer, see the interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to measure."""

    folder: Path
    groups: Path | None
    """A table person_id, group; None: what the folder says."""
    galleries: Sequence[int]
    """Members."""
    resamples: int
    """Of people, for the intervals."""
    seed: int
