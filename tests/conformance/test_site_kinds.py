"""What every site kind of the table must be, the library's own and those of others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from zbsec import sites
from zbsec.sites import Effect, Modality, Status, Today, Verdict, kinds
from zbsec.sites.checks.judgement import there

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "estate" / "site.toml"
AT = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture(params=sites.KINDS.names())
def kind(request: pytest.FixtureRequest) -> sites.SiteKind:
    found: sites.SiteKind = sites.KINDS.load(request.param)
    assert found.id == request.param
    return found


def test_table_and_folder_agree() -> None:
    folder = Path(kinds.__file__).parent
    files = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}
    assert files == set(sites.KINDS.own)


def test_every_name_stands_in_both_languages(kind: sites.SiteKind) -> None:
    for rule in kind.rules:
        named = (rule.capability, rule.modality, rule.today, *rule.locations)
        assert all(name.en and name.zh for name in named)
        assert all(not name.en.isascii() or name.zh != name.en for name in named)
    for text in (kind.label, *(rule.offer for rule in kind.rules), *(option.label for option in kind.options)):
        assert text.en.isascii()
        assert not text.zh.isascii()


def test_rules_are_told_apart(kind: sites.SiteKind) -> None:
    ids = [rule.id for rule in kind.rules]
    assert ids
    assert len(set(ids)) == len(ids)


def test_every_rule_has_its_source_its_law_and_its_days(kind: sites.SiteKind) -> None:
    for rule in kind.rules:
        assert rule.locations
        assert rule.clause.strip()
        assert rule.law.strip()
        assert rule.valid_to is None or rule.valid_from < rule.valid_to


def test_a_refusal_offers_something_else_and_never_the_thing_itself(kind: sites.SiteKind) -> None:
    for rule in kind.rules:
        if rule.today in (Today.REFUSE, Today.NARROW, Today.GOV):
            assert rule.capability.en not in rule.offer.en
            assert rule.capability.zh not in rule.offer.zh


def test_a_condition_of_a_rule_is_a_question_of_its_kind(kind: sites.SiteKind) -> None:
    choices = {option.name: option.choices for option in kind.options}
    for rule in kind.rules:
        if rule.when is not None:
            name, value = rule.when
            assert value in choices[name]


def answers(kind: sites.SiteKind) -> list[dict[str, str | bool]]:
    """One set of answers per choice of each option; without options, the empty one."""
    return [{option.name: choice} for option in kind.options for choice in option.choices or ("any text",)] or [{}]


def test_every_rule_applies_to_some_site(kind: sites.SiteKind) -> None:
    reached = {rule.id for answer in answers(kind) for rule in kind.applying(answer)}
    assert reached == {rule.id for rule in kind.rules}


@pytest.fixture
def example(kind: sites.SiteKind, tmp_path: Path) -> sites.Site:
    """The filled-in starting file of the kind."""
    if kind.starter is None:
        pytest.skip(f"{kind.id} brings no starting file")
    path = tmp_path / "site.toml"
    path.write_text(sites.starter(kind.id, filled=True), encoding="utf-8")
    return sites.load(path)


def variants(kind: sites.SiteKind, example: sites.Site) -> list[sites.Site]:
    """The example under every answer to the kind's questions."""
    return [replace(example, options={**example.options, **answer}) for answer in answers(kind)]


def test_the_starting_file_is_valid_in_both_languages(kind: sites.SiteKind, example: sites.Site) -> None:
    for lang in ("en", "zh"):
        for filled in (False, True):
            site = sites.loads(sites.starter(kind.id, lang=lang, filled=filled), path=example.path)
            assert site.kind == kind.id


def test_the_filled_in_starting_file_passes(example: sites.Site) -> None:
    report = sites.check(example, at=AT)
    assert [finding for finding in report.findings if finding.effect is not Effect.NONE] == []
    assert report.verdict is Verdict.PASS


def test_every_rule_that_applies_is_judged_once(kind: sites.SiteKind, example: sites.Site) -> None:
    for site in variants(kind, example):
        wanted = [rule.id for rule in kind.applying(site.options)]
        judged = [finding.rule for finding in sites.check(site, at=AT).findings]
        assert {rule: judged.count(rule) for rule in wanted} == dict.fromkeys(wanted, 1)


def judged(site: sites.Site, rule: sites.Rule) -> tuple[Status, Effect]:
    (finding,) = [finding for finding in sites.check(site, at=AT).findings if finding.rule == rule.id]
    assert all((*finding.message, *finding.remedy, finding.clause))
    return finding.status, finding.effect


def test_every_rule_can_be_turned(kind: sites.SiteKind, example: sites.Site) -> None:
    """From what the example has, one change each that the rule cannot let pass."""
    for site in variants(kind, example):
        for rule in kind.applying(site.options):
            broken = spoilt(site, rule, kind)
            before, after = judged(site, rule), judged(broken, rule)
            assert before != after, rule.id
            assert after[0] is TURNED[rule.today], rule.id
            if rule.today is not Today.KEEP or binds(rule):
                assert after[1] is (Effect.NONE if brings_in(kind, rule) else Effect.FAILS), rule.id
                assert sites.check(broken, at=AT).verdict is Verdict.FAIL


def spoilt(site: sites.Site, rule: sites.Rule, kind: sites.SiteKind) -> sites.Site:
    """What should be there is gone, or what should not be there has been put up; for a rule that brings in others,
    one of those."""
    brought = [other for other in kind.rules if other.via == rule.id and binds(other)]
    if brought:
        return without(site, brought[0])
    return without(site, rule) if rule.today is Today.KEEP else with_it(site, rule)


def brings_in(kind: sites.SiteKind, rule: sites.Rule) -> bool:
    return any(other.via == rule.id for other in kind.rules)


def binds(rule: sites.Rule) -> bool:
    return rule.today is Today.KEEP and rule.modality is Modality.REQUIRED


TURNED = {
    Today.KEEP: Status.MISSING,
    Today.GATE: Status.UNKNOWN,
    Today.NARROW: Status.REFUSED,
    Today.GOV: Status.REFUSED,
    Today.REFUSE: Status.REFUSED,
    Today.VOID: Status.REFUSED,
}


def with_it(site: sites.Site, rule: sites.Rule) -> sites.Site:
    """The site, where somebody has put up the very thing that the rule is about."""
    thing = sites.Facility(
        id="thing", name="thing", capability=rule.capability, ref="seen on the spot", by=sites.InstallerRole.OTHER
    )
    return replace(site, facilities=(*site.facilities, thing))


def without(site: sites.Site, rule: sites.Rule) -> sites.Site:
    """The site, where whatever provides the rule's capability is gone."""
    gone = set(there(rule, site).ids)
    used = gone.intersection(device.id for device in site.devices)
    points = [
        point
        for point in site.access_points
        if point.id not in gone and not used & {point.gate, point.camera, point.kiosk}
    ]
    return replace(
        site,
        devices=tuple(device for device in site.devices if device.id not in gone),
        access_points=tuple(points),
        perimeter=tuple(
            line for line in site.perimeter if line.id not in gone and not used & {line.camera, line.device}
        ),
        facilities=tuple(facility for facility in site.facilities if facility.id not in gone),
        egress=tuple(way for way in site.egress if way.device not in used),
        measurements=(),
    )


def test_a_binding_demand_that_is_not_met_fails_while_its_source_is_in_force(
    kind: sites.SiteKind, example: sites.Site
) -> None:
    for site in variants(kind, example):
        for rule in kind.applying(site.options):
            if binds(rule) and rule.id not in {other.via for other in kind.rules}:
                during = datetime.combine(rule.valid_from, time(12), UTC)
                report = sites.check(without(site, rule), at=during)
                (finding,) = [finding for finding in report.findings if finding.rule == rule.id]
                assert (finding.status, finding.effect) == (Status.MISSING, Effect.FAILS), rule.id


def test_what_is_refused_is_reported_as_refused(kind: sites.SiteKind) -> None:
    example = sites.load(EXAMPLE)
    fixed = {Today.REFUSE: Status.REFUSED, Today.VOID: Status.VOID}
    for answer in answers(kind):
        report = sites.check(replace(example, kind=kind.id, options=answer), at=AT)
        status = {finding.rule: finding.status for finding in report.findings}
        for rule in kind.applying(answer):
            if rule.today in fixed:
                assert status[rule.id] is fixed[rule.today]
