"""The plan that a site file names, computed for its acceptance: what cameras see, and how passages are closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zbsec.sites.plan.coverage import Coverage, coverage
from zbsec.sites.plan.enclose import Enclosure, enclose
from zbsec.sites.plan.facts import coverage_summary, enclosure_facts
from zbsec.sites.plan.load import load

if TYPE_CHECKING:
    from datetime import date
    from os import PathLike

    from zbsec.sites.text import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a plan shows of a site."""

    coverage: Coverage
    enclosure: Enclosure | None
    """None: nobody asks for passages to be closed, or the plan has none."""

    def facts(self) -> dict[str, Any]:
        """Figures as plain JSON, without polygons; those are printed by ``zbsec plan``."""
        closed = None if self.enclosure is None else enclosure_facts(self.enclosure)
        return {"coverage": coverage_summary(self.coverage), "enclosure": closed}

    def drawn(self, lang: Lang) -> tuple[bytes, ...]:
        """The plan as SVG files: what cameras see, and the passages.

        :raises PlanError: the library that draws is not installed.
        """
        seen = self.coverage.to_svg(lang=lang).encode()
        return (seen,) if self.enclosure is None else (seen, self.enclosure.to_svg(lang=lang).encode())


def survey(path: str | PathLike[str], *, on: date, closing: bool) -> Survey:
    """Read a plan and compute it.

    :param on: today, against which the date of a vote is held.
    :param closing: whether passages are to be closed.
    :raises SiteFileError: as ``load``.
    :raises PlanError: the libraries of the extra ``plan`` are not installed.
    """
    plan = load(path)
    ways = plan.ways
    weigh = closing and ways is not None and bool(ways.passages and ways.ways and ways.entrances)
    return Survey(coverage=coverage(plan), enclosure=enclose(plan, on=on) if weigh else None)
