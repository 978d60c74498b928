"""Plates drawn at random from the whole grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.errors import PlateFormatError
from zbsec.plates.grammar import KINDS, Kind, Plate, parse

if TYPE_CHECKING:
    import numpy as np


def sample_plate(rng: np.random.Generator, kind: Kind | None = None) -> Plate:
    """A plate of one kind, or of any, each equally likely; every place's characters are equally likely."""
    while True:
        wanted = kind or KINDS[int(rng.integers(len(KINDS)))]
        text = "".join(place.characters[int(rng.integers(len(place.characters)))] for place in wanted.places)
        try:
            plate = parse(text)
        except PlateFormatError:
            continue  # too many letters
        if plate.kind is wanted:
            return plate
