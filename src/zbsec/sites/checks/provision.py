"""Which parts of a site provide a capability: by method, by device class, or because the site states it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.records import CredentialKind
from zbsec.sites.capability import Capability
from zbsec.sites.places import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zbsec.sites.model import Site
    from zbsec.sites.parts import AccessPoint, Facility

    Provider = Callable[[Site, tuple[Location, ...]], Iterable[str]]


def providers(site: Site, capability: Capability, locations: tuple[Location, ...]) -> list[str]:
    """The ids of lanes, devices, lines and uplinks that provide ``capability`` at one of ``locations``."""
    find = _PROVIDERS.get(capability)
    by_method = set(find(site, locations)) if find else set()
    return sorted(by_method.union(_devices(site, locations, capability.device_words)))


def stated(site: Site, capability: Capability, locations: tuple[Location, ...]) -> list[Facility]:
    """The facilities that the site states under this very name at one of ``locations``, or for the whole site."""
    return [
        facility
        for facility in site.facilities
        if facility.capability == capability and (facility.zone is None or _at(site.location_of(facility), locations))
    ]


def has(site: Site, location: Location) -> bool:
    """Whether the site has such a place at all."""
    return any(location.includes(place) for place in site.locations())


def _devices(site: Site, locations: tuple[Location, ...], words: frozenset[str]) -> Iterable[str]:
    """Devices with one of these words in their class name, at the access points they serve or the zone they are in."""
    return (
        device.id
        for device in site.devices
        if device.shows(words) and any(_at(place, locations) for place in site.locations_of(device))
    )


def _access_points(fits: Callable[[Site, AccessPoint], bool]) -> Provider:
    def find(site: Site, locations: tuple[Location, ...]) -> Iterable[str]:
        return (point.id for point in site.access_points if _at(point.location, locations) and fits(site, point))

    return find


def _method(kind: CredentialKind) -> Provider:
    return _access_points(lambda _, point: kind in point.methods)


def _perimeter(site: Site, _: tuple[Location, ...]) -> Iterable[str]:
    return (line.id for line in site.perimeter)


def _uplinks(site: Site, _: tuple[Location, ...]) -> Iterable[str]:
    return (uplink.id for uplink in site.uplinks)


def _at(place: Location, locations: tuple[Location, ...]) -> bool:
    return any(location.includes(place) for location in locations)


_face = _method(CredentialKind.FACE)
_plate = _method(CredentialKind.PLATE)
_kiosk = _access_points(lambda _, point: point.kiosk is not None)


def _video(site: Site, locations: tuple[Location, ...]) -> Iterable[str]:
    return _devices(site, locations, Capability.VIDEO.device_words)


_PROVIDERS: dict[Capability, Provider] = {
    Capability.BEHAVIOUR_ANOMALY: _perimeter,
    Capability.DATA_LINK: _uplinks,
    Capability.FACE_CAPTURE: _face,
    Capability.FACE_RECOGNITION: _face,
    Capability.FACE_TURNSTILE: _face,
    Capability.ONE_TOUCH_CALL: _kiosk,
    Capability.PERIMETER_PROTECTION: _perimeter,
    Capability.PERSON_INFO_COLLECTOR: _video,
    Capability.PERSON_VEHICLE_SMART_ID: _access_points(lambda _, point: point.uses_face or point.for_vehicles),
    Capability.PLATE_CAPTURE: _plate,
    Capability.SMART_DOOR: _access_points(lambda _, point: not point.for_vehicles),
    Capability.SMART_KIOSK: _kiosk,
    Capability.VEHICLE_INFO_COLLECTOR: _plate,
    Capability.VEHICLE_RECOGNITION: _plate,
    Capability.VISITOR_INFO: _method(CredentialKind.PASS),
}
