"""The table of Chinese plate kinds: one entry each (GA 36-2018; sizes of its clause 4)."""

from __future__ import annotations

from zbsec.plates.grammar.china.characters import (
    AUTHORITY,
    AUTHORITY_OR_O,
    BRANCH,
    DIGIT,
    ENERGY_MARK,
    LETTER,
    PROVINCE,
    SERIES,
    two_letters_at_most,
)
from zbsec.plates.grammar.kind import Form, Issue, Kind
from zbsec.plates.grammar.place import exactly
from zbsec.records import PlateClass, PlateColour

BLUE, YELLOW, GREEN = PlateColour.BLUE, PlateColour.YELLOW, PlateColour.GREEN
WHITE, BLACK, YELLOW_GREEN = PlateColour.WHITE, PlateColour.BLACK, PlateColour.YELLOW_GREEN

FLAT, TALL = (440, 140), (440, 220)
LONG = (480, 140)
SLOW = (300, 165)
SMALL = (220, 140)
"""Millimetres. Motorcycles' plates are of this size, and those of paper behind the windscreen."""


def _written(characters: str) -> Form:
    return tuple(exactly(character) for character in characters)


def _behind_authority(last: str) -> tuple[Form]:
    return ((PROVINCE, AUTHORITY, *(SERIES,) * 4, *_written(last)),)


def _cross_border(last: str) -> tuple[Form]:
    return ((*_written("粤Z"), *(SERIES,) * 4, *_written(last)),)


EMBASSY = (Issue(PlateClass.EMBASSY_CAR, BLACK, 1, FLAT), Issue(PlateClass.EMBASSY_MOTORCYCLE, BLACK, 2, SMALL))
EMERGENCY = (Issue(PlateClass.OTHER, WHITE, 1, FLAT),)
"""Since 2018-12; the lists of GA/T 16.7 that we know have no code for it."""
ARMED_POLICE = (Issue(PlateClass.ARMED_POLICE, WHITE, 1, FLAT), Issue(PlateClass.ARMED_POLICE, WHITE, 2, TALL))

KINDS = (
    Kind(
        name="ordinary",
        zh="普通",
        issues=(
            Issue(PlateClass.SMALL_CAR, BLUE, 1, FLAT),
            Issue(PlateClass.LARGE_CAR, YELLOW, 1, FLAT),
            Issue(PlateClass.LARGE_CAR, YELLOW, 2, TALL),
            Issue(PlateClass.MOTORCYCLE, YELLOW, 2, SMALL),
            Issue(PlateClass.MOPED, BLUE, 2, SMALL),
            Issue(PlateClass.LOW_SPEED, YELLOW, 2, SLOW),
            Issue(PlateClass.TEMPORARY, BLUE, 1, SMALL, paper=True),
            Issue(PlateClass.TEMPORARY, YELLOW, 1, SMALL, paper=True),
            Issue(PlateClass.FOREIGN_CAR, BLACK, 1, FLAT, older=True),
            Issue(PlateClass.FOREIGN_MOTORCYCLE, BLACK, 2, SMALL, older=True),
        ),
        forms=((PROVINCE, AUTHORITY_OR_O, *(SERIES,) * 5),),
        rule=two_letters_at_most,
        dot=2,
    ),
    Kind(
        name="new-energy-small",
        zh="小型新能源",
        issues=(Issue(PlateClass.NEW_ENERGY_SMALL, GREEN, 1, LONG),),
        forms=((PROVINCE, AUTHORITY, ENERGY_MARK, SERIES, *(DIGIT,) * 4),),
    ),
    Kind(
        name="new-energy-large",
        zh="大型新能源",
        issues=(Issue(PlateClass.NEW_ENERGY_LARGE, YELLOW_GREEN, 1, LONG),),
        forms=((PROVINCE, AUTHORITY, *(DIGIT,) * 5, ENERGY_MARK),),
    ),
    Kind(
        name="trainee",
        zh="教练",
        issues=(
            Issue(PlateClass.TRAINEE_CAR, YELLOW, 1, FLAT),
            Issue(PlateClass.TRAINEE_MOTORCYCLE, YELLOW, 2, SMALL),
        ),
        forms=_behind_authority("学"),
        rule=two_letters_at_most,
        dot=2,
    ),
    Kind(
        name="trailer",
        zh="挂车",
        issues=(Issue(PlateClass.TRAILER, YELLOW, 2, TALL),),
        forms=_behind_authority("挂"),
        rule=two_letters_at_most,
    ),
    Kind(
        name="police",
        zh="警用",
        issues=(Issue(PlateClass.POLICE_CAR, WHITE, 1, FLAT), Issue(PlateClass.POLICE_MOTORCYCLE, WHITE, 2, SMALL)),
        forms=((PROVINCE, AUTHORITY_OR_O, SERIES, *(DIGIT,) * 3, exactly("警")),),
        dot=2,
    ),
    Kind(
        name="consulate",
        zh="领馆",
        issues=(
            Issue(PlateClass.CONSULATE_CAR, BLACK, 1, FLAT),
            Issue(PlateClass.CONSULATE_MOTORCYCLE, BLACK, 2, SMALL),
        ),
        forms=((PROVINCE, AUTHORITY, *(DIGIT,) * 4, exactly("领")),),
        dot=2,
    ),
    Kind(
        name="hong-kong",
        zh="香港入出境",
        issues=(Issue(PlateClass.HONG_KONG, BLACK, 1, FLAT),),
        forms=_cross_border("港"),
        dot=2,
    ),
    Kind(
        name="macau",
        zh="澳门入出境",
        issues=(Issue(PlateClass.MACAU, BLACK, 1, FLAT),),
        forms=_cross_border("澳"),
        dot=2,
    ),
    Kind(
        name="test",
        zh="试验",
        issues=(Issue(PlateClass.TEST_CAR, YELLOW, 1, SMALL), Issue(PlateClass.TEST_CAR, WHITE, 1, SMALL)),
        forms=_behind_authority("试"),
        rule=two_letters_at_most,
    ),
    Kind(
        name="oversize",
        zh="超限",
        issues=(Issue(PlateClass.OTHER, WHITE, 1, SMALL),),
        forms=_behind_authority("超"),
        rule=two_letters_at_most,
    ),
    Kind(
        name="embassy",
        zh="使馆",
        issues=EMBASSY,
        forms=((exactly("使"), *(DIGIT,) * 6),),
        dot=4,
    ),
    Kind(
        name="embassy-last",
        zh="使馆",
        issues=EMBASSY,
        forms=((*(DIGIT,) * 6, exactly("使")),),
        dot=3,
    ),
    Kind(
        name="emergency",
        zh="应急救援",
        issues=EMERGENCY,
        forms=((PROVINCE, BRANCH, *(DIGIT,) * 4, *_written("应急")),),
    ),
    Kind(
        name="emergency-ministry",
        zh="应急管理部",
        issues=EMERGENCY,
        forms=((PROVINCE, *(DIGIT,) * 5, *_written("应急")),),
    ),
    Kind(
        name="armed-police",
        zh="武警",
        issues=ARMED_POLICE,
        forms=((*_written("WJ"), PROVINCE, *(DIGIT,) * 4, SERIES),),
    ),
    Kind(
        name="armed-police-headquarters",
        zh="武警总部",
        issues=ARMED_POLICE,
        forms=((*_written("WJ"), *(DIGIT,) * 4, SERIES),),
        dot=2,
    ),
    Kind(
        name="armed-police-older",
        zh="武警旧式",
        issues=(Issue(PlateClass.ARMED_POLICE, WHITE, 1, FLAT, older=True),),
        forms=((*_written("WJ"), *(DIGIT,) * 7),),
    ),
    Kind(
        name="military",
        zh="军队",
        issues=(Issue(PlateClass.MILITARY, WHITE, 1, FLAT),),
        forms=((LETTER, LETTER, *(DIGIT,) * 5),),
    ),
    Kind(
        name="civil-aviation",
        zh="民航",
        issues=(Issue(PlateClass.OTHER, GREEN, 1, FLAT),),
        forms=((*_written("民航"), LETTER, *(DIGIT,) * 4),),
    ),
    Kind(
        name="tractor",
        zh="拖拉机",
        issues=(Issue(PlateClass.TRACTOR, GREEN, 2, SLOW),),
        forms=((PROVINCE, *(DIGIT,) * 7),),
    ),
)
"""In the order in which a text is tried; the first that fits is its kind.

Motorcycles, mopeds, low-speed vehicles and temporary paper plates bear an ordinary text: they are issues of that kind.
Codes of GA/T 16.7 without an issue here are told by no text whose form we know (05, 11, 19 to 21, 25), or are no kind
of plate but a finding about one (41 to 43).
"""
