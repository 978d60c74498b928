"""The table of rule sets: what standards, and other cities, ask of a site. One file and one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec._registry import Registry
from zbsec._text import two
from zbsec.sites.rule_sets._figure import Bound, Figure, RuleSet
from zbsec.sites.rule_sets._sampling import double, everything, level_one, one_fifth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zbsec.sites.model import Site

RULE_SETS = Registry(
    two("rule set", "规则集"),
    group="zbsec.site_rules",
    table={
        "ga-t-1742": "zbsec.sites.rule_sets.ga_t_1742:RULE_SET",
        "gb-35114": "zbsec.sites.rule_sets.gb_35114:RULE_SET",
        "gb-50339": "zbsec.sites.rule_sets.gb_50339:RULE_SET",
        "gb-50348": "zbsec.sites.rule_sets.gb_50348:RULE_SET",
        "gb-50396": "zbsec.sites.rule_sets.gb_50396:RULE_SET",
        "gb-55029": "zbsec.sites.rule_sets.gb_55029:RULE_SET",
        "gb-t-37078": "zbsec.sites.rule_sets.gb_t_37078:RULE_SET",
        "governance": "zbsec.sites.rule_sets.governance:RULE_SET",
        "shanghai-face": "zbsec.sites.rule_sets.shanghai_face:RULE_SET",
    },
)
"""Every row is a ``RuleSet``. The library's own speak about every site that has the parts they mean, unless they are
``by_name``; those and the ones of other packages about the sites that name them in ``rule_sets``."""


def rule_sets(named: Iterable[str]) -> tuple[RuleSet, ...]:
    """The library's own rule sets that speak by themselves, and those that a site names besides.

    :raises RegistryError: nobody registers one of them.
    """
    wanted = set(named)
    found = ((name, RULE_SETS.load(name)) for name in sorted({*RULE_SETS.own, *wanted}))
    return tuple(rules for name, rules in found if name in wanted or not rules.by_name)


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
