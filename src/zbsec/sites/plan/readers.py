"""From one raw feature to one value of the plan: a function for each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from zbsec.sites.plan import geometry
from zbsec.sites.plan.classes import PixelClass
from zbsec.sites.plan.faults import two
from zbsec.sites.plan.model import Camera, Candidate, Lens, LimitedArea, Mask, Obstacle, Privacy, WantedArea
from zbsec.sites.plan.ways import Destination, EnclosureRules, Entrance, Matter, Passage, Traffic, Vote, Way

if TYPE_CHECKING:
    from collections.abc import Callable

    from zbsec.sites.plan.feature import Feature
    from zbsec.sites.plan.frame import Frame

M = TypeVar("M")

DISCERN = 80.0
"""Where nobody may be identified: below the class discern of IEC 62676-4:2025, unless the plan says otherwise."""
_TALL = 1000.0


def building(feature: Feature, frame: Frame) -> Obstacle | None:
    return _obstacle(feature, geometry.areas(feature, frame), is_building=True)


def wall(feature: Feature, frame: Frame) -> Obstacle | None:
    return _obstacle(feature, geometry.lines(feature, frame), is_building=False)


def camera(feature: Feature, frame: Frame) -> Camera | None:
    at = geometry.point(feature, frame)
    facts = {
        "height_m": feature.number("height_m", low=0.2, high=200, unit="m"),
        "azimuth_deg": feature.number("azimuth_deg", low=-360, high=360),
        "tilt_deg": feature.number("tilt_deg", low=-60, high=90),
        "lens": _lens(feature),
        "range_m": feature.optional_number("range_m", low=1, high=5000, unit="m"),
    }
    return _made(feature, Camera, at and {"x": at[0], "y": at[1], **facts})


def candidate(feature: Feature, frame: Frame) -> Candidate | None:
    at = geometry.point(feature, frame)
    step = feature.number("azimuth_step_deg", low=5, high=180, default=30)
    azimuths = feature.numbers("azimuths_deg", low=-360, high=360)
    facts = {
        "height_m": feature.number("height_m", low=0.2, high=200, unit="m"),
        "lens": _lens(feature),
        "azimuths_deg": azimuths or _around(step),
        "tilts_deg": feature.numbers("tilts_deg", low=-60, high=90) or (15.0, 30.0),
        "places": feature.whole("places", low=1, high=16, default=1),
    }
    return _made(feature, Candidate, at and {"x": at[0], "y": at[1], **facts})


def wanted(feature: Feature, frame: Frame) -> WantedArea | None:
    facts = {
        "shape": geometry.areas(feature, frame),
        "pixel_class": feature.choice("class", PixelClass),
        "min_share": feature.number("min_share", low=0.01, high=1, default=1.0),
    }
    return _made(feature, WantedArea, facts)


def limited(feature: Feature, frame: Frame) -> LimitedArea | None:
    facts = {
        "shape": geometry.either(feature, frame),
        "max_px_per_m": feature.number("max_px_per_m", low=1, high=2000, default=DISCERN),
        "heights_m": _heights(feature, (0.0, 2.0)),
        "why": feature.choice("why", Privacy),
    }
    return _made(feature, LimitedArea, facts)


def mask(feature: Feature, frame: Frame) -> Mask | None:
    names = feature.texts("cameras", example="gate-north")
    facts = {
        "shape": geometry.either(feature, frame),
        "heights_m": _heights(feature, (0.0, 2.0)),
        "cameras": frozenset(names) if names else None,
    }
    return _made(feature, Mask, facts)


def passage(feature: Feature, frame: Frame) -> Passage | None:
    facts = {
        "at": geometry.point(feature, frame),
        "width_m": feature.number("width_m", low=0.3, high=100, unit="m"),
        "traffic": feature.choice("traffic", Traffic),
        "clear_height_m": feature.optional_number("clear_height_m", low=0.5, high=100, unit="m"),
        "close_cost": feature.whole("close_cost", low=0, high=10**9, default=0),
        "keep_cost": feature.whole("keep_cost", low=0, high=10**9, default=0),
        "fire_exit": feature.flag("fire_exit"),
        "public_road": feature.flag("public_road"),
        "keep": feature.text("keep", example="right of way of the school, contract 2021-3", default=""),
    }
    return _made(feature, Passage, facts)


def way(feature: Feature, frame: Frame) -> Way | None:
    facts = {
        "line": geometry.shape(feature, frame, "LineString"),
        "width_m": feature.number("width_m", low=0.3, high=100, unit="m"),
        "clear_height_m": feature.optional_number("clear_height_m", low=0.5, high=100, unit="m"),
        "bridge": feature.flag("bridge"),
    }
    return _made(feature, Way, facts)


def entrance(feature: Feature, frame: Frame) -> Entrance | None:
    facts = {
        "at": geometry.point(feature, frame),
        "building": feature.text("building", example="7"),
        "households": feature.whole("households", low=0, high=100_000),
    }
    return _made(feature, Entrance, facts)


def destination(feature: Feature, frame: Frame) -> Destination | None:
    return _made(feature, Destination, {"at": geometry.point(feature, frame)})


def rules(feature: Feature) -> EnclosureRules | None:
    usual = EnclosureRules()
    facts = {
        "max_detour_m": feature.number("max_detour_m", low=0, high=5000, unit="m", default=usual.max_detour_m),
        "emergency_width_m": feature.number("emergency_width_m", low=4, high=20, unit="m", default=4.0),
        "emergency_height_m": feature.number("emergency_height_m", low=4, high=20, unit="m", default=4.0),
        "emergency_accesses": feature.whole("emergency_accesses", low=1, high=20, default=usual.emergency_accesses),
        "emergency_reach_m": feature.number(
            "emergency_reach_m", low=1, high=50, unit="m", default=usual.emergency_reach_m
        ),
        "persons_per_household": feature.number(
            "persons_per_household", low=0.1, high=20, default=usual.persons_per_household
        ),
        "egress_flow": feature.number("egress_flow", low=0.1, high=1.33, default=usual.egress_flow),
        "egress_time_s": feature.number("egress_time_s", low=10, high=3600, unit="s", default=usual.egress_time_s),
    }
    return _made(feature, EnclosureRules, facts, named=False)


def vote(feature: Feature) -> Vote | None:
    owners = feature.whole("owners", low=1, high=1_000_000)
    area = feature.number("area_m2", low=1, high=1e9, unit="m²")
    voting = feature.whole("owners_voting", low=0, high=owners or 1_000_000)
    area_voting = feature.number("area_voting_m2", low=0, high=area or 1e9, unit="m²")
    facts = {
        "matter": feature.choice("matter", Matter),
        "owners": owners,
        "area_m2": area,
        "owners_voting": voting,
        "area_voting_m2": area_voting,
        "owners_for": feature.whole("owners_for", low=0, high=voting or owners or 1_000_000),
        "area_for_m2": feature.number("area_for_m2", low=0, high=area_voting or area or 1e9, unit="m²"),
        "held_on": feature.day("held_on"),
        "ref": feature.text("ref", example="minutes 2026-3, file 12"),
    }
    return _made(feature, Vote, facts, named=False)


def _obstacle(feature: Feature, drawn: Any, *, is_building: bool) -> Obstacle | None:
    height = feature.number("height_m", low=0.1, high=_TALL, unit="m")
    return _made(feature, Obstacle, {"shape": drawn, "height_m": height, "is_building": is_building})


def _lens(feature: Feature) -> Lens | None:
    """As a field of view, or as focal length and width of the sensor; one of the two."""
    width = feature.whole("width_px", low=64, high=40_000, default=1920)
    height = feature.whole("height_px", low=64, high=40_000, default=1080)
    by_focus = "focal_mm" in feature or "sensor_width_mm" in feature
    if by_focus and "hfov_deg" in feature:
        said = two("stands beside focal_mm or sensor_width_mm", "与 focal_mm 或 sensor_width_mm 重复")
        feature.complain("hfov_deg", said, two("keep one of the two", "只保留一种"))
        return None
    if by_focus:
        focal = feature.number("focal_mm", low=0.5, high=1000, unit="mm")
        sensor = feature.number("sensor_width_mm", low=1, high=60, unit="mm")
        if None in (focal, sensor, width, height):
            return None
        lens = Lens.of_focal_length(focal_mm=focal, sensor_width_mm=sensor, width_px=width, height_px=height)
        if lens.hfov_deg > 150:
            said = two(f"gives a field of view of {lens.hfov_deg:.0f}°", f"对应视场角 {lens.hfov_deg:.0f}°")
            feature.complain("focal_mm", said, two("a rectilinear lens has 150° at most", "直线镜头不超过 150°"))
        return lens
    hfov = feature.number("hfov_deg", low=1, high=150)
    return None if None in (hfov, width, height) else Lens(hfov_deg=hfov, width_px=width, height_px=height)


def _heights(feature: Feature, usual: tuple[float, float]) -> tuple[float, float]:
    values = feature.numbers("heights_m", low=0, high=_TALL, count=2)
    if values and values[0] > values[1]:
        feature.complain(
            "heights_m", two("goes downwards", "上下颠倒"), two("write [lowest, highest]", "应为 [低, 高]")
        )
    return (values[0], values[1]) if values else usual


def _around(step: float | None) -> tuple[float, ...]:
    count = max(1, round(360 / (step or 30)))
    return tuple(360 * number / count for number in range(count))


def _made(feature: Feature, make: Callable[..., M], facts: dict[str, Any] | None, *, named: bool = True) -> M | None:
    """The value, unless something about it was complained of."""
    feature.close()
    if feature.failed or not facts:
        return None
    return make(id=feature.id, **facts) if named else make(**facts)
