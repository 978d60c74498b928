"""The likeliest plate in a network's columns, where their likeliest text is no plate.

Two equal characters side by side that run together, or a lamp beside the plate that is taken for a character, leave a
text of the wrong length, and no character of it can be put right alone. A prefix search (Graves and Jaitly, ICML 2014)
that goes on only with what some kind of plate has next weighs the texts of every length, each by all its alignments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zbsec.plates.grammar import parsed
from zbsec.plates.lawful import following_codes
from zbsec.records import PLATE_ALPHABET

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Columns = NDArray[np.float32]

BEAM = 8
"""Beginnings that are followed further."""

LEAST = 1e-3
"""A character that a column gives less is not tried there."""


class Run(NamedTuple):
    """Neighbouring columns whose likeliest label is the same character."""

    start: int
    end: int
    code: int
    """Of the character, in ``PLATE_ALPHABET``."""


class Ended(NamedTuple):
    """The probabilities of a beginning, by whether its last column is the blank."""

    blank: float
    named: float

    @property
    def both(self) -> float:
        return self.blank + self.named


def named_runs(columns: Columns) -> list[Run]:
    """The characters that the likeliest labels of the columns name (CTC's own reading), in order."""
    labels = columns.argmax(axis=1)
    starts = np.flatnonzero(np.diff(labels, prepend=-1))
    ends = np.append(starts[1:], len(columns))
    runs = zip(starts.tolist(), ends.tolist(), labels[starts].tolist(), strict=True)
    return [Run(start, end, label - 1) for start, end, label in runs if label]


def likeliest_in(columns: Columns) -> tuple[str, float] | None:
    """The most probable plate, and its probability.

    :param columns: float32 (columns, 1 + len(PLATE_ALPHABET)), each summing to 1, the blank first.
    :returns: None: no plate was met.
    """
    beginnings = {"": Ended(1.0, 0.0)}
    for column in columns:
        further = _further(beginnings, column)
        beginnings = dict(sorted(further.items(), key=lambda one: -one[1].both)[:BEAM])
    for text, ended in beginnings.items():
        if (plate := parsed(text)) is not None:
            return plate.characters, ended.both
    return None


def _further(beginnings: dict[str, Ended], column: NDArray[np.float32]) -> dict[str, Ended]:
    blank = float(column[0])
    likely = {int(code): float(column[1 + code]) for code in np.flatnonzero(column[1:] >= LEAST)}
    further: dict[str, Ended] = {}

    def add(text: str, more: Ended) -> None:
        before = further.get(text, Ended(0.0, 0.0))
        further[text] = Ended(before.blank + more.blank, before.named + more.named)

    for text, ended in beginnings.items():
        last = PLATE_ALPHABET.index(text[-1]) if text else -1
        add(text, Ended(ended.both * blank, ended.named * likely.get(last, 0.0)))
        for code in following_codes(text) & likely.keys():
            behind = ended.blank if code == last else ended.both
            add(text + PLATE_ALPHABET[code], Ended(0.0, behind * likely[code]))
    return further


def rows_of(text: str, columns: Columns) -> list[NDArray[np.float32]]:
    """The columns that name each character of a text, in its likeliest alignment.

    :param text: at most half as long as there are columns.
    """
    labels = np.zeros(2 * len(text) + 1, np.intp)
    labels[1::2] = [1 + PLATE_ALPHABET.index(character) for character in text]
    said = np.log(columns[:, labels] + 1e-12)
    skips = np.zeros(len(labels), bool)
    skips[2:] = (labels[2:] != 0) & (labels[2:] != labels[:-2])
    best = np.full(len(labels), -np.inf)
    best[:2] = said[0, :2]
    came = np.zeros(said.shape, np.intp)
    for step in range(1, len(columns)):
        from_before = np.stack([best, _moved(best, 1), np.where(skips, _moved(best, 2), -np.inf)])
        came[step] = from_before.argmax(axis=0)
        best = from_before.max(axis=0) + said[step]
    state = len(labels) - 2 + int(best[-1] > best[-2])
    path = np.empty(len(columns), np.intp)
    for step in range(len(columns) - 1, -1, -1):
        path[step] = state
        state -= came[step, state]
    return [columns[path == 2 * index + 1] for index in range(len(text))]


def _moved(values: NDArray[np.float64], by: int) -> NDArray[np.float64]:
    return np.concatenate([np.full(by, -np.inf), values[:-by]])
