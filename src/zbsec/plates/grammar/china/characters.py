"""The characters of Chinese plates, and what may stand where."""

from __future__ import annotations

from zbsec._text import two
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

PROVINCE = Place(PROVINCES, two("a province character, such as 鲁", "省份简称，例如 鲁"))
AUTHORITY = Place(
    LETTERS, two("a letter of the issuing authority, A to Z without I and O", "发牌机关代号字母，A 至 Z，不含 I、O")
)
AUTHORITY_OR_O = Place(
    AUTHORITIES, two("a letter of the issuing authority, A to Z without I", "发牌机关代号字母，A 至 Z，不含 I")
)
SERIES = Place(SERIAL, two("a digit, or a letter other than I and O", "数字，或 I、O 以外的字母"))
DIGIT = Place(DIGITS, two("a digit", "数字"))
LETTER = Place(LETTERS, two("a letter other than I and O", "I、O 以外的字母"))
ENERGY_MARK = Place(ENERGY, two("a new-energy letter: D A B C E, F G H J K", "新能源字母：D A B C E、F G H J K"))
BRANCH = Place("XS", two("X (fire) or S (forest fire)", "X（消防）或 S（森林消防）"))

ONLY_DIGIT = Place(
    DIGITS, two("a digit: 2 letters at most stand behind the authority", "数字：发牌机关之后至多 2 个字母")
)

_DROPPED = frozenset(" \t\r\n·•‧∙⋅・.-‐–—_")


def normal(text: str) -> str:
    """Any spelling in normal form: full width to half, lower case to upper, dots and spaces gone."""
    return "".join(character for character in folded(text) if character not in _DROPPED)


def two_letters_at_most(before: str, place: Place) -> Place:
    """GA 36-2018: at most two letters stand behind the authority."""
    return ONLY_DIGIT if place is SERIES and sum(map(LETTERS.__contains__, before[2:])) >= 2 else place
