"""Where things stand, and which law speaks about that place (State Council Order 799, VSR)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zbsec.sites.text import Labelled
from zbsec.sites.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zbsec.sites.text import Lang


class InstallerRole(Labelled):
    """In which right somebody puts up a camera (VSR 7, 9, 33)."""

    GOVERNMENT = "government", "government department of county level or above", "县级以上人民政府有关部门"
    OPERATOR = "operator", "unit responsible for running the place", "负有经营管理责任的单位"
    SECURITY_DUTY = "security_duty", "who has the duty of security there", "负有安全防范义务的单位或者个人"
    """Such as the property service provider."""
    OTHER = "other", "anybody else", "其他单位或者个人"


def told(roles: Iterable[InstallerRole], lang: Lang) -> str:
    """Roles as they are written in a file, each with its name."""
    if lang == "zh":
        return "、".join(f"{role.value}（{role.zh}）" for role in sorted(roles))
    return ", ".join(f"{role.value} ({role.en})" for role in sorted(roles))


class Regime(Labelled):
    """Which article of Order 799 governs a place. What follows from each is ``REGIME_DUTIES``."""

    ART7_GOV = "art7_gov", "public road or key public place, VSR 7(1)", "城乡主要路段等（第七条第一款）"
    ART7_OPERATOR = (
        "art7_operator",
        "place open to the public with an operator, VSR 7(2)",
        "经营管理场所（第七条第二款）",
    )
    ART9_OTHER_PUBLIC = "art9_other_public", "other public place, VSR 9", "其他公共场所（第九条）"
    ART33_NON_PUBLIC = "art33_non_public", "no public place, VSR 33", "非公共场所（第三十三条）"
    ART8_FORBIDDEN = "art8_forbidden", "private interior, VSR 8", "禁止安装的私密场所（第八条）"
    UNKNOWN = "unknown", "not classified yet", "尚未归类"

    @property
    def public(self) -> bool:
        """Whether the place is public, so that signs are owed (VSR 13)."""
        return self in (Regime.ART7_GOV, Regime.ART7_OPERATOR, Regime.ART9_OTHER_PUBLIC)

    @property
    def article_7(self) -> bool:
        """Whether the place is one of VSR 7, which filing and retention bind (VSR 14, 17)."""
        return self in (Regime.ART7_GOV, Regime.ART7_OPERATOR)

    @property
    def installers(self) -> frozenset[InstallerRole]:
        """Who may install there; empty for a private interior and for a place that is not classified."""
        return _INSTALLERS.get(self, frozenset())


_INSTALLERS = {
    Regime.ART7_GOV: frozenset({InstallerRole.GOVERNMENT}),
    Regime.ART7_OPERATOR: frozenset({InstallerRole.OPERATOR}),
    Regime.ART9_OTHER_PUBLIC: frozenset({InstallerRole.SECURITY_DUTY}),
    Regime.ART33_NON_PUBLIC: frozenset(InstallerRole),
}


class Place(NamedTuple):
    """What is known of a location, wherever it is."""

    en: str
    zh: str
    within: str | None = None
    """Code of the location that it is a case of: an unattended entrance is an entry passage."""
    regime: Regime | None = None
    """Its regime where that is not the site's own, unless the zone says otherwise."""
    private_interior: bool = False
    """Whether nobody may film or listen there, consent or not (VSR 8; FRM 13; governance G90)."""
    faces: bool = True
    """Whether a face method may stand there at all (governance 9.6)."""
    optional: bool = False
    """Whether a site need not have one; what a rule asks for there then does not arise."""


class Location(Vocabulary):
    """The parts of a site that the rules speak about, and the interiors where nobody may film.

    Other packages add theirs in entry-point group ``zbsec.site_locations``, each a ``Place``.
    """

    SITE = "site", Place("whole site", "全场所")
    ENTRY_PASSAGE = "entry_passage", Place("entry passage", "进出通道")
    UNATTENDED_ENTRANCE = (
        "unattended_entrance",
        Place("unattended entrance", "无人值守出入口", within="entry_passage", optional=True),
    )
    PERSON_ENTRANCE = "person_entrance", Place("entrance for persons", "人员出入口", within="entry_passage")
    VEHICLE_ENTRANCE = (
        "vehicle_entrance",
        Place("entrance for vehicles", "车辆出入口", within="entry_passage", optional=True),
    )
    CAR_PARK = "car_park", Place("car park", "停车场", faces=False, optional=True)
    PUBLIC_AREA = "public_area", Place("shared area", "公共区域")
    PUBLIC_CORRIDOR = "public_corridor", Place("shared corridor", "公共通道")
    KEY_PART = "key_part", Place("key part", "重点部位")
    PERIMETER = "perimeter", Place("perimeter", "周界")
    SURPLUS_PASSAGE = "surplus_passage", Place("surplus passage", "不必要的出入通道", optional=True)
    ARTERIAL_JUNCTION = (
        "arterial_junction",
        Place("junction of a through road", "交通要道路口", regime=Regime.ART7_GOV, faces=False, optional=True),
    )
    KEY_ROAD_SECTION = (
        "key_road_section",
        Place("key road section", "重要节点路段", regime=Regime.ART7_GOV, faces=False, optional=True),
    )
    COMPLEX_GROUND = (
        "complex_ground",
        Place("complex ground", "复杂场地", regime=Regime.UNKNOWN, faces=False, optional=True),
    )

    GUEST_ROOM = "guest_room", Place("guest room", "客房", private_interior=True)
    PRIVATE_DINING_ROOM = "private_dining_room", Place("private dining room", "包间", private_interior=True)
    DORMITORY_ROOM = "dormitory_room", Place("dormitory or rest room", "宿舍、休息室", private_interior=True)
    BATH = "bath", Place("public bath", "公共浴室", private_interior=True)
    TOILET = "toilet", Place("toilet", "卫生间", private_interior=True)
    CHANGING_ROOM = "changing_room", Place("changing room", "更衣室", private_interior=True)
    NURSING_ROOM = "nursing_room", Place("nursing room", "哺乳室", private_interior=True)
    FITTING_ROOM = "fitting_room", Place("fitting room", "试衣间", private_interior=True)
    DWELLING = "dwelling", Place("inside a dwelling", "住宅内部", private_interior=True)

    @classmethod
    def group(cls) -> str:
        return "zbsec.site_locations"

    @property
    def place(self) -> Place:
        facts: Place = self.facts
        return facts

    @property
    def private_interior(self) -> bool:
        """Whether nobody may film or listen there, consent or not (VSR 8; FRM 13; governance G90)."""
        return self.place.private_interior

    @property
    def regime(self) -> Regime | None:
        """The regime that the place itself has; None: that of its site."""
        return Regime.ART8_FORBIDDEN if self.private_interior else self.place.regime

    def includes(self, other: Location) -> bool:
        """Whether what stands at ``other`` stands at this location too: an unattended entrance is an entry passage."""
        return self in (other, Location.SITE) or other.place.within == self
