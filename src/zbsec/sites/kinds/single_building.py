"""A single block of flats or offices."""

from __future__ import annotations

from zbsec.sites.kinds._rule import NOTICE, Modality, Option, SiteKind
from zbsec.sites.kinds._shared import HEALTH_CODE, open_to_people
from zbsec.sites.text import Text

CLAUSE = f"{NOTICE}, part 2 (建设内容), 单体公寓楼、商务办公楼"

KIND = SiteKind(
    id="single_building",
    label=Text(en="single building", zh="单体公寓楼、商务办公楼"),
    starter="zbsec.sites:starters/single_building.toml.j2",
    options=(
        Option(
            name="use",
            choices=("apartment", "office"),
            label=Text(en="what the building is used for", zh="楼宇用途"),
        ),
    ),
    rules=(
        *open_to_people("R6", CLAUSE, Modality.CONDITIONAL),
        HEALTH_CODE,
    ),
)
