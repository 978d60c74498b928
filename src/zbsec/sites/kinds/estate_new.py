"""A newly built estate: the developer pays, and hands over only what passed acceptance."""

from __future__ import annotations

from zbsec.sites.capability import Capability
from zbsec.sites.kinds import _offers as offers
from zbsec.sites.kinds._rule import NOTICE, Modality, Rule, SiteKind, Today
from zbsec.sites.kinds._shared import HEALTH_CODE
from zbsec.sites.places import Location
from zbsec.sites.text import Text

CLAUSE = f"{NOTICE}, part 2 (建设内容), 新建小区"
EVERYWHERE = (Location.ENTRY_PASSAGE, Location.CAR_PARK, Location.PUBLIC_AREA)

KIND = SiteKind(
    id="estate_new",
    label=Text(en="new estate", zh="新建小区"),
    starter="zbsec.sites:starters/estate_new.toml.j2",
    blocks_delivery=True,
    rules=(
        Rule(
            id="R01",
            capability=Capability.SMART_DOOR,
            locations=EVERYWHERE,
            modality=Modality.REQUIRED,
            today=Today.KEEP,
            offer=offers.CONTROLLED_DOOR,
            clause=CLAUSE,
            law="GB 55029 3.5.3",
        ),
        Rule(
            id="R02",
            capability=Capability.VEHICLE_RECOGNITION,
            locations=EVERYWHERE,
            modality=Modality.REQUIRED,
            today=Today.GATE,
            offer=offers.REGISTERED_PLATES,
            clause=CLAUSE,
            law="PIPL 6, 13; governance G01",
        ),
        Rule(
            id="R03",
            capability=Capability.FACE_RECOGNITION,
            locations=EVERYWHERE,
            modality=Modality.REQUIRED,
            today=Today.GATE,
            offer=offers.FACE_AS_ONE_METHOD,
            clause=CLAUSE,
            law="PIPL 28; FRM 4, 10; governance section 3",
        ),
        Rule(
            id="R04",
            capability=Capability.VIDEO,
            locations=EVERYWHERE,
            modality=Modality.REQUIRED,
            today=Today.KEEP,
            offer=offers.VIDEO,
            clause=CLAUSE,
            law="VSR 9, 13; PIPL 26",
        ),
        Rule(
            id="R05",
            capability=Capability.UNNOTICED_MULTI_COLLECT,
            locations=EVERYWHERE,
            modality=Modality.REQUIRED,
            today=Today.REFUSE,
            offer=offers.PRESENTED_CREDENTIAL,
            clause=CLAUSE,
            law="PIPL 7, 13, 28; NDR 8, 24; governance 9.1",
        ),
        Rule(
            id="R06",
            capability=Capability.PERSON_VEHICLE_SMART_ID,
            locations=EVERYWHERE,
            modality=Modality.REQUIRED,
            today=Today.NARROW,
            offer=offers.ENROLLED_ONLY,
            clause=CLAUSE,
            law="PIPL 6, 28; NDR 24; governance G31",
        ),
        HEALTH_CODE,
    ),
)
