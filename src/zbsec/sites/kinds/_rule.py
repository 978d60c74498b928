"""The shape of a site kind: rules of the Zibo notice of 2020, each with what became of it.

The notice 淄政办字〔2020〕64号 ran from 2020-08-01 to 2025-07-31. It is the source of the taxonomy and no longer an
obligation; it never was a legal basis for handling personal data.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from zbsec.sites.certainty import Certainty
from zbsec.sites.text import Labelled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zbsec.sites.capability import Capability
    from zbsec.sites.places import Location
    from zbsec.sites.text import Text

NOTICE = "淄政办字〔2020〕64号"
NOTICE_FROM = date(2020, 8, 1)
NOTICE_TO = date(2025, 7, 31)


class Modality(Labelled):
    """How strongly the notice asked."""

    REQUIRED = "required", "required", "要求建设"
    PROMOTED = "promoted", "recommended", "推广应用"
    CONDITIONAL = "conditional", "if means allow", "有条件的可建设"
    AS_NEEDED = "as_needed", "as the place needs it", "根据实际需要"
    DUTY = "duty", "duty of another department", "其他部门职责"
    GOAL = "goal", "stated goal", "目标表述"


class Today(Labelled):
    """What became of a rule under the law of today."""

    KEEP = "keep", "lawful as it stands", "可照常建设"
    GATE = "gate", "only behind the data-protection gate", "须通过个人信息保护审查"
    NARROW = "narrow", "a narrower thing instead", "缩小范围后提供"
    GOV = "gov", "only a government department may install it there", "仅政府部门可安装"
    REFUSE = "refuse", "not offered", "不予提供"
    VOID = "void", "obsolete", "已失效"


class Rule(NamedTuple):
    """One demand on one kind of site. Without days of its own it is one of the notice."""

    id: str
    """Stable code, such as ``R10``."""
    capability: Capability
    locations: tuple[Location, ...]
    modality: Modality
    today: Today
    offer: Text
    """What the library offers for it, or instead of it."""
    clause: str
    """Where the notice asks for it."""
    law: str
    """What decides about it today."""
    via: str | None = None
    """The rule that brings it in from another kind."""
    when: tuple[str, str | bool] | None = None
    """The option of the kind, and its value, under which the rule applies."""
    certainty: Certainty = Certainty.A
    """How surely the source is known."""
    valid_from: date = NOTICE_FROM
    valid_to: date | None = NOTICE_TO
    """Its last day; None: no end is known."""

    def applies(self, options: Mapping[str, str | bool]) -> bool:
        """Whether it speaks about a site that answered its kind's options this way."""
        return self.when is None or options.get(self.when[0]) == self.when[1]

    def is_in_force(self, today: date) -> bool:
        return self.valid_from <= today and (self.valid_to is None or today <= self.valid_to)


class Option(NamedTuple):
    """A question that a kind asks besides; ``choices`` empty: any text."""

    name: str
    choices: tuple[str | bool, ...]
    label: Text


class SiteKind(NamedTuple):
    """One kind of site. Kinds of others register in entry-point group ``zbsec.site_kinds``."""

    id: str
    label: Text
    rules: tuple[Rule, ...]
    options: tuple[Option, ...] = ()
    blocks_delivery: bool = False
    """Whether a failed acceptance keeps the building from being handed over (new housing; duty A7)."""
    starter: str | None = None
    """Its starting file as ``"package:path"``, a Jinja template beside the code; None: it has none."""

    def applying(self, options: Mapping[str, str | bool]) -> tuple[Rule, ...]:
        """The rules for a site that answered the kind's options this way."""
        return tuple(rule for rule in self.rules if rule.applies(options))
