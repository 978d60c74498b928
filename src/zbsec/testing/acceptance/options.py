"""What somebody who measures may choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to measure.

    :raises ValueError: a number out of range; the sentence names it.
    """

    by: str
    """Who measures, as the report names them."""
    samples: int = 5
    """Of each time, 1 to 100. Every one moves a gate."""
    operator: str = "acceptance"
    """Under this name the gates are opened, in the journal too."""
    plate: str = "鲁C88T66"
    """The test plate, registered for the time of the measurement only."""
    member: str | None = None
    """An enrolled holder whose portrait is shown to the face lanes."""
    portrait: NDArray[np.uint8] | None = None
    """uint8 (h, w, 3), BGR."""
    time_server: str | None = None
    """Host, or host:port, of an NTP server; None: nothing is asked of anybody, and the host's clock is not measured."""
    clock_s: float = 60.0
    """How long to watch the clocks, seconds; without a time server at most so long, as those of the devices need."""
    calibrated_to: date | None = None
    """Last day of the calibration of the host's clock, where it has one."""
    patience_s: float = 20.0
    """Longest wait for a gate to come to rest, and for a platform to confirm."""

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise ValueError("by is empty; name who measures")
        for name, low, high in (("samples", 1, 100), ("clock_s", 1, 86_400), ("patience_s", 0.1, 600)):
            if not low <= getattr(self, name) <= high:
                raise ValueError(f"{name} is {low:g} to {high:g}, not {getattr(self, name):g}")
        if (self.member is None) != (self.portrait is None):
            raise ValueError("member and portrait belong together")
