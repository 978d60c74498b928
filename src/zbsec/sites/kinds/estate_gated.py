"""An existing estate with a closed perimeter."""

from __future__ import annotations

from zbsec.sites.capability import Capability
from zbsec.sites.kinds import _offers as offers
from zbsec.sites.kinds._rule import NOTICE, Modality, Rule, SiteKind, Today
from zbsec.sites.kinds._shared import HEALTH_CODE
from zbsec.sites.places import Location
from zbsec.sites.text import Text

CLAUSE = f"{NOTICE}, part 2 (建设内容), 封闭式小区"
SHARED = (Location.CAR_PARK, Location.PUBLIC_AREA)

KIND = SiteKind(
    id="estate_gated",
    label=Text(en="gated estate", zh="封闭式小区"),
    starter="zbsec.sites:starters/estate_gated.toml.j2",
    rules=(
        Rule(
            id="R10",
            capability=Capability.FACE_TURNSTILE,
            locations=(Location.ENTRY_PASSAGE,),
            modality=Modality.REQUIRED,
            today=Today.GATE,
            offer=offers.FACE_AS_ONE_METHOD,
            clause=CLAUSE,
            law="PIPL 28; FRM 4, 10; governance G20, section 3",
        ),
        Rule(
            id="R11",
            capability=Capability.VEHICLE_BARRIER,
            locations=(Location.ENTRY_PASSAGE,),
            modality=Modality.REQUIRED,
            today=Today.KEEP,
            offer=offers.BARRIER,
            clause=CLAUSE,
            law="GB 55029 3.5.4",
        ),
        Rule(
            id="R12",
            capability=Capability.PERSON_INFO_COLLECTOR,
            locations=SHARED,
            modality=Modality.REQUIRED,
            today=Today.NARROW,
            offer=offers.ORDINARY_VIDEO,
            clause=CLAUSE,
            law="PIPL 6, 26; NDR 24; governance G31",
        ),
        Rule(
            id="R13",
            capability=Capability.VEHICLE_INFO_COLLECTOR,
            locations=SHARED,
            modality=Modality.REQUIRED,
            today=Today.GATE,
            offer=offers.REGISTERED_PLATES,
            clause=CLAUSE,
            law="PIPL 6, 13; governance G01",
        ),
        Rule(
            id="R14",
            capability=Capability.PERIMETER_PROTECTION,
            locations=(Location.PERIMETER,),
            modality=Modality.PROMOTED,
            today=Today.KEEP,
            offer=offers.PERIMETER,
            clause=CLAUSE,
            law="GB 55029 3.5.1",
        ),
        Rule(
            id="R15",
            capability=Capability.E_PATROL,
            locations=(Location.SITE,),
            modality=Modality.PROMOTED,
            today=Today.KEEP,
            offer=offers.PATROL,
            clause=CLAUSE,
            law="GB 55029 3.5.7",
        ),
        Rule(
            id="R16",
            capability=Capability.BEHAVIOUR_ANOMALY,
            locations=(Location.SITE,),
            modality=Modality.PROMOTED,
            today=Today.NARROW,
            offer=offers.PLACE_EVENTS,
            clause=CLAUSE,
            law="PIPL 6, 24; governance 9.5",
        ),
        Rule(
            id="R17",
            capability=Capability.RISK_IDENTIFICATION,
            locations=(Location.SITE,),
            modality=Modality.PROMOTED,
            today=Today.REFUSE,
            offer=offers.EQUIPMENT_RISKS,
            clause=CLAUSE,
            law="PIPL 24, 28, 73(2); governance 9.5",
        ),
        Rule(
            id="R18",
            capability=Capability.PANORAMA,
            locations=(Location.SITE,),
            modality=Modality.CONDITIONAL,
            today=Today.KEEP,
            offer=offers.PANORAMA,
            clause=CLAUSE,
            law="VSR 13; CC 1033; governance G33",
        ),
        Rule(
            id="R19",
            capability=Capability.UNNOTICED_MULTI_COLLECT,
            locations=(Location.SITE,),
            modality=Modality.CONDITIONAL,
            today=Today.REFUSE,
            offer=offers.PRESENTED_CREDENTIAL,
            clause=CLAUSE,
            law="PIPL 7, 13, 28; NDR 8, 24; governance 9.1",
        ),
        Rule(
            id="R20",
            capability=Capability.SMART_KIOSK,
            locations=(Location.UNATTENDED_ENTRANCE,),
            modality=Modality.REQUIRED,
            today=Today.KEEP,
            offer=offers.KIOSK,
            clause=CLAUSE,
            law="GB 55029 3.1.4(1)",
        ),
        Rule(
            id="R21",
            capability=Capability.ONE_TOUCH_CALL,
            locations=(Location.UNATTENDED_ENTRANCE,),
            modality=Modality.REQUIRED,
            today=Today.KEEP,
            offer=offers.KIOSK,
            clause=CLAUSE,
            law="PIPL 24; governance G22",
        ),
        Rule(
            id="R22",
            capability=Capability.VISITOR_INFO,
            locations=(Location.UNATTENDED_ENTRANCE,),
            modality=Modality.REQUIRED,
            today=Today.GATE,
            offer=offers.VISITORS,
            clause=CLAUSE,
            law="PIPL 6, 19; governance G01",
        ),
        HEALTH_CODE,
    ),
)
