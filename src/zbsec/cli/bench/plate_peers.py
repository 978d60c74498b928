"""Who looks plates up: ours, rapidfuzz, and a plain NumPy scan over the same costs that says what the answer is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from zbsec._core import DEFAULT_MAX_COST, PlateBook
from zbsec.plates.grammar import AUTHORITIES, PROVINCES, SERIAL
from zbsec.records import PLATE_ALPHABET

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.cli.bench.plate_texts import Lookup


class PlatePeer(ABC):
    """One way to look up."""

    needs: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def __init__(self, plates: Sequence[str]) -> None: ...

    @abstractmethod
    def find(self, lookup: Lookup) -> str | None:
        """The registered plate that is meant; None: none."""


class Ours(PlatePeer):
    def __init__(self, plates: Sequence[str]) -> None:
        import numpy as np  # noqa: PLC0415

        self._book = PlateBook()
        self._book.add(np.arange(len(plates)), list(plates))

    def find(self, lookup: Lookup) -> str | None:
        found = self._book.match(lookup.question)
        return found[0].plate if found else None


class RapidFuzz(PlatePeer):
    """``process.extractOne`` by Levenshtein: it takes texts only, and one wrong character for any other.

    It may miss two characters, as ours may by its cost.
    """

    needs = ("rapidfuzz",)
    MOST_WRONG = 2

    def __init__(self, plates: Sequence[str]) -> None:
        from rapidfuzz import process  # noqa: PLC0415
        from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

        self._plates = list(plates)
        self._first = process.extractOne
        self._distance = Levenshtein.distance

    def find(self, lookup: Lookup) -> str | None:
        found = self._first(lookup.text, self._plates, scorer=self._distance, score_cutoff=self.MOST_WRONG)
        return found[0] if found else None


class Plain(PlatePeer):
    """Costs summed character by character over all plates; for plates and readings of one length that is the whole
    truth, because a lost and an added character together cost more than is allowed."""

    def __init__(self, plates: Sequence[str]) -> None:
        import numpy as np  # noqa: PLC0415

        codes = {character: code for code, character in enumerate(PLATE_ALPHABET)}
        self._plates = plates
        self._codes = np.array([[codes[character] for character in plate] for plate in plates], np.uint8).T.copy()

    def find(self, lookup: Lookup) -> str | None:
        """The first of the cheapest: ids are rows, and equal costs go by smaller id."""
        costs = self._costs(lookup)
        best = int(costs.argmin())
        return self._plates[best] if costs[best] <= DEFAULT_MAX_COST + 1e-4 else None

    def _costs(self, lookup: Lookup) -> NDArray[np.float32]:
        import numpy as np  # noqa: PLC0415

        table = _text_costs(lookup.text) if isinstance(lookup.question, str) else _costs(lookup.question)
        total = np.zeros(len(self._plates), np.float32)
        for row, codes in zip(table, self._codes, strict=True):
            total += row[codes]
        return total


def _costs(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """-log of every character's probability beside the likeliest, at least 1e-4."""
    import numpy as np  # noqa: PLC0415

    ratio = probabilities / probabilities.max(axis=1, keepdims=True)
    made: NDArray[np.float32] = -np.log(np.maximum(ratio, np.float32(1e-4)))
    return made


def _text_costs(text: str) -> NDArray[np.float32]:
    table = _character_costs()
    made: NDArray[np.float32] = table[[PLATE_ALPHABET.index(character) for character in text]]
    return made


@cache
def _character_costs() -> NDArray[np.float32]:
    """float32 (80, 80): what ours charges for one character of a text instead of another.

    Asked of small books whose plates differ in one character; what never meets on an ordinary plate costs the most.
    """
    import numpy as np  # noqa: PLC0415

    made = np.full((len(PLATE_ALPHABET),) * 2, -np.log(1e-4), np.float32)
    np.fill_diagonal(made, 0)
    for before, characters, after in (("", PROVINCES, "A12345"), ("鲁", AUTHORITIES, "12345"), ("鲁A1234", SERIAL, "")):
        book = PlateBook()
        book.add(np.arange(len(characters)), [before + character + after for character in characters])
        for character in characters:
            for match in book.match(before + character + after, limit=len(characters), max_cost=9.3):
                made[PLATE_ALPHABET.index(character), PLATE_ALPHABET.index(characters[match.id])] = match.cost
    return made


PLATE_PEERS: dict[str, type[PlatePeer]] = {"rapidfuzz": RapidFuzz, "scan": Plain, "zbsec": Ours}
