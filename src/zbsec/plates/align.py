"""Two readings of one plate, character against character, where one of them lost or gained some."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zbsec.records import PLATE_ALPHABET

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.float64]

GAP = -3.0
"""Score of a character that the other reading lacks. Two gaps are dearer than one exchanged character."""
CHARACTERS = 40
"""About so many characters can stand in one place."""


def align(one: Rows, other: Rows) -> list[tuple[int, int]]:
    """The pairs of rows that show the same character of the plate (Needleman and Wunsch, J. Mol. Biol. 48, 1970).

    A pair scores the logarithm of how much likelier both rows are to mean the same character than two taken at random.

    :param one: float64 (m, alphabet), rows summing to 1 and without zeros; ``other`` likewise (n, alphabet).
    :returns: (row of ``one``, row of ``other``), both rising.
    """
    scores = np.log(CHARACTERS * (one @ other.T)).tolist()
    rows, columns = len(one), len(other)
    best = [[GAP * (i + j) for j in range(columns + 1)] for i in range(rows + 1)]
    for i in range(rows):
        for j in range(columns):
            best[i + 1][j + 1] = max(best[i][j] + scores[i][j], best[i][j + 1] + GAP, best[i + 1][j] + GAP)
    pairs = []
    i, j = rows, columns
    while i and j:
        if best[i][j] == best[i - 1][j - 1] + scores[i - 1][j - 1]:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif best[i][j] == best[i - 1][j] + GAP:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]


def alikeness(one: Rows, other: Rows) -> float:
    """How much of two readings agrees, 0 to 1: the mean Bhattacharyya coefficient of their aligned characters."""
    overlap = sum(float(np.sqrt(one[i] * other[j]).sum()) for i, j in align(one, other))
    return overlap / max(len(one), len(other))


def contradict(one: Rows, other: Rows, *, sure: float) -> bool:
    """Whether some character is one thing in one reading and another in the other, both being ``sure``.

    Readings of one length are compared place by place: that a sure one lost a character and gained another is rarer
    than two plates whose characters are shifted. The first is left out: half of what readers misread are provinces, and
    they are sure of it.
    """
    pairs = zip(range(len(one)), range(len(other)), strict=True) if len(one) == len(other) else align(one, other)
    return any(
        one[i].argmax() != other[j].argmax() and min(one[i].max(), other[j].max()) >= sure for i, j in pairs if i and j
    )


def shares(text: str, probabilities: NDArray[np.float32]) -> list[float]:
    """The probability that a reading gives to each character of a text; 0 for one that it lacks.

    :param text: characters of ``PLATE_ALPHABET``.
    :param probabilities: float32 (characters, alphabet), rows summing to 1, of any number of characters.
    """
    codes = [PLATE_ALPHABET.index(character) for character in text]
    if len(codes) == len(probabilities):
        return [float(row[code]) for row, code in zip(probabilities, codes, strict=True)]
    wanted = np.full((len(codes), len(PLATE_ALPHABET)), 1e-3 / len(PLATE_ALPHABET))
    wanted[np.arange(len(codes)), codes] += 1 - 1e-3
    found = [0.0] * len(codes)
    for mine, theirs in align(wanted, np.maximum(probabilities, 1e-9).astype(np.float64)):
        found[mine] = float(probabilities[theirs][codes[mine]])
    return found
