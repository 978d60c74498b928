"""Money: every fen is accounted for, none is negative, and no order of anything changes who pays what."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zbsec.sites import FUNDING_MODES, Status
from zbsec.sites.fault import PartError
from zbsec.sites.funding import (
    PAYERS,
    BuyBack,
    FundingPlan,
    Item,
    Lease,
    Matter,
    Method,
    Payer,
    Source,
    Use,
    Vote,
    split,
    work_out,
)
from zbsec.sites.funding.money import evenly
from zbsec.sites.funding.repay import schedule

FEN = Decimal("0.01")
fen = st.integers(0, 10**13).map(lambda units: units * FEN)
weights = st.decimals(0, 10**6, places=3, allow_nan=False, allow_infinity=False)
shares = st.dictionaries(st.sampled_from(Payer), weights, min_size=1).filter(lambda parts: any(parts.values()))


@given(total=fen, parts=shares)
def test_shares_add_up_and_none_is_a_fen_away_from_its_exact_part(total: Decimal, parts: dict[Payer, Decimal]) -> None:
    found = split(total, parts)
    assert sum(found.values()) == total
    whole = sum(map(Fraction, parts.values()))
    for payer, part in found.items():
        assert part >= 0
        assert part == part.quantize(FEN)
        assert abs(Fraction(part) - Fraction(total) * Fraction(parts[payer]) / whole) < Fraction(1, 100)


@given(total=fen, parts=shares, data=st.data())
def test_the_order_of_shares_changes_nothing(total: Decimal, parts: dict[Payer, Decimal], data: st.DataObject) -> None:
    order = data.draw(st.permutations(list(parts)))
    assert split(total, {payer: parts[payer] for payer in order}) == split(total, parts)


@given(total=fen, parts=shares, factor=st.integers(1, 1000))
def test_only_the_proportions_of_shares_matter(total: Decimal, parts: dict[Payer, Decimal], factor: int) -> None:
    assert split(total, {payer: part * factor for payer, part in parts.items()}) == split(total, parts)


def test_the_fen_left_over_goes_to_the_largest_remainder_then_by_name() -> None:
    third = {"a": Decimal(1), "b": Decimal(1), "c": Decimal(1)}
    assert split(Decimal("1.00"), third) == {"a": Decimal("0.34"), "b": Decimal("0.33"), "c": Decimal("0.33")}
    assert split(Decimal("0.01"), {"z": Decimal(2), "a": Decimal(1)}) == {"z": FEN, "a": Decimal("0.00")}


@pytest.mark.parametrize(
    ("total", "parts"),
    [(Decimal("-1"), {"a": Decimal(1)}), (Decimal("0.001"), {"a": Decimal(1)}), (Decimal(1), {"a": Decimal(0)})],
)
def test_what_cannot_be_split_is_refused(total: Decimal, parts: dict[str, Decimal]) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        split(total, parts)


@given(total=fen, times=st.integers(1, 60))
def test_even_parts_add_up_and_differ_by_a_fen_at_most(total: Decimal, times: int) -> None:
    parts = evenly(total, times)
    assert sum(parts) == total
    assert max(parts) - min(parts) <= FEN


buy_backs = st.builds(
    BuyBack,
    years=st.integers(1, 30),
    annual_rate=st.decimals(0, 36, places=2),
    method=st.sampled_from(Method),
    first_after=st.integers(0, 3),
)


@given(advance=fen, terms=buy_backs)
def test_a_buy_back_settles_the_advance_to_the_fen(advance: Decimal, terms: BuyBack) -> None:
    rows = schedule(advance, 2026, terms)
    assert [row.year for row in rows] == list(range(2026 + terms.first_after, 2026 + terms.first_after + terms.years))
    assert sum(row.principal for row in rows) == advance
    assert rows[-1].closing == 0
    assert all(min(row.interest, row.principal, row.payment, row.closing) >= 0 for row in rows)
    assert all(later.opening == row.closing for row, later in pairwise(rows))
    assert all(row.payment == row.interest + row.principal for row in rows)
    if not terms.annual_rate:
        assert sum(row.payment for row in rows) == advance


@given(advance=fen, terms=buy_backs.filter(lambda terms: terms.method is Method.EQUAL_PAYMENTS))
def test_equal_payments_are_equal_but_for_the_last(advance: Decimal, terms: BuyBack) -> None:
    rows = schedule(advance, 2026, terms)
    level = [row.payment for row in rows[:-1] if row.closing]
    assert len(set(level)) <= 1
    if len(rows) > 1 and advance > 1000:
        # Half a fen a year in the payment and half a fen in the interest, each with its interest until the end.
        growth = sum((1 + terms.annual_rate / 100) ** year for year in range(terms.years))
        assert abs(rows[-1].payment - rows[0].payment) <= (1 + growth) * FEN


def test_a_known_annuity() -> None:
    """100 000 yuan at 5 % over 5 years: 23 097.48 a year, as every table of annuities has it."""
    rows = schedule(Decimal("100000.00"), 2026, BuyBack(years=5, annual_rate=Decimal(5)))
    assert [row.payment for row in rows[:4]] == [Decimal("23097.48")] * 4
    assert [row.interest for row in rows] == [
        Decimal("5000.00"),
        Decimal("4095.13"),
        Decimal("3145.01"),
        Decimal("2147.39"),
        Decimal("1099.88"),
    ]


def test_a_lease_is_rent_and_what_is_left() -> None:
    rows = schedule(Decimal("9000.00"), 2026, Lease(years=3, rent=Decimal("2500.00"), residual=Decimal("1.00")))
    assert [(row.year, row.payment) for row in rows] == [
        (2027, Decimal("2500.00")),
        (2028, Decimal("2500.00")),
        (2029, Decimal("2500.00")),
        (2029, Decimal("1.00")),
    ]


def sources(mode: str) -> st.SearchStrategy[Source]:
    payers = sorted(PAYERS[mode])
    parts = st.dictionaries(st.sampled_from(payers), weights, min_size=1).filter(lambda found: any(found.values()))
    terms = st.builds(BuyBack, years=st.integers(1, 4), annual_rate=st.decimals(0, 20, places=2)) | st.builds(
        Lease, years=st.integers(1, 4), rent=fen, residual=st.none() | fen
    )
    return st.builds(
        Source, id=st.just(mode.lower()), mode=st.just(mode), shares=parts, repay=terms if mode == "F6" else st.none()
    )


few = settings(max_examples=30, deadline=None)
"""Plans are large."""


@st.composite
def plans(draw: st.DrawFn) -> FundingPlan:
    modes = draw(st.lists(st.sampled_from(sorted(PAYERS)), min_size=1, unique=True))
    made = tuple(draw(sources(mode)) for mode in modes)
    items = tuple(
        Item(
            id=f"item-{number}",
            name="x",
            source=source.id,
            year=draw(st.integers(2026, 2027)) if not isinstance(source.repay, Lease) else 2026,
            quantity=draw(st.decimals(0, 999, places=2)),
            unit="套",
            unit_price=draw(fen),
            upkeep=draw(fen),
        )
        for number, source in enumerate(made * draw(st.integers(1, 3)))
    )
    return FundingPlan(
        id="p", name="p", kind="estate_gated", first_year=2026, last_year=2032, sources=made, items=items, votes=()
    )


@few
@given(plan=plans())
def test_every_fen_of_a_plan_is_paid_by_somebody(plan: FundingPlan) -> None:
    budget = work_out(plan)
    assert budget.total == budget.cost + budget.upkeep + budget.finance
    assert sum(sum(row.values()) for row in budget.table().values()) == budget.total
    assert all(payment.amount > 0 for payment in budget.payments)
    bought = sum(payment.amount for payment in budget.payments if payment.use is Use.PURCHASE)
    assert bought + sum(advance.amount for advance in budget.advances) == budget.cost
    repaid = sum(payment.amount for payment in budget.payments if payment.use is Use.REPAYMENT)
    assert repaid == sum(advance.repaid for advance in budget.advances)
    for payment in budget.payments:
        assert payment.payer in plan.source(payment.source).shares
        assert payment.year in plan.years


@few
@given(plan=plans(), data=st.data())
def test_no_order_of_anything_changes_a_budget(plan: FundingPlan, data: st.DataObject) -> None:
    shuffled = FundingPlan(
        id=plan.id,
        name=plan.name,
        kind=plan.kind,
        first_year=plan.first_year,
        last_year=plan.last_year,
        sources=tuple(data.draw(st.permutations(plan.sources))),
        items=tuple(data.draw(st.permutations(plan.items))),
        votes=(),
    )
    assert work_out(shuffled).to_json() == work_out(plan).to_json()


@few
@given(plan=plans())
def test_json_has_no_binary_number_in_its_amounts(plan: FundingPlan) -> None:
    facts = json.loads(work_out(plan).to_json())
    amounts = [payment["amount"] for payment in facts["payments"]] + [facts["total"], facts["cost"]]
    assert all(isinstance(amount, str) and Decimal(amount) == Decimal(amount).quantize(FEN) for amount in amounts)
    assert sum(Decimal(payment["amount"]) for payment in facts["payments"]) == Decimal(facts["total"])


def test_every_mode_of_the_notice_has_its_payers() -> None:
    assert set(PAYERS) == {mode.id for mode in FUNDING_MODES}


def vote(matter: Matter = Matter.COMMON_BUSINESS, **facts: int | Decimal) -> Vote:
    told = {
        "owners": 300,
        "owners_voting": 200,
        "owners_for": 150,
        "area_m2": Decimal(3000),
        "area_voting_m2": Decimal(2000),
        "area_for_m2": Decimal(1500),
        **facts,
    }
    return Vote(id="v", matter=matter, held_on=date(2026, 9, 12), ref="r", **told)  # type: ignore[arg-type]


def test_a_vote_counts_at_its_bounds_and_not_below() -> None:
    """Civil Code 278: two thirds take part; for business on common parts three quarters of them agree."""
    assert vote().shortfalls() == []
    assert "two thirds" in vote(owners=301).shortfalls()[0].en
    assert "two thirds" in vote(area_m2=Decimal("3000.01")).shortfalls()[0].en
    assert "three quarters" in vote(owners_for=149).shortfalls()[0].en
    assert "three quarters" in vote(area_for_m2=Decimal("1499.99")).shortfalls()[0].en


def test_for_the_fund_more_than_half_of_both_must_agree() -> None:
    fund = Matter.MAINTENANCE_FUND
    assert vote(fund, owners_for=101, area_for_m2=Decimal("1000.01")).shortfalls() == []
    assert "more than half" in vote(fund, owners_for=100).shortfalls()[0].en
    assert "过半数" in vote(fund, area_for_m2=Decimal(1000)).shortfalls()[0].zh


@pytest.mark.parametrize("wrong", [{"owners_for": 201}, {"owners_voting": 301}, {"area_for_m2": Decimal(2001)}])
def test_more_votes_than_voters_are_no_vote(wrong: dict[str, int]) -> None:
    with pytest.raises(PartError):
        vote(**wrong)


def funded(*votes: Vote) -> FundingPlan:
    source = Source(
        id="fund",
        mode="F2b",
        shares={Payer.MAINTENANCE_FUND: Decimal(1)},
        votes=tuple(vote.id for vote in votes),
        accounts_ref="a",
    )
    return FundingPlan(
        id="p",
        name="p",
        kind="estate_gated",
        first_year=2026,
        last_year=2026,
        sources=(source,),
        items=(),
        votes=votes,
    )


def test_the_vote_on_the_matter_counts_and_one_on_something_else_does_not() -> None:
    other, fitting = vote(Matter.COMMON_BUSINESS), replace(vote(Matter.MAINTENANCE_FUND), id="w")
    assert [one.status for one in work_out(funded()).conditions] == [Status.UNKNOWN, Status.SATISFIED]
    assert [one.status for one in work_out(funded(other)).conditions] == [Status.REFUSED, Status.SATISFIED]
    assert not work_out(funded(other)).ready
    assert work_out(funded(other, fitting)).ready
    short = replace(fitting, id="u", owners_for=1)
    assert not work_out(funded(short)).ready
    assert work_out(funded(short, fitting)).ready
