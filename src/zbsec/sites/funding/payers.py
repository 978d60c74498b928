"""Who pays, and who may pay under each funding mode of the notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.sites.text import Labelled

if TYPE_CHECKING:
    from collections.abc import Mapping


class Payer(Labelled):
    """Who bears a part of the cost. Draft and final text differ on 物业、维修资金: they are two payers."""

    DEVELOPER = "developer", "developer", "开发建设单位"
    OWNERS = "owners", "owners", "业主"
    COMMON_INCOME = "common_income", "income from common parts", "公共收益"
    MAINTENANCE_FUND = "maintenance_fund", "maintenance fund", "维修资金"
    PROPERTY_COMPANY = "property_company", "property company", "物业服务人"
    CITY = "city", "city", "市级财政"
    COUNTY = "county", "county or district", "区县财政"
    TOWN = "town", "town or street office", "镇（街道）"
    VILLAGE = "village", "village or residents' body", "村（居）"
    UNIT = "unit", "the unit itself", "本单位"
    CONTRACTOR = "contractor", "contractor's concession", "建设方让利"


PUBLIC = frozenset({Payer.CITY, Payer.COUNTY, Payer.TOWN, Payer.VILLAGE})
_HELP = PUBLIC | {Payer.CONTRACTOR}
"""The general formula: fiscal subsidy, street or community, and a concession may lighten any mode but F1 and F4."""

PAYERS: Mapping[str, frozenset[Payer]] = {
    "F1": frozenset({Payer.DEVELOPER}),
    "F2": frozenset({Payer.COMMON_INCOME, Payer.OWNERS, Payer.PROPERTY_COMPANY}) | _HELP,
    "F2b": frozenset({Payer.MAINTENANCE_FUND, Payer.OWNERS, Payer.PROPERTY_COMPANY}) | _HELP,
    "F3": _HELP,
    "F4": frozenset({Payer.UNIT, Payer.CONTRACTOR}),
    "F5": frozenset({Payer.OWNERS, Payer.MAINTENANCE_FUND}) | _HELP,
    "F6": frozenset(Payer) - {Payer.CONTRACTOR},
}
"""By mode. Under F6 the contractor pays first, and these pay back."""
