"""The likeliest text that is a plate, where the likeliest text is none: the grammar as a prior."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from zbsec.plates.grammar import Plate, parsed
from zbsec.plates.grammar.china import DIGITS, KINDS, LETTERS
from zbsec.plates.grammar.fit import following
from zbsec.records import PLATE_ALPHABET

if TYPE_CHECKING:
    from numpy.typing import NDArray

BEAM = 6
"""Beginnings that are followed further."""


def likeliest_plate(probabilities: NDArray[np.float32]) -> tuple[Plate, float] | None:
    """The plate of highest probability among those that the beam meets; its score is that probability, not more.

    :param probabilities: float32 (characters, alphabet), rows summing to 1.
    :returns: the plate and the product of its characters' probabilities; None: no plate has so many characters.
    """
    beginnings = [("", 1.0)]
    for row in probabilities:
        further = [
            (before + PLATE_ALPHABET[code], score * float(row[code]))
            for before, score in beginnings
            for code in following_codes(before)
        ]
        beginnings = sorted(further, key=lambda one: -one[1])[:BEAM]
    for text, score in beginnings:
        if (plate := parsed(text)) is not None:
            return plate, score
    return None


def following_codes(before: str) -> frozenset[int]:
    """Codes of the characters that some kind of plate has behind these."""
    return _following(before.translate(_alike()))


@cache
def _alike() -> dict[int, str]:
    """For each character one that stands in the same places of every kind, so that nothing that was read is kept."""
    sets = [frozenset(place.characters) for kind in KINDS for form in kind.forms for place in form]
    sets += [frozenset(DIGITS), frozenset(LETTERS)]
    first: dict[tuple[bool, ...], str] = {}
    return {ord(one): first.setdefault(tuple(one in each for each in sets), one) for one in PLATE_ALPHABET}


@lru_cache(maxsize=4096)
def _following(before: str) -> frozenset[int]:
    places = following(before, KINDS)
    return frozenset(PLATE_ALPHABET.index(character) for place in places for character in place.characters)
