"""What the reader's network said, as characters with all their doubts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zbsec.plates.columns import likeliest_in, named_runs, rows_of
from zbsec.plates.grammar import parsed
from zbsec.plates.lawful import likeliest_plate
from zbsec.plates.trust import UNLAWFUL
from zbsec.records import PLATE_ALPHABET, PlateColour, PlateReading, likeliest_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Columns = NDArray[np.float32]
    Rows = NDArray[np.float32]

OTHER_COLOUR = 0.9
"""A plate whose kind never bears the colour seen keeps this share, and so is read again. Of 753 plates, rendered or
trained on, that were read with 0.99 or more and whose ground looked like another kind's, 99 % were right; of 17
photographed ones 16."""

CLEAR = 0.6
"""Sureness below which a text that is no plate is not looked at as columns: two of five proposals are no plates."""

FLOOR = 1e-6


def collapse(columns: Columns) -> Rows:
    """The network's columns as one row a character.

    Neighbouring columns whose likeliest label is the same, and not the blank, are one character (CTC's own reading).
    Its row is the mean of their probabilities without the blank, made to sum to 1.

    :param columns: float32 (columns, 1 + len(PLATE_ALPHABET)), each summing to 1, the blank first.
    :returns: float32 (characters, len(PLATE_ALPHABET)).
    """
    runs = named_runs(columns)
    if not runs:
        return np.zeros((0, len(PLATE_ALPHABET)), np.float32)
    return _mean_rows([columns[run.start : run.end] for run in runs])


def _mean_rows(runs: list[Columns]) -> Rows:
    """One row a character: the mean of its columns without the blank."""
    rows = np.stack([run.mean(axis=0) for run in runs])[:, 1:] + FLOOR
    return np.asarray(rows / rows.sum(axis=1, keepdims=True), np.float32)


def read_out(columns: Columns, colour: PlateColour) -> tuple[Rows, str, float]:
    """The rows, the text and its score that the columns give.

    Where their likeliest text is no plate, but most characters are sure, the likeliest plate of any length counts if it
    is more probable. What that plate has of probability less than its rows is spread over every character.
    """
    rows = collapse(columns)
    text, score = text_and_score(rows, colour)
    if not len(rows) or parsed(likeliest_text(rows)) is not None or sureness(rows) < CLEAR:
        return rows, text, score
    found = likeliest_in(columns)
    if found is None or found[1] <= score:
        return rows, text, score
    others = _mean_rows(rows_of(found[0], columns))
    codes = [PLATE_ALPHABET.index(character) for character in found[0]]
    named = float(others[np.arange(len(codes)), codes].prod())
    kept = min(1.0, found[1] / named) ** (1 / len(others))
    others = np.asarray(kept * others + (1 - kept) / others.shape[1], np.float32)
    return others, *text_and_score(others, colour)


def sureness(probabilities: Rows) -> float:
    """How sure the characters are, whatever they are together: the geometric mean of the likeliest, 0 to 1."""
    return float(np.exp(np.log(probabilities.max(axis=1)).mean())) if len(probabilities) else 0.0


def text_and_score(probabilities: Rows, colour: PlateColour) -> tuple[str, float]:
    """The likeliest text, or the likeliest plate if that text is none and the plate not much less likely."""
    text = likeliest_text(probabilities)
    score = float(probabilities.max(axis=1).prod())
    plate = parsed(text)
    if plate is None:
        score *= UNLAWFUL
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
