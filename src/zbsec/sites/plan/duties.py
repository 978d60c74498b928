"""What an open estate owes to those who live there, and the sentences that say what would break."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from zbsec.sites.plan.faults import two
from zbsec.sites.text import Labelled

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from zbsec.sites.text import Text


class Duty(Labelled):
    """What a passage serves."""

    WALK = "walk", "walking detour", "步行绕行"
    EMERGENCY = "emergency", "access for fire engines", "消防车通达"
    EGRESS = "egress", "room to leave", "疏散能力"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """From one door to one destination."""

    entrance: str
    households: int
    destination: str
    today_m: float
    """With every passage open."""
    limit_m: float
    by_passage: Mapping[str, float]
    """How far it is through each passage, in metres; a passage that does not lead there is not listed."""

    def through(self, open_now: Set[str]) -> float:
        """The shortest walk through the open passages; infinite where there is none."""
        return min((length for name, length in self.by_passage.items() if name in open_now), default=inf)


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """Doors and passages that are joined inside the boundary."""

    passages: frozenset[str]
    persons: float
    needed_m: float
    """Clear width through which all of them leave in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """One requirement that does not hold."""

    duty: Duty
    subject: str
    message: Text


def few_accesses(building: str, found: int, asked: int) -> Broken:
    said = two(
        f"building {building}: fire engines have {found} separate way{'' if found == 1 else 's'} in, {asked} needed",
        f"{building} 号建筑：消防车独立通达路线 {found} 条，应有 {asked} 条",
    )
    return Broken(duty=Duty.EMERGENCY, subject=building, message=said)


def long_walk(walk: Walk, length: float) -> Broken:
    en, zh = (
        f"door {walk.entrance} ({walk.households} households)",
        f"{walk.entrance} 出入口（{walk.households} 户）",
    )
    if length == inf:
        said = two(f"{en} has no walk to {walk.destination}", f"{zh}无法步行到达 {walk.destination}")
    else:
        said = two(
            f"{en} walks {length:.0f} m to {walk.destination} instead of {walk.today_m:.0f} m; "
            f"{walk.limit_m:.0f} m is the limit",
            f"{zh}步行至 {walk.destination} 由 {walk.today_m:.0f} 米增至 {length:.0f} 米，限值 {walk.limit_m:.0f} 米",
        )
    return Broken(duty=Duty.WALK, subject=walk.entrance, message=said)


def narrow(court: Court, width: float) -> Broken:
    said = two(
        f"{court.persons:.0f} people need {court.needed_m:.1f} m of clear width to leave in time, {width:.1f} m stay",
        f"{court.persons:.0f} 人及时疏散需净宽 {court.needed_m:.1f} 米，现余 {width:.1f} 米",
    )
    return Broken(duty=Duty.EGRESS, subject=", ".join(sorted(court.passages)), message=said)
