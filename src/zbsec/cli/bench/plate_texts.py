"""Plates to register and readings to look up, made from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from zbsec.plates.grammar import AUTHORITIES, DIGITS, LETTERS, PROVINCES
from zbsec.records import PLATE_ALPHABET

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Question = str | NDArray[np.float32]
    """What a reader gives: a text, or float32 (characters, 80) probabilities."""

BOOKS = ("city", "random")
"""All plates of one city, as at the gate of an estate, or of the whole country."""
CITY = "鲁C"
SERIAL = 5
MOST_LETTERS = 2
"""GA 36-2018: an ordinary plate has at most two letters behind its authority."""
CONFUSED = {"0": "D", "D": "0", "8": "B", "B": "8", "5": "S", "S": "5", "2": "Z", "Z": "2", "6": "G", "G": "6"}
SURE, DOUBTFUL, RATHER = 0.9, 0.35, 0.6
"""Probability of a character read well; of the right and of the wrong one where the reader errs."""


@dataclass(frozen=True, slots=True, eq=False)
class Lookup:
    """What is asked, and the plate that is meant by it; None: no registered one."""

    question: Question
    text: str
    """The likeliest characters: what a peer without probabilities is asked."""
    meant: str | None


def registered(count: int, book: str, seed: int) -> list[str]:
    """Different ordinary plates in no order.

    :param book: one of ``BOOKS``.
    """
    import numpy as np  # noqa: PLC0415

    rng = np.random.default_rng(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found.update(dict.fromkeys(_draw(rng, count - len(found), book)))
    return list(found)


def _draw(rng: np.random.Generator, count: int, book: str) -> list[str]:
    """Every number of letters is as likely, and so is every place for them."""
    import numpy as np  # noqa: PLC0415

    places = np.argsort(rng.random((count, SERIAL)), axis=1)
    lettered = places < rng.integers(MOST_LETTERS + 1, size=(count, 1))
    digits = np.array(list(DIGITS))[rng.integers(len(DIGITS), size=(count, SERIAL))]
    letters = np.array(list(LETTERS))[rng.integers(len(LETTERS), size=(count, SERIAL))]
    serials = np.ascontiguousarray(np.where(lettered, letters, digits)).view(f"<U{SERIAL}")[:, 0].tolist()
    if book == "city":
        return [CITY + serial for serial in serials]
    provinces = rng.integers(len(PROVINCES), size=count).tolist()
    authorities = rng.integers(len(AUTHORITIES), size=count).tolist()
    return [PROVINCES[p] + AUTHORITIES[a] + s for p, a, s in zip(provinces, authorities, serials, strict=True)]


def exactly(plates: Sequence[str], count: int, seed: int) -> list[Lookup]:
    """Registered plates, every character read right."""
    return [Lookup(plate, plate, plate) for plate in _shuffled(plates, seed)[:count]]


def misread(plates: Sequence[str], count: int, seed: int) -> list[Lookup]:
    """Texts with one confusable character wrong, none of them a registered plate."""
    known = set(plates)
    pairs = ((plate, _swapped(plate)) for plate in _shuffled(plates, seed + 1))
    return list(islice((Lookup(text, text, plate) for plate, text in pairs if text not in known), count))


def soft(plates: Sequence[str], count: int, seed: int) -> list[Lookup]:
    """The same, as probabilities: where the reader errs, the right character is its second guess."""
    return [
        Lookup(probabilities(lookup.meant or "", lookup.text), lookup.text, lookup.meant)
        for lookup in misread(plates, count, seed + 2)
    ]


def unknown(plates: Sequence[str], count: int, seed: int) -> list[Lookup]:
    """Ordinary plates of the same kind that are not registered."""
    import numpy as np  # noqa: PLC0415

    known = set(plates)
    book = "city" if all(plate.startswith(CITY) for plate in plates) else "random"
    drawn = _draw(np.random.default_rng(seed + 3), 2 * count, book)
    return [Lookup(text, text, None) for text in drawn if text not in known][:count]


CASES: dict[str, Callable[[Sequence[str], int, int], list[Lookup]]] = {
    "exact": exactly,
    "misread": misread,
    "soft": soft,
    "unknown": unknown,
}


def probabilities(meant: str, read: str) -> NDArray[np.float32]:
    """float32 (characters, 80), every row sums to 1."""
    import numpy as np  # noqa: PLC0415

    columns = len(PLATE_ALPHABET)
    made = np.full((len(read), columns), (1 - SURE) / (columns - 1), np.float32)
    for row, right, wrong in zip(made, meant, read, strict=True):
        row[PLATE_ALPHABET.index(right)] = SURE
        if right != wrong:
            row[:] = (1 - RATHER - DOUBTFUL) / (columns - 2)
            row[PLATE_ALPHABET.index(wrong)] = RATHER
            row[PLATE_ALPHABET.index(right)] = DOUBTFUL
    return made


def _shuffled(plates: Sequence[str], seed: int) -> list[str]:
    import numpy as np  # noqa: PLC0415

    return [plates[row] for row in np.random.default_rng(seed).permutation(len(plates))]


def _swapped(plate: str) -> str:
    """The first confusable serial character for another; a plate without any stays as it is."""
    place = next((place for place in range(2, len(plate)) if plate[place] in CONFUSED), None)
    return plate if place is None else plate[:place] + CONFUSED[plate[place]] + plate[place + 1 :]
