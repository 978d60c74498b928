"""A text that is a plate."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from zbsec.records import PlateClass, PlateColour

if TYPE_CHECKING:
    from zbsec.plates.grammar.kind import Kind

PAPER = PlateColour.WHITE
"""The ground of a sheet as a camera sees it, under its pale pattern."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A text that is a plate. ``str`` gives it as it is printed."""

    text: str
    """Normal form: capital letters, no dot, no spaces."""
    kind: Kind

    @property
    def characters(self) -> str:
        """What a reader sees: the text without signs that only people write."""
        return self.text

    @property
    def plate_class(self) -> PlateClass:
        """Two-digit code of GA/T 16.7; where several plates bear such a text, that of the commonest."""
        return self.kind.plate_class

    def __str__(self) -> str:
        dot = self.kind.dot
        return self.text if dot is None else f"{self.text[:dot]}·{self.text[dot:]}"

    def class_for(
        self, colour: PlateColour, rows: int = 1, *, aspect: float | None = None, on_paper: bool = False
    ) -> PlateClass:
        """The code of the plate that was seen, where its look tells more than its text.

        Of ordinary texts yellow is 01, blue 02, black 06, blue in two rows 08; 07 differs from the rear plate of 01 in
        nothing but its shape. What no plate of the kind has (``UNKNOWN``, say) decides nothing.

        :param rows: of characters, 1 or 2.
        :param aspect: width by height of the plate seen from the front; None: not known.
        :param on_paper: it was read on a sheet: 22, where paper plates bear such a text. A white ground, which of
            ordinary texts only paper has, is 99 where no sheet was seen: it may be a bright blue one.
        """
        issues = self.kind.issues
        if on_paper:
            issues = tuple(issue for issue in issues if issue.paper) or issues
        elif colour is PAPER and colour not in self.kind.colours and any(issue.paper for issue in issues):
            return PlateClass.OTHER
        issues = tuple(issue for issue in issues if issue.colour is colour) or issues
        issues = tuple(issue for issue in issues if issue.rows == rows) or issues
        if aspect is not None:
            issues = tuple(sorted(issues, key=lambda issue: abs(log(issue.aspect / aspect))))
        return issues[0].plate_class
