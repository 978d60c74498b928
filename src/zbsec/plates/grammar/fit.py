"""Texts held against the forms of kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec._text import same, two
from zbsec.errors import PlateFormatError
from zbsec.plates.grammar.place import END, Place, widest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbsec.plates.grammar.kind import Form, Kind


def kind_of(text: str, kinds: Sequence[Kind]) -> Kind:
    """The first kind that a text in normal form fits.

    :raises PlateFormatError: none; the error names the first character that no kind has there.
    """
    reached, expected = 0, list[Place]()
    for kind in kinds:
        for form in kind.forms:
            fits, place = _fit(text, kind, form)
            if fits == len(text) and place is END:
                return kind
            if fits > reached:
                reached, expected = fits, []
            if fits == reached:
                expected.append(place)
    meanings = [same(place.meaning) for place in widest(expected)]
    meaning = two("; or ".join(one.en for one in meanings), "；或".join(one.zh for one in meanings))
    if reached == len(text):
        raise PlateFormatError(
            text,
            two(
                f"{reached} characters are too few; expected next: {meaning.en}",
                f"{reached} 个字符太少；下一个应为：{meaning.zh}",
            ),
        )
    raise PlateFormatError(text, meaning, position=reached + 1)


def following(before: str, kinds: Sequence[Kind]) -> tuple[Place, ...]:
    """Every place that some kind has behind the characters before; empty: no plate begins so."""
    fitted = (_fit(before, kind, form) for kind in kinds for form in kind.forms)
    return widest(place for fits, place in fitted if fits == len(before))


def _fit(text: str, kind: Kind, form: Form) -> tuple[int, Place]:
    """How many characters fit, and what may stand behind them."""
    for index in range(len(form)):
        place = kind.place(form, text[:index])
        if index >= len(text) or text[index] not in place.characters:
            return index, place
    return len(form), END
