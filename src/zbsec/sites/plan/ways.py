"""How people and fire engines get in and out: what the enclosure of an open estate has to know.

Everything hangs on one network: ways inside and outside the boundary, the passages through it, the doors of the
buildings, and the places that people walk to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec.sites.text import Labelled

if TYPE_CHECKING:
    from datetime import date

    from shapely import LineString

Point = tuple[float, float]


class Traffic(Labelled):
    """Who a passage lets through."""

    PEDESTRIAN = "pedestrian", "pedestrians", "行人"
    VEHICLE = "vehicle", "vehicles", "车辆"
    BOTH = "both", "pedestrians and vehicles", "人车"

    @property
    def on_foot(self) -> bool:
        return self is not Traffic.VEHICLE

    @property
    def by_car(self) -> bool:
        return self is not Traffic.PEDESTRIAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A way through the boundary that stands open today."""

    id: str
    at: Point
    width_m: float
    """Clear width."""
    traffic: Traffic
    clear_height_m: float | None = None
    """Under beams and branches; None: open to the sky."""
    close_cost: int = 0
    """What closing it costs, in yuan."""
    keep_cost: int = 0
    """What keeping it costs, such as a gate and its guard, in yuan."""
    fire_exit: bool = False
    """A marked escape exit or fire lane: nobody may close or block it (Fire Protection Law 28)."""
    public_road: bool = False
    """A town's public road runs through it: it is not the owners' (Civil Code 274)."""
    keep: str = ""
    """Another reason to leave it open, in the author's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A stretch of road or footpath. It meets what it crosses or ends at."""

    id: str
    line: LineString
    width_m: float
    clear_height_m: float | None = None
    bridge: bool = False
    """It crosses others without meeting them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """The door of a building."""

    id: str
    at: Point
    building: str
    households: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A place outside that people walk to: a bus stop, a school."""

    id: str
    at: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class EnclosureRules:
    """The limits that a closing of passages has to keep."""

    max_detour_m: float = 200.0
    """By how much any household's walk to any destination may grow."""
    emergency_width_m: float = 4.0
    """Clear width of passages and ways for fire engines: at least 4 m (GB 50016-2014 7.1.8)."""
    emergency_height_m: float = 4.0
    """Clear height, at least 4 m (the same clause)."""
    emergency_accesses: int = 2
    """By how many passages with separate routes a fire engine must be able to reach each building."""
    emergency_reach_m: float = 10.0
    """From the edge of such a way to the door at most; a planning value, after GB 50016-2014 7.2.2."""
    persons_per_household: float = 2.62
    """The mean of the seventh national census of 2020."""
    egress_flow: float = 0.8
    """Persons a metre of clear width and second; a planning value of this library, not a figure of a standard."""
    egress_time_s: float = 480.0
    """In which everybody must be able to leave; likewise a planning value."""


class Matter(Labelled):
    """The matters of Civil Code 278 as which the closing may have been put to the vote."""

    FUND_USE = "5", "use of the maintenance fund", "使用维修资金"
    FUND_RAISING = "6", "raising of the maintenance fund", "筹集维修资金"
    REBUILDING = "7", "rebuilding of ancillary facilities", "改建、重建附属设施"
    COMMON_PARTS = "8", "change of use of common parts", "改变共有部分的用途"
    OTHER = "9", "other major matter", "其他重大事项"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """The evidence of the owners' vote. The library reads figures; it proves no paper genuine."""

    matter: Matter
    owners: int
    area_m2: float
    owners_voting: int
    area_voting_m2: float
    owners_for: int
    area_for_m2: float
    held_on: date
    ref: str
    """Where the minutes and the count are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Everything a plan says about getting in and out."""

    passages: tuple[Passage, ...] = ()
    ways: tuple[Way, ...] = ()
    entrances: tuple[Entrance, ...] = ()
    destinations: tuple[Destination, ...] = ()
    rules: EnclosureRules = EnclosureRules()
    vote: Vote | None = None
