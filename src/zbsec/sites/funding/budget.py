"""Who pays what in which year: a funding plan worked out to the fen."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from zbsec.sites.funding.conditions import conditions
from zbsec.sites.funding.money import NOTHING, split
from zbsec.sites.funding.repay import schedule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from zbsec.sites.funding.conditions import Condition
    from zbsec.sites.funding.model import FundingPlan, Source
    from zbsec.sites.funding.payers import Payer
    from zbsec.sites.funding.repay import Instalment


class Use(StrEnum):
    """What a payment is for."""

    PURCHASE = "purchase"
    UPKEEP = "upkeep"
    REPAYMENT = "repayment"
    """To the contractor who paid first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What one payer pays out of one source in one year, above 0."""

    year: int
    source: str
    payer: Payer
    use: Use
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """What a contractor pays first, and how it is paid back."""

    source: str
    year: int
    amount: Decimal
    instalments: tuple[Instalment, ...]

    @property
    def repaid(self) -> Decimal:
        return sum((row.payment for row in self.instalments), NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """A funding plan worked out. The same plan in any order gives the same budget."""

    plan: FundingPlan
    payments: tuple[Payment, ...]
    advances: tuple[Advance, ...]
    conditions: tuple[Condition, ...]

    @property
    def cost(self) -> Decimal:
        """What everything costs to buy."""
        return sum((item.cost for item in self.plan.items), NOTHING)

    @property
    def upkeep(self) -> Decimal:
        return self._of(Use.UPKEEP)

    @property
    def finance(self) -> Decimal:
        """What paying back costs above what was advanced; below 0 where a lease returns less."""
        return sum((advance.repaid - advance.amount for advance in self.advances), NOTHING)

    @property
    def total(self) -> Decimal:
        """Everything that the payers pay: cost, upkeep and finance, to the fen."""
        return sum((payment.amount for payment in self.payments), NOTHING)

    @property
    def ready(self) -> bool:
        """Whether nothing that the law asks for first is missing or unknown."""
        return all(condition.met for condition in self.conditions)

    def table(self) -> dict[Payer, dict[int, Decimal]]:
        """Payers in the order of their enumeration, each with every year of the plan."""
        sums: dict[tuple[Payer, int], Decimal] = defaultdict(lambda: NOTHING)
        for payment in self.payments:
            sums[payment.payer, payment.year] += payment.amount
        paying = {payer for payer, _ in sums}
        order = [payer for payer in type(next(iter(paying))) if payer in paying] if paying else []
        return {payer: {year: sums[payer, year] for year in self.plan.years} for payer in order}

    def to_json(self) -> str:
        """Canonical JSON; amounts are texts with two decimals, in yuan."""
        facts = {
            "advances": [_advance_facts(advance) for advance in self.advances],
            "conditions": [condition.facts() for condition in self.conditions],
            "cost": str(self.cost),
            "currency": "CNY",
            "finance": str(self.finance),
            "id": self.plan.id,
            "items": {item.id: str(item.cost) for item in self.plan.items},
            "kind": self.plan.kind,
            "payments": [
                {
                    "amount": str(payment.amount),
                    "payer": payment.payer.value,
                    "source": payment.source,
                    "use": payment.use.value,
                    "year": payment.year,
                }
                for payment in self.payments
            ],
            "ready": self.ready,
            "total": str(self.total),
            "upkeep": str(self.upkeep),
            "years": {
                str(year): {payer.value: str(row[year]) for payer, row in self.table().items()}
                for year in self.plan.years
            },
        }
        return json.dumps(facts, sort_keys=True, ensure_ascii=False, indent=2)

    def _of(self, use: Use) -> Decimal:
        return sum((payment.amount for payment in self.payments if payment.use is use), NOTHING)


def work_out(plan: FundingPlan) -> Budget:
    """Every payment of a plan, every schedule of a contractor's advance, and what the law asks for first."""
    sources = sorted(plan.sources, key=lambda source: source.id)
    advances = tuple(advance for source in sources for advance in _advances(plan, source))
    payments = [payment for source in sources for payment in _payments(plan, source, advances)]
    return Budget(
        plan=plan,
        payments=tuple(sorted(payments, key=lambda one: (one.year, one.source, one.use, one.payer))),
        advances=advances,
        conditions=tuple(condition for source in sources for condition in conditions(plan, source)),
    )


def _advances(plan: FundingPlan, source: Source) -> Iterator[Advance]:
    terms = source.repay
    if terms is None:
        return
    for year, amount in sorted(_bought(plan, source).items()):
        yield Advance(source=source.id, year=year, amount=amount, instalments=schedule(amount, year, terms))


def _payments(plan: FundingPlan, source: Source, advances: tuple[Advance, ...]) -> Iterator[Payment]:
    due: dict[tuple[int, Use], Decimal] = defaultdict(lambda: NOTHING)
    if source.repay is None:
        for year, amount in _bought(plan, source).items():
            due[year, Use.PURCHASE] += amount
    for advance in advances:
        for row in advance.instalments if advance.source == source.id else ():
            due[row.year, Use.REPAYMENT] += row.payment
    for item in plan.items_of(source):
        for year in range(item.year + 1, plan.last_year + 1):
            due[year, Use.UPKEEP] += item.upkeep
    for (year, use), amount in due.items():
        yield from _shared(source, year, use, amount)


def _shared(source: Source, year: int, use: Use, amount: Decimal) -> Iterator[Payment]:
    for payer, part in split(amount, source.shares).items():
        if part:
            yield Payment(year=year, source=source.id, payer=payer, use=use, amount=part)


def _bought(plan: FundingPlan, source: Source) -> Mapping[int, Decimal]:
    costs: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for item in plan.items_of(source):
        costs[item.year] += item.cost
    return costs


def _advance_facts(advance: Advance) -> dict[str, object]:
    return {
        "amount": str(advance.amount),
        "instalments": [
            {
                "closing": str(row.closing),
                "interest": str(row.interest),
                "opening": str(row.opening),
                "payment": str(row.payment),
                "principal": str(row.principal),
                "year": row.year,
            }
            for row in advance.instalments
        ],
        "repaid": str(advance.repaid),
        "source": advance.source,
        "year": advance.year,
    }
