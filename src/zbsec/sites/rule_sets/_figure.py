"""What a standard asks somebody to measure or to look at, and on how many pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from zbsec.sites.certainty import Certainty
from zbsec.sites.findings import Weight
from zbsec.sites.rule_sets._sampling import level_one

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zbsec.sites.kinds import Rule
    from zbsec.sites.model import Site
    from zbsec.sites.text import Lang, Text


_UNITS_ZH = {"s/d": "s/日", "times": "次", "persons": "人", "events": "条"}


class Bound(NamedTuple):
    """A limit with its unit. Readings are compared as they were read, before any rounding."""

    sense: Literal["at_most", "below", "at_least"]
    limit: float
    unit: str

    def holds(self, value: float) -> bool:
        if self.sense == "at_least":
            return value >= self.limit
        return value < self.limit if self.sense == "below" else value <= self.limit

    def worst(self, values: Iterable[float]) -> float:
        return min(values) if self.sense == "at_least" else max(values)

    def unit_of(self, lang: Lang) -> str:
        """The unit as it is written in that language: symbols are the same in both, words are not."""
        return _UNITS_ZH.get(self.unit, self.unit) if lang == "zh" else self.unit

    def of(self, lang: Lang) -> str:
        """Such as ``≤ 2 s``."""
        sign = {"at_most": "≤", "below": "<", "at_least": "≥"}[self.sense]
        return f"{sign} {self.limit:g} {self.unit_of(lang)}"

    def __str__(self) -> str:
        return self.of("en")


class Figure(NamedTuple):
    """One thing to measure, or one question to answer on the spot."""

    code: str
    """What a measurement in a site file names, such as ``read_to_actuate``."""
    rule: str
    """Id under which the finding stands, such as ``CK02``."""
    clause: str
    label: Text
    parts: Callable[[Site], Iterable[str]]
    """Ids of the parts it is asked of, or ``site``; none: it does not arise."""
    certainty: Certainty
    bound: Bound | None = None
    """None: a question, to be answered true."""
    weight: Weight = Weight.SHOULD
    sample: Callable[[int], int] = level_one
    """How many pieces of a lot of this size have to be looked at."""
    by_report: bool = True
    """Whether the report of an inspection answers it as a whole; else only a reading of this very figure does."""


class RuleSet(NamedTuple):
    """What one standard or one place asks. Those of others register in entry-point group ``zbsec.site_rules``."""

    id: str
    label: Text
    figures: tuple[Figure, ...] = ()
    rules: tuple[Rule, ...] = ()
    """Demands to have something, as the kinds have them."""
    kinds: tuple[str, ...] = ()
    """Site kinds that it speaks about; empty: all."""
    by_name: bool = False
    """Whether it speaks only about sites that name it; those of other packages always do so."""
