"""Which vehicles may drive in, and which of them a reading most likely means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec._core import DEFAULT_MAX_COST, PlateBook
from zbsec.plates.grammar import parse

if TYPE_CHECKING:
    from zbsec.records import PlateReading

AMBIGUITY_MARGIN = 2.0
"""Nats: two registered plates whose costs lie closer are told apart by nobody but the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookMatch:
    """A registered plate that a reading means."""

    plate: str
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

    :param max_cost: nats; what costs more is an unknown vehicle. See ``zbsec.PlateBook``.
    """

    def __init__(self, *, max_cost: float = DEFAULT_MAX_COST, margin: float = AMBIGUITY_MARGIN) -> None:
        self._native = PlateBook()
        self._max_cost = max_cost
        self._margin = margin
        self._holders: dict[str, str] = {}
        self._ids: dict[str, int] = {}
        self._next_id = 1

    def add(self, plate: str, holder: str) -> None:
        """Register a plate in any spelling.

        :raises PlateFormatError: the text is no plate.
        :raises ValueError: the plate is registered already.
        """
        import numpy as np  # noqa: PLC0415

        text = parse(plate).text
        self._native.add(np.array([self._next_id], np.int64), [text])
        self._ids[text] = self._next_id
        self._holders[text] = holder
        self._next_id += 1

    def remove(self, plate: str) -> None:
        """Take a plate out.

        :raises PlateFormatError: the text is no plate.
        :raises KeyError: it is not registered.
        """
        import numpy as np  # noqa: PLC0415

        text = parse(plate).text
        self._native.remove(np.array([self._ids.pop(text)], np.int64))
        del self._holders[text]

    def match(self, reading: PlateReading | str) -> BookMatch | None:
        """The registered plate that a reading means; None: an unknown vehicle.

        Every doubt of the reading counts. Where a second registered plate fits within the margin, none is picked.
        """
        found = self._native.match(reading, limit=4, max_cost=self._max_cost)
        if not found:
            return None
        best = found[0]
        near = tuple(one.plate for one in found if one.cost - best.cost < self._margin)
        return BookMatch(
            plate=best.plate,
            plate_class=_class_of(best.plate, reading),
            holder=None if len(near) > 1 else self._holders[best.plate],
            cost=best.cost,
            repaired=best.plate != (reading if isinstance(reading, str) else reading.text),
            ambiguous=near if len(near) > 1 else (),
        )

    def plates(self) -> list[str]:
        """Every registered plate, sorted."""
        return sorted(self._holders)

    def __len__(self) -> int:
        return len(self._holders)


def _class_of(plate: str, reading: PlateReading | str) -> str:
    parsed = parse(plate)
    return parsed.plate_class if isinstance(reading, str) else parsed.class_for(reading.colour)
