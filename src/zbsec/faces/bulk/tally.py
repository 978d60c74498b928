"""How far a bulk enrolment is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zbsec.faces.bulk.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of people, but for ``pictures_refused``."""

    total: int
    enrolled: int = 0
    refused: int = 0
    resembling: int = 0
    """Of those enrolled: whom the operator is to look at, because they resemble another holder."""
    pictures_refused: int = 0
    before: int = 0
    """Of those enrolled and refused: by an earlier run."""

    def plus(self, outcomes: Iterable[Outcome]) -> Tally:
        """With those outcomes counted too."""
        found = list(outcomes)
        enrolled = sum(one.enrolled for one in found)
        return replace(
            self,
            enrolled=self.enrolled + enrolled,
            refused=self.refused + len(found) - enrolled,
            resembling=self.resembling + sum(bool(one.resembles) for one in found),
            pictures_refused=self.pictures_refused + sum(one.pictures_refused for one in found),
        )

    @property
    def done(self) -> int:
        return self.enrolled + self.refused
