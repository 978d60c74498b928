"""The acceptance check: what the example gets, what bends the verdict, and what never counts as passed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbsec import sites
from zbsec.records import CredentialKind
from zbsec.sites import Effect, InstallerRole, Location, Regime, Status, Verdict, Weight
from zbsec.sites.findings import verdict_of, worst_first

if TYPE_CHECKING:
    from collections.abc import Callable

    Bend = Callable[[sites.Site], sites.Site]

OPEN = [
    ("CK19", "east-camera, east-turnstile, north-camera, north-detector (+3)", "not_verified"),
    ("CK21", "site", "not_verified"),
    ("CK02", "east-in, west-in", "not_verified"),
    ("CK02", "east-in, west-in", "not_verified"),
    ("CK03", "site", "not_verified"),
    ("CK03", "site", "not_verified"),
    ("CK06", "site", "not_verified"),
    ("CK06", "east-turnstile, west-barrier", "not_verified"),
    ("CK04", "east-in", "not_verified"),
    ("GB 55029 2.0.3", "site", "not_verified"),
    ("GB 55029 2.0.4", "site", "not_verified"),
    ("CK24", "west-in", "not_verified"),
    ("CK01", "east-in", "not_verified"),
    ("GB 55029 3.5.1(2)", "north-detector", "not_verified"),
    ("GB 55029 3.5.1(3)", "north-detector", "not_verified"),
    ("CK07", "north-detector", "not_verified"),
    ("CK08", "site", "not_verified"),
    ("GB 55029 3.5.2", "east-camera, north-camera, west-camera", "not_verified"),
    ("GB 55029 3.5.3(1)", "east-in, west-in", "not_verified"),
    ("CK09", "east-turnstile", "not_verified"),
    ("GB 55029 3.5.3(4)", "east-in", "not_verified"),
    ("GB 55029 3.5.4(2)", "west-in", "not_verified"),
    ("GB 55029 3.5.4(3)", "west-in", "not_verified"),
    ("GB 55029 4.0.3", "site", "not_verified"),
    ("GB 55029 5.0.5", "site", "not_verified"),
    ("GB 55029 6.0.1", "site", "not_verified"),
    ("G45", "east-in", "not_verified"),
    ("G33", "east-camera, north-camera, west-camera", "not_verified"),
    ("CK22", "site", "not_verified"),
]
FOR_INFORMATION = [
    ("R17", "site", "refused"),
    ("R19", "site", "refused"),
    ("R15", "site", "missing"),
    ("R18", "site", "missing"),
    ("GB 37300", "site", "not_verified"),
    ("gate", "east-in", "conditional"),
    ("G67", "platform", "conditional"),
    ("R10", "east-in", "conditional"),
    ("R12", "site", "conditional"),
    ("R13", "site", "conditional"),
    ("R16", "north-line", "conditional"),
    ("R22", "site", "conditional"),
    ("R80", "site", "void"),
    ("R11", "west-barrier", "present"),
    ("R14", "north-detector, north-line", "present"),
    ("R20", "west-in, west-kiosk", "present"),
    ("R21", "west-in", "present"),
    ("G20", "east-in", "satisfied"),
    ("G20", "east-in", "satisfied"),
    ("G23", "east-in", "satisfied"),
    ("G22", "west-in", "satisfied"),
    ("G15", "east-camera", "satisfied"),
    ("G91", "east-camera", "satisfied"),
    ("G15", "north-camera", "satisfied"),
    ("G91", "north-camera", "satisfied"),
    ("G15", "west-camera", "satisfied"),
    ("G91", "west-camera", "satisfied"),
    ("CK12", "site", "satisfied"),
    ("CK14", "site", "satisfied"),
    ("CK23", "site", "satisfied"),
    ("CK15", "site", "not_applicable"),
    ("CK16", "site", "not_applicable"),
    ("CK16", "site", "not_applicable"),
    ("CK05", "site", "not_applicable"),
    ("CK10", "site", "not_applicable"),
    ("CK25", "site", "not_applicable"),
    ("G31", "site", "not_applicable"),
    ("GB 55029 3.5.5(1)", "site", "not_applicable"),
    ("GB 55029 3.5.7", "site", "not_applicable"),
]


def of(report: sites.Report, rule: str) -> list[sites.Finding]:
    return [finding for finding in report.findings if finding.rule == rule]


def test_the_example_gets_these_findings(example: sites.Site, at: datetime) -> None:
    report = sites.check(example, at=at)
    found = [(finding.rule, finding.subject, finding.status.value) for finding in report.findings]
    assert found == OPEN + FOR_INFORMATION
    assert report.verdict is Verdict.BASICALLY_PASS
    assert not report.block_delivery


def test_a_moment_has_a_zone(example: sites.Site) -> None:
    with pytest.raises(ValueError, match="time zone"):
        sites.check(example, at=datetime(2026, 11, 24))


def proofs(site: sites.Site) -> sites.Site:
    proof = sites.Proof(ref="report 31", on=date(2026, 11, 1))
    return replace(site, evidence=replace(site.evidence, inspection=proof, trial_run=proof))


def without_face(site: sites.Site) -> sites.Site:
    lanes = [
        replace(point, methods=tuple(kind for kind in point.methods if kind is not CredentialKind.FACE))
        for point in site.access_points
    ]
    return replace(site, access_points=tuple(lanes))


def test_an_inspected_site_passes_unless_a_face_opens_a_lane_without_a_liveness_check(
    example: sites.Site, at: datetime
) -> None:
    report = sites.check(proofs(example), at=at)
    assert [finding.rule for finding in report.findings if finding.effect is not Effect.NONE] == ["G45"]
    assert report.verdict is Verdict.BASICALLY_PASS
    assert sites.check(proofs(without_face(example)), at=at).verdict is Verdict.PASS


def test_nobody_must_have_face_recognition(example: sites.Site, at: datetime) -> None:
    during = datetime(2024, 1, 1, tzinfo=UTC)
    for moment in (during, at):
        (finding,) = of(sites.check(without_face(example), at=moment), "R10")
        assert (finding.status, finding.effect) == (Status.CONDITIONAL, Effect.NONE)


def test_a_report_dated_ahead_proves_nothing(example: sites.Site) -> None:
    report = sites.check(proofs(example), at=datetime(2026, 10, 1, tzinfo=UTC))
    assert {finding.status for finding in of(report, "CK22")} == {Status.NOT_VERIFIED}


def test_gb_37300_is_never_verified(example: sites.Site, at: datetime) -> None:
    for kind in sites.KINDS.own:
        (finding,) = of(sites.check(replace(proofs(example), kind=kind), at=at), "GB 37300")
        assert finding.status is Status.NOT_VERIFIED
        assert "GB 37300: parts not verified" in finding.message.en


def no_barrier(site: sites.Site) -> sites.Site:
    devices = [replace(device, device_class=device.device_class.replace("barrier", "gate")) for device in site.devices]
    return replace(site, devices=tuple(devices))


@pytest.mark.parametrize(
    ("day", "weight"),
    [
        (datetime(2020, 7, 31, tzinfo=UTC), Weight.SHOULD),
        (datetime(2020, 8, 1, tzinfo=UTC), Weight.MUST),
        (datetime(2025, 8, 1, tzinfo=UTC), Weight.MUST),
        (datetime(2026, 11, 24, tzinfo=UTC), Weight.MUST),
    ],
)
def test_what_the_kind_requires_and_the_site_has_not_fails_it_also_after_the_notice_has_lapsed(
    example: sites.Site, day: datetime, weight: Weight
) -> None:
    """Required equipment that is missing is a fail (sites.md, section 10): the file names the kind it answers to."""
    report = sites.check(no_barrier(example), at=day)
    (finding,) = of(report, "R11")
    assert (finding.status, finding.weight) == (Status.MISSING, weight)
    assert report.verdict is Verdict.FAIL or weight is Weight.SHOULD
    assert ("lapsed on 2025-07-31" in finding.message.en) is (day.year > 2024)


@pytest.mark.parametrize("kind", ["estate_new", "estate_gated"])
def test_only_failed_new_housing_is_kept_from_its_buyers(example: sites.Site, at: datetime, kind: str) -> None:
    unsigned = replace(example, kind=kind, evidence=replace(example.evidence, signs={}))
    report = sites.check(unsigned, at=at)
    assert report.verdict is Verdict.FAIL
    assert report.block_delivery is (kind == "estate_new")


def west(**changes: object) -> Bend:
    return lambda site: replace(site, access_points=(site.access_points[0], replace(site.access_points[1], **changes)))


def east(**changes: object) -> Bend:
    return lambda site: replace(site, access_points=(replace(site.access_points[0], **changes), site.access_points[1]))


def installed_by(role: InstallerRole | None) -> Bend:
    """Another installer than the one stated, or none."""

    def bend(site: sites.Site) -> sites.Site:
        stated = site.evidence.installer
        assert stated is not None
        installer = replace(stated, roles=(role,)) if role else None
        return replace(site, evidence=replace(site.evidence, installer=installer))

    return bend


def device(id: str, **changes: object) -> Bend:
    return lambda site: replace(
        site, devices=tuple(replace(device, **changes) if device.id == id else device for device in site.devices)
    )


def uplink(**changes: object) -> Bend:
    return lambda site: replace(site, uplinks=(replace(site.uplinks[0], **changes),))


def retention(**changes: object) -> Bend:
    return lambda site: replace(site, retention=replace(site.retention, **changes))


def zone(id: str, **changes: object) -> Bend:
    return lambda site: replace(
        site, zones=tuple(replace(zone, **changes) if zone.id == id else zone for zone in site.zones)
    )


@pytest.mark.parametrize(
    ("bend", "rule", "subject", "status", "effect"),
    [
        (west(kiosk=None), "G22", "west-in", Status.MISSING, Effect.FAILS),
        (device("east-turnstile", fail="secure"), "G23", "east-in", Status.REFUSED, Effect.FAILS),
        (device("east-turnstile", fail=None), "G23", "east-in", Status.UNKNOWN, Effect.FAILS),
        (
            east(methods=(CredentialKind.FACE, CredentialKind.PASS)),
            "G20", "east-in", Status.MISSING, Effect.OPEN,
        ),
        (
            east(methods=(CredentialKind.FACE, CredentialKind.CARD)),
            "G20", "east-in", Status.MISSING, Effect.OPEN,
        ),
        (uplink(basis="淄政办字〔2020〕64号第四部分"), "G67", "platform", Status.REFUSED, Effect.FAILS),
        (uplink(basis="the notice ZBCR-2020-0020003"), "G67", "platform", Status.REFUSED, Effect.FAILS),
        (uplink(basis_valid_to=date(2026, 11, 23)), "G67", "platform", Status.REFUSED, Effect.FAILS),
        (uplink(basis_valid_to=date(2026, 11, 24)), "G67", "platform", Status.CONDITIONAL, Effect.NONE),
        (uplink(basis_valid_to=None), "G67", "platform", Status.CONDITIONAL, Effect.NONE),
        (uplink(purposes=("device_state",)), "G67", "platform", Status.REFUSED, Effect.FAILS),
        (uplink(region="SG"), "G67", "platform", Status.REFUSED, Effect.FAILS),
        (uplink(region="SG", cross_border_ref="approval 3"), "G67", "platform", Status.CONDITIONAL, Effect.NONE),
        (retention(access_events_days=179), "CK12", "site", Status.MISSING, Effect.NONE),
        (retention(video_days=29), "CK11", "site", Status.MISSING, Effect.OPEN),
        (retention(video_days=30), "CK11", "site", Status.SATISFIED, Effect.NONE),
        (
            lambda site: replace(retention(video_days=29)(site), regime=Regime.ART7_OPERATOR),
            "CK11", "site", Status.MISSING, Effect.FAILS,
        ),
        (zone("north-wall", regime=Regime.ART7_OPERATOR), "G83", "site", Status.MISSING, Effect.FAILS),
        (zone("gardens", location=Location.CAR_PARK), "CK13", "site", Status.SATISFIED, Effect.NONE),
        (
            zone("north-wall", location=Location.KEY_ROAD_SECTION),
            "G91", "north-camera", Status.REFUSED, Effect.FAILS,
        ),
        (
            zone("north-wall", location=Location.COMPLEX_GROUND),
            "G91", "north-camera", Status.UNKNOWN, Effect.FAILS,
        ),
        (lambda site: site, "G91", "north-camera", Status.SATISFIED, Effect.NONE),
        (installed_by(None), "G91", "north-camera", Status.UNKNOWN, Effect.FAILS),
        (installed_by(InstallerRole.OPERATOR), "G91", "north-camera", Status.REFUSED, Effect.FAILS),
    ],
)  # fmt: skip
def test_one_change_gives_one_finding(
    example: sites.Site, at: datetime, bend: Bend, rule: str, subject: str, status: Status, effect: Effect
) -> None:
    report = sites.check(bend(example), at=at)
    assert (subject, status, effect) in [(found.subject, found.status, found.effect) for found in of(report, rule)]


def test_who_may_install_is_told_by_the_code_for_the_file_and_by_name(example: sites.Site, at: datetime) -> None:
    report = sites.check(installed_by(InstallerRole.OPERATOR)(example), at=at)
    remedy = of(report, "G91")[0].remedy
    assert "security_duty (who has the duty of security there)" in remedy.en
    assert "security_duty（负有安全防范义务的单位或者个人）" in remedy.zh


def test_a_camera_of_an_unknown_class_owes_a_sign_too(example: sites.Site, at: datetime) -> None:
    unsigned = replace(example, evidence=replace(example.evidence, signs={}))
    report = sites.check(device("east-camera", device_class="acme-ipc")(unsigned), at=at)
    assert "east-camera" in {finding.subject for finding in of(report, "G15")}


def test_only_cameras_in_places_of_article_7_are_asked_for_a_filing(example: sites.Site, at: datetime) -> None:
    unfilmed = zone("gardens", regime=Regime.ART7_OPERATOR)(example)
    assert of(sites.check(example, at=at), "G83") == of(sites.check(unfilmed, at=at), "G83") == []


def test_an_old_estate_that_closes_answers_to_the_rules_of_a_gated_one(example: sites.Site, at: datetime) -> None:
    def rules(*, closable: bool) -> set[str]:
        site = replace(example, kind="estate_open_old", options={"closable": closable})
        return {finding.rule for finding in sites.check(site, at=at).findings if finding.rule.startswith("R")}

    gated = {rule.id for rule in sites.KINDS.load("estate_gated").rules}
    assert rules(closable=True) == gated | {"R30", "R31"}
    assert rules(closable=False) == {"R32", "R33", "R80"}


def findings() -> st.SearchStrategy[sites.Finding]:
    text = sites.Text(en="x", zh="x")
    return st.builds(
        lambda status, weight: sites.Finding(
            rule="G", clause="c", subject="site", status=status, weight=weight, message=text, remedy=text
        ),
        st.sampled_from(Status),
        st.sampled_from(Weight),
    )


@given(found=st.lists(findings(), max_size=8))
def test_the_worst_finding_decides_and_comes_first(found: list[sites.Finding]) -> None:
    verdict = verdict_of(found)
    binding = [finding for finding in found if finding.weight is not Weight.NOTE]
    if verdict is Verdict.PASS:
        harmless = {Status.PRESENT, Status.SATISFIED, Status.CONDITIONAL, Status.VOID, Status.NOT_APPLICABLE}
        assert {finding.status for finding in binding} <= harmless
    if any(finding.status is Status.UNKNOWN and finding.weight is Weight.MUST for finding in found):
        assert verdict is Verdict.FAIL
    ordered = worst_first(found)
    assert sorted(map(id, ordered)) == sorted(map(id, found))
    effects = [list(Effect).index(finding.effect) for finding in ordered]
    assert effects == sorted(effects)
