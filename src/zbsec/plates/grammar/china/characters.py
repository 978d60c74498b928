"""The characters of Chinese plates, and what may stand where."""

from __future__ import annotations

from zbsec.plates.grammar.place import Place
from zbsec.plates.grammar.spelling import folded

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
DIGITS = "0123456789"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
AUTHORITIES = LETTERS + "O"
"""O marked provincial police and official cars and is still on the road (GA 36-2018 does not issue it anew)."""
SERIAL = DIGITS + LETTERS
ENERGY = "DABCEFGHJK"
"""D A B C E pure electric, F G H J K not purely."""

PROVINCE = Place(PROVINCES, "a province character, such as 鲁")
AUTHORITY = Place(LETTERS, "a letter of the issuing authority, A to Z without I and O")
AUTHORITY_OR_O = Place(AUTHORITIES, "a letter of the issuing authority, A to Z without I")
SERIES = Place(SERIAL, "a digit, or a letter other than I and O")
DIGIT = Place(DIGITS, "a digit")
LETTER = Place(LETTERS, "a letter other than I and O")
ENERGY_MARK = Place(ENERGY, "a new-energy letter: D A B C E, F G H J K")
BRANCH = Place("XS", "X (fire) or S (forest fire)")

ONLY_DIGIT = Place(DIGITS, "a digit: 2 letters at most stand behind the authority")

_DROPPED = frozenset(" \t\r\n·•‧∙⋅・.-‐–—_")


def normal(text: str) -> str:
    """Any spelling in normal form: full width to half, lower case to upper, dots and spaces gone."""
    return "".join(character for character in folded(text) if character not in _DROPPED)


def two_letters_at_most(before: str, place: Place) -> Place:
    """GA 36-2018: at most two letters stand behind the authority."""
    return ONLY_DIGIT if place is SERIES and sum(map(LETTERS.__contains__, before[2:])) >= 2 else place
