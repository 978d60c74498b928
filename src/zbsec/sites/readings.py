"""What somebody measured at a site, each reading beside the figure that asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zbsec.sites.rule_sets import rule_sets

if TYPE_CHECKING:
    from datetime import date

    from zbsec.sites.measurement import Measurement
    from zbsec.sites.model import Site
    from zbsec.sites.rule_sets import Figure


class Reading(NamedTuple):
    """One measurement, and what it is held against."""

    figure: Figure
    measurement: Measurement

    @property
    def within(self) -> bool | None:
        """Whether it is as it must be, compared before rounding; None: there is none, or none to compare."""
        value, bound = self.measurement.value, self.figure.bound
        if value is None:
            return None
        if isinstance(value, bool) is not (bound is None):
            return None
        return value is True if bound is None else bound.holds(value)

    def facts(self) -> dict[str, object]:
        return {
            "bound": str(self.figure.bound) if self.figure.bound else None,
            "by": self.measurement.by,
            "clause": self.figure.clause,
            "figure": self.figure.code,
            "instrument": self.measurement.instrument,
            "median": self.measurement.median,
            "not_measured": self.measurement.not_measured,
            "on": self.measurement.on.isoformat(),
            "ref": self.measurement.ref,
            "rule": self.figure.rule,
            "samples": self.measurement.samples,
            "simulated": self.measurement.simulated,
            "subject": self.measurement.subject,
            "timer": self.measurement.timer,
            "value": self.measurement.value,
            "within": self.within,
        }


def readings(site: Site, today: date) -> tuple[Reading, ...]:
    """Every measurement made by ``today``, in the order of the rules; of a figure that nobody asks for, none."""
    figures = {figure.code: figure for rules in rule_sets(site.rule_sets) for figure in rules.figures}
    found = [
        Reading(figures[one.figure], one) for one in site.measurements if one.figure in figures and one.is_made(today)
    ]
    return tuple(sorted(found, key=lambda reading: (reading.figure.rule, reading.figure.code, reading.measurement.id)))
