"""The report on paper: both languages, nothing from elsewhere, nothing unverified shown as passed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from zbsec import sites

if TYPE_CHECKING:
    from datetime import datetime


@pytest.fixture
def report(example: sites.Site, at: datetime) -> sites.Report:
    return sites.check(example, at=at)


class Page(HTMLParser):
    """Rows of the tables as texts, and every address that a page would fetch."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.fetched: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag not in ("meta", "br", "col"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data.strip()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_shows_every_finding_and_fetches_nothing(report: sites.Report, lang: sites.Lang) -> None:
    html = report.to_html(lang=lang)
    page = Page(html)
    assert page.open == []
    assert page.fetched == []
    assert "@import" not in html
    assert "url(" not in html
    shown = [(row[0], row[1]) for row in page.rows if row[0] not in ("Rule", "条目")]
    assert shown == [(finding.rule, finding.status.of(lang)) for finding in report.findings]
    for finding in report.findings:
        assert any(finding.message.of(lang) in row[3] for row in page.rows)


def test_each_language_speaks_its_own(report: sites.Report) -> None:
    english, chinese = report.to_html(lang="en"), report.to_html(lang="zh")
    assert '<html lang="zh-CN">' in chinese
    assert "基本通过" in chinese
    assert "basically pass" in english
    assert "not verified" not in chinese
    with pytest.raises(ValueError, match="en or zh"):
        report.to_html(lang="de")  # type: ignore[arg-type]


def test_what_is_stated_is_never_shown_as_checked(report: sites.Report) -> None:
    html = report.to_html(lang="en")
    (gate,) = re.findall(r'<ol class="steps">.*?</ol>', html, re.DOTALL)
    stated = sum(step.stated for step in report.activations[0].steps)
    assert gate.count("stated, not verified") == stated
    assert gate.count(">ok<") == len(report.activations[0].steps) - stated


def test_a_name_cannot_smuggle_markup_in(example: sites.Site, at: datetime) -> None:
    html = sites.check(replace(example, name="<script>alert(1)</script>"), at=at).to_html()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_json_says_it_all_and_always_the_same(report: sites.Report, example: sites.Site, at: datetime) -> None:
    facts = json.loads(report.to_json())
    assert facts["verdict"] == "basically_pass"
    assert facts["counts"]["not_verified"] == 30
    assert sum(facts["counts"].values()) == len(facts["findings"]) == len(report.findings)
    assert facts["findings"][0]["message"].keys() == {"en", "zh"}
    assert facts["activations"][0]["active"] is True
    assert sites.check(example, at=at).to_json() == report.to_json()


@pytest.mark.parametrize("secret", ["ZBSEC_PLATFORM_PASSWORD", "ZBSEC_GALLERY_KEY", "127.0.0.1:18120"])
def test_a_report_can_be_handed_around(report: sites.Report, secret: str) -> None:
    assert secret not in report.to_json() + report.to_html() + report.to_text()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_text_for_a_terminal(report: sites.Report, lang: sites.Lang) -> None:
    lines = report.to_text(lang=lang).splitlines()
    assert lines[0].endswith(report.verdict.of(lang))
    assert sum(line.startswith("[") for line in lines) == len(report.findings)
    assert sum(line.startswith("    → ") for line in lines) == len(
        [finding for finding in report.findings if finding.effect is not sites.Effect.NONE]
    )


def test_new_housing_that_failed_says_so(example: sites.Site, at: datetime) -> None:
    failed = replace(example, kind="estate_new", evidence=replace(example.evidence, signs={}))
    assert "Must not be handed over" in sites.check(failed, at=at).to_html()
