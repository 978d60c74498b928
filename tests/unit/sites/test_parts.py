"""Parts refuse what they cannot be, whoever builds them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbsec import sites
from zbsec.errors import RefusedError
from zbsec.records import CredentialKind
from zbsec.sites.parts import OTHER_WAYS


@given(methods=st.sets(st.sampled_from(CredentialKind), min_size=1))
def test_a_face_is_never_the_only_way_and_never_at_a_vehicle_lane(
    example: sites.Site, methods: set[CredentialKind]
) -> None:
    lane = example.access_point("east-in")
    lawful = CredentialKind.FACE not in methods or (OTHER_WAYS & methods and CredentialKind.PLATE not in methods)
    if lawful:
        assert set(replace(lane, methods=tuple(methods)).methods) == methods
    else:
        with pytest.raises(RefusedError, match=r"G20|9\.6"):
            replace(lane, methods=tuple(methods))


def test_a_face_is_refused_in_a_car_park(example: sites.Site) -> None:
    with pytest.raises(RefusedError, match=r"9\.6"):
        replace(example.access_point("east-in"), location=sites.Location.CAR_PARK)


@pytest.mark.parametrize(
    "code", ["", "3703030001132800000", "370303000113280000011", "03030300011328000001", "３7030300011328000001"]
)
def test_a_code_has_twenty_digits(example: sites.Site, code: str) -> None:
    with pytest.raises(ValueError, match="20 digits"):
        replace(example.device("east-camera"), code=code)


@pytest.mark.parametrize("kind", ["110", "600", "000"])
def test_a_code_has_a_type_of_the_standard(example: sites.Site, kind: str) -> None:
    with pytest.raises(ValueError, match="digits 11 to 13"):
        replace(example.device("east-camera"), code=f"3703030001{kind}8000001")


@pytest.mark.parametrize(("device_class", "may_capture"), [
    ("camera", True), ("acme-camera", True), ("simulated-kiosk", True), ("sip-intercom", True),
    ("simulated-turnstile", False), ("simulated-door", False),
        ("door-camera", True),
        ("acme-ipc", True),
])  # fmt: skip
def test_what_may_film_or_listen_is_told_by_its_class(
    example: sites.Site, device_class: str, may_capture: bool
) -> None:
    assert replace(example.device("east-camera"), device_class=device_class).may_capture is may_capture


def test_an_unknown_id_is_a_key_error(example: sites.Site) -> None:
    for find in (example.device, example.zone, example.schedule, example.access_point):
        with pytest.raises(KeyError, match="nobody"):
            find("nobody")


def windows() -> st.SearchStrategy[sites.Window]:
    hours = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda span: span[0] < span[1])
    days = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
    return st.builds(lambda days, span: sites.Window(days=days, start_min=span[0], end_min=span[1]), days, hours)


@given(mine=st.lists(windows(), max_size=3), theirs=st.lists(windows(), max_size=3))
def test_covering_means_open_whenever_the_other_is(mine: list[sites.Window], theirs: list[sites.Window]) -> None:
    def is_open(schedule: list[sites.Window], day: int, minute: int) -> bool:
        return any(day in window.days and window.start_min <= minute < window.end_min for window in schedule)

    edges = {0, *(edge for window in mine + theirs for edge in (window.start_min, window.end_min))}
    covered = all(
        is_open(mine, day, minute) or not is_open(theirs, day, minute) for day in range(7) for minute in edges
    )
    first, second = (sites.ScheduleSpec(id="s", windows=tuple(schedule)) for schedule in (mine, theirs))
    assert first.covers(second) is covered


@pytest.mark.parametrize(("days", "start", "end"), [((), 0, 60), ((7,), 0, 60), ((0,), 60, 60), ((0,), 0, 1441)])
def test_a_window_lies_in_one_day(days: tuple[int, ...], start: int, end: int) -> None:
    with pytest.raises(ValueError, match=r"days|hours"):
        sites.Window(days=days, start_min=start, end_min=end)


def test_a_text_needs_both_languages() -> None:
    with pytest.raises(ValueError, match="both languages"):
        sites.Text(en="gate", zh=" ")


def test_an_unattended_entrance_is_an_entry_passage_and_not_the_other_way_round() -> None:
    entry, unattended = sites.Location.ENTRY_PASSAGE, sites.Location.UNATTENDED_ENTRANCE
    assert entry.includes(unattended)
    assert not unattended.includes(entry)
    assert sites.Location.SITE.includes(unattended)


def test_a_through_road_is_not_under_the_regime_of_the_site(example: sites.Site) -> None:
    road = replace(example.zone("gardens"), location=sites.Location.ARTERIAL_JUNCTION)
    assert example.regime_at(road) is sites.Regime.ART7_GOV
    assert example.regime_at(replace(road, regime=sites.Regime.ART9_OTHER_PUBLIC)) is sites.Regime.ART9_OTHER_PUBLIC
    lane = replace(example.access_point("west-in"), location=sites.Location.COMPLEX_GROUND)
    assert example.regime_of(lane) is sites.Regime.UNKNOWN
