"""What somebody measured at the site: one figure of one part, with instrument and time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One reading. It is compared as it was read, before any rounding."""

    id: str
    figure: str
    """Code of a figure that some rule set asks for, such as ``read_to_actuate``."""
    subject: str
    """Id of the access point, device, line or escape way, or ``site``."""
    value: float | bool | None
    """In the unit of the figure, the worst of its samples; of a figure that is a question, whether it is so. None: it
    could not be measured."""
    on: date
    by: str
    ref: str
    """The record or report it stands in."""
    instrument: str | None = None
    """None: looked at, with no instrument."""
    calibrated_to: date | None = None
    """Last day of the instrument's calibration (GB 50348 9.1.3)."""
    retest: bool = False
    """Whether it was read again after a fault was put right (GB 50348 9.1.6)."""

    timer: str | None = None
    """The program and clock that took the time, where no instrument of its own did."""
    samples: int = 1
    median: float | None = None
    """Of the samples, where there are several."""
    simulated: bool = False
    """Whether a simulated device stood in for the real one: then it verifies nothing about the site."""
    not_measured: str | None = None
    """Why there is no value."""

    def is_made(self, today: date) -> bool:
        """Whether its day has come."""
        return self.on <= today

    @property
    def calibrated(self) -> bool:
        """Whether its instrument, if it had one, was within its calibration that day."""
        return self.instrument is None or (self.calibrated_to is not None and self.on <= self.calibrated_to)
