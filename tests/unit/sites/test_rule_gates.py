"""What is there by a rule's leave loses it: without basis, without sign, without papers, in the wrong hands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from zbsec import sites
from zbsec.sites import Capability, Effect, InstallerRole, Location, Regime, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    Bend = Callable[[sites.Site], sites.Site]


def evidence(**changes: object) -> Bend:
    return lambda site: replace(site, evidence=replace(site.evidence, **changes))


def states(capability: Capability, *, zone: str | None = None, by: InstallerRole | None = None) -> Bend:
    thing = sites.Facility(id="thing", name="thing", capability=capability, ref="paper 1", zone=zone, by=by)
    return lambda site: replace(site, facilities=(*site.facilities, thing))


def devices(change: Callable[[sites.DeviceSpec], sites.DeviceSpec]) -> Bend:
    return lambda site: replace(site, devices=tuple(map(change, site.devices)))


def lanes(**changes: object) -> Bend:
    return lambda site: replace(
        site,
        access_points=tuple(
            replace(point, **changes) if point.location is Location.UNATTENDED_ENTRANCE else point
            for point in site.access_points
        ),
    )


def open_estate(*bends: Bend) -> Bend:
    def bend(site: sites.Site) -> sites.Site:
        site = replace(site, options={"closable": False})
        for one in bends:
            site = one(site)
        return site

    return bend


def regime_of(zone: str, regime: Regime) -> Bend:
    return lambda site: replace(
        site, zones=tuple(replace(one, regime=regime) if one.id == zone else one for one in site.zones)
    )


def road(regime: Regime | None = None) -> Bend:
    street = sites.Zone(id="street", name="street", location=Location.KEY_ROAD_SECTION, regime=regime)
    return lambda site: replace(site, zones=(*site.zones, street))


NO_PLATES = evidence(purposes={})
NO_ASSESSMENT = evidence(assessment=None)
PLATES = Capability.PLATE_CAPTURE
GOVERNMENT = InstallerRole.GOVERNMENT
PRESENT, CONDITIONAL = (Status.PRESENT, Effect.NONE), (Status.CONDITIONAL, Effect.NONE)
REFUSED, UNKNOWN = (Status.REFUSED, Effect.FAILS), (Status.UNKNOWN, Effect.FAILS)
MISSING = (Status.MISSING, Effect.FAILS)
ABSENT = (Status.REFUSED, Effect.NONE)
NOT_HERE = (Status.NOT_APPLICABLE, Effect.NONE)


@pytest.mark.parametrize(
    ("kind", "rule", "before", "bend", "after"),
    [
        ("estate_new", "R02", CONDITIONAL, NO_PLATES, REFUSED),
        ("estate_new", "R03", CONDITIONAL, NO_ASSESSMENT, REFUSED),
        ("estate_new", "R06", CONDITIONAL, NO_ASSESSMENT, REFUSED),
        ("estate_new", "R06", CONDITIONAL, NO_PLATES, REFUSED),
        ("estate_new", "R05", ABSENT, devices(lambda d: replace(d, device_class="wifi-probe")), REFUSED),
        ("estate_gated", "R10", CONDITIONAL, NO_ASSESSMENT, REFUSED),
        ("estate_gated", "R18", PRESENT, devices(lambda d: replace(d, masks=())), REFUSED),
        ("estate_gated", "R20", PRESENT, lanes(kiosk=None), MISSING),
        ("estate_gated", "R21", PRESENT, lanes(kiosk=None), MISSING),
        ("estate_open_old", "R30", PRESENT, evidence(owners_decision=None), REFUSED),
        ("estate_open_old", "R30", PRESENT, evidence(fire_egress_check=None), REFUSED),
        ("estate_open_old", "R32", None, open_estate(road(), states(Capability.FACE_CAPTURE, zone="street")), REFUSED),
        ("estate_open_old", "R33", None, open_estate(road(), states(PLATES, zone="street")), REFUSED),
        (
            "estate_open_old",
            "R33",
            None,
            open_estate(road(), states(PLATES, zone="street", by=GOVERNMENT)),
            CONDITIONAL,
        ),
        (
            "estate_open_old",
            "R33",
            None,
            open_estate(road(Regime.ART9_OTHER_PUBLIC), states(PLATES, zone="street")),
            CONDITIONAL,
        ),
        (
            "estate_open_old",
            "R33",
            None,
            open_estate(road(Regime.UNKNOWN), states(PLATES, zone="street", by=GOVERNMENT)),
            UNKNOWN,
        ),
        ("village", "R40", ABSENT, states(Capability.PERSON_INFO_COLLECTOR, zone="main-street"), REFUSED),
        ("village", "R41", CONDITIONAL, states(Capability.VEHICLE_INFO_COLLECTOR, zone="main-street"), REFUSED),
        ("org_compound", "R50", CONDITIONAL, NO_ASSESSMENT, REFUSED),
        ("org_compound", "R51", CONDITIONAL, NO_PLATES, REFUSED),
        (
            "org_compound",
            "R54",
            CONDITIONAL,
            lambda site: replace(site, uplinks=(replace(site.uplinks[0], basis="淄政办字〔2020〕64号"),)),
            REFUSED,
        ),
        ("single_building", "R61", CONDITIONAL, NO_PLATES, REFUSED),
        ("other_key_sector", "R71", CONDITIONAL, NO_PLATES, REFUSED),
    ],
)
def test_one_change_turns_one_rule(
    passing: Callable[[str], sites.Site],
    at: datetime,
    kind: str,
    rule: str,
    before: tuple[Status, Effect] | None,
    bend: Bend,
    after: tuple[Status, Effect],
) -> None:
    if before:
        assert judged(passing(kind), rule, at) == before
    assert judged(bend(passing(kind)), rule, at) == after
    report = sites.check(bend(passing(kind)), at=at)
    assert report.verdict is Verdict.FAIL or after[1] is not Effect.FAILS


def judged(site: sites.Site, rule: str, at: datetime) -> tuple[Status, Effect]:
    (found,) = [finding for finding in sites.check(site, at=at).findings if finding.rule == rule]
    return found.status, found.effect


def test_what_a_site_has_no_place_for_does_not_arise(passing: Callable[[str], sites.Site], at: datetime) -> None:
    site = passing("estate_gated")
    gone = {zone.id for zone in site.zones if zone.location is Location.UNATTENDED_ENTRANCE}
    attended = replace(
        site,
        zones=tuple(zone for zone in site.zones if zone.id not in gone),
        access_points=tuple(point for point in site.access_points if point.zone not in gone),
        devices=tuple(device for device in site.devices if device.zone not in gone),
    )
    for rule in ("R20", "R21", "R22"):
        assert judged(attended, rule, at) == NOT_HERE


def test_a_kiosk_at_one_unattended_entrance_does_not_help_at_another(
    passing: Callable[[str], sites.Site], at: datetime
) -> None:
    site = passing("estate_gated")
    west = site.access_point("west-in")
    south = replace(west, id="south-in", zone="south-gate", lane=9, kiosk=None)
    gate = sites.Zone(id="south-gate", name="南门", location=Location.UNATTENDED_ENTRANCE)
    two = replace(site, zones=(*site.zones, gate), access_points=(*site.access_points, south))
    (found,) = [finding for finding in sites.check(two, at=at).findings if finding.rule == "R21"]
    assert (found.status, found.effect) == (Status.MISSING, Effect.FAILS)
    assert "south-gate" in found.message.en


def test_each_location_that_a_rule_names_is_asked_for(passing: Callable[[str], sites.Site], at: datetime) -> None:
    site = passing("estate_new")
    blind = devices(lambda d: replace(d, device_class="bollard") if d.id == "garage-camera" else d)(site)
    dark = replace(blind, access_points=tuple(p for p in site.access_points if p.id != "garage-in"))
    (found,) = [finding for finding in sites.check(dark, at=at).findings if finding.rule == "R04"]
    assert found.status is Status.MISSING
    assert "none at: car park" in found.message.en
    assert "缺少于：停车场" in found.message.zh


@pytest.mark.parametrize("paper", ["quality_acceptance", "housing_acceptance"])
def test_new_housing_needs_the_acceptance_of_both_authorities(
    passing: Callable[[str], sites.Site], at: datetime, paper: str
) -> None:
    report = sites.check(evidence(**{paper: None})(passing("estate_new")), at=at)
    assert [(f.rule, f.status) for f in report.findings if f.effect is Effect.OPEN] == [("A7", Status.NOT_VERIFIED)]
    assert (report.verdict, report.block_delivery) == (Verdict.BASICALLY_PASS, False)


def test_new_housing_that_fails_is_not_handed_over(passing: Callable[[str], sites.Site], at: datetime) -> None:
    assert sites.check(states(Capability.UNNOTICED_MULTI_COLLECT)(passing("estate_new")), at=at).block_delivery
    gated = sites.check(states(Capability.UNNOTICED_MULTI_COLLECT)(passing("estate_gated")), at=at)
    assert (gated.verdict, gated.block_delivery) == (Verdict.FAIL, False)


def test_a_key_target_keeps_its_video_for_ninety_days(passing: Callable[[str], sites.Site], at: datetime) -> None:
    site = replace(passing("other_key_sector"), key_target=True)
    assert judged(site, "CK11", at) == (Status.MISSING, Effect.FAILS)
    longer = replace(site, retention=replace(site.retention, video_days=90))
    assert judged(longer, "CK11", at) == (Status.SATISFIED, Effect.NONE)


@pytest.mark.parametrize("fact", ["credential_free", "fire_linked"])
def test_a_way_out_that_does_not_open_fails_the_site(
    passing: Callable[[str], sites.Site], at: datetime, fact: str
) -> None:
    site = passing("single_building")
    shut = replace(site, egress=tuple(replace(way, **{fact: False}) for way in site.egress))
    report = sites.check(shut, at=at)
    assert (report.findings[0].rule, report.findings[0].subject) == ("G23", "corridor-out")
    assert report.verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("paper", "rule", "status", "effect"),
    [
        ("police_filing", "G83", Status.MISSING, Effect.FAILS),
        ("inspection", "VSR 11", Status.NOT_VERIFIED, Effect.OPEN),
        ("security_rules", "VSR 15", Status.NOT_VERIFIED, Effect.OPEN),
        ("access_register", "VSR 16(2)", Status.NOT_VERIFIED, Effect.OPEN),
    ],
)
def test_a_place_of_article_7_owes_papers_that_others_do_not(
    passing: Callable[[str], sites.Site], at: datetime, paper: str, rule: str, status: Status, effect: Effect
) -> None:
    bent = evidence(**{paper: None})(passing("other_key_sector"))
    assert judged(bent, rule, at) == (status, effect)
    assert rule not in {found.rule for found in sites.check(passing("single_building"), at=at).findings}
