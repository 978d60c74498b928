"""One country's plates: its kinds, its spelling, and what its plates tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec.plates.grammar.fit import following, kind_of
from zbsec.plates.grammar.plate import Plate

if TYPE_CHECKING:
    from collections.abc import Callable

    from zbsec.plates.grammar.kind import Kind
    from zbsec.plates.grammar.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """One country's plates; a row of ``GRAMMARS``."""

    country: str
    """Two letters of ISO 3166-1."""
    kinds: tuple[Kind, ...]
    """In the order in which a text is tried; the first that fits is its kind."""
    normal: Callable[[str], str]
    """Any spelling in normal form. It raises nothing, and a plate in normal form it leaves alone."""
    plate: type[Plate] = Plate
    """What a text becomes."""

    def parse(self, text: str) -> Plate:
        """The plate that a text spells.

        :raises PlateFormatError: it spells none; the error names the first character of the normal form that no kind
            has in its place, and what may stand there.
        """
        plain = self.normal(text)
        return self.plate(plain, kind_of(plain, self.kinds))

    def may_stand(self, before: str) -> tuple[Place, ...]:
        """What may stand behind the first characters of a plate in normal form; empty: no plate begins so."""
        return following(before, self.kinds)
