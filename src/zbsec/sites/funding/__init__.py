"""What a site costs and who pays: the funding modes of the notice, worked out year by year to the fen.

``load`` reads a funding file, ``work_out`` gives the budget: payments by year and payer, schedules of a contractor's
advance, and the votes and papers that the law asks for first.
"""

from zbsec.sites.funding.budget import Advance, Budget, Payment, Use, work_out
from zbsec.sites.funding.chart import chart
from zbsec.sites.funding.conditions import Condition
from zbsec.sites.funding.load import load
from zbsec.sites.funding.model import FundingPlan, Item, Source
from zbsec.sites.funding.money import split
from zbsec.sites.funding.payers import PAYERS, Payer
from zbsec.sites.funding.repay import BuyBack, Instalment, Lease, Method
from zbsec.sites.funding.votes import Matter, Vote

__all__ = [
    "PAYERS",
    "Advance",
    "Budget",
    "BuyBack",
    "Condition",
    "FundingPlan",
    "Instalment",
    "Item",
    "Lease",
    "Matter",
    "Method",
    "Payer",
    "Payment",
    "Source",
    "Use",
    "Vote",
    "chart",
    "load",
    "split",
    "work_out",
]
