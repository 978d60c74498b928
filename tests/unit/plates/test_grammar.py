"""Every kind of plate, in any spelling, and texts that are none."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbsec.errors import PlateFormatError
from zbsec.plates import KINDS, Kind, parse
from zbsec.records import PLATE_ALPHABET, PlateColour
from zbsec.testing.plates import sample_plate


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
        ("京X1234应急", "京X1234应急", "emergency", "33"),
        ("WJ粤6788B", "WJ粤6788B", "armed-police", "31"),
        ("VA12345", "VA12345", "military", "32"),
        ("民航A1234", "民航A1234", "civil-aviation", "99"),
        ("皖1149885", "皖1149885", "tractor", "14"),
    ],
)
def test_known_plates(spelling: str, text: str, kind: str, plate_class: str) -> None:
    plate = parse(spelling)
    assert (plate.text, plate.kind.name, plate.plate_class) == (text, kind, plate_class)
    assert parse(str(plate)) == plate


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@given(seed=st.integers(0, 2**32 - 1))
def test_every_kind_is_read_back_from_its_print(kind: Kind, seed: int) -> None:
    plate = sample_plate(np.random.default_rng(seed), kind)
    assert plate.kind is kind
    assert parse(str(plate)) == plate
    assert parse(f" {plate.text.lower()} ") == plate
    assert set(plate.text) <= set(PLATE_ALPHABET)


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


@given(st.text(max_size=12))
def test_any_text_is_a_plate_or_named_as_none(text: str) -> None:
    with contextlib.suppress(PlateFormatError):
        assert parse(parse(text).text) == parse(text)


def test_the_colour_tells_more_than_the_text() -> None:
    plate = parse("鲁C12345")
    assert [plate.class_for(colour) for colour in (PlateColour.BLUE, PlateColour.YELLOW, PlateColour.BLACK)] == [
        "02",
        "01",
        "06",
    ]
    assert plate.province == "鲁"
    assert parse("VA12345").province is None
