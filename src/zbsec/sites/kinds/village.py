"""A village: the notice speaks of its outdoor approach roads only."""

from __future__ import annotations

from zbsec.sites.capability import Capability
from zbsec.sites.kinds import _offers as offers
from zbsec.sites.kinds._rule import NOTICE, Modality, Rule, SiteKind, Today
from zbsec.sites.kinds._shared import HEALTH_CODE
from zbsec.sites.places import Location
from zbsec.sites.text import Text

CLAUSE = f"{NOTICE}, part 2 (建设内容), 村庄"
OUTDOORS = (Location.ARTERIAL_JUNCTION, Location.KEY_ROAD_SECTION, Location.COMPLEX_GROUND)

KIND = SiteKind(
    id="village",
    label=Text(en="village", zh="村庄"),
    starter="zbsec.sites:starters/village.toml.j2",
    rules=(
        Rule(
            id="R40",
            capability=Capability.PERSON_INFO_COLLECTOR,
            locations=OUTDOORS,
            modality=Modality.REQUIRED,
            today=Today.GOV,
            offer=offers.NO_OFFER_ON_ROADS,
            clause=CLAUSE,
            law="VSR 7(1); governance G91",
        ),
        Rule(
            id="R41",
            capability=Capability.VEHICLE_INFO_COLLECTOR,
            locations=OUTDOORS,
            modality=Modality.REQUIRED,
            today=Today.GOV,
            offer=offers.NO_OFFER_ON_ROADS,
            clause=CLAUSE,
            law="VSR 7(1); governance G91",
        ),
        Rule(
            id="R42",
            capability=Capability.FUSED_ANALYTICS,
            locations=(Location.SITE,),
            modality=Modality.REQUIRED,
            today=Today.REFUSE,
            offer=offers.ALARMS_OF_PLACES,
            clause=CLAUSE,
            law="PIPL 24, 26; NDR 16; governance 9.3, 9.5",
        ),
        HEALTH_CODE,
    ),
)
