"""A report in Chinese has no English left but codes to type, ids, abbreviations and names of standards."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zbsec import sites
from zbsec.records import CredentialKind, LegalBasis, Purpose
from zbsec.sites.citation import cited
from zbsec.sites.code_names import chinese, rule_name, subject_name
from zbsec.sites.gate_steps import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
WORD = re.compile(r"[A-Za-z]?[a-z]{2,}")


def clauses() -> Iterator[str]:
    """Every clause and law that the library names."""
    for kind in sites.KINDS.own:
        for rule in sites.KINDS.load(kind).rules:
            yield from (rule.clause, rule.law)
        for filled in (False, True):
            site = sites.loads(sites.starter(kind, filled=filled), path="site.toml")
            yield from (finding.clause for finding in sites.check(site, at=AT).findings)
    for name in sites.RULE_SETS.own:
        yield from (figure.clause for figure in sites.RULE_SETS.load(name).figures)
    for duty in (*sites.ACCEPTANCE_DUTIES, *sites.FUNDING_MODES):
        yield from (duty.clause, duty.law)
    yield from (duty.law for duty in sites.REGIME_DUTIES)
    yield from (question.law for question in QUESTIONS)


def test_every_clause_has_a_chinese_form_and_stays_as_it_is_in_english() -> None:
    known = set(clauses())
    assert len(known) > 80
    for clause in known:
        assert cited(clause, "en") == clause
        assert not WORD.search(cited(clause, "zh")), cited(clause, "zh")
        assert re.findall(r"\d+", clause) == re.findall(r"\d+", cited(clause, "zh"))


@pytest.mark.parametrize(
    ("clause", "zh"),
    [
        ("淄政办字〔2020〕64号, part 2 (建设内容), 村庄", "淄政办字〔2020〕64号、第 2 部分（建设内容）、村庄"),
        ("GB 55029 3.5.2(1) to (4), (6)", "GB 55029 3.5.2(1) 至 (4)、(6)"),
        ("PIPL 28; FRM 4, 10; governance G20, section 3", "PIPL 28；FRM 4、10；本库要求 G20、第 3 节"),
        ("DB12/T 1-2026 of another city", "DB12/T 1-2026 of another city"),
    ],
)
def test_a_clause_is_told_in_chinese(clause: str, zh: str) -> None:
    assert cited(clause, "zh") == zh


def test_codes_have_names() -> None:
    for codes in (CredentialKind, LegalBasis, Purpose):
        assert not re.search("[a-z]", chinese(codes))
    assert rule_name("gate", "zh") == "启用审查"
    assert rule_name("R10", "zh") == rule_name("R10", "en") == "R10"
    assert subject_name("site", "zh") == "全场所"
    assert subject_name("east-in", "zh") == "east-in"


TO_TYPE = re.compile(
    r'\[[a-z_]+(\.[a-z_\-名称]+)*\]|[a-z_]+ = ("[^"]*"|true|false)|"[a-z]+"|zbsec [a-z]+( [a-z]+)?( --[a-z]+)?'
)
SHOWN = {"px", "toml", "site", "pem", "key", "Asia", "Shanghai"}


@pytest.mark.parametrize("kind", sites.KINDS.own)
@pytest.mark.parametrize("filled", [False, True])
def test_a_report_in_chinese_is_chinese(kind: str, *, filled: bool) -> None:
    """What is left is to be typed, an id of the file, or an abbreviation."""
    site = sites.loads(sites.starter(kind, filled=filled, lang="zh"), path="site.toml")
    report = sites.check(site, at=AT)
    page = re.sub(
        r"<style>.*?</style>|<svg.*?</svg>|<span class=\"hash\">.*?</span>",
        "",
        report.to_html(lang="zh"),
        flags=re.DOTALL,
    )
    ids = {part for id in site_ids(site) for part in (id, *id.split("-"))}
    roles = {code.value for code in sites.InstallerRole}
    for said in (html.unescape(re.sub(r"<[^>]+>", "\n", page)), report.to_text(lang="zh")):
        for line in said.splitlines():
            words = re.findall(r"[A-Za-z]?[a-z_]{2,}", TO_TYPE.sub("", line))
            left = [word for word in words if word not in SHOWN | ids | roles]
            assert not left, (left, line)


def site_ids(site: sites.Site) -> list[str]:
    parts = (*site.zones, *site.devices, *site.access_points, *site.perimeter, *site.egress, *site.facilities)
    named = [part.id for part in (*parts, *site.uplinks)]
    return [site.id, *named, *site.evidence.roles]


def test_the_gate_and_the_tables_are_told_in_chinese(tmp_path: Path) -> None:
    site = sites.loads(sites.starter("estate_gated", filled=True), path=tmp_path / "site.toml")
    (point,) = [one for one in site.access_points if one.uses_face]
    said = sites.gate(site, point, AT).to_text(lang="zh")
    assert "示范物业服务有限公司（负有安全防范义务的单位或者个人）可在此安装" in said
    assert "个人同意：人脸通行单独同意书" in said
    assert "同一时段可用：卡、访客通行码、值班员 (FRM 10；SPC 10；G20)" in said
