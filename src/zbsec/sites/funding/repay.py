"""How a contractor who paid first is paid back: by instalments until the equipment is bought, or by a lease."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from zbsec.sites.funding.money import NOTHING, evenly, round_half_up


class Method(StrEnum):
    """How the instalments of a buy-back run."""

    EQUAL_PAYMENTS = "equal_payments"
    """等额本息: every payment the same but the last, which settles the rest to the fen."""
    EQUAL_PRINCIPAL = "equal_principal"
    """等额本金: the same principal each year, and the interest on what is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyBack:
    """分期回购: instalments once a year, with interest on what is still owed."""

    years: int
    annual_rate: Decimal
    """Per cent a year; 0: none."""
    method: Method = Method.EQUAL_PAYMENTS
    first_after: int = 1
    """Years from the purchase to the first payment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """租赁: a rent once a year; at the end the equipment is bought for ``residual``, or goes back."""

    years: int
    rent: Decimal
    residual: Decimal | None = None
    """None: the equipment goes back to the contractor."""
    first_after: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """One payment to the contractor. Payment is interest and principal; of a lease all of it is rent or residual."""

    year: int
    opening: Decimal
    """Owed before it; of a lease 0."""
    interest: Decimal
    principal: Decimal
    payment: Decimal

    @property
    def closing(self) -> Decimal:
        return max(self.opening - self.principal, NOTHING)


def schedule(advance: Decimal, year: int, terms: BuyBack | Lease) -> tuple[Instalment, ...]:
    """Every payment for an advance made in ``year``; the principal of a buy-back adds up to the advance exactly."""
    if isinstance(terms, Lease):
        return _lease(year, terms)
    if terms.method is Method.EQUAL_PRINCIPAL:
        return _bought(advance, year, terms, evenly(advance, terms.years))
    return _bought(advance, year, terms, None)


def _bought(advance: Decimal, year: int, terms: BuyBack, parts: list[Decimal] | None) -> tuple[Instalment, ...]:
    rate, owed = Fraction(terms.annual_rate) / 100, advance
    level = _level(advance, rate, terms.years)
    rows = []
    for number in range(terms.years):
        interest = round_half_up(Fraction(owed) * rate)
        last = number == terms.years - 1
        principal = owed if last else parts[number] if parts else min(max(level - interest, NOTHING), owed)
        rows.append(
            Instalment(
                year=year + terms.first_after + number,
                opening=owed,
                interest=interest,
                principal=principal,
                payment=interest + principal,
            )
        )
        owed -= principal
    return tuple(rows)


def _level(advance: Decimal, rate: Fraction, years: int) -> Decimal:
    """The payment that settles a debt in so many equal payments (annuity)."""
    if not rate:
        return round_half_up(Fraction(advance) / years)
    return round_half_up(Fraction(advance) * rate / (1 - (1 + rate) ** -years))


def _lease(year: int, terms: Lease) -> tuple[Instalment, ...]:
    first = year + terms.first_after
    due = [(first + number, terms.rent) for number in range(terms.years)]
    if terms.residual is not None:
        due.append((first + terms.years - 1, terms.residual))
    return tuple(
        Instalment(year=when, opening=NOTHING, interest=NOTHING, principal=NOTHING, payment=amount)
        for when, amount in due
    )
