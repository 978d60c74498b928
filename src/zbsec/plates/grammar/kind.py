"""Kinds of plates: what is written on them, and as which plates they are issued."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec.plates.grammar.place import Place

if TYPE_CHECKING:
    from zbsec.records import PlateClass, PlateColour

Form = tuple[Place, ...]
"""The places of a plate from left to right, the upper row first."""

Rule = Callable[[str, Place], Place]
"""What really may stand behind the characters before, where the form says ``Place``."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One plate that a kind's text is printed on: what the text leaves open, its look decides."""

    plate_class: PlateClass
    colour: PlateColour
    """Of the ground."""
    rows: int
    """Of characters, 1 or 2."""
    size_mm: tuple[int, int]
    """Width and height."""
    older: bool = False
    """On the road, but not issued any more."""
    paper: bool = False
    """Printed on a sheet."""

    @property
    def aspect(self) -> float:
        """Width by height."""
        return self.size_mm[0] / self.size_mm[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of plate."""

    name: str
    zh: str
    issues: tuple[Issue, ...]
    """The commonest first."""
    forms: tuple[Form, ...]
    """Every sequence of places that a text of this kind can have."""
    rule: Rule | None = None
    """What holds beyond single places."""
    dot: int | None = None
    """How many characters stand before the printed dot; None: there is none."""

    @property
    def plate_class(self) -> PlateClass:
        """Code of GA/T 16.7 of the commonest plate of this kind."""
        return self.issues[0].plate_class

    @property
    def colours(self) -> tuple[PlateColour, ...]:
        """Every ground that the kind has, the commonest first."""
        return tuple(dict.fromkeys(issue.colour for issue in self.issues))

    @property
    def older(self) -> bool:
        """On the road, but not issued any more."""
        return all(issue.older for issue in self.issues)

    def place(self, form: Form, before: str) -> Place:
        """What may stand behind the characters before."""
        place = form[len(before)]
        return place if self.rule is None else self.rule(before, place)
