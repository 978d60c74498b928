"""A site: everything one site file says, and where its devices stand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from zbsec.sites.parts import (
    AccessPoint,
    DeviceSpec,
    EscapeWay,
    Facility,
    PerimeterLine,
    Retention,
    UplinkSpec,
    Zone,
)
from zbsec.sites.places import Location, Regime

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from zbsec.sites.evidence import Evidence, LivenessCheck
    from zbsec.sites.measurement import Measurement
    from zbsec.sites.schedule import ScheduleSpec

__all__ = ["AccessPoint", "DeviceSpec", "PerimeterLine", "Retention", "Site", "UplinkSpec", "Zone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything one site file says."""

    id: str
    name: str
    kind: str
    """A name in the registry of site kinds."""
    regime: Regime
    path: Path
    """The file it came from; ``journal``, ``gallery`` and file addresses are relative to its folder."""
    time_zone: str
    options: Mapping[str, str | bool]
    """What the kind asks besides, such as ``closable`` of an open old estate."""
    zones: tuple[Zone, ...]
    schedules: tuple[ScheduleSpec, ...]
    devices: tuple[DeviceSpec, ...]
    access_points: tuple[AccessPoint, ...]
    perimeter: tuple[PerimeterLine, ...]
    uplinks: tuple[UplinkSpec, ...]
    journal: Path
    gallery: Path | None
    gallery_key: str | None
    """Where the gallery's key is, as ``zbsec.faces.key_source`` reads it, such as ``env:ESTATE_GALLERY_KEY``."""
    face_backend: str | None
    """A name in the registry of face backends; None: the library's default."""
    retention: Retention
    evidence: Evidence
    egress: tuple[EscapeWay, ...] = ()
    facilities: tuple[Facility, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    measurements_file: Path | None = field(default=None, compare=False)
    """The file beside this one that holds more of them."""
    plan: Path | None = None
    """The drawing of the site beside this file: GeoJSON or TOML, which is computed, or a picture, PNG or SVG."""
    rule_sets: tuple[str, ...] = ()
    """Names in the registry of rule sets that the site answers to besides the library's own."""
    key_target: bool = False
    """Whether it is a counter-terrorism key target 重点目标 (CTL 32): video is then kept 90 days."""

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def in_order(self) -> Site:
        """The same site with its parts sorted by id, so that nothing depends on the order of its file."""
        parts: dict[str, Any] = {
            name: tuple(sorted(getattr(self, name), key=lambda part: str(part.id))) for name in _PARTS
        }
        return replace(self, **parts)

    def device(self, id: str) -> DeviceSpec:
        """:raises KeyError: no device has this id."""
        return _named(self.devices, id)

    def zone(self, id: str) -> Zone:
        """:raises KeyError: no zone has this id."""
        return _named(self.zones, id)

    def schedule(self, id: str) -> ScheduleSpec:
        """:raises KeyError: no schedule has this id."""
        return _named(self.schedules, id)

    def access_point(self, id: str) -> AccessPoint:
        """:raises KeyError: no access point has this id."""
        return _named(self.access_points, id)

    def regime_at(self, zone: Zone) -> Regime:
        """The regime of one zone: its own, or that of its location, or the site's."""
        return zone.regime or zone.location.regime or self.regime

    def regime_of(self, point: AccessPoint) -> Regime:
        """The regime of an access point: its zone's own, or that of its location, or that of its zone."""
        zone = self.zone(point.zone)
        return zone.regime or point.location.regime or self.regime_at(zone)

    @property
    def liveness_checks(self) -> frozenset[LivenessCheck]:
        """Every check that some face lane is to run."""
        return frozenset(check for point in self.access_points for check in point.liveness_checks)

    def locations(self) -> frozenset[Location]:
        """Every location that the file mentions."""
        return frozenset({zone.location for zone in self.zones} | {point.location for point in self.access_points})

    def location_of(self, facility: Facility) -> Location:
        """Where a facility is: the location of its zone, or the whole site."""
        return self.zone(facility.zone).location if facility.zone else Location.SITE

    def regime_of_facility(self, facility: Facility) -> Regime:
        return self.regime_at(self.zone(facility.zone)) if facility.zone else self.regime

    def cameras(self) -> tuple[DeviceSpec, ...]:
        """Every device that is a camera by its class name, or that an access point or a line looks through."""
        used = {point.camera for point in self.access_points} | {line.camera for line in self.perimeter}
        return tuple(device for device in self.devices if device.is_camera or device.id in used)

    def locations_of(self, device: DeviceSpec) -> frozenset[Location]:
        """Where a device stands: its zone, and the access points and perimeter lines that it serves."""
        places = {point.location for point in self._served(device)}
        places |= {Location.PERIMETER for line in self.perimeter if device.id in (line.camera, line.device)}
        return frozenset(places | {self.zone(device.zone).location} if device.zone else places)

    def regimes_of(self, device: DeviceSpec) -> frozenset[Regime]:
        """The regimes of the places where a device stands; the site's own where none is named."""
        regimes = {self.regime_of(point) for point in self._served(device)}
        if device.zone:
            regimes.add(self.regime_at(self.zone(device.zone)))
        return frozenset(regimes or {self.regime})

    def filmed_regimes(self) -> frozenset[Regime]:
        """The regimes of the places where a camera stands."""
        return frozenset(regime for camera in self.cameras() for regime in self.regimes_of(camera))

    def _served(self, device: DeviceSpec) -> list[AccessPoint]:
        return [point for point in self.access_points if device.id in (point.gate, point.camera, point.kiosk)]


_PARTS = (
    "zones",
    "schedules",
    "devices",
    "access_points",
    "perimeter",
    "egress",
    "facilities",
    "uplinks",
    "measurements",
)


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


P = TypeVar("P", bound=_HasId)


def _named(parts: Iterable[P], id: str) -> P:
    for part in parts:
        if part.id == id:
            return part
    raise KeyError(id)
