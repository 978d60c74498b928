"""What may stand in one place of a plate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from zbsec._text import Text, two

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Place:
    """The characters of one place, and how to say them."""

    characters: str
    meaning: str | Text
    """In both languages, or as one text that stands in either."""


END = Place("", two("nothing: the plate ends here", "无：号牌到此为止"))


def exactly(character: str) -> Place:
    """A place in which one character stands on every plate."""
    return Place(character, two(f"the character {character}", f"字符 {character}"))


def widest(places: Iterable[Place]) -> tuple[Place, ...]:
    """Different places without those that another one covers; the order stays, and of equals the first."""
    different = list(dict.fromkeys(places))
    sets = [_members(place.characters) for place in different]
    return tuple(
        place
        for at, (place, own) in enumerate(zip(different, sets, strict=True))
        if place is END or not (own in sets[:at] or any(own < other for other in sets))
    )


@cache
def _members(characters: str) -> frozenset[str]:
    """Kept, because a reader's wrong texts come by the hundred."""
    return frozenset(characters)
