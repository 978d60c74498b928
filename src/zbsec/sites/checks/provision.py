"""Which parts of a site provide a capability: by device class, by method, by location."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.records import CredentialKind
from zbsec.sites.capability import Capability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zbsec.sites.model import Site
    from zbsec.sites.parts import AccessPoint
    from zbsec.sites.places import Location

    Provider = Callable[[Site, tuple[Location, ...]], Iterable[str]]


def providers(site: Site, capability: Capability, locations: tuple[Location, ...]) -> list[str]:
    """The ids of what provides ``capability`` at one of ``locations``; empty: nothing does."""
    find = _PROVIDERS.get(capability)
    return sorted(set(find(site, locations))) if find else []


def _access_points(fits: Callable[[Site, AccessPoint], bool]) -> Provider:
    def find(site: Site, locations: tuple[Location, ...]) -> Iterable[str]:
        return (point.id for point in site.access_points if _at(point.location, locations) and fits(site, point))

    return find


def _method(kind: CredentialKind) -> Provider:
    return _access_points(lambda _, point: kind in point.methods)


def _devices(*words: str) -> Provider:
    """Devices with one of these words in their class name, at the access points they serve or the zone they are in."""

    def find(site: Site, locations: tuple[Location, ...]) -> Iterable[str]:
        return (
            device.id
            for device in site.devices
            if set(words) & set(device.device_class.split("-"))
            and any(_at(place, locations) for place in site.locations_of(device))
        )

    return find


def _perimeter(site: Site, _: tuple[Location, ...]) -> Iterable[str]:
    return (line.id for line in site.perimeter)


def _uplinks(site: Site, _: tuple[Location, ...]) -> Iterable[str]:
    return (uplink.id for uplink in site.uplinks)


def _at(place: Location, locations: tuple[Location, ...]) -> bool:
    return any(location.includes(place) for location in locations)


_face = _method(CredentialKind.FACE)
_plate = _method(CredentialKind.PLATE)
_kiosk = _access_points(lambda _, point: point.kiosk is not None)
_camera = _devices("camera")

_PROVIDERS: dict[Capability, Provider] = {
    Capability.BEHAVIOUR_ANOMALY: _perimeter,
    Capability.DATA_LINK: _uplinks,
    Capability.E_PATROL: _devices("patrol"),
    Capability.FACE_CAPTURE: _face,
    Capability.FACE_RECOGNITION: _face,
    Capability.FACE_TURNSTILE: _face,
    Capability.ONE_TOUCH_CALL: _kiosk,
    Capability.PANORAMA: _devices("panorama"),
    Capability.PERIMETER_PROTECTION: _perimeter,
    Capability.PERSON_INFO_COLLECTOR: _camera,
    Capability.PERSON_VEHICLE_SMART_ID: _access_points(lambda _, point: point.uses_face or point.for_vehicles),
    Capability.PLATE_CAPTURE: _plate,
    Capability.SMART_DOOR: _access_points(lambda _, point: not point.for_vehicles),
    Capability.SMART_KIOSK: _kiosk,
    Capability.SMART_VIDEO: _camera,
    Capability.VEHICLE_BARRIER: _devices("barrier", "bollard"),
    Capability.VEHICLE_INFO_COLLECTOR: _plate,
    Capability.VEHICLE_RECOGNITION: _plate,
    Capability.VIDEO: _camera,
    Capability.VISITOR_INFO: _method(CredentialKind.PASS),
}
