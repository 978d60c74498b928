"""Where things stand, and which law speaks about that place (State Council Order 799, VSR)."""

from __future__ import annotations

from enum import StrEnum

from zbsec.sites.text import Labelled


class Location(Labelled):
    """The parts of a site that the rules speak about, and the interiors where nobody may film."""

    SITE = "site", "whole site", "全场所"
    ENTRY_PASSAGE = "entry_passage", "entry passage", "进出通道"
    UNATTENDED_ENTRANCE = "unattended_entrance", "unattended entrance", "无人值守出入口"
    PERSON_ENTRANCE = "person_entrance", "entrance for persons", "人员出入口"
    VEHICLE_ENTRANCE = "vehicle_entrance", "entrance for vehicles", "车辆出入口"
    CAR_PARK = "car_park", "car park", "停车场"
    PUBLIC_AREA = "public_area", "shared area", "公共区域"
    PUBLIC_CORRIDOR = "public_corridor", "shared corridor", "公共通道"
    KEY_PART = "key_part", "key part", "重点部位"
    PERIMETER = "perimeter", "perimeter", "周界"
    SURPLUS_PASSAGE = "surplus_passage", "surplus passage", "不必要的出入通道"
    ARTERIAL_JUNCTION = "arterial_junction", "junction of a through road", "交通要道路口"
    KEY_ROAD_SECTION = "key_road_section", "key road section", "重要节点路段"
    COMPLEX_GROUND = "complex_ground", "complex ground", "复杂场地"

    GUEST_ROOM = "guest_room", "guest room", "客房"
    PRIVATE_DINING_ROOM = "private_dining_room", "private dining room", "包间"
    DORMITORY_ROOM = "dormitory_room", "dormitory or rest room", "宿舍、休息室"
    BATH = "bath", "public bath", "公共浴室"
    TOILET = "toilet", "toilet", "卫生间"
    CHANGING_ROOM = "changing_room", "changing room", "更衣室"
    NURSING_ROOM = "nursing_room", "nursing room", "哺乳室"
    FITTING_ROOM = "fitting_room", "fitting room", "试衣间"
    DWELLING = "dwelling", "inside a dwelling", "住宅内部"

    @property
    def private_interior(self) -> bool:
        """Whether nobody may film or listen there, consent or not (VSR 8; FRM 13; governance G90)."""
        return self in _PRIVATE

    def includes(self, other: Location) -> bool:
        """Whether what stands at ``other`` stands at this location too: an unattended entrance is an entry passage."""
        return self in (other, Location.SITE) or (self is Location.ENTRY_PASSAGE and other in _ENTRANCES)


_PRIVATE = frozenset(
    {
        Location.GUEST_ROOM,
        Location.PRIVATE_DINING_ROOM,
        Location.DORMITORY_ROOM,
        Location.BATH,
        Location.TOILET,
        Location.CHANGING_ROOM,
        Location.NURSING_ROOM,
        Location.FITTING_ROOM,
        Location.DWELLING,
    }
)
_ENTRANCES = frozenset({Location.UNATTENDED_ENTRANCE, Location.PERSON_ENTRANCE, Location.VEHICLE_ENTRANCE})


class InstallerRole(StrEnum):
    """In which right somebody puts up a camera (VSR 7, 9, 33)."""

    GOVERNMENT = "government"
    """A government department of county level or above."""
    OPERATOR = "operator"
    """The unit responsible for running the place."""
    SECURITY_DUTY = "security_duty"
    """Who has the duty of security there, such as the property service provider."""
    OTHER = "other"


class Regime(Labelled):
    """Which article of Order 799 governs a place."""

    ART7_GOV = "art7_gov", "public road or key public place, VSR 7(1)", "城乡主要路段等（第七条第一款）"
    ART7_OPERATOR = (
        "art7_operator",
        "place open to the public with an operator, VSR 7(2)",
        "经营管理场所（第七条第二款）",
    )
    ART9_OTHER_PUBLIC = "art9_other_public", "other public place, VSR 9", "其他公共场所（第九条）"
    ART33_NON_PUBLIC = "art33_non_public", "no public place, VSR 33", "非公共场所（第三十三条）"
    UNKNOWN = "unknown", "not classified yet", "尚未归类"

    @property
    def public(self) -> bool:
        """Whether the place is public, so that signs are owed (VSR 13)."""
        return self in (Regime.ART7_GOV, Regime.ART7_OPERATOR, Regime.ART9_OTHER_PUBLIC)

    @property
    def installers(self) -> frozenset[InstallerRole]:
        """Who may install there; empty for a place that is not classified."""
        return _INSTALLERS[self]


_INSTALLERS = {
    Regime.ART7_GOV: frozenset({InstallerRole.GOVERNMENT}),
    Regime.ART7_OPERATOR: frozenset({InstallerRole.OPERATOR}),
    Regime.ART9_OTHER_PUBLIC: frozenset({InstallerRole.SECURITY_DUTY}),
    Regime.ART33_NON_PUBLIC: frozenset(InstallerRole),
    Regime.UNKNOWN: frozenset[InstallerRole](),
}

REGIME_OF_LOCATION = {
    Location.ARTERIAL_JUNCTION: Regime.ART7_GOV,
    Location.KEY_ROAD_SECTION: Regime.ART7_GOV,
    Location.COMPLEX_GROUND: Regime.UNKNOWN,
}
"""Locations whose regime is not the site's own unless the zone says otherwise (an internal, owner-held road)."""
