"""What the reader's network said, as characters with all their doubts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zbsec.errors import PlateFormatError
from zbsec.plates.grammar import Plate, parse
from zbsec.plates.lawful import likeliest_plate
from zbsec.records import PLATE_ALPHABET, PlateColour, PlateReading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Columns = NDArray[np.float32]
    Rows = NDArray[np.float32]

CONTRADICTION = 0.1
"""A text that is no plate keeps this share of its score."""

OTHER_COLOUR = 0.9
"""A plate whose kind never bears the colour seen keeps this share, and so is read again. Of 753 plates, rendered or
trained on, that were read with 0.99 or more and whose ground looked like another kind's, 99 % were right; of 17
photographed ones 16."""

FLOOR = 1e-6


def collapse(columns: Columns) -> Rows:
    """The network's columns as one row a character.

    Neighbouring columns whose likeliest label is the same, and not the blank, are one character (CTC's own reading).
    Its row is the mean of their probabilities without the blank, made to sum to 1.

    :param columns: float32 (columns, 1 + len(PLATE_ALPHABET)), each summing to 1, the blank first.
    :returns: float32 (characters, len(PLATE_ALPHABET)).
    """
    labels = columns.argmax(axis=1)
    starts = np.flatnonzero(np.diff(labels, prepend=-1))
    named = labels[starts] != 0
    if not named.any():
        return np.zeros((0, len(PLATE_ALPHABET)), np.float32)
    lengths = np.diff(starts, append=len(columns))
    means = np.add.reduceat(columns, starts, axis=0) / lengths[:, None]
    rows = means[named, 1:] + FLOOR
    return np.asarray(rows / rows.sum(axis=1, keepdims=True), np.float32)


def text_and_score(probabilities: Rows, colour: PlateColour) -> tuple[str, float]:
    """The likeliest text, or the likeliest plate if that text is none and the plate not much less likely."""
    text = "".join(PLATE_ALPHABET[code] for code in probabilities.argmax(axis=1))
    score = float(probabilities.max(axis=1).prod())
    plate = _parsed(text)
    if plate is None:
        score *= CONTRADICTION
        lawful = likeliest_plate(probabilities)
        if lawful is not None and lawful[1] > score:
            plate, score = lawful
            text = plate.text
    if plate is not None and colour is not PlateColour.UNKNOWN and colour not in plate.kind.colours:
        score *= OTHER_COLOUR
    return text, score


def agreed(readings: Iterable[PlateReading | None]) -> PlateReading | None:
    """Several readings of one plate in one picture, cut out differently, as one.

    The number of characters is the one whose readings are surest together; of those the geometric mean counts, each
    by its score. They are not independent, so they do not multiply.
    """
    by_length: dict[int, list[PlateReading]] = {}
    for reading in readings:
        if reading is not None:
            by_length.setdefault(len(reading.text), []).append(reading)
    if not by_length:
        return None
    alike = max(by_length.values(), key=lambda group: sum(reading.score for reading in group))
    surest = max(alike, key=lambda reading: reading.score)
    weights = np.array([reading.score for reading in alike]) + FLOOR
    logs = np.stack([np.log(reading.probabilities) for reading in alike])
    mean = np.exp(np.tensordot(weights / weights.sum(), logs, axes=1))
    probabilities = np.asarray(mean / mean.sum(axis=1, keepdims=True), np.float32)
    text, score = text_and_score(probabilities, surest.colour)
    return replace(surest, text=text, score=score, probabilities=probabilities)


def _parsed(text: str) -> Plate | None:
    try:
        return parse(text)
    except PlateFormatError:
        return None
