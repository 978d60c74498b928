"""Plates of the mainland of China (GA 36-2018; codes of GA/T 16.7)."""

from zbsec.plates.grammar.china.characters import AUTHORITIES, DIGITS, ENERGY, LETTERS, PROVINCES, SERIAL, normal
from zbsec.plates.grammar.china.kinds import KINDS
from zbsec.plates.grammar.china.plate import ChinesePlate
from zbsec.plates.grammar.country import Grammar

GRAMMAR = Grammar(country="CN", kinds=KINDS, normal=normal, plate=ChinesePlate)

__all__ = ["AUTHORITIES", "DIGITS", "ENERGY", "GRAMMAR", "KINDS", "LETTERS", "PROVINCES", "SERIAL", "ChinesePlate"]
