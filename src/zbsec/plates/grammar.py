"""The text of Chinese vehicle plates: each kind is one row of character classes (GA 36-2018; codes of GA/T 16.7)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from zbsec.errors import PlateFormatError
from zbsec.records import PlateColour

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
DIGITS = "0123456789"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
AUTHORITIES = LETTERS + "O"
"""O marked provincial police and official cars and is still on the road (GA 36-2018 does not issue it anew)."""
SERIAL = DIGITS + LETTERS
ENERGY = "DABCEFGHJK"
"""D A B C E pure electric, F G H J K not purely."""


@dataclass(frozen=True, slots=True)
class Place:
    """What may stand in one place of a plate, and how to say it."""

    characters: str
    meaning: str


PROVINCE = Place(PROVINCES, "a province character, such as 鲁")
AUTHORITY = Place(AUTHORITIES, "a letter of the issuing authority, A to Z without I")
SERIES = Place(SERIAL, "a digit, or a letter other than I and O")
DIGIT = Place(DIGITS, "a digit")
LETTER = Place(LETTERS, "a letter other than I and O")
ENERGY_MARK = Place(ENERGY, "a new-energy letter: D A B C E, F G H J K")


def _exactly(character: str) -> Place:
    return Place(character, f"the character {character}")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of plate."""

    name: str
    zh: str
    plate_class: str
    """Two-digit code of GA/T 16.7, as GA/T 1400 sends it."""
    colours: tuple[PlateColour, ...]
    places: tuple[Place, ...]
    max_letters: int | None = None
    """Most letters among the serial characters behind the authority."""


BLUE, YELLOW, GREEN = PlateColour.BLUE, PlateColour.YELLOW, PlateColour.GREEN
WHITE, BLACK, YELLOW_GREEN = PlateColour.WHITE, PlateColour.BLACK, PlateColour.YELLOW_GREEN

_HEAD = (PROVINCE, AUTHORITY)
_FOUR = (SERIES,) * 4

KINDS = (
    Kind("ordinary", "普通", "02", (BLUE, YELLOW, BLACK), (*_HEAD, *(SERIES,) * 5), max_letters=2),
    Kind("new-energy-small", "小型新能源", "52", (GREEN,), (*_HEAD, ENERGY_MARK, SERIES, *(DIGIT,) * 4)),
    Kind("new-energy-large", "大型新能源", "51", (YELLOW_GREEN,), (*_HEAD, *(DIGIT,) * 5, ENERGY_MARK)),
    Kind("trainee", "教练", "16", (YELLOW,), (*_HEAD, *_FOUR, _exactly("学"))),
    Kind("trailer", "挂车", "15", (YELLOW,), (*_HEAD, *_FOUR, _exactly("挂"))),
    Kind("police", "警用", "23", (WHITE,), (*_HEAD, *_FOUR, _exactly("警"))),
    Kind("consulate", "领馆", "04", (BLACK,), (*_HEAD, *_FOUR, _exactly("领"))),
    Kind("hong-kong", "香港入出境", "26", (BLACK,), (_exactly("粤"), _exactly("Z"), *_FOUR, _exactly("港"))),
    Kind("macau", "澳门入出境", "27", (BLACK,), (_exactly("粤"), _exactly("Z"), *_FOUR, _exactly("澳"))),
    Kind("test", "试验", "18", (YELLOW, WHITE), (*_HEAD, *_FOUR, _exactly("试"))),
    Kind("oversize", "超限", "99", (WHITE,), (*_HEAD, *_FOUR, _exactly("超"))),
    Kind("embassy", "使馆", "03", (BLACK,), (_exactly("使"), *(DIGIT,) * 6)),
    Kind("embassy-last", "使馆", "03", (BLACK,), ((DIGIT,) * 6) + (_exactly("使"),)),
    Kind(
        "emergency",
        "应急救援",
        "33",
        (WHITE,),
        (PROVINCE, Place("XS", "X or S"), *(DIGIT,) * 4, _exactly("应"), _exactly("急")),
    ),
    Kind("armed-police", "武警", "31", (WHITE,), (_exactly("W"), _exactly("J"), PROVINCE, *(DIGIT,) * 4, SERIES)),
    Kind("military", "军队", "32", (WHITE,), (LETTER, LETTER, *(DIGIT,) * 5)),
    Kind("civil-aviation", "民航", "99", (GREEN,), (_exactly("民"), _exactly("航"), LETTER, *(DIGIT,) * 4)),
    Kind("tractor", "拖拉机", "14", (GREEN,), (PROVINCE, *(DIGIT,) * 7)),
)
"""In the order in which a text is tried; the first that fits is its kind."""

_DROPPED = " ·•・.-—_　\t"


@dataclass(frozen=True, slots=True)
class Plate:
    """A text that is a plate."""

    text: str
    """Normal form: capital letters, no dot, no spaces."""
    kind: Kind

    @property
    def province(self) -> str | None:
        """The province character; None for kinds without one."""
        return next((character for character in self.text if character in PROVINCES), None)

    @property
    def plate_class(self) -> str:
        """Two-digit code of GA/T 16.7."""
        return self.kind.plate_class

    def __str__(self) -> str:
        """As it is printed, with the dot behind the authority where the kind has one."""
        dotted = self.kind.name in ("ordinary", "trainee", "police", "consulate", "hong-kong", "macau")
        return f"{self.text[:2]}·{self.text[2:]}" if dotted else self.text

    def class_for(self, colour: PlateColour) -> str:
        """The code where the colour tells more than the text: 01 for a yellow ordinary plate, 06 for a black one."""
        if self.kind.name != "ordinary":
            return self.kind.plate_class
        return {YELLOW: "01", BLACK: "06"}.get(colour, "02")


def normal(text: str) -> str:
    """Any spelling in normal form: full width to half, lower case to upper, dots and spaces gone."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in folded if character not in _DROPPED)


def parse(text: str) -> Plate:
    """The plate that a text spells.

    :raises PlateFormatError: it spells none; the error names the first character that cannot stand where it stands, by
        the kind that fits furthest.
    """
    plain = normal(text)
    reached, expected = -1, ""
    for kind in KINDS:
        fits, meaning = _fit(plain, kind)
        if fits == len(kind.places) == len(plain):
            return Plate(plain, kind)
        if fits > reached:
            reached, expected = fits, meaning
    if reached >= len(plain):
        raise PlateFormatError(plain, f"{len(plain)} characters are too few; expected next: {expected}")
    raise PlateFormatError(plain, expected, position=reached + 1)


def _fit(text: str, kind: Kind) -> tuple[int, str]:
    """How many characters fit, and what may stand in the next place."""
    letters = 0
    for index, place in enumerate(kind.places):
        if index >= len(text) or text[index] not in place.characters:
            return index, place.meaning
        letters += index > 1 and text[index] in LETTERS
        if kind.max_letters is not None and letters > kind.max_letters:
            return index, f"a digit: {kind.max_letters} letters at most stand behind the authority"
    return len(kind.places), "nothing: the plate ends here"
