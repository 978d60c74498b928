"""Rules that several kinds repeat word for word."""

from __future__ import annotations

from zbsec.sites.capability import Capability
from zbsec.sites.kinds import _offers as offers
from zbsec.sites.kinds._rule import NOTICE, Modality, Rule, Today
from zbsec.sites.places import Location

HEALTH_CODE = Rule(
    id="R80",
    capability=Capability.HEALTH_CODE_LINK,
    locations=(Location.SITE,),
    modality=Modality.DUTY,
    today=Today.VOID,
    offer=offers.NOTHING,
    clause=f"{NOTICE}, part 5 (职责分工)",
    law="no data purpose is left; PIPL 47",
)


def open_to_people(prefix: str, clause: str, others: Modality) -> tuple[Rule, ...]:
    """The four rules of units, single buildings and key sectors: ``prefix`` ``R5`` gives R50 to R53."""
    return (
        Rule(
            id=f"{prefix}0",
            capability=Capability.FACE_CAPTURE,
            locations=(Location.PERSON_ENTRANCE,),
            modality=Modality.REQUIRED,
            today=Today.NARROW,
            offer=offers.STAFF_FACE,
            clause=clause,
            law="PIPL 6, 28; FRM 4, 10; NDR 24; governance G02, G20, G31",
        ),
        Rule(
            id=f"{prefix}1",
            capability=Capability.PLATE_CAPTURE,
            locations=(Location.VEHICLE_ENTRANCE,),
            modality=Modality.REQUIRED,
            today=Today.GATE,
            offer=offers.REGISTERED_PLATES,
            clause=clause,
            law="PIPL 6, 13; governance G01",
        ),
        Rule(
            id=f"{prefix}2",
            capability=Capability.SMART_VIDEO,
            locations=(Location.PUBLIC_CORRIDOR,),
            modality=Modality.REQUIRED,
            today=Today.KEEP,
            offer=offers.PLACE_EVENTS,
            clause=clause,
            law="VSR 9, 13; PIPL 26",
        ),
        Rule(
            id=f"{prefix}3",
            capability=Capability.OTHER_SECURITY,
            locations=(Location.SITE,),
            modality=others,
            today=Today.KEEP,
            offer=offers.OTHER_SECURITY,
            clause=clause,
            law="GB 55029 1.0.3",
        ),
    )
