"""The gate of face methods: every step can block it, unknown blocks it, and nothing else opens it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from zbsec import sites
from zbsec.records import Purpose
from zbsec.sites import Answer, AttackMeasure, Duty, FaceStore, InstallerRole, Location, Regime

if TYPE_CHECKING:
    from collections.abc import Callable

    Bend = Callable[[sites.Site], sites.Site]

ORDER = [
    "regime", "location", "installer", "neighbour", "sign", "basis", "necessity", "assessment", "other_way",
    "presentation_attack", "store", "retention", "roles", "network_test",
]  # fmt: skip


def evidence(**changes: object) -> Bend:
    return lambda site: replace(site, evidence=replace(site.evidence, **changes))


def lane(**changes: object) -> Bend:
    def bend(site: sites.Site) -> sites.Site:
        points = [replace(point, **changes) if point.uses_face else point for point in site.access_points]
        return replace(site, access_points=tuple(points))

    return bend


def unwatched_at_night(site: sites.Site) -> sites.Site:
    window = sites.Window(days=tuple(range(7)), start_min=6 * 60, end_min=23 * 60)
    watched = sites.ScheduleSpec(id="day", windows=(window,))
    protection = sites.AttackProtection(measure=AttackMeasure.SUPERVISED, schedule="day", ref="roster")
    return lane(presentation_attack=protection)(replace(site, schedules=(*site.schedules, watched)))


def opened(site: sites.Site, at: datetime) -> sites.Activation:
    return sites.gate(site, site.access_point("east-in"), at)


def test_the_example_may_run_on_its_word(example: sites.Site, at: datetime) -> None:
    activation = opened(example, at)
    assert activation.active
    assert [step.id for step in activation.steps] == ORDER
    assert all(step.law and step.reason.en and step.reason.zh for step in activation.steps)
    assert [step.id for step in activation.steps if not step.stated] == ["location", "other_way", "retention"]


@pytest.mark.parametrize(
    ("step", "answer", "bend"),
    [
        ("regime", Answer.UNKNOWN, lambda site: replace(site, regime=Regime.UNKNOWN)),
        ("location", Answer.REFUSE, lane(location=Location.KEY_ROAD_SECTION)),
        ("installer", Answer.UNKNOWN, evidence(installer=None)),
        (
            "installer",
            Answer.REFUSE,
            evidence(installer=sites.Installer(name="a firm", roles=(InstallerRole.OPERATOR, InstallerRole.OTHER))),
        ),
        ("installer", Answer.REFUSE, lambda site: replace(site, regime=Regime.ART7_GOV)),
        ("neighbour", Answer.UNKNOWN, evidence(near_sensitive_unit=None)),
        ("neighbour", Answer.REFUSE, evidence(near_sensitive_unit=True)),
        ("sign", Answer.REFUSE, evidence(signs={})),
        ("basis", Answer.REFUSE, evidence(purposes={})),
        ("necessity", Answer.REFUSE, evidence(necessity=None)),
        ("assessment", Answer.REFUSE, evidence(assessment=None)),
        ("presentation_attack", Answer.REFUSE, lane(presentation_attack=None)),
        (
            "presentation_attack",
            Answer.REFUSE,
            lane(presentation_attack=sites.AttackProtection(measure=AttackMeasure.NONE)),
        ),
        ("presentation_attack", Answer.REFUSE, unwatched_at_night),
        ("store", Answer.UNKNOWN, evidence(face_store=FaceStore.SITE_LAN)),
        ("store", Answer.UNKNOWN, lambda site: replace(site, gallery=None)),
        ("roles", Answer.UNKNOWN, evidence(roles={})),
        ("roles", Answer.REFUSE, evidence(roles={"head": frozenset(Duty), "guard": frozenset({Duty.VIEW})})),
        ("network_test", Answer.UNKNOWN, evidence(network_test=None)),
        ("network_test", Answer.UNKNOWN, evidence(network_test=sites.Proof(ref="planned", on=date(2027, 1, 1)))),
    ],
)
def test_one_step_is_enough_to_keep_the_face_off(
    example: sites.Site, at: datetime, step: str, answer: Answer, bend: Bend
) -> None:
    activation = opened(bend(example), at)
    assert not activation.active
    assert (step, answer) in [(blocked.id, blocked.answer) for blocked in activation.blocking]


@pytest.mark.parametrize("measure", AttackMeasure)
def test_a_face_without_liveness_opens_only_where_a_person_watches(
    example: sites.Site, at: datetime, measure: AttackMeasure
) -> None:
    """Governance G45. A schedule and a paper alone are no measure, and no liveness check either."""
    stated = sites.AttackProtection(measure=measure, schedule="always", ref="a paper")
    activation = opened(lane(presentation_attack=stated)(example), at)
    assert activation.active is (measure is AttackMeasure.SUPERVISED)
    (step,) = (step for step in activation.steps if step.id == "presentation_attack")
    assert "liveness" in step.reason.en
    assert "活体" in step.reason.zh


PASSIVE, CHALLENGE = sites.LivenessCheck
LACKING = sites.Text(en="minifasnet-v2 is missing", zh="缺少 minifasnet-v2")


def proven(**changes: object) -> sites.AttackTest:
    facts = {"attacks": 200, "attacks_passed": 1, "people": 50, "people_refused": 4}
    return sites.AttackTest(**{**facts, "on": date(2026, 11, 6), "ref": "report 9", **changes})


@pytest.mark.parametrize(
    ("checks", "test", "able", "answer", "says"),
    [
        ((PASSIVE,), proven(), {PASSIVE: None}, Answer.OK, "1/200 attacks passed (APCER up to 2.8%)"),
        ((PASSIVE,), proven(), {PASSIVE: None}, Answer.OK, "4/50 people refused (BPCER up to 18.8%): report 9"),
        (
            (PASSIVE, CHALLENGE),
            proven(),
            {PASSIVE: None, CHALLENGE: None},
            Answer.OK,
            "(passive + challenge: turn, nod, blink)",
        ),
        ((PASSIVE,), proven(), {PASSIVE: LACKING}, Answer.REFUSE, "cannot run: minifasnet-v2 is missing"),
        ((CHALLENGE,), proven(), {PASSIVE: LACKING, CHALLENGE: None}, Answer.OK, "(challenge: turn, nod, blink)"),
        ((PASSIVE, CHALLENGE), proven(), {PASSIVE: None}, Answer.UNKNOWN, "challenge check has not been tried"),
        ((PASSIVE,), proven(), None, Answer.UNKNOWN, "passive check has not been tried"),
        ((), proven(), {PASSIVE: None}, Answer.UNKNOWN, "nobody has tested"),
        ((PASSIVE,), None, {PASSIVE: None}, Answer.UNKNOWN, "nobody has tested"),
        ((PASSIVE,), proven(on=date(2027, 1, 1)), {PASSIVE: None}, Answer.UNKNOWN, "nobody has tested"),
        ((PASSIVE,), proven(attacks_passed=9), {PASSIVE: None}, Answer.REFUSE, "APCER may be 8.3%; at most 7%"),
        ((PASSIVE,), proven(attacks=30, attacks_passed=0), {PASSIVE: None}, Answer.REFUSE, "may be 11.4%"),
    ],
)
def test_a_lane_that_checks_liveness_opens_where_it_can_and_was_tested(
    example: sites.Site, at: datetime, checks: tuple, test: sites.AttackTest | None, able: dict | None,
    answer: Answer, says: str,
) -> None:  # fmt: skip
    """Governance G45: what is missing on this computer, and too few or too many attacks, keep the face off."""
    stated = sites.AttackProtection(measure=AttackMeasure.LIVENESS, checks=checks, test=test)
    site = lane(presentation_attack=stated)(example)
    activation = sites.gate(site, site.access_point("east-in"), at, able=able)
    (step,) = (step for step in activation.steps if step.id == "presentation_attack")
    assert step.answer is answer
    assert says in step.reason.en
    assert "活体" in step.reason.zh
    assert activation.active is (answer is Answer.OK)
    report = sites.check(site, at=at, able=able)
    assert any(one.rule == "gate" and one.status is not sites.Status.CONDITIONAL for one in report.findings) is (
        answer is not Answer.OK
    )


def test_a_test_counts_no_more_than_there_were() -> None:
    with pytest.raises(ValueError, match="51 is more than the 50 there were"):
        proven(people_refused=51)


def test_a_blocked_face_leaves_the_report_failing_and_the_card_in_place(example: sites.Site, at: datetime) -> None:
    report = sites.check(lane(presentation_attack=None)(example), at=at)
    found = report.findings[0]
    assert (found.rule, found.subject, found.status) == ("gate", "east-in", sites.Status.REFUSED)
    assert report.verdict is sites.Verdict.FAIL
    assert "G45" in found.clause


@pytest.mark.parametrize(
    ("bend", "active"),
    [
        (evidence(near_sensitive_unit=True, neighbour_consent_ref="letter 7"), True),
        (evidence(face_store=FaceStore.SITE_LAN, face_store_opinion_ref="opinion 3"), True),
        (lane(presentation_attack=None, methods=(sites.parts.CredentialKind.CARD,)), None),
    ],
)
def test_what_settles_a_step(example: sites.Site, at: datetime, bend: Bend, active: bool | None) -> None:
    site = bend(example)
    if active is None:
        with pytest.raises(ValueError, match="needs no gate"):
            opened(site, at)
    else:
        assert opened(site, at).active is active


@pytest.mark.parametrize(
    ("moment", "blocked"),
    [
        (datetime(2026, 11, 2, 15, 59, tzinfo=UTC), {"network_test"}),
        (datetime(2026, 11, 2, 16, 0, tzinfo=UTC), set()),  # 3 November has begun in Zibo
        (datetime(2029, 10, 19, 15, 59, tzinfo=UTC), set()),
        (datetime(2029, 10, 19, 16, 0, tzinfo=UTC), {"assessment"}),
        (datetime(2029, 11, 2, 16, 0, tzinfo=UTC), {"assessment", "sign"}),
    ],
)
def test_time_alone_closes_the_gate_by_the_calendar_of_the_site(
    example: sites.Site, moment: datetime, blocked: set[str]
) -> None:
    assert {step.id for step in opened(example, moment).blocking} == blocked


def test_a_moment_has_a_zone(example: sites.Site) -> None:
    with pytest.raises(ValueError, match="time zone"):
        opened(example, datetime(2026, 11, 24))


def test_the_basis_of_another_purpose_is_no_basis(example: sites.Site, at: datetime) -> None:
    vehicles = {Purpose.VEHICLE_ACCESS: example.evidence.purposes[Purpose.VEHICLE_ACCESS]}
    activation = opened(evidence(purposes=vehicles)(example), at)
    assert [step.id for step in activation.blocking] == ["basis"]
