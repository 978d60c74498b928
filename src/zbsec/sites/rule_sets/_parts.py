"""Which parts of a site a figure is asked of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.records import CredentialKind
from zbsec.sites.capability import Capability
from zbsec.sites.parts import FailMode
from zbsec.sites.places import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from zbsec.sites.model import Site
    from zbsec.sites.parts import AccessPoint

SITE = "site"


def whole_site(_: Site) -> tuple[str, ...]:
    return (SITE,)


def lanes(fits: Callable[[AccessPoint], bool] = lambda _: True) -> Callable[[Site], Iterable[str]]:
    """The access points that ``fits`` takes."""
    return lambda site: (point.id for point in site.access_points if fits(point))


def pedestrian_lanes(site: Site) -> Iterator[str]:
    return (point.id for point in site.access_points if not point.for_vehicles)


def vehicle_lanes(site: Site) -> Iterator[str]:
    return (point.id for point in site.access_points if point.for_vehicles)


def face_lanes(site: Site) -> Iterator[str]:
    return (point.id for point in site.access_points if point.uses_face)


def typed_lanes(site: Site) -> Iterator[str]:
    """Where somebody can try a wrong credential again and again."""
    tries = {CredentialKind.PIN, CredentialKind.CARD, CredentialKind.PASS}
    return (point.id for point in site.access_points if tries.intersection(point.methods))


def card_lanes(site: Site) -> Iterator[str]:
    return (point.id for point in site.access_points if CredentialKind.CARD in point.methods)


def unattended_lanes(site: Site) -> Iterator[str]:
    return (point.id for point in site.access_points if point.location is Location.UNATTENDED_ENTRANCE)


def car_park_lanes(site: Site) -> Iterator[str]:
    return (
        point.id
        for point in site.access_points
        if point.for_vehicles and Location.CAR_PARK in (point.location, site.zone(point.zone).location)
    )


def car_park(site: Site) -> tuple[str, ...]:
    """The site, where it has a car park."""
    return (SITE,) if Location.CAR_PARK in site.locations() else ()


def every_device(site: Site) -> Iterator[str]:
    return (device.id for device in site.devices)


def cameras(site: Site) -> Iterator[str]:
    return (camera.id for camera in site.cameras())


def detectors(site: Site) -> Iterator[str]:
    """Whatever raises an alarm."""
    return (device.id for device in site.devices if device.shows(frozenset({"perimeter", "detector", "button"})))


def alarms(site: Site) -> tuple[str, ...]:
    """The site, where something in it raises an alarm."""
    return (SITE,) if any(detectors(site)) else ()


def free_gates(site: Site) -> Iterator[str]:
    """Gates for people that open when power fails."""
    gates = {site.device(point.gate).id for point in site.access_points if not point.for_vehicles}
    return (device.id for device in site.devices if device.id in gates and device.fail is FailMode.SAFE)


def ways_out(site: Site) -> Iterator[str]:
    """Escape ways, and lanes that people on foot pass."""
    yield from (way.id for way in site.egress)
    yield from pedestrian_lanes(site)


def patrols(site: Site) -> tuple[str, ...]:
    """The site, where guards go round."""
    stated = any(facility.capability is Capability.E_PATROL for facility in site.facilities)
    return (SITE,) if stated or any(d.shows(Capability.E_PATROL.device_words) for d in site.devices) else ()


def scanners(site: Site) -> Iterator[str]:
    return (device.id for device in site.devices if device.shows(frozenset({"scanner"})))
