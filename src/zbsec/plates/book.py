"""Which vehicles may drive in, and which of them a reading most likely means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zbsec._core import DEFAULT_MAX_COST, PlateBook
from zbsec.errors import PlateFormatError
from zbsec.plates.grammar import Plate, parse
from zbsec.records import PLATE_ALPHABET

if TYPE_CHECKING:
    from zbsec.records import PlateReading

AMBIGUITY_MARGIN = 2.0
"""Nats: two registered plates whose costs lie closer are told apart by nobody but the operator."""

LONGEST = 8
"""Characters of a plate that the native book holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookMatch:
    """A registered plate that a reading means."""

    plate: str
    """Normal form."""
    plate_class: str
    """Two-digit code of GA/T 16.7."""
    holder: str | None
    """None where the match is ambiguous."""
    cost: float
    """Nats; 0: read exactly so."""
    repaired: bool
    """The reading's likeliest text is another one; the soft match found the plate."""
    ambiguous: tuple[str, ...] = ()
    """Every registered plate that fits nearly as well, best first; empty where there is one answer."""


class Book:
    """Registered plates of one site.

    Plates of other countries are kept where every character stands in ``zbsec.records.PLATE_ALPHABET``, for only those
    can be read and matched: a German plate without Ä, Ö and Ü can be, one with them cannot, and ``add`` says so. Nor
    can a plate of more than ``LONGEST`` characters.

    :param max_cost: nats; what costs more is an unknown vehicle. See ``zbsec.PlateBook``.
    """

    def __init__(self, *, max_cost: float = DEFAULT_MAX_COST, margin: float = AMBIGUITY_MARGIN) -> None:
        self._native = PlateBook()
        self._max_cost = max_cost
        self._margin = margin
        self._plates: dict[str, _Registered] = {}
        self._next_id = 1

    def add(self, plate: str | Plate, holder: str) -> None:
        """Register a plate.

        :param plate: a Chinese plate in any spelling, or a parsed one of any grammar.
        :raises PlateFormatError: the text is no plate, or none that the book can hold.
        :raises ValueError: the plate is registered already, or another one that reads the same.
        """
        import numpy as np  # noqa: PLC0415

        parsed = parse(plate) if isinstance(plate, str) else plate
        characters = _held(parsed)
        if characters in self._plates:
            raise ValueError(f"{parsed} reads like {self._plates[characters].plate}, which is there already")
        self._native.add(np.array([self._next_id], np.int64), [characters])
        self._plates[characters] = _Registered(parsed, holder, self._next_id)
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

    def match(self, reading: PlateReading | str) -> BookMatch | None:
        """The registered plate that a reading means; None: an unknown vehicle.

        Every doubt of the reading counts. Where a second registered plate fits within the margin, none is picked.
        """
        found = self._native.match(reading, limit=4, max_cost=self._max_cost)
        if not found:
            return None
        best = found[0]
        meant = self._plates[best.plate]
        near = tuple(self._plates[one.plate].plate.text for one in found if one.cost - best.cost < self._margin)
        return BookMatch(
            plate=meant.plate.text,
            plate_class=_class_of(meant.plate, reading),
            holder=None if len(near) > 1 else meant.holder,
            cost=best.cost,
            repaired=best.plate != (reading if isinstance(reading, str) else reading.text),
            ambiguous=near if len(near) > 1 else (),
        )

    def plates(self) -> list[str]:
        """Every registered plate in its normal form, sorted."""
        return sorted(one.plate.text for one in self._plates.values())

    def __len__(self) -> int:
        return len(self._plates)


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
            allowed = "the book holds digits, A to Z and the Chinese characters of plates"
            raise PlateFormatError(characters, allowed, position=position)
    if len(characters) > LONGEST:
        raise PlateFormatError(characters, f"the book holds {LONGEST} characters at most")
    return characters


def _class_of(plate: Plate, reading: PlateReading | str) -> str:
    return plate.plate_class if isinstance(reading, str) else plate.class_for(reading.colour, reading.rows)
