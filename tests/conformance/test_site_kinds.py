"""What every site kind of the table must be, the library's own and those of others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from zbsec import sites
from zbsec.sites import Status, Today, kinds

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
        assert rule.valid_from < rule.valid_to


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


def test_what_is_refused_is_reported_as_refused(kind: sites.SiteKind) -> None:
    example = sites.load(EXAMPLE)
    fixed = {Today.REFUSE: Status.REFUSED, Today.VOID: Status.VOID}
    for answer in answers(kind):
        report = sites.check(replace(example, kind=kind.id, options=answer), at=AT)
        status = {finding.rule.rpartition("/")[2]: finding.status for finding in report.findings}
        for rule in kind.applying(answer):
            if rule.today in fixed:
                assert status[rule.id] is fixed[rule.today]
