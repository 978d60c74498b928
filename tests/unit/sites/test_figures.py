"""Readings against their bounds: sampled by lots, doubled on a retest, compared unrounded, never passed unread."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbsec import sites
from zbsec.sites import Effect, Status, Verdict
from zbsec.sites.rule_sets import double, level_one, one_fifth

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    Add = Callable[..., sites.Site]
    Passing = Callable[[str], sites.Site]


@pytest.fixture
def bare(passing: Passing) -> sites.Site:
    """A building without any reading and without an inspection report."""
    site = passing("single_building")
    return replace(site, measurements=(), evidence=replace(site.evidence, inspection=None))


def finding(site: sites.Site, label: str, at: datetime) -> sites.Finding:
    (found,) = [finding for finding in sites.check(site, at=at).findings if finding.message.en.startswith(label)]
    return found


OPENS = "from complete reading to actuation"
WORKS = "devices work as designed"
FIGURES = [
    (name, figure) for name in sites.RULE_SETS.own for figure in sites.RULE_SETS.load(name).figures if figure.bound
]


@pytest.mark.parametrize(
    ("pieces", "sample"),
    [
        (1, 1), (2, 2), (5, 5), (6, 5), (8, 5), (15, 5), (90, 5), (91, 8), (150, 8), (151, 13), (280, 13), (281, 20),
        (500, 20), (501, 32), (1200, 32), (3200, 50), (10_000, 80), (500_001, 500),
    ],
)  # fmt: skip
def test_five_or_fewer_are_all_looked_at_and_of_more_five_at_least(pieces: int, sample: int) -> None:
    assert level_one(pieces) == sample


@given(pieces=st.integers(1, 2_000_000))
def test_a_sample_fits_its_lot_and_grows_with_it(pieces: int) -> None:
    for sample in (level_one, one_fifth):
        assert min(pieces, 3) <= sample(pieces) <= pieces
        assert sample(pieces) <= sample(pieces + 1)
    assert level_one(pieces) >= min(5, pieces)
    assert double(pieces, level_one(pieces)) <= pieces


@pytest.mark.parametrize(("pieces", "sample"), [(1, 1), (2, 2), (3, 3), (15, 3), (16, 4), (100, 20), (101, 21)])
def test_a_fifth_and_three_at_least(pieces: int, sample: int) -> None:
    assert one_fifth(pieces) == sample


@pytest.mark.parametrize(("name", "figure"), FIGURES, ids=lambda one: getattr(one, "code", one))
def test_a_bound_is_met_at_its_edge_or_not(name: str, figure: sites.Figure) -> None:
    bound = figure.bound
    worse = -1e-9 if bound.sense == "at_least" else 1e-9
    assert bound.holds(bound.limit) is (bound.sense != "below")
    assert not bound.holds(bound.limit + worse)
    assert bound.holds(bound.limit - 2 * worse)


def test_nothing_read_is_not_verified(bare: sites.Site, at: datetime) -> None:
    report = sites.check(bare, at=at)
    figures = {figure.rule for name in sites.RULE_SETS.own for figure in sites.RULE_SETS.load(name).figures}
    read = [found for found in report.findings if found.rule in figures and found.status is not Status.NOT_APPLICABLE]
    stated = {"G23"}
    assert {found.status for found in read if found.rule not in stated} == {Status.NOT_VERIFIED}
    assert report.verdict is Verdict.BASICALLY_PASS


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"lobby-in": 0.4, "drive-in": 2.0}, Status.SATISFIED),
        ({"lobby-in": 0.4, "drive-in": 2.0000001}, Status.FAILED),
        ({"lobby-in": 0.4}, Status.NOT_VERIFIED),
        ({"lobby-in": True, "drive-in": 0.4}, Status.UNKNOWN),
    ],
)
def test_a_time_is_compared_as_it_was_read(
    bare: sites.Site, with_measurements: Add, at: datetime, values: dict[str, float | bool], status: Status
) -> None:
    found = finding(with_measurements(bare, "read_to_actuate", values), OPENS, at)
    assert found.status is status
    assert found.clause == "GB 50396 5.1.2"


def test_the_slowest_lane_is_printed_with_who_and_when(bare: sites.Site, with_measurements: Add, at: datetime) -> None:
    found = finding(with_measurements(bare, "read_to_actuate", {"lobby-in": 0.4, "drive-in": 1.25}), OPENS, at)
    assert found.message.en == f"{OPENS} ≤ 2 s: 1.25 s at worst of 2; 2026-11-05, somebody, record 1"


def test_a_failed_figure_of_the_mandatory_code_fails_the_site(
    passing: Passing, with_measurements: Add, at: datetime
) -> None:
    site = passing("estate_gated")
    late = with_measurements(site, "alarm_response", {"north-detector": 2.4})
    assert sites.check(late, at=at).verdict is Verdict.FAIL
    slow = with_measurements(site, "wrong_attempts", {"east-in": 6.0, "west-in": 5.0})
    assert sites.check(slow, at=at).verdict is Verdict.BASICALLY_PASS


def test_a_reading_counts_from_its_day_on(bare: sites.Site, with_measurements: Add, at: datetime) -> None:
    values = {"lobby-in": 0.4, "drive-in": 0.4}
    for day, status in ((date(2026, 11, 24), Status.SATISFIED), (date(2026, 11, 25), Status.NOT_VERIFIED)):
        assert finding(with_measurements(bare, "read_to_actuate", values, on=day), OPENS, at).status is status


@pytest.mark.parametrize(
    ("to", "status"),
    [(None, Status.NOT_VERIFIED), (date(2026, 11, 4), Status.NOT_VERIFIED), (date(2026, 11, 5), Status.SATISFIED)],
)
def test_an_instrument_out_of_calibration_verifies_nothing(
    bare: sites.Site, with_measurements: Add, at: datetime, to: date | None, status: Status
) -> None:
    values = {"lobby-in": 0.4, "drive-in": 0.4}
    site = with_measurements(bare, "read_to_actuate", values, instrument="watch", calibrated_to=to)
    assert finding(site, OPENS, at).status is status


@pytest.fixture
def many(bare: sites.Site) -> sites.Site:
    """The building with 100 door contacts of one model: a lot of which 8 are looked at."""
    contacts = [
        sites.DeviceSpec(id=f"contact-{number:03}", device_class="door-contact", name="contact", model="C1")
        for number in range(100)
    ]
    return replace(bare, devices=(*bare.devices, *contacts))


def contacts(*numbers: int, works: bool = True) -> dict[str, bool]:
    return {f"contact-{number:03}": works for number in numbers}


@pytest.fixture
def others_work(bare: sites.Site) -> dict[str, bool]:
    return {device.id: True for device in bare.devices}


def function(site: sites.Site, at: datetime) -> sites.Finding:
    return finding(site, WORKS, at)


def test_each_model_is_a_lot_of_its_own(
    many: sites.Site, with_measurements: Add, others_work: dict[str, bool], at: datetime
) -> None:
    seven = with_measurements(many, "function", others_work | contacts(*range(7)))
    assert function(seven, at).status is Status.NOT_VERIFIED
    assert "7 of 8 pieces" in function(seven, at).message.en
    eight = with_measurements(many, "function", others_work | contacts(*range(8)))
    assert function(eight, at).status is Status.SATISFIED
    unlooked = with_measurements(many, "function", contacts(*range(100)))
    assert function(unlooked, at).status is Status.NOT_VERIFIED


def test_a_piece_that_failed_is_put_right_and_the_lot_is_read_again_on_twice_the_sample(
    many: sites.Site, with_measurements: Add, others_work: dict[str, bool], at: datetime
) -> None:
    failed = with_measurements(many, "function", others_work | contacts(*range(8)) | contacts(3, works=False))
    assert function(failed, at).status is Status.FAILED
    assert "contact-003" in function(failed, at).message.en

    again = with_measurements(failed, "function", contacts(*range(15)), retest=True)
    assert function(again, at).status is Status.NOT_VERIFIED
    assert "15 of 16 pieces" in function(again, at).message.en
    enough = with_measurements(failed, "function", contacts(*range(16)), retest=True)
    assert function(enough, at).status is Status.SATISFIED
    elsewhere = with_measurements(failed, "function", contacts(*range(20, 40)), retest=True)
    assert function(elsewhere, at).status is Status.FAILED
    once_more = with_measurements(failed, "function", contacts(*range(16)) | contacts(9, works=False), retest=True)
    assert function(once_more, at).status is Status.FAILED


def test_an_inspection_report_answers_what_it_covers_and_not_what_failed(
    bare: sites.Site, with_measurements: Add, at: datetime
) -> None:
    report = sites.Proof(ref="report 31", on=date(2026, 11, 5))
    inspected = replace(bare, evidence=replace(bare.evidence, inspection=report))
    assert finding(inspected, OPENS, at).status is Status.CONDITIONAL
    assert "see report 31 of 2026-11-05" in finding(inspected, OPENS, at).message.en
    slow = with_measurements(inspected, "read_to_actuate", {"lobby-in": 2.5})
    assert finding(slow, OPENS, at).status is Status.FAILED


def test_no_general_report_shows_that_photographs_are_refused(passing: Passing, at: datetime) -> None:
    site = passing("estate_gated")
    untested = replace(site, measurements=tuple(one for one in site.measurements if one.figure != "attack_refused"))
    report = sites.check(untested, at=at)
    assert [(found.rule, found.status) for found in report.findings if found.effect is not Effect.NONE] == [
        ("G45", Status.NOT_VERIFIED)
    ]
    assert report.verdict is Verdict.BASICALLY_PASS


@pytest.mark.parametrize("name", sites.RULE_SETS.own)
def test_a_rule_set_is_complete_in_both_languages(name: str) -> None:
    rules = sites.RULE_SETS.load(name)
    assert rules.id == name
    assert rules.figures
    for text in (rules.label, *(figure.label for figure in rules.figures)):
        assert text.en.isascii()
        assert not text.zh.isascii()
    for figure in rules.figures:
        assert figure.clause
        assert figure.certainty is not sites.Certainty.D


def test_every_figure_is_told_apart_within_its_rule_set() -> None:
    for name in sites.RULE_SETS.own:
        codes = [figure.code for figure in sites.RULE_SETS.load(name).figures]
        assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("figure", "label", "good", "bad"),
    [
        ("plate_accuracy", "plates read right", 98.0, 97.999),
        ("capture_width", "width of the captured picture", 1280.0, 1279.0),
        ("capture_height", "height of the captured picture", 720.0, 719.0),
        ("drivers_not_captured", "no camera captures drivers' faces", True, False),
    ],
)
def test_a_closed_car_park_answers_to_its_own_standard(
    passing: Passing,
    with_measurements: Add,
    at: datetime,
    figure: str,
    label: str,
    good: float,
    bad: float,
) -> None:
    site = passing("estate_new")
    for value, status in ((good, Status.SATISFIED), (bad, Status.FAILED)):
        assert finding(with_measurements(site, figure, {"garage-in": value}), label, at).status is status
    assert finding(passing("village"), label, at).status is Status.NOT_APPLICABLE


def test_a_bound_is_told_in_both_languages() -> None:
    attempts = next(one for one in sites.RULE_SETS.load("gb-50396").figures if one.code == "wrong_attempts")
    assert attempts.bound is not None
    assert (attempts.bound.of("en"), attempts.bound.of("zh")) == ("≤ 5 times", "≤ 5 次")


BY_NAME = ["gb-35114", "gb-t-37078", "shanghai-face"]


@pytest.mark.parametrize("name", BY_NAME)
def test_a_rule_set_of_choice_speaks_only_about_sites_that_name_it(passing: Passing, at: datetime, name: str) -> None:
    site = passing("org_compound")
    codes = {figure.label.en for figure in sites.RULE_SETS.load(name).figures}
    said = [finding.message.en for finding in sites.check(site, at=at).findings]
    assert not [one for one in said if any(one.startswith(code) for code in codes)]
    named = sites.check(replace(site, rule_sets=(name,)), at=at)
    for code in codes:
        (found,) = [one for one in named.findings if one.message.en.startswith(code)]
        assert found.status in (Status.CONDITIONAL, Status.NOT_APPLICABLE)
        assert found.clause
    bare = replace(site, rule_sets=(name,), measurements=(), evidence=replace(site.evidence, inspection=None))
    asked = [one for one in sites.check(bare, at=at).findings if any(one.message.en.startswith(c) for c in codes)]
    assert {one.status for one in asked} <= {Status.NOT_VERIFIED, Status.NOT_APPLICABLE}


def test_which_rule_sets_are_of_choice() -> None:
    assert [name for name in sites.RULE_SETS.own if sites.RULE_SETS.load(name).by_name] == BY_NAME
