"""Every kind of Chinese plate, in any spelling, and texts that are none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from zbsec.errors import PlateFormatError
from zbsec.plates import KINDS, parse
from zbsec.plates.grammar import PROVINCES
from zbsec.plates.grammar.china.regions import PROVINCE_NAMES
from zbsec.records import PlateClass, PlateColour


@pytest.mark.parametrize(
    ("spelling", "text", "kind", "plate_class"),
    [
        ("鲁C·12345", "鲁C12345", "ordinary", "02"),
        (" 鲁c 12 345 ", "鲁C12345", "ordinary", "02"),
        ("鲁Ｃ１２３４５", "鲁C12345", "ordinary", "02"),
        ("粤OA2160", "粤OA2160", "ordinary", "02"),
        ("鲁CD06729", "鲁CD06729", "new-energy-small", "52"),
        ("川AA16052", "川AA16052", "new-energy-small", "52"),
        ("陕A06725D", "陕A06725D", "new-energy-large", "51"),
        ("皖P2316学", "皖P2316学", "trainee", "16"),
        ("鲁C1234挂", "鲁C1234挂", "trailer", "15"),
        ("鄂F8888警", "鄂F8888警", "police", "23"),
        ("粤ZR066港", "粤ZR066港", "hong-kong", "26"),
        ("粤Z1234澳", "粤Z1234澳", "macau", "27"),
        ("沪A1707领", "沪A1707领", "consulate", "04"),
        ("使224424", "使224424", "embassy", "03"),
        ("224424使", "224424使", "embassy-last", "03"),
        ("使224·424", "使224424", "embassy", "03"),
        ("鲁CF123挂", "鲁CF123挂", "trailer", "15"),
        ("京AA001警", "京AA001警", "police", "23"),
        ("鲁O0001警", "鲁O0001警", "police", "23"),
        ("鲁C1234试", "鲁C1234试", "test", "18"),
        ("鲁C1234超", "鲁C1234超", "oversize", "99"),
        ("京X1234应急", "京X1234应急", "emergency", "99"),
        ("京S1234应急", "京S1234应急", "emergency", "99"),
        ("京12345应急", "京12345应急", "emergency-ministry", "99"),
        ("WJ粤6788B", "WJ粤6788B", "armed-police", "31"),
        ("WJ粤67881", "WJ粤67881", "armed-police", "31"),
        ("WJ·6788B", "WJ6788B", "armed-police-headquarters", "31"),
        ("WJ16 93015", "WJ1693015", "armed-police-older", "31"),
        ("VA12345", "VA12345", "military", "32"),
        ("民航A1234", "民航A1234", "civil-aviation", "99"),
        ("皖1149885", "皖1149885", "tractor", "14"),
    ],
)
def test_known_plates(spelling: str, text: str, kind: str, plate_class: str) -> None:
    plate = parse(spelling)
    assert (plate.text, plate.kind.name, plate.plate_class) == (text, kind, plate_class)
    assert parse(str(plate)) == plate


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("鲁C12345", "鲁C·12345"),
        ("鲁CD06729", "鲁CD06729"),
        ("鲁C1234学", "鲁C·1234学"),
        ("使224424", "使224·424"),
        ("224424使", "224·424使"),
        ("WJ6788B", "WJ·6788B"),
        ("WJ粤6788B", "WJ粤6788B"),
    ],
)
def test_the_dot_stands_where_it_is_printed(text: str, printed: str) -> None:
    assert str(parse(text)) == printed


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("鲁I12345", 2),
        ("鲁C1234O", 7),
        ("鲁CI2345", 3),
        ("鲁C123?5", 6),
        ("犬C12345", 1),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, position: int) -> None:
    with pytest.raises(PlateFormatError) as caught:
        parse(text)
    assert caught.value.position == position
    assert caught.value.allowed


@pytest.mark.parametrize("text", ["", "X", "鲁C1234", "鲁C123456789", "鲁CABC12"])
def test_wrong_lengths_and_too_many_letters_are_no_plates(text: str) -> None:
    with pytest.raises(PlateFormatError, match="is no plate"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("粤OD12345", "nothing: the plate ends here"),
        ("鲁O1234挂", "a digit, or a letter other than I and O"),
        ("鲁C12B4警", "a digit"),
        ("ß12345", "a province character"),
    ],
)
def test_what_no_kind_has_is_no_plate(text: str, allowed: str) -> None:
    """O only where it stood, digits alone where the kind has digits alone, and no letter made of another one."""
    with pytest.raises(PlateFormatError, match=allowed):
        parse(text)


def test_an_error_tells_every_kind_that_fits_so_far() -> None:
    with pytest.raises(PlateFormatError) as caught:
        parse("鲁C1234使")
    error = caught.value
    assert (error.text, error.position, error.character) == ("鲁C1234使", 7, "使")
    assert "a digit, or a letter other than I and O" in error.allowed
    assert "the character 挂" in error.allowed
    with pytest.raises(PlateFormatError, match="6 characters are too few; expected next: a digit") as caught:
        parse("鲁C1234")
    assert (caught.value.position, caught.value.character) == (None, None)


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        (
            "鲁C12345",
            {
                (PlateColour.BLUE, 1, None): "02",
                (PlateColour.BLUE, 1, 1.6): "22",
                (PlateColour.BLUE, 2, None): "08",
                (PlateColour.YELLOW, 1, None): "01",
                (PlateColour.YELLOW, 1, 1.6): "22",
                (PlateColour.YELLOW, 2, None): "01",
                (PlateColour.YELLOW, 2, 2.0): "01",
                (PlateColour.YELLOW, 2, 1.8): "13",
                (PlateColour.YELLOW, 2, 1.57): "07",
                (PlateColour.BLACK, 1, None): "06",
                (PlateColour.BLACK, 2, None): "12",
                (PlateColour.UNKNOWN, 1, None): "02",
                (PlateColour.UNKNOWN, 2, None): "01",
                (PlateColour.GREEN, 1, None): "02",
            },
        ),
        ("鲁C1234学", {(PlateColour.YELLOW, 1, None): "16", (PlateColour.YELLOW, 2, None): "17"}),
        ("鲁C1234警", {(PlateColour.WHITE, 1, None): "23", (PlateColour.WHITE, 2, None): "24"}),
        ("鲁C1234挂", {(PlateColour.YELLOW, 1, None): "15", (PlateColour.YELLOW, 2, None): "15"}),
        ("使224424", {(PlateColour.BLACK, 1, None): "03", (PlateColour.BLACK, 2, None): "09"}),
        ("沪A1707领", {(PlateColour.BLACK, 1, None): "04", (PlateColour.BLACK, 2, None): "10"}),
    ],
)
def test_the_look_tells_more_than_the_text(text: str, looks: dict) -> None:
    plate = parse(text)
    assert {look: plate.class_for(*look[:2], aspect=look[2]) for look in looks} == looks


def test_every_code_is_issued_or_said_to_be_open() -> None:
    issued = {issue.plate_class for kind in KINDS for issue in kind.issues}
    assert set(PlateClass) - issued == {"05", "11", "19", "20", "21", "25", "41", "42", "43"}
    assert all(code.zh and code == code.value for code in PlateClass)


def test_what_is_not_issued_any_more_is_marked() -> None:
    assert [kind.name for kind in KINDS if kind.older] == ["armed-police-older"]
    assert {issue.plate_class for issue in KINDS[0].issues if issue.older} == {"06", "12"}


@pytest.mark.parametrize(
    ("text", "province", "authority", "city", "odd"),
    [
        ("鲁C12345", "Shandong", "C", "淄博", False),
        ("鲁CD06729", "Shandong", "C", "淄博", False),
        ("鲁X12345", "Shandong", "X", None, True),
        ("粤OA2160", "Guangdong", "O", "省级公安与公务", None),
        ("鲁OA2160", "Shandong", "O", "省级公安与公务", False),
        ("粤A12345", "Guangdong", "A", None, None),
        ("粤ZR066港", "Guangdong", None, None, None),
        ("京X1234应急", "Beijing", None, None, None),
        ("WJ鲁6788B", "Shandong", None, None, None),
        ("皖1149885", "Anhui", None, None, None),
        ("VA12345", None, None, None, None),
    ],
)
def test_a_plate_tells_who_issued_it(
    text: str, province: str | None, authority: str | None, city: str | None, odd: bool | None
) -> None:
    plate = parse(text)
    assert (plate.province_name and plate.province_name.en) == province
    assert plate.authority == authority
    assert (plate.authority_name and plate.authority_name.zh) == city
    assert plate.odd is odd


def test_every_province_has_its_name() -> None:
    assert "".join(PROVINCE_NAMES) == PROVINCES
    assert {province.province for province in map(parse, (f"{one}A12345" for one in PROVINCES))} == set(PROVINCES)


def test_every_labelled_plate_on_the_road_is_one(shared: Path) -> None:
    with (shared / "data" / "plates" / "labels.csv").open(encoding="utf-8") as file:
        texts = {row["text"] for row in csv.DictReader(file)}
    assert {parse(text).text for text in texts} == texts
