"""Books of plates and readings of them, for measurements: all from seeds, and quick to make."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zbsec.plates.grammar import ENERGY, LETTERS, PROVINCES, SERIAL
from zbsec.records import PLATE_ALPHABET

BOOKS = ("country", "city")
TWINS = ("0OQD", "8B", "5S", "2Z", "17TL", "6G", "CG", "UV", "9S", "EF", "浙渝湘沪津", "皖陕闽豫", "鲁鄂粤晋京", "云宁")
"""Characters that readers exchange."""
ENERGY_SHARE = 0.2
"""Of a book: the eight-character plates of new-energy cars, which compete with the seven of the others."""

Probabilities = NDArray[np.float32]


def letters_at_random(rng: np.random.Generator, characters: str, count: int, places: int = 1) -> NDArray[np.str_]:
    return rng.choice(np.array(list(characters)), (count, places))


def ordinary(rng: np.random.Generator, heads: NDArray[np.str_]) -> list[str]:
    """Two letters at most behind the head, as the grammar has it."""
    serials = letters_at_random(rng, SERIAL, len(heads), 5)
    serials = serials[(serials > "9").sum(axis=1) <= 2]
    return ["".join(row) for row in np.hstack([heads[: len(serials)], serials])]


def energy(rng: np.random.Generator, heads: NDArray[np.str_]) -> list[str]:
    count = len(heads)
    parts = (heads, letters_at_random(rng, ENERGY, count), letters_at_random(rng, SERIAL, count))
    return ["".join(row) for row in np.hstack([*parts, letters_at_random(rng, "0123456789", count, 4)])]


def registered(count: int, book: str = "country", seed: int = 2) -> list[str]:
    """Different plates of the whole country, or of the one city of 鲁C; in no order."""
    rng = np.random.default_rng(seed)
    found: dict[str, None] = {}
    for make, wanted in ((energy, int(ENERGY_SHARE * count)), (ordinary, count)):
        while len(found) < wanted:
            heads = np.full((wanted, 2), ["鲁", "C"])
            if book == "country":
                heads = np.hstack([letters_at_random(rng, PROVINCES, wanted), letters_at_random(rng, LETTERS, wanted)])
            found.update(dict.fromkeys(make(rng, heads)[: wanted - len(found)]))
    plates = list(found)
    # Split anew, so that the texts lie in memory as in the list: a peer that reads them all would else wait for it.
    return "\n".join(plates[row] for row in rng.permutation(count)).split("\n")


def strange(plates: list[str], count: int, book: str = "country", seed: int = 3) -> list[str]:
    """Plates of the same kinds that are not registered."""
    known = set(plates)
    return [plate for plate in registered(2 * count, book, seed) if plate not in known][:count]


def twins_of(character: str) -> str:
    return "".join(dict.fromkeys("".join(group for group in TWINS if character in group).replace(character, "")))


def one_twin(plate: str, rng: np.random.Generator) -> str:
    """The plate with one character read as its twin, or as it is where none has any."""
    places = [place for place, character in enumerate(plate) if twins_of(character)]
    if not places:
        return plate
    place = int(rng.choice(places))
    return plate[:place] + str(rng.choice(list(twins_of(plate[place])))) + plate[place + 1 :]


def misread(plates: list[str], count: int, seed: int = 4) -> list[tuple[str, str]]:
    """(registered, as read with one character exchanged for its twin)"""
    rng = np.random.default_rng(seed)
    pairs = [(plate, one_twin(plate, rng)) for plate in chosen(plates, 2 * count, seed)]
    return [(plate, read) for plate, read in pairs if plate != read][:count]


def chosen(plates: list[str], count: int, seed: int = 4) -> list[str]:
    rng = np.random.default_rng(seed)
    return [plates[row] for row in rng.integers(len(plates), size=count)]


def soft(plate: str, rng: np.random.Generator) -> Probabilities:
    """As a doubtful reader tells it: 0.6 to 0.99 for the character, most of the rest for its twins, some for all."""
    rows = np.empty((len(plate), len(PLATE_ALPHABET)))
    for row, character in zip(rows, plate, strict=True):
        sure = rng.uniform(0.6, 0.99)
        twins = [PLATE_ALPHABET.index(twin) for twin in twins_of(character)]
        row[:] = rng.dirichlet(np.full(len(row), 0.3)) * (1 - sure) * (0.2 if twins else 1.0)
        if twins:
            row[twins] += rng.dirichlet(np.ones(len(twins))) * (1 - sure) * 0.8
        row[PLATE_ALPHABET.index(character)] += sure
    return rows.astype(np.float32)


def soft_readings(plates: list[str], count: int, seed: int = 5) -> list[tuple[str, Probabilities]]:
    """(registered, reading); in every third reading a twin has come out likelier."""
    rng = np.random.default_rng(seed)
    asked = chosen(plates, count, seed)
    return [(plate, soft(one_twin(plate, rng) if at % 3 == 0 else plate, rng)) for at, plate in enumerate(asked)]


def lost_readings(plates: list[str], count: int, seed: int = 6) -> list[tuple[str, Probabilities]]:
    """(registered, reading that lacks one of its characters)"""
    rng = np.random.default_rng(seed)
    asked = chosen(plates, count, seed)
    return [(plate, np.delete(soft(plate, rng), int(rng.integers(2, len(plate))), axis=0)) for plate in asked]


def blurred_readings(plates: list[str], count: int, places: int, seed: int = 7) -> list[tuple[str, Probabilities]]:
    """(registered, reading that says nothing about as many of its serial characters; all of it where it has no more)"""
    rng = np.random.default_rng(seed)
    readings = []
    for plate in chosen(plates, count, seed):
        reading = soft(plate, rng)
        first = 2 if places <= len(plate) - 2 else 0
        blurred = rng.choice(np.arange(first, len(plate)), min(places, len(plate) - first), replace=False)
        reading[blurred] = [character in SERIAL or first == 0 for character in PLATE_ALPHABET]
        reading[blurred] /= reading[blurred].sum(axis=1, keepdims=True)
        readings.append((plate, reading))
    return readings


def text_of(reading: Probabilities) -> str:
    """The likeliest characters."""
    return "".join(PLATE_ALPHABET[code] for code in reading.argmax(axis=1))
