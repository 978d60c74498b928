"""The text of vehicle plates, one grammar a country."""

from zbsec.plates.grammar.china import AUTHORITIES, DIGITS, ENERGY, KINDS, LETTERS, PROVINCES, SERIAL, ChinesePlate
from zbsec.plates.grammar.country import Grammar
from zbsec.plates.grammar.kind import Form, Issue, Kind, Rule
from zbsec.plates.grammar.place import Place, exactly
from zbsec.plates.grammar.plate import Plate
from zbsec.plates.grammar.registry import GRAMMARS, parse, parsed
from zbsec.plates.grammar.spelling import folded

__all__ = [
    "AUTHORITIES",
    "DIGITS",
    "ENERGY",
    "GRAMMARS",
    "KINDS",
    "LETTERS",
    "PROVINCES",
    "SERIAL",
    "ChinesePlate",
    "Form",
    "Grammar",
    "Issue",
    "Kind",
    "Place",
    "Plate",
    "Rule",
    "exactly",
    "folded",
    "parse",
    "parsed",
]
