from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zbsec.scenes import Line, Side

UPWARDS = Line((100, 200), (100, 0))  # y grows downwards: this line runs up the picture
PLACES = st.tuples(st.integers(-1000, 1000), st.integers(-1000, 1000))


def test_left_of_a_line_that_runs_up_the_picture_is_left() -> None:
    assert UPWARDS.side((50, 100)) is Side.LEFT
    assert UPWARDS.side((150, 100)) is Side.RIGHT
    assert UPWARDS.side((100, 500)) is None
    assert UPWARDS.distance_px((50, 100)) == 50
    assert UPWARDS.distance_px((103, 100)) == -3


def test_a_turned_line_has_its_sides_turned() -> None:
    assert Line(UPWARDS.end, UPWARDS.start).side((50, 100)) is Side.RIGHT


def test_a_crossing_names_its_place() -> None:
    assert UPWARDS.crossing((90, 40), (110, 60)) == (100, 50)


@pytest.mark.parametrize(
    ("previous", "current"),
    [
        ((50, 100), (90, 100)),  # same side
        ((90, 250), (110, 250)),  # below the start
        ((90, -1), (110, -1)),  # above the end
        ((90, 100), (100, 100)),  # ends on the line
        ((100, 100), (110, 100)),  # begins on the line
        ((100, 50), (100, 150)),  # along the line
    ],
)
def test_what_is_no_crossing(previous: tuple[float, float], current: tuple[float, float]) -> None:
    assert UPWARDS.crossing(previous, current) is None


def test_the_ends_belong_to_the_line() -> None:
    assert UPWARDS.crossing((90, 200), (110, 200)) == (100, 200)
    assert UPWARDS.crossing((90, 0), (110, 0)) == (100, 0)


@given(start=PLACES, end=PLACES, previous=PLACES, current=PLACES)
def test_a_crossing_lies_on_both_ways_and_between_both_sides(
    start: tuple[int, int], end: tuple[int, int], previous: tuple[int, int], current: tuple[int, int]
) -> None:
    assume(start != end)
    line = Line(start, end)
    place = line.crossing(previous, current)
    assert (place is None) == (line.crossing(current, previous) is None)
    assert (place is None) == (Line(end, start).crossing(previous, current) is None)
    if place is not None:
        assert {line.side(previous), line.side(current)} == {Side.LEFT, Side.RIGHT}
        for a, b in ((start, end), (previous, current)):
            assert math.dist(a, place) + math.dist(place, b) == pytest.approx(math.dist(a, b))


@pytest.mark.parametrize("end", [(math.nan, 0), (0, math.inf)])
def test_a_line_ends_somewhere(end: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="finite pixels"):
        Line((0, 0), end)


def test_a_line_needs_two_ends() -> None:
    with pytest.raises(ValueError, match=r"both are \(3, 4\)"):
        Line((3, 4), (3, 4))
