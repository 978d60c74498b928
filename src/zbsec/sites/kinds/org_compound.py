"""The compound of a firm, an authority or an institution."""

from __future__ import annotations

from zbsec.sites.capability import Capability
from zbsec.sites.kinds import _offers as offers
from zbsec.sites.kinds._rule import NOTICE, Modality, Rule, SiteKind, Today
from zbsec.sites.kinds._shared import HEALTH_CODE, open_to_people
from zbsec.sites.places import Location
from zbsec.sites.text import Text

CLAUSE = f"{NOTICE}, part 2 (建设内容), 企业、机关事业单位"

KIND = SiteKind(
    id="org_compound",
    label=Text(en="compound of a firm or institution", zh="企业、机关事业单位"),
    starter="zbsec.sites:starters/org_compound.toml.j2",
    rules=(
        *open_to_people("R5", CLAUSE, Modality.CONDITIONAL),
        Rule(
            id="R54",
            capability=Capability.DATA_LINK,
            locations=(Location.SITE,),
            modality=Modality.REQUIRED,
            today=Today.GATE,
            offer=offers.UPLINK,
            clause=CLAUSE,
            law="PIPL 23; FRM 8; governance G40, G67, section 4",
        ),
        Rule(
            id="R55",
            capability=Capability.TRACE_EVERYTHING,
            locations=(Location.SITE,),
            modality=Modality.GOAL,
            today=Today.REFUSE,
            offer=offers.ASSET_COVERAGE,
            clause=CLAUSE,
            law="PIPL 6, 28; governance 9.3",
        ),
        HEALTH_CODE,
    ),
)
