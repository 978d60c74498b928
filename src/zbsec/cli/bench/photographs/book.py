"""What becomes of the readings when they are matched with a book of registered plates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zbsec import plates
from zbsec._wilson import wilson
from zbsec.cli.bench.plate_texts import registered
from zbsec.plates import Plate
from zbsec.plates.grammar import parsed
from zbsec.testing.plates import sample_plate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zbsec.cli.bench.photographs.readers import Found
    from zbsec.plates import Book

MOST_PLATES = 16_000
"""With more of one authority, no reading would keep the false-accept rate, see ``zbsec.plates.book``."""

Asked = tuple[str, "Found | None"]
"""A photograph's plate, and what was read of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Of all readings, those of nothing included."""

    book: int
    """Plates registered, the photographs' own included."""
    own: int
    asked: int
    right: int
    """The photograph's plate was named, and it alone."""
    wrong: int
    """Another registered plate was."""
    unsure: int
    """It was the likeliest, but not certain enough for the false-accept rate: another frame would be waited for."""
    twins: int
    """More than one fits: refused, with all named."""
    unknown_asked: int
    """The same readings, asked of books that hold none of the photographs' plates."""
    unknown_accepted: int

    @property
    def wrong_accept_share(self) -> float | None:
        return self.unknown_accepted / self.unknown_asked if self.unknown_asked else None

    @property
    def wrong_accept_interval(self) -> tuple[float, float] | None:
        """95 %, of these readings and other books: the books are drawn anew, the readings are always the same."""
        return wilson(self.unknown_accepted, self.unknown_asked) if self.unknown_asked else None


def match(
    asked: Mapping[str, Sequence[Asked]], size: int, *, books: int, seed: int, say: Callable[[str], None]
) -> dict[str, Matched]:
    """Match every reading with a book that holds its plate, then with ``books`` books that do not.

    The other registered plates are drawn, each of the kind and issuing authority of a photograph's plate: neighbours,
    harder to tell apart than plates of the whole country. Labels that are no plate of the grammar are left out.

    :param asked: by reader, all of the same photographs.
    """
    own = {plate.text: plate for text, _ in next(iter(asked.values())) if (plate := parsed(text))}
    if not own:
        return {}
    size = max(size, len(own))
    usable = {reader: [one for one in every if one[0] in own] for reader, every in asked.items()}
    rng = np.random.default_rng(seed)
    say(f"a book of {size:,} plates")
    book = book_of([*own.values(), *neighbours(own, size - len(own), rng)])
    known = {reader: [(_asked(book, found), text) for text, found in every] for reader, every in usable.items()}
    accepted = dict.fromkeys(asked, 0)
    for number in range(books):
        say(f"a book of {size:,} plates without those of the photographs, {number + 1} of {books}")
        strangers = book_of(neighbours(own, size, rng))
        for reader, every in usable.items():
            accepted[reader] += sum(_asked(strangers, found).holder is not None for _, found in every)
    return {
        reader: Matched(
            book=size,
            own=len(own),
            asked=len(answers),
            right=sum(answer.holder == text for answer, text in answers),
            wrong=sum(answer.holder not in (None, text) for answer, text in answers),
            unsure=sum(answer.unsure == text for answer, text in answers),
            twins=sum(answer.twins for answer, _ in answers),
            unknown_asked=books * len(answers),
            unknown_accepted=accepted[reader],
        )
        for reader, answers in known.items()
    }


@dataclass(frozen=True, slots=True)
class _Answer:
    holder: str | None = None
    unsure: str | None = None
    """The likeliest plate where it is not certain enough."""
    twins: bool = False


def _asked(book: Book, found: Found | None) -> _Answer:
    weighed = None if found is None else book.weigh(found.reading or found.text, looks=1)
    if weighed is None:
        return _Answer()
    if not weighed.certain:
        return _Answer(unsure=weighed.plate)
    return _Answer(holder=weighed.holder, twins=bool(weighed.ambiguous))


def book_of(registered: Sequence[Plate]) -> Book:
    book = plates.Book()
    for plate in registered:
        book.add(plate, holder=plate.text)
    return book


def neighbours(own: dict[str, Plate], count: int, rng: np.random.Generator) -> list[Plate]:
    """Different plates, none of them among ``own``."""
    models, made = list(own.values()), dict[str, Plate]()
    while len(made) < count:
        for ordinary in registered(count - len(made), "random", int(rng.integers(2**31))):
            like = models[int(rng.integers(len(models)))]
            text = ordinary if like.kind.name == "ordinary" else sample_plate(rng, like.kind).text
            plate = parsed(like.text[:2] + text[2:])
            if plate is not None and plate.text not in own:
                made[plate.text] = plate
    return list(made.values())
