"""An old estate that is open or half open: closed where that can be done, else left as it is."""

from __future__ import annotations

from zbsec.sites.capability import Capability
from zbsec.sites.kinds import _offers as offers
from zbsec.sites.kinds import estate_gated
from zbsec.sites.kinds._rule import NOTICE, Modality, Option, Rule, SiteKind, Today
from zbsec.sites.kinds._shared import HEALTH_CODE
from zbsec.sites.places import Location
from zbsec.sites.text import Text

CLAUSE = f"{NOTICE}, part 2 (建设内容), 开放式/半封闭式老旧小区"
OUTDOORS = (Location.ARTERIAL_JUNCTION, Location.KEY_ROAD_SECTION, Location.COMPLEX_GROUND)
CLOSABLE = ("closable", True)
NOT_CLOSABLE = ("closable", False)
AS_GATED = tuple(rule._replace(via="R31", when=CLOSABLE) for rule in estate_gated.KIND.rules if rule is not HEALTH_CODE)

KIND = SiteKind(
    id="estate_open_old",
    label=Text(en="open old estate", zh="开放式/半封闭式老旧小区"),
    starter="zbsec.sites:starters/estate_open_old.toml.j2",
    options=(
        Option(
            name="closable",
            choices=(True, False),
            label=Text(en="can the surplus passages be closed", zh="是否具备封闭条件"),
        ),
    ),
    rules=(
        Rule(
            id="R30",
            capability=Capability.CLOSE_PASSAGE,
            locations=(Location.SURPLUS_PASSAGE,),
            modality=Modality.REQUIRED,
            today=Today.KEEP,
            offer=offers.CLOSING,
            clause=CLAUSE,
            law="CC 278; GB 55029 3.1.6",
            when=CLOSABLE,
        ),
        Rule(
            id="R31",
            capability=Capability.AS_GATED,
            locations=(Location.SITE,),
            modality=Modality.REQUIRED,
            today=Today.KEEP,
            offer=offers.AS_GATED,
            clause=CLAUSE,
            law="R10 to R22, each as it stands today",
            when=CLOSABLE,
        ),
        *AS_GATED,
        Rule(
            id="R32",
            capability=Capability.FACE_CAPTURE,
            locations=OUTDOORS,
            modality=Modality.REQUIRED,
            today=Today.REFUSE,
            offer=offers.NO_OFFER_ON_ROADS,
            clause=CLAUSE,
            law="VSR 7(1); PIPL 26; NDR 24; governance 9.4",
            when=NOT_CLOSABLE,
        ),
        Rule(
            id="R33",
            capability=Capability.PLATE_CAPTURE,
            locations=OUTDOORS,
            modality=Modality.REQUIRED,
            today=Today.GOV,
            offer=offers.OWN_ROADS,
            clause=CLAUSE,
            law="VSR 7(1); governance G91",
            when=NOT_CLOSABLE,
        ),
        HEALTH_CODE,
    ),
)
