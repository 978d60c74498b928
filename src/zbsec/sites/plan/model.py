"""A plan as values: what stands on the ground, what looks at it, what is to be seen and what must not be.

Positions are metres east (x) and north (y) of the plan's origin; heights are metres above the ground, which is taken as
level. Azimuths are degrees clockwise from north, tilts degrees below the horizontal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from zbsec.sites.plan.classes import PixelClass, edition
from zbsec.sites.text import Labelled

if TYPE_CHECKING:
    from shapely import MultiLineString, MultiPolygon, Polygon
    from shapely.geometry.base import BaseGeometry

    from zbsec.sites.plan.frame import Frame
    from zbsec.sites.plan.ways import Ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """A rectilinear lens before a sensor of square pixels."""

    hfov_deg: float
    """Horizontal field of view, over 0 to 150 degrees; wider than that no lens is rectilinear."""
    width_px: int
    height_px: int

    @classmethod
    def of_focal_length(cls, *, focal_mm: float, sensor_width_mm: float, width_px: int, height_px: int) -> Self:
        """The lens given as focal length and width of the sensor, both in millimetres."""
        hfov = 2 * math.degrees(math.atan(sensor_width_mm / (2 * focal_mm)))
        return cls(hfov_deg=hfov, width_px=width_px, height_px=height_px)

    @property
    def half_width(self) -> float:
        """Half the width of the picture at distance 1: the tangent of half the horizontal field of view."""
        return math.tan(math.radians(self.hfov_deg) / 2)

    @property
    def half_height(self) -> float:
        return self.half_width * self.height_px / self.width_px

    @property
    def vfov_deg(self) -> float:
        return 2 * math.degrees(math.atan(self.half_height))

    def depth_m(self, px_per_m: float) -> float:
        """How far along the axis the density falls to ``px_per_m``, in metres."""
        return self.width_px / (2 * self.half_width * px_per_m)

    def px_per_m(self, depth_m: float) -> float:
        """Density on a plane across the axis at that depth, in pixels per metre (IEC 62676-4)."""
        return self.width_px / (2 * self.half_width * depth_m)


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """A camera mount with what hangs on it."""

    id: str
    x: float
    y: float
    height_m: float
    azimuth_deg: float
    tilt_deg: float
    lens: Lens
    range_m: float | None = None
    """Where it is known to see no further (light, weather); None: only the lens decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place where cameras may be added, and the directions to be tried there."""

    id: str
    x: float
    y: float
    height_m: float
    lens: Lens
    azimuths_deg: tuple[float, ...]
    tilts_deg: tuple[float, ...]
    places: int = 1
    """How many cameras it holds."""

    def views(self) -> tuple[Camera, ...]:
        """Every camera that could hang here."""
        return tuple(
            Camera(
                id=f"{self.id}@{azimuth:g}/{tilt:g}",
                x=self.x,
                y=self.y,
                height_m=self.height_m,
                azimuth_deg=azimuth,
                tilt_deg=tilt,
                lens=self.lens,
            )
            for azimuth in self.azimuths_deg
            for tilt in self.tilts_deg
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What stands in the way of sight: a wall (a line) or a building (an area where nobody is looked at)."""

    id: str
    shape: MultiPolygon | MultiLineString
    height_m: float
    is_building: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedArea:
    """An area to be seen, and how well."""

    id: str
    shape: MultiPolygon
    pixel_class: PixelClass
    min_share: float = 1.0
    """The share of the area that has to be seen so, 0 to 1."""


class Privacy(Labelled):
    """Why identity may not be captured in an area."""

    PUBLIC_ROAD = "public_road", "public road", "公共道路"
    NEIGHBOUR_WINDOWS = "neighbour_windows", "neighbours' windows", "邻居窗户"
    PLAYGROUND = "playground", "playground", "儿童活动场地"
    OTHER = "other", "other private area", "其他私密区域"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitedArea:
    """An area where density must stay under a maximum, because nobody there may be identified (governance G32, G33)."""

    id: str
    shape: MultiPolygon | MultiLineString
    max_px_per_m: float
    heights_m: tuple[float, float]
    """From where to where above the ground, such as a row of windows."""
    why: Privacy


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """A privacy mask: what a camera blanks in its picture before anything is encoded (VSR 13; governance G33, G94).

    It covers the upright body over ``shape``, so it also hides what the camera sees before and behind that body.
    """

    id: str
    shape: MultiPolygon | MultiLineString
    heights_m: tuple[float, float]
    cameras: frozenset[str] | None = None
    """Ids of the cameras that have it; None: all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One plan file, in metres."""

    name: str
    frame: Frame
    boundary: Polygon
    target_height_m: float
    """The height above ground at which people are looked at."""
    obstacles: tuple[Obstacle, ...] = ()
    cameras: tuple[Camera, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    wanted: tuple[WantedArea, ...] = ()
    limited: tuple[LimitedArea, ...] = ()
    masks: tuple[Mask, ...] = ()
    ways: Ways | None = None
    """What the enclosure of an open estate needs to know; None: the file says nothing of it."""
    file: str = field(default="", compare=False)

    @property
    def classes(self) -> tuple[PixelClass, ...]:
        """The classes of the editions that the wanted areas name, coarsest first; of 2014 where none is wanted."""
        years = {area.pixel_class.edition for area in self.wanted} or {2014}
        found = (one for year in sorted(years) for one in edition(year))
        return tuple(sorted(found, key=lambda one: one.px_per_m))

    @property
    def built(self) -> BaseGeometry:
        """The ground that buildings stand on."""
        import shapely  # noqa: PLC0415

        return shapely.union_all([one.shape for one in self.obstacles if one.is_building])
