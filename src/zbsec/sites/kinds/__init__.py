"""The table of site kinds: one file and one line each."""

from __future__ import annotations

from zbsec._registry import Registry
from zbsec._text import two
from zbsec.sites.kinds._rule import NOTICE, NOTICE_FROM, NOTICE_TO, Modality, Option, Rule, SiteKind, Today

KINDS = Registry(
    two("site kind", "场所类别"),
    group="zbsec.site_kinds",
    table={
        "estate_gated": "zbsec.sites.kinds.estate_gated:KIND",
        "estate_new": "zbsec.sites.kinds.estate_new:KIND",
        "estate_open_old": "zbsec.sites.kinds.estate_open_old:KIND",
        "org_compound": "zbsec.sites.kinds.org_compound:KIND",
        "other_key_sector": "zbsec.sites.kinds.other_key_sector:KIND",
        "single_building": "zbsec.sites.kinds.single_building:KIND",
        "village": "zbsec.sites.kinds.village:KIND",
    },
)

"""Every row is a ``SiteKind``."""

__all__ = ["KINDS", "NOTICE", "NOTICE_FROM", "NOTICE_TO", "Modality", "Option", "Rule", "SiteKind", "Today"]
