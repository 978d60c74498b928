"""The grammars by name, and a plate from any spelling."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, overload

from zbsec._registry import Registry
from zbsec._text import two

if TYPE_CHECKING:
    from zbsec.plates.grammar.china import ChinesePlate
    from zbsec.plates.grammar.country import Grammar
    from zbsec.plates.grammar.plate import Plate

GRAMMARS = Registry(
    two("plate grammar", "号牌规则"),
    group="zbsec.plate_grammars",
    table={
        "cn": "zbsec.plates.grammar.china:GRAMMAR",
        "de": "zbsec.plates.grammar.germany:GRAMMAR",
    },
)
"""Every row is a ``Grammar``, named by its country's two letters of ISO 3166-1 in lower case."""


@overload
def parse(text: str) -> ChinesePlate: ...
@overload
def parse(text: str, grammar: Literal["cn"]) -> ChinesePlate: ...
@overload
def parse(text: str, grammar: str) -> Plate: ...


def parse(text: str, grammar: str = "cn") -> Plate:
    """The plate that a text spells: with or without dot and spaces, in full width, in lower case.

    :param grammar: a name of ``GRAMMARS``.
    :raises PlateFormatError: it spells none; the error names the first character that no kind has in its place, and
        what may stand there.
    :raises RegistryError: no such grammar; the sentence lists those there are.
    """
    return _loaded(grammar).parse(text)


def parsed(text: str) -> Plate | None:
    """As ``parse``; None: the text spells no Chinese plate."""
    from zbsec.errors import PlateFormatError  # noqa: PLC0415 - as for the registry

    try:
        return parse(text)
    except PlateFormatError:
        return None


@cache
def _loaded(name: str) -> Grammar:
    """Entry points are looked up on disk: once is enough, for texts are parsed by the thousand."""
    rules: Grammar = GRAMMARS.load(name)
    return rules
