"""A funding plan: what is bought, out of which sources, under which mode of the notice."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from zbsec.sites.funding.money import round_half_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zbsec.sites.funding.payers import Payer
    from zbsec.sites.funding.repay import BuyBack, Lease
    from zbsec.sites.funding.votes import Vote


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is bought and kept up."""

    id: str
    name: str
    source: str
    """Id of the source that pays for it."""
    year: int
    quantity: Decimal
    unit: str
    unit_price: Decimal
    """Yuan, to the fen."""
    upkeep: Decimal
    """Yuan a year, from the year after the purchase to the last year of the plan."""
    biometric: bool = False
    """Whether it handles biometric data: whether such equipment renews common parts is contested (CC 281)."""

    @property
    def cost(self) -> Decimal:
        """Quantity times unit price, in whole fen."""
        return round_half_up(Fraction(self.quantity) * Fraction(self.unit_price))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One way of paying: a funding mode, and who bears which part."""

    id: str
    mode: str
    """``F1`` to ``F6`` or ``F2b``, see ``FUNDING_MODES``."""
    shares: Mapping[Payer, Decimal]
    """Weights; only their proportions matter."""
    repay: BuyBack | Lease | None = None
    """How the contractor is paid back; F6 has it, no other mode does."""
    votes: tuple[str, ...] = ()
    """Ids of the owners' votes that it rests on."""
    contract_ref: str | None = None
    """The contract with the contractor (F6), or the agreement of the public payers (F3)."""
    acceptance_ref: str | None = None
    """The acceptance report (F1, duty A7)."""
    renewal_ref: str | None = None
    """Why the equipment renews common parts (F2b and F5, CC 281)."""
    accounts_ref: str | None = None
    """Where the accounts are published (CC 281, 282)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingPlan:
    """Everything one funding file says."""

    id: str
    name: str
    kind: str
    """A name in the registry of site kinds."""
    first_year: int
    last_year: int
    sources: tuple[Source, ...]
    items: tuple[Item, ...]
    votes: tuple[Vote, ...]

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    def source(self, id: str) -> Source:
        """:raises KeyError: no source has this id."""
        return {source.id: source for source in self.sources}[id]

    def votes_of(self, source: Source) -> tuple[Vote, ...]:
        return tuple(vote for vote in self.votes if vote.id in source.votes)

    def items_of(self, source: Source) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.source == source.id)
