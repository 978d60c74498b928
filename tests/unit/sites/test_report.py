"""The report on paper: both languages, nothing from elsewhere, nothing unverified shown as passed."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from tests.conftest import missing

from zbsec import sites
from zbsec.errors import ReportError
from zbsec.sites.citation import cited
from zbsec.sites.code_names import rule_name

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@pytest.fixture
def report(example: sites.Site, at: datetime) -> sites.Report:
    return sites.check(example, at=at)


class Page(HTMLParser):
    """Rows of the tables as texts, by the section they stand in, and every address that a page would fetch."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.sections: dict[str, list[list[str]]] = {}
        self.fetched: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag in ("header", "section"):
            self.rows = self.sections.setdefault((dict(attrs).get("class") or tag).split()[0], [])
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag not in ("meta", "br", "col", "img"):
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
    rows = page.sections["findings"]
    shown = [(row[0], row[1]) for row in rows if row[0] not in ("Rule", "条目")]
    assert sorted(shown) == sorted(
        (rule_name(finding.rule, lang), finding.status.of(lang)) for finding in report.findings
    )
    met = (sites.Status.PRESENT, sites.Status.SATISFIED)
    assert shown[: -sum(report.counts[one] for one in met)] == [
        (rule_name(one.rule, lang), one.status.of(lang)) for one in report.findings if one.status not in met
    ]
    for finding in report.findings:
        assert any(finding.message.of(lang) in row[3] and cited(finding.clause, lang) in row[3] for row in rows)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_unknown_or_not_verified_is_asked(report: sites.Report, lang: sites.Lang) -> None:
    rows = Page(report.to_html(lang=lang)).sections["questions"][1:]
    asked = [one for one in report.findings if one.status in (sites.Status.UNKNOWN, sites.Status.NOT_VERIFIED)]
    assert len(rows) == len(asked) > 0
    assert all(
        one.message.of(lang) in row[1] and one.remedy.of(lang) in row[2] for one, row in zip(asked, rows, strict=True)
    )


def test_the_evidence_is_listed_with_the_hash_of_every_file_at_hand(
    example: sites.Site, at: datetime, tmp_path: Path
) -> None:
    (tmp_path / "site.toml").write_bytes(b"the site")
    (tmp_path / "pia.pdf").write_bytes(b"the assessment")
    (tmp_path.parent / "secret.pdf").write_bytes(b"elsewhere")
    assessed = replace(example.evidence.assessment, ref="pia.pdf")
    tested = replace(example.evidence.network_test, ref="../secret.pdf")
    evidence = replace(example.evidence, assessment=assessed, network_test=tested)
    report = sites.check(replace(example, path=tmp_path / "site.toml", evidence=evidence), at=at)
    rows = Page(report.to_html()).sections["evidence"][1:]
    shown = {row[2]: row[4] for row in rows}
    assert shown["site.toml"] == hashlib.sha256(b"the site").hexdigest()
    assert shown["pia.pdf"] == hashlib.sha256(b"the assessment").hexdigest()
    assert shown["../secret.pdf"] == "no file at hand"
    assert {sign.photo_ref for sign in example.evidence.signs.values()} <= set(shown)


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
    steps = report.activations[0].steps
    answers = [row[2] for row in Page(html).sections["gate"][1:]]
    assert answers == ["stated" if step.stated else "ok" for step in steps]
    assert 0 < answers.count("ok") < len(answers)


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
    assert facts["digest"] == report.digest
    assert report.digest in report.to_html()


def test_another_finding_is_another_report(report: sites.Report) -> None:
    shorter = replace(report, findings=report.findings[1:])
    assert shorter.digest != report.digest
    assert shorter.id != report.id


@pytest.mark.parametrize("secret", ["ZBSEC_PLATFORM_PASSWORD", "ZBSEC_GALLERY_KEY", "127.0.0.1:18120"])
def test_a_report_can_be_handed_around(report: sites.Report, secret: str) -> None:
    assert secret not in report.to_json() + report.to_html() + report.to_text()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_text_for_a_terminal(report: sites.Report, lang: sites.Lang) -> None:
    lines = report.to_text(lang=lang).splitlines()
    assert lines[0].endswith(report.verdict.of(lang))
    numbers = [int(number) for number in re.findall(r"\d+", lines[1])]
    assert numbers == [count for count in report.counts.values() if count]
    assert sum(line.startswith("[") for line in lines) == len(report.findings)
    assert sum(line.startswith("    → ") for line in lines) == len(
        [finding for finding in report.findings if finding.effect is not sites.Effect.NONE]
    )


def test_new_housing_that_failed_says_so(example: sites.Site, at: datetime) -> None:
    failed = replace(example, kind="estate_new", evidence=replace(example.evidence, signs={}))
    report = sites.check(failed, at=at)
    assert "Must not be handed over" in report.to_html()
    assert "must not be handed over" in report.to_text()
    assert "不得交付使用" in report.to_text(lang="zh")


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><!-- plan --><rect width="9" height="9"/></svg>'


@pytest.mark.parametrize("plan", [PNG, SVG])
def test_a_plan_lies_in_the_page_itself(report: sites.Report, plan: bytes) -> None:
    (address,) = Page(report.to_html(plan=plan)).fetched
    kind, _, data = address.partition(";base64,")
    assert kind in ("data:image/png", "data:image/svg+xml")
    assert base64.b64decode(data) == plan


@pytest.mark.parametrize(
    ("plan", "complaint"),
    [
        (b"GIF89a", "neither PNG nor SVG"),
        (b"<html/>", "no SVG"),
        (SVG.replace(b"<rect", b"<script>1</script><rect"), "<script>"),
        (SVG.replace(b"<rect", b'<rect onclick="1"'), "onclick"),
        (SVG.replace(b"<rect", b'<image href="http://example.org/a.png"/><rect'), "elsewhere"),
        (SVG.replace(b"<rect", b'<rect fill="url(http://example.org/a)"'), "elsewhere"),
        (SVG.replace(b"<rect", b"<style>@import 'a.css'</style><rect"), "elsewhere"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG, "entity"),
        (b'<?xml-stylesheet href="a.css"?>' + SVG, "style sheet"),
    ],
)
def test_a_plan_that_reaches_out_is_refused(report: sites.Report, plan: bytes, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        report.to_html(plan=plan)


@pytest.fixture(scope="session")
def pdf() -> None:
    """WeasyPrint with its native libraries, and a font for Chinese."""
    from zbsec.sites.paper.pdf import to_pdf

    try:
        to_pdf("<p>字</p>", identifier=UUID(int=0))
    except ReportError as error:
        missing(str(error))


@pytest.mark.usefixtures("pdf")
def test_the_pdf_is_the_same_for_the_same_report(report: sites.Report) -> None:
    short = replace(report, findings=report.findings[:3], exhibits=(), activations=())
    paper = short.to_pdf(lang="zh", plan=SVG)
    assert paper.startswith(b"%PDF-")
    assert short.to_pdf(lang="zh", plan=SVG) == paper


@pytest.mark.usefixtures("pdf")
def test_a_character_that_no_font_has_is_named() -> None:
    from zbsec.sites.paper.pdf import to_pdf

    with pytest.raises(ReportError, match="no font"):
        to_pdf("<p>示范\U000e0abc\U0002fffd</p>", identifier=UUID(int=0))
