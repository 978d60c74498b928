"""Which vehicles may drive in, and which of them a reading most likely means.

The decision is by posterior odds against "an unknown vehicle". Let the book hold n plates of an issuing authority,
each as likely to come, let the plate of an unknown vehicle of that authority be any of N texts, each as likely, and let
known and unknown vehicles be as likely before anything is read. If the reading gives probability q to the text of a
registered plate, the odds are

    (N / n) * q / (1 - q).

A vehicle is let in where they reach 1 / rate, and that keeps the false-accept rate. What a reader misreads does not
depend on the book, so of the wrong texts that readings of unknown vehicles give, of each authority a share of n / N is
registered, wherever the vehicles come from. Among readings that give a wrong text a probability q, it is the right one
q / (1 - q) times as often. So unknown vehicles with a wrong text of at least t are at most (1 - t) / t of all, and if
s of those texts are of one authority, those taken for a plate of it are at most s * (n / N) * (1 - t) / t, which is s
times the rate where t / (1 - t) = n / (N * rate). The shares s of all authorities sum to one.

The bound holds at whatever moment one looks (a posterior does not care why one stopped), so a lane may open on the
first reading that is certain enough. It supposes that every reading is in doubt. Few are: how many wrong plates a
single reading gives t or more is measured (``zbsec.plates.trust.wrong_plates``), and is d * (1 - t) / t at most. So for
one look odds of d / rate keep the rate, and for several that many times as much, until any number may be had. Of small
t there are fewer still, and the odds asked for are less.

A text that is no plate is no vehicle's, so the reading's probability is shared among the others, but for a rest: the
grammar may lack a kind.

All this wants probabilities with which the reader is right, see ``zbsec.plates.trust``. It is about unknown vehicles
as they come, not about a plate that was copied or altered to look like a registered one.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zbsec._core import CONFUSABLE_COST, DEFAULT_MAX_COST, PlateBook
from zbsec._text import two
from zbsec.errors import PlateFormatError
from zbsec.plates.grammar import Plate, parse, parsed
from zbsec.plates.trust import MISREAD, UNLAWFUL, guarded, wrong_plates
from zbsec.records import PLATE_ALPHABET, likeliest_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbsec._core import PlateMatch
    from zbsec.records import PlateReading

AMBIGUITY_MARGIN = 7.0
"""Nats, 1 in 1,100: two registered plates whose costs lie closer are told apart by nobody but the operator."""

TEXT_MARGIN = 2.0
"""The same for a text, which is matched by its cost alone: a text that is exactly registered is that plate."""

TWIN_MARGIN = 9.0
"""The same for plates that differ in one confusable character, 1 in 8,100: readers are surest where they are wrong."""

UNKNOWN_PLATES = 7_060_000
"""The ordinary plates of one issuing authority: five digits, or one or two letters among them (GA 36-2018). Other kinds
have fewer, and come as seldom. How unevenly plates are given out is in ``DOUBTFUL``."""

AUTHORITY = 2
"""So many characters name it."""

MAX_FALSE_ACCEPT_RATE = 1e-4

LEAST_SHARE = 0.01
"""However small the book: a plate to which the reading gives less is not it. Below, nobody has counted well enough how
many wrong plates a reading names."""

MOST_ODDS = (1 - MISREAD) ** 8 / (1 - (1 - MISREAD) ** 8)
"""What eight perfect characters reach, about 41."""

NEAREST = 8
"""So many candidates are looked at; more than two that fit are rare."""

LONGEST = 8
"""Characters of a plate that the native book holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookMatch:
    """A registered plate that a reading means, or may mean."""

    plate: str
    """Normal form."""
    plate_class: str
    """Two-digit code of GA/T 16.7."""
    holder: str | None
    """None where the match is ambiguous or not certain."""
    cost: float
    """Nats; 0: read exactly so."""
    repaired: bool
    """The reading's likeliest text is another one; the soft match found the plate."""
    ambiguous: tuple[str, ...] = ()
    """Every registered plate that fits nearly as well, best first; empty where there is one answer."""
    odds: float | None = None
    """Posterior odds that it is this vehicle, or one of the ambiguous ones, against an unknown one; None: matched from
    a text, which has no probabilities."""
    certain: bool = True
    """The odds keep the book's false-accept rate."""


class Book:
    """Registered plates of one site.

    Plates of other countries are kept where every character stands in ``zbsec.records.PLATE_ALPHABET``, for only those
    can be read and matched: a German plate without Ä, Ö and Ü can be, one with them cannot, and ``add`` says so. Nor
    can a plate of more than ``LONGEST`` characters.

    :param max_cost: nats; what costs more is an unknown vehicle. See ``zbsec.PlateBook``.
    :param margin: nats; registered plates whose costs lie closer are ambiguous.
    :param max_false_accept_rate: at most this share of unknown vehicles is taken for a registered one, 0 to 1.
    :param unknown_plates: how many plates an unknown vehicle of one authority may bear, each as likely.
    :raises ValueError: a rate or number out of range.
    """

    def __init__(
        self,
        *,
        max_cost: float = DEFAULT_MAX_COST,
        margin: float = AMBIGUITY_MARGIN,
        max_false_accept_rate: float = MAX_FALSE_ACCEPT_RATE,
        unknown_plates: int = UNKNOWN_PLATES,
    ) -> None:
        if not 0 < max_false_accept_rate < 1:
            raise ValueError(f"max_false_accept_rate lies between 0 and 1, not at {max_false_accept_rate}")
        if unknown_plates < 1:
            raise ValueError(f"unknown_plates is 1 or more, not {unknown_plates}")
        self.max_false_accept_rate = max_false_accept_rate
        self._native = PlateBook()
        self._max_cost = max_cost
        self._margin = margin
        self._unknown_plates = unknown_plates
        self._plates: dict[str, _Registered] = {}
        self._of_authority: Counter[str] = Counter()
        self._next_id = 1

    def add(self, plate: str | Plate, holder: str) -> None:
        """Register a plate.

        :param plate: a Chinese plate in any spelling, or a parsed one of any grammar.
        :raises PlateFormatError: the text is no plate, or none that the book can hold.
        :raises ValueError: the plate is registered already, or another one that reads the same; or the book is too big
            for its false-accept rate.
        """
        import numpy as np  # noqa: PLC0415

        parsed = parse(plate) if isinstance(plate, str) else plate
        characters = _held(parsed)
        if characters in self._plates:
            raise ValueError(f"{parsed} reads like {self._plates[characters].plate}, which is there already")
        self._check_room(parsed)
        self._native.add(np.array([self._next_id], np.int64), [characters])
        self._plates[characters] = _Registered(parsed, holder, self._next_id)
        self._of_authority[characters[:AUTHORITY]] += 1
        self._next_id += 1

    def remove(self, plate: str | Plate) -> None:
        """Take a plate out.

        :raises PlateFormatError: the text is no plate.
        :raises KeyError: it is not registered.
        """
        import numpy as np  # noqa: PLC0415

        parsed = parse(plate) if isinstance(plate, str) else plate
        found = self._plates.get(parsed.characters)
        if found is None or found.plate != parsed:
            raise KeyError(parsed.text)
        self._native.remove(np.array([found.id], np.int64))
        del self._plates[parsed.characters]
        self._of_authority[parsed.characters[:AUTHORITY]] -= 1

    def required_odds(self, looks: int | None = None, share: float = 0.5) -> float:
        """What the odds of a match must reach.

        :param looks: how many readings of one vehicle are asked about at most; None: any number.
        :param share: the probability that the reading gives the match, above 0 and below 1. Small ones need less.
        :raises ValueError: no look.
        """
        if looks is not None and looks < 1:
            raise ValueError(f"looks is 1 or more, or None for any number, not {looks}")
        in_doubt = 1.0 if looks is None else min(1.0, looks * wrong_plates(share) * share / (1 - share))
        return in_doubt / self.max_false_accept_rate

    def match(self, reading: PlateReading | str, *, looks: int | None = 1) -> BookMatch | None:
        """The registered plate that a reading means; None: an unknown vehicle, or a reading that is not certain enough.

        Every doubt of the reading counts. Where a second registered plate fits within the margin, none is picked.
        A text has no probabilities: its cost alone decides.

        :param looks: how many readings of one vehicle are asked about before it is turned away; None: any number.
        """
        weighed = self.weigh(reading, looks=looks)
        return weighed if weighed is not None and weighed.certain else None

    def weigh(self, reading: PlateReading | str, *, looks: int | None = None) -> BookMatch | None:
        """As ``match``, but a plate that may be meant comes back too, not ``certain``: the next frame may tell."""
        found = self._native.match(reading, limit=NEAREST, max_cost=self._max_cost)
        if not found:
            return None
        best = found[0]
        meant = self._plates[best.plate]
        near = self._near(best, found, reading)
        share = None if isinstance(reading, str) else _share(reading, [one.cost for one in near])
        crowd = max(self._of_authority[one.plate[:AUTHORITY]] for one in near)
        odds = None if share is None else self._unknown_plates / crowd * share / (1 - share)
        certain = share is None or odds is None or self._is_certain(share, odds, looks)
        alone = len(near) == 1
        return BookMatch(
            plate=meant.plate.text,
            plate_class=_class_of(meant.plate, reading),
            holder=meant.holder if alone and certain else None,
            cost=best.cost,
            repaired=best.plate != (reading if isinstance(reading, str) else reading.text),
            ambiguous=() if alone else tuple(self._plates[one.plate].plate.text for one in near),
            odds=odds,
            certain=certain,
        )

    def plates(self) -> list[str]:
        """Every registered plate in its normal form, sorted."""
        return sorted(one.plate.text for one in self._plates.values())

    def __len__(self) -> int:
        return len(self._plates)

    def _is_certain(self, share: float, odds: float, looks: int | None) -> bool:
        return share >= LEAST_SHARE and odds >= self.required_odds(looks, share)

    def _check_room(self, plate: Plate) -> None:
        authority = plate.characters[:AUTHORITY]
        most = int(MOST_ODDS * self._unknown_plates / self.required_odds())
        if self._of_authority[authority] >= most:
            raise ValueError(
                f"no reading is certain enough for a false-accept rate of {self.max_false_accept_rate:g} "
                f"with more than {most} plates that begin with {authority}; state a larger max_false_accept_rate"
            )

    def _near(self, best: PlateMatch, found: Sequence[PlateMatch], reading: PlateReading | str) -> list[PlateMatch]:
        """The best match and those that cannot be told from it."""
        margin = min(self._margin, TEXT_MARGIN) if isinstance(reading, str) else self._margin
        near = {one.plate: one for one in found if one.cost - best.cost < margin}
        if not isinstance(reading, str):
            alike = self._native.match(best.plate, limit=NEAREST, max_cost=CONFUSABLE_COST)
            twins = {one.plate for one in alike if len(one.plate) == len(best.plate)}
            if len(twins) > 1:
                wider = self._native.match(reading, limit=2 * NEAREST, max_cost=best.cost + TWIN_MARGIN)
                near |= {one.plate: one for one in wider if one.plate in twins}
        return sorted(near.values(), key=lambda one: (one.cost, one.id))


class _Registered(NamedTuple):
    plate: Plate
    holder: str
    id: int


def _held(plate: Plate) -> str:
    """What the native book keeps of a plate.

    :raises PlateFormatError: a character that it does not know, or too many.
    """
    characters = plate.characters
    for position, character in enumerate(characters, 1):
        if character not in PLATE_ALPHABET:
            allowed = two(
                "the book holds digits, A to Z and the Chinese characters of plates",
                "号牌簿只容纳数字、A 至 Z 和号牌汉字",
            )
            raise PlateFormatError(characters, allowed, position=position)
    if len(characters) > LONGEST:
        raise PlateFormatError(
            characters, two(f"the book holds {LONGEST} characters at most", f"号牌簿至多容纳 {LONGEST} 个字符")
        )
    return characters


def _class_of(plate: Plate, reading: PlateReading | str) -> str:
    if isinstance(reading, str):
        return plate.plate_class
    return plate.class_for(reading.colour, reading.rows, on_paper=reading.on_paper)


def _share(reading: PlateReading, costs: Sequence[float]) -> float:
    """The probability of some plates together, below 1, where texts that are no plates keep little of theirs."""
    rows = guarded(reading.probabilities)
    surest = float(rows.max(axis=1).prod())
    no_plate = 0.0 if parsed(likeliest_text(rows)) else (1 - UNLAWFUL) * surest
    share = surest * sum(math.exp(-cost) for cost in costs) / (1 - no_plate)
    return min(share, (1 - MISREAD) ** len(rows))
