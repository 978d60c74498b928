"""What a Chinese plate tells about where it was issued."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec.plates.grammar.china.characters import AUTHORITY, AUTHORITY_OR_O, PROVINCES
from zbsec.plates.grammar.china.regions import AUTHORITY_NAMES, OFFICIAL, PROVINCE_NAMES
from zbsec.plates.grammar.plate import Plate

if TYPE_CHECKING:
    from zbsec.plates.grammar.china.regions import Name


@dataclass(frozen=True, slots=True)
class ChinesePlate(Plate):
    """A plate of the mainland of China."""

    @property
    def province(self) -> str | None:
        """The province character; None for kinds without one."""
        return next((character for character in self.text if character in PROVINCES), None)

    @property
    def province_name(self) -> Name | None:
        """The province; None for kinds without one."""
        return None if self.province is None else PROVINCE_NAMES[self.province]

    @property
    def authority(self) -> str | None:
        """The letter of the issuing authority 发牌机关代号; None for kinds without one."""
        return self.text[1] if self.kind.forms[0][1] in (AUTHORITY, AUTHORITY_OR_O) else None

    @property
    def authority_name(self) -> Name | None:
        """City or organ that issued the plate; None where it has none, or where our tables do not say."""
        if self.authority == "O":
            return OFFICIAL
        return AUTHORITY_NAMES.get(self.province or "", {}).get(self.authority or "")

    @property
    def odd(self) -> bool | None:
        """Whether the province's table lacks this authority. New letters are added now and then: no error.

        None: the plate has no authority, or we carry no table of its province.
        """
        if self.authority is None or self.province not in AUTHORITY_NAMES:
            return None
        return self.authority_name is None
