"""Another key sector, as far as its parts are open to the public."""

from __future__ import annotations

from zbsec.sites.kinds._rule import NOTICE, Modality, Option, SiteKind
from zbsec.sites.kinds._shared import HEALTH_CODE, open_to_people
from zbsec.sites.text import Text

CLAUSE = f"{NOTICE}, part 2 (建设内容), 其它重点行业、领域"

KIND = SiteKind(
    id="other_key_sector",
    label=Text(en="other key sector", zh="其它重点行业、领域"),
    starter="zbsec.sites:starters/other_key_sector.toml.j2",
    options=(Option(name="sector", choices=(), label=Text(en="which sector", zh="所属行业、领域")),),
    rules=(
        *open_to_people("R7", CLAUSE, Modality.AS_NEEDED),
        HEALTH_CODE,
    ),
)
