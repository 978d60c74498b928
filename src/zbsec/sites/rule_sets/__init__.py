"""The table of rule sets: what standards, and other cities, ask of a site. One file and one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec._registry import Registry
from zbsec.sites.rule_sets._figure import Bound, Figure, RuleSet
from zbsec.sites.rule_sets._sampling import double, everything, level_one, one_fifth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zbsec.sites.model import Site

RULE_SETS = Registry(
    "rule set",
    group="zbsec.site_rules",
    table={
        "ga-t-1742": "zbsec.sites.rule_sets.ga_t_1742:RULE_SET",
        "gb-50339": "zbsec.sites.rule_sets.gb_50339:RULE_SET",
        "gb-50348": "zbsec.sites.rule_sets.gb_50348:RULE_SET",
        "gb-50396": "zbsec.sites.rule_sets.gb_50396:RULE_SET",
        "gb-55029": "zbsec.sites.rule_sets.gb_55029:RULE_SET",
        "governance": "zbsec.sites.rule_sets.governance:RULE_SET",
    },
)
"""Every row is a ``RuleSet``. The library's own speak about every site that has the parts they mean; those of other
packages about the sites that name them in ``rule_sets``."""


def rule_sets(named: Iterable[str]) -> tuple[RuleSet, ...]:
    """The library's own rule sets, and those that a site names besides.

    :raises RegistryError: nobody registers one of them.
    """
    return tuple(RULE_SETS.load(name) for name in sorted({*RULE_SETS.own, *named}))


def speaking_of(site: Site) -> tuple[RuleSet, ...]:
    """The rule sets that speak about a site of its kind."""
    return tuple(rules for rules in rule_sets(site.rule_sets) if not rules.kinds or site.kind in rules.kinds)


__all__ = [
    "RULE_SETS",
    "Bound",
    "Figure",
    "RuleSet",
    "double",
    "everything",
    "level_one",
    "one_fifth",
    "rule_sets",
    "speaking_of",
]
