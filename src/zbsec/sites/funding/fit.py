"""Whether the parts of a funding file fit each other: years, sources, votes, and the last instalment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from zbsec.sites.funding.repay import Lease
from zbsec.sites.section import suggestion
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from zbsec.sites.funding.model import FundingPlan, Source
    from zbsec.sites.section import Complaints

Declared: TypeAlias = Mapping[str, frozenset[str]]
"""The names in each outer table, whether or not their tables could be read."""

MOST_YEARS = 50


def check_fit(plan: FundingPlan, declared: Declared, complaints: Complaints) -> None:
    if not plan.first_year <= plan.last_year < plan.first_year + MOST_YEARS:
        problem = Text(
            en=f"{plan.first_year} to {plan.last_year} are not 1 to {MOST_YEARS} years",
            zh=f"{plan.first_year} 至 {plan.last_year} 不是 1 至 {MOST_YEARS} 年",
        )
        remedy = Text(en=f"write a year from {plan.first_year} on", zh=f"写 {plan.first_year} 年起的年份")
        complaints.add(("plan", "last_year"), problem, remedy)
        return
    for item in plan.items:
        _check_name(("items", item.id, "source"), item.source, declared["sources"], complaints)
        if item.year not in plan.years:
            problem = Text(en=f"{item.year} lies outside the plan", zh=f"{item.year} 年不在方案期内")
            complaints.add(("items", item.id, "year"), problem, _within(plan))
    for source in plan.sources:
        for vote in source.votes:
            _check_name(("sources", source.id, "votes"), vote, declared["votes"], complaints)
        _check_repay(plan, source, complaints)


def _check_name(path: tuple[str, ...], name: str, known: frozenset[str], complaints: Complaints) -> None:
    if name not in known:
        problem = Text(en=f"{name!r} is not in this file", zh=f"文件中没有 {name!r}")
        complaints.add(path, problem, suggestion(name, sorted(known)))


def _check_repay(plan: FundingPlan, source: Source, complaints: Complaints) -> None:
    years = sorted({item.year for item in plan.items_of(source)})
    if source.repay is None or not years:
        return
    if isinstance(source.repay, Lease) and len(years) > 1:
        problem = Text(
            en=f"one rent for purchases of {', '.join(map(str, years))}",
            zh=f"{'、'.join(map(str, years))} 年购置共用一份租金",
        )
        remedy = Text(en="write one source for each year", zh="每个年份各写一个来源")
        complaints.add(("sources", source.id, "repay"), problem, remedy)
    last = years[-1] + source.repay.first_after + source.repay.years - 1
    if last > plan.last_year:
        problem = Text(en=f"the last payment falls into {last}", zh=f"最后一期付款在 {last} 年")
        remedy = Text(
            en=f"write last_year = {last} in [plan], or fewer years", zh=f"在 [plan] 写 last_year = {last}，或减少年数"
        )
        complaints.add(("sources", source.id, "repay", "years"), problem, remedy)


def _within(plan: FundingPlan) -> Text:
    return Text(
        en=f"write a year from {plan.first_year} to {plan.last_year}",
        zh=f"写 {plan.first_year} 至 {plan.last_year} 之间的年份",
    )
