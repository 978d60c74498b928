"""Funding files: the example, every fault with its line in both languages, and damage without a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import missing

from zbsec.cli import main
from zbsec.errors import ReportError, SiteFileError
from zbsec.sites import funding
from zbsec.sites.funding import Payer

EXAMPLE = Path(__file__).resolve().parents[4] / "examples" / "funding" / "estate.toml"
TEXT = EXAMPLE.read_text(encoding="utf-8")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "funding.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_example_works_out() -> None:
    budget = funding.work_out(funding.load(EXAMPLE))
    assert budget.cost == Decimal("282697.99")
    assert budget.total == budget.cost + budget.upkeep + budget.finance
    (advance,) = budget.advances
    assert (advance.amount, len(advance.instalments)) == (Decimal("114498.00"), 5)
    assert Payer.MAINTENANCE_FUND in budget.table()
    (open_question,) = [condition for condition in budget.conditions if not condition.met]
    assert "renews common parts" in open_question.message.en


FAULTS = [
    ('mode = "F2b"', 'mode = "F9"', "sources.fund.mode", "没有模式"),
    ("maintenance_fund = 1 }", "developer = 1 }", "sources.fund.shares.developer", "不付款"),
    ("maintenance_fund = 1 }", "maintenance_found = 1 }", "sources.fund.shares.maintenance_found", "maintenance_fund"),
    ("maintenance_fund = 1 }", "maintenance_fund = 0 }", "sources.fund.shares", "无人付款"),
    ("maintenance_fund = 1 }", "maintenance_fund = -1 }", "sources.fund.shares.maintenance_fund", "超出范围"),
    ('votes = ["fund-2026"]', 'votes = ["fund-2025"]', "sources.fund.votes", "fund-2026"),
    ('source = "fund"', 'source = "found"', "items.turnstiles.source", "fund"),
    ("unit_price = 18650.00", "unit_price = 18650.005", "items.turnstiles.unit_price", "不足一分"),
    ("unit_price = 18650.00", 'unit_price = "18650"', "items.turnstiles.unit_price", "是文本"),
    ("unit_price = 18650.00", "unit_price = nan", "items.turnstiles.unit_price", "不是数字"),
    ("quantity = 4", "quantity = -4", "items.turnstiles.quantity", "超出范围"),
    ("year = 2027", "year = 2040", "items.kiosk.year", "不在方案期内"),
    ("years = 5", "years = 9", "sources.cameras.repay.years", "2035"),
    ("last_year = 2031", "last_year = 2025", "plan.last_year", "2026"),
    ('kind = "buy_back"', 'kind = "gift"', "sources.cameras.repay.kind", "buy_back"),
    ("annual_rate = 4.35 ", "annual_rate = 435 ", "sources.cameras.repay.annual_rate", "超出范围"),
    ('kind = "estate_gated"', 'kind = "castle"', "plan.kind", "没有场所类别"),
    ("owners_for = 301", "owners_for = 999", "votes.fund-2026.owners_for", "参与"),
    ("held_on = 2026-09-12", "held_on = 12", "votes.fund-2026.held_on", "日期"),
    ("[items.kiosk]", "[items.Kiosk]", "items.Kiosk", "小写字母"),
    ("upkeep = 1200.00", "upkep = 1200.00", "items.turnstiles.upkep", "upkeep"),
]


@pytest.mark.parametrize(("right", "wrong", "key", "said"), FAULTS, ids=[fault[1] for fault in FAULTS])
def test_every_fault_is_named_with_its_line_in_both_languages(
    right: str, wrong: str, key: str, said: str, write: Callable[[str], Path]
) -> None:
    assert right in TEXT
    text = TEXT.replace(right, wrong, 1)
    with pytest.raises(SiteFileError) as caught:
        funding.load(write(text))
    found = [complaint for complaint in caught.value.complaints if complaint.key == key]
    assert len(found) == 1, [str(complaint) for complaint in caught.value.complaints]
    line = text[: text.index(wrong)].count("\n") + 1
    assert found[0].line is not None
    assert abs(found[0].line - line) <= 1
    assert said in found[0].of("zh")
    assert key in found[0].of("en")


def test_all_faults_are_named_at_once(write: Callable[[str], Path]) -> None:
    text = TEXT.replace("unit_price = 18650.00", "unit_price = 1.001").replace("quantity = 36", "quantity = -1")
    with pytest.raises(SiteFileError) as caught:
        funding.load(write(text.replace("last_year = 2031", "last_year = true")))
    assert [complaint.key for complaint in caught.value.complaints] == [
        "plan.last_year",
        "items.turnstiles.unit_price",
        "items.cameras.quantity",
    ]


def test_repayment_belongs_to_f6_and_to_no_other(write: Callable[[str], Path]) -> None:
    with pytest.raises(SiteFileError, match="only mode F6"):
        funding.load(write(TEXT.replace('mode = "F6"', 'mode = "F2"')))
    start, end = TEXT.index("[sources.cameras.repay]"), TEXT.index("# ---- What is bought")
    with pytest.raises(SiteFileError, match="paid back"):
        funding.load(write(TEXT[:start] + TEXT[end:]))


def test_a_lease_has_one_rent_for_one_purchase(write: Callable[[str], Path]) -> None:
    start, end = TEXT.index('kind = "buy_back"'), TEXT.index("# ---- What is bought")
    lease = TEXT[:start] + 'kind = "lease"\nyears = 4\nrent = 30000.00\nresidual = 1\n\n' + TEXT[end:]
    budget = funding.work_out(funding.load(write(lease)))
    assert budget.advances[0].repaid == Decimal("120001.00")
    two = lease.replace('source = "market"\nyear = 2027', 'source = "cameras"\nyear = 2027')
    with pytest.raises(SiteFileError, match="one rent for purchases of 2026, 2027"):
        funding.load(write(two))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_never_yields_anything_but_complaints(write: Callable[[str], Path], data: st.DataObject) -> None:
    lines = TEXT.splitlines(keepends=True)
    place = data.draw(st.integers(0, len(lines) - 1))
    damage = data.draw(st.sampled_from(["drop", "twice", "value", "cut"]))
    junk = data.draw(st.sampled_from(["= [", "= {}", "= nan", "= -1", "= 1e999", "= 1979-05-27", '= "x"', "= [1]"]))
    if damage == "cut":
        text = TEXT[: data.draw(st.integers(0, len(TEXT)))]
    else:
        key = lines[place].split("=")[0].rstrip()
        put = {"drop": "", "twice": lines[place] * 2, "value": f"{key} {junk}\n"}[damage]
        text = "".join((*lines[:place], put, *lines[place + 1 :]))
    try:
        funding.work_out(funding.load(write(text))).to_json()
    except SiteFileError as error:
        assert all(complaint.problem and complaint.problem_zh for complaint in error.complaints)  # noqa: PT017


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_prints_a_table(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["funding", str(EXAMPLE), "--lang", lang]) == 1
    said = capsys.readouterr().out
    assert "332,563.81" in said
    assert ("maintenance fund" in said) == (lang == "en")
    assert ("维修资金" in said) == (lang == "zh") or lang == "en"


def test_the_command_for_machines_and_for_mistakes(
    write: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["funding", str(EXAMPLE), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["total"] == "332563.81"
    answered = TEXT.replace("accounts_ref", 'renewal_ref = "复函 2026-3"\naccounts_ref', 1)
    assert main(["funding", str(write(answered)), "--json"]) == 0
    capsys.readouterr()
    assert main(["funding", str(write(TEXT.replace("quantity = 4", "quantity = x"))), "--lang", "zh"]) == 2
    assert "不是 TOML" in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_chart_is_a_picture(lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    budget = funding.work_out(funding.load(EXAMPLE))
    try:
        picture = funding.chart(budget, lang=lang)  # type: ignore[arg-type]
    except ReportError as error:
        missing(str(error))
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    target = tmp_path / "chart.png"
    assert main(["funding", str(EXAMPLE), "--chart", str(target), "--lang", lang]) == 1
    assert target.read_bytes() == picture
