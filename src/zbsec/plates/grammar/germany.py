"""German plates (FZV, annexes 1, 2 and 4): area sign, one or two letters, a number of one to four digits.

Plates for everyday cars, electric (E) and historic (H) ones. Left out: the months beside a seasonal plate, which are no
part of its text; plates of dealers, for export, of authorities, missions and the armed forces.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

from zbsec._text import two
from zbsec.plates.grammar.country import Grammar
from zbsec.plates.grammar.kind import Form, Issue, Kind
from zbsec.plates.grammar.place import Place, exactly
from zbsec.plates.grammar.plate import Plate
from zbsec.plates.grammar.spelling import folded
from zbsec.records import PlateClass, PlateColour

AREA = Place(
    string.ascii_uppercase + "ÄÖÜ", two("a letter of the area sign, A to Z, Ä, Ö or Ü", "地区代号字母，A 至 Z、Ä、Ö、Ü")
)
HYPHEN = Place(
    "-",
    two(
        "a hyphen or space behind the area sign (B-AB 12 and BA-B 12 are two plates)",
        "地区代号后的连字符或空格（B-AB 12 与 BA-B 12 是两块号牌）",
    ),
)
LETTER = Place(string.ascii_uppercase, two("a letter without dots, A to Z", "不带变音点的字母，A 至 Z"))
FIRST_DIGIT = Place("123456789", two("a digit 1 to 9: numbers have no leading zero", "数字 1 至 9：号码不以零开头"))
DIGIT = Place(string.digits, two("a digit", "数字"))

LONGEST = 8
"""Letters and digits, E and H among them (annex 4)."""

PAIRS = ("HJ", "KZ", "NS", "SA", "SS")
"""Letters that no authority gives out, neither behind the area sign nor across it."""

SEPARATORS = re.compile(r"[\s·•.\-‐‑–—_:|]+")

ISSUES = (
    Issue(PlateClass.OTHER, PlateColour.WHITE, 1, (520, 110)),
    Issue(PlateClass.OTHER, PlateColour.WHITE, 2, (340, 200)),
)
"""GA/T 16.7 has no code of its own for plates from abroad."""


@dataclass(frozen=True, slots=True)
class GermanPlate(Plate):
    """A German plate. Its normal form keeps the hyphen, without which two plates can be one text."""

    @property
    def area(self) -> str:
        """The area sign, such as B for Berlin."""
        return self.text.partition("-")[0]

    @property
    def characters(self) -> str:
        return self.text.replace("-", "")

    def __str__(self) -> str:
        return re.sub(r"(?<=-)([A-Z]+)", r"\1 ", self.text)


def normal(text: str) -> str:
    """The area sign, a hyphen, the rest; what separates the two may be a hyphen, a space or a dot."""
    area, *rest = SEPARATORS.sub(" ", folded(text)).split() or [""]
    return "-".join((area, "".join(rest))) if rest else area


def without_pairs(before: str, place: Place) -> Place:
    """No pair of ``PAIRS`` as the letters, nor as an area sign of one letter and one letter behind it."""
    area, _, letters = before.partition("-")
    if place is LETTER and letters:
        refused = [pair[1] for pair in PAIRS if pair[0] == letters]
        left = "".join(letter for letter in LETTER.characters if letter not in refused)
        return (
            Place(left, two(f"a letter other than {' and '.join(refused)}", f"{'、'.join(refused)} 以外的字母"))
            if refused
            else place
        )
    if place is FIRST_DIGIT and area + letters in PAIRS:
        return Place("", two("a second letter", "第二个字母"))
    return place


def _forms(*suffix: Place) -> tuple[Form, ...]:
    return tuple(
        (*(AREA,) * area, HYPHEN, *(LETTER,) * letters, FIRST_DIGIT, *(DIGIT,) * more, *suffix)
        for area in (1, 2, 3)
        for letters in (1, 2)
        for more in range(4)
        if area + letters + 1 + more + len(suffix) <= LONGEST
    )


GRAMMAR = Grammar(
    country="DE",
    kinds=(
        Kind(name="ordinary", zh="普通", issues=ISSUES, forms=_forms(), rule=without_pairs),
        Kind(name="electric", zh="电动", issues=ISSUES, forms=_forms(exactly("E")), rule=without_pairs),
        Kind(name="historic", zh="老式车", issues=ISSUES, forms=_forms(exactly("H")), rule=without_pairs),
    ),
    normal=normal,
    plate=GermanPlate,
)
