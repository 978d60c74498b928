"""Plates drawn at random from a whole grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.errors import PlateFormatError
from zbsec.plates.grammar import GRAMMARS

if TYPE_CHECKING:
    import numpy as np

    from zbsec.plates.grammar import Grammar, Kind, Plate


def sample_plate(rng: np.random.Generator, kind: Kind | None = None, *, grammar: str = "cn") -> Plate:
    """A plate of one kind, or of any, each equally likely; so is every form of the kind, and every text of the form.

    :param kind: one of the grammar's.
    :param grammar: a name of ``zbsec.plates.GRAMMARS``.
    """
    rules: Grammar = GRAMMARS.load(grammar)
    wanted = kind or rules.kinds[int(rng.integers(len(rules.kinds)))]
    form = wanted.forms[int(rng.integers(len(wanted.forms)))]
    while True:
        text = "".join(place.characters[int(rng.integers(len(place.characters)))] for place in form)
        try:
            plate = rules.parse(text)
        except PlateFormatError:
            continue  # a rule beyond single places, such as too many letters
        if plate.kind is wanted:
            return plate
