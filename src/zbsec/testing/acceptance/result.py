"""One figure of one part: its samples, or the reason why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec.sites import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one measurement gave.

    :raises ValueError: neither samples nor a reason, or both.
    """

    figure: str
    """Code of the figure, such as ``read_to_actuate``."""
    subject: str
    """Id of the access point, or ``site``."""
    started_at: datetime
    ended_at: datetime
    samples: tuple[float, ...] = ()
    """In the figure's unit, in the order in which they were taken, not rounded."""
    how: Text | None = None
    """What was done, and what the samples leave out."""
    simulated: bool = False
    """Whether a simulated device stood in for the real one."""
    not_measured: Text | None = None
    """Why there are no samples."""

    def __post_init__(self) -> None:
        if bool(self.samples) == (self.not_measured is not None):
            raise ValueError("a result has samples, or the reason why there are none")

    @property
    def worst(self) -> float | None:
        """The largest sample, which is held against the bound: every figure here is better when smaller."""
        return max(self.samples, default=None)

    @property
    def median(self) -> float | None:
        return median(self.samples) if self.samples else None
