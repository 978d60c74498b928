"""What the owners decided, and whether the law counts it (Civil Code 278)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from zbsec.sites.fault import PartError
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


class Matter(StrEnum):
    """What was voted on; the matter decides how many have to agree."""

    MAINTENANCE_FUND = "maintenance_fund"
    """278(5), use of the fund: more than half of those who take part."""
    COMMON_BUSINESS = "common_business"
    """278(8), business on common parts: three quarters of those who take part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One vote of the owners, by persons and by exclusive area.

    :raises PartError: more took part than there are, or more agreed than took part.
    """

    id: str
    matter: Matter
    held_on: date
    ref: str
    """The record of the vote."""
    owners: int
    area_m2: Decimal
    owners_voting: int
    area_voting_m2: Decimal
    owners_for: int
    area_for_m2: Decimal

    def __post_init__(self) -> None:
        _falling("owners_for", self.owners_for, self.owners_voting, self.owners)
        _falling("area_for_m2", self.area_for_m2, self.area_voting_m2, self.area_m2)

    def shortfalls(self) -> list[Text]:
        """Why the vote does not count; empty: it counts."""
        faults = []
        if 3 * self.owners_voting < 2 * self.owners or 3 * self.area_voting_m2 < 2 * self.area_m2:
            faults.append(
                Text(
                    en=f"{self.owners_voting} of {self.owners} owners with {self.area_voting_m2} of {self.area_m2} m² "
                    "took part; two thirds of both are needed",
                    zh=f"参与表决 {self.owners_voting}/{self.owners} 人、{self.area_voting_m2}/{self.area_m2} 平方米，"
                    "须人数和面积均达三分之二以上",
                )
            )
        if not self._agreed():
            need = _NEEDED[self.matter]
            faults.append(
                Text(
                    en=f"{self.owners_for} of {self.owners_voting} voters with {self.area_for_m2} of "
                    f"{self.area_voting_m2} m² agreed; {need.en} of both is needed",
                    zh=f"同意 {self.owners_for}/{self.owners_voting} 人、"
                    f"{self.area_for_m2}/{self.area_voting_m2} 平方米，须人数和面积均{need.zh}",
                )
            )
        return faults

    def _agreed(self) -> bool:
        pairs = ((self.owners_for, self.owners_voting), (self.area_for_m2, self.area_voting_m2))
        if self.matter is Matter.MAINTENANCE_FUND:
            return all(2 * agreed > voting for agreed, voting in pairs)
        return all(4 * agreed >= 3 * voting > 0 for agreed, voting in pairs)


def _falling(key: str, agreed: Decimal | int, voting: Decimal | int, all_of_them: Decimal | int) -> None:
    if not agreed <= voting <= all_of_them:
        problem = Text(
            en=f"{agreed} agreed, {voting} took part, {all_of_them} there are",
            zh=f"同意 {agreed}、参与 {voting}、总数 {all_of_them}",
        )
        remedy = Text(
            en="write no more who agreed than took part, and no more who took part than there are",
            zh="同意数不大于参与数，参与数不大于总数",
        )
        raise PartError(problem, remedy, key=key)


_NEEDED = {
    Matter.MAINTENANCE_FUND: Text(en="more than half", zh="过半数"),
    Matter.COMMON_BUSINESS: Text(en="three quarters or more", zh="达四分之三以上"),
}
