"""What spans several tables of a site file: ids that must exist, codes and lanes that must differ, interiors."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zbsec.sites.section import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zbsec.sites.evidence import Sign
    from zbsec.sites.parts import AccessPoint, DeviceSpec, PerimeterLine, Zone
    from zbsec.sites.section import Complaints
    from zbsec.sites.toml_lines import KeyPath


class Parts(NamedTuple):
    """What could be built of a file. ``declared`` are the names in its tables, built or not."""

    declared: Mapping[str, frozenset[str]]
    zones: Mapping[str, Zone]
    devices: Mapping[str, DeviceSpec]
    access_points: Mapping[str, AccessPoint]
    perimeter: Mapping[str, PerimeterLine]
    signs: Mapping[str, Sign]


def check_references(parts: Parts, complaints: Complaints) -> None:
    """Complain of everything that two tables contradict each other in."""
    for path, table, id in _references(parts):
        if id not in parts.declared[table]:
            complaints.add(path, f"there is no {id!r} in {table}", suggestion(id, sorted(parts.declared[table])))
    _check_devices(parts, complaints)
    _check_lanes(parts.access_points.values(), complaints)
    _check_interiors(parts, complaints)


def _references(parts: Parts) -> Iterator[tuple[KeyPath, str, str]]:
    for id, device in parts.devices.items():
        if device.zone:
            yield ("devices", id, "zone"), "zones", device.zone
    for id, point in parts.access_points.items():
        yield from _references_of(("access_points", id), point)
    for id, line in parts.perimeter.items():
        yield ("perimeter", id, "camera"), "devices", line.camera
        if line.device:
            yield ("perimeter", id, "device"), "devices", line.device
    for camera in parts.signs:
        yield ("evidence", "signs", camera), "devices", camera


def _references_of(path: KeyPath, point: AccessPoint) -> Iterator[tuple[KeyPath, str, str]]:
    yield (*path, "zone"), "zones", point.zone
    yield (*path, "schedule"), "schedules", point.schedule
    yield (*path, "gate"), "devices", point.gate
    if point.camera:
        yield (*path, "camera"), "devices", point.camera
    if point.kiosk:
        yield (*path, "kiosk"), "devices", point.kiosk
    if point.presentation_attack and point.presentation_attack.schedule:
        yield (*path, "presentation_attack"), "schedules", point.presentation_attack.schedule


def _check_devices(parts: Parts, complaints: Complaints) -> None:
    owner: dict[str, str] = {}
    for id, device in parts.devices.items():
        if device.code and owner.setdefault(device.code, id) != id:
            remedy = "give each device a code of its own"
            complaints.add(("devices", id, "code"), f"is the code of {owner[device.code]!r} too", remedy)
    for id, point in parts.access_points.items():
        gate = parts.devices.get(point.gate)
        if gate and gate.is_camera:
            remedy = "name the turnstile, door or barrier that opens"
            complaints.add(("access_points", id, "gate"), f"{point.gate!r} is a camera", remedy)


def _check_lanes(points: Iterable[AccessPoint], complaints: Complaints) -> None:
    taken: dict[tuple[int, str], str] = {}
    for point in points:
        first = taken.setdefault((point.lane, point.direction), point.id)
        if first != point.id:
            problem = f"lane {point.lane} {point.direction} is {first!r} already"
            complaints.add(("access_points", point.id, "lane"), problem, "number each lane once per direction")


def _check_interiors(parts: Parts, complaints: Complaints) -> None:
    """Nobody may film or listen in a private interior, consent or not (VSR 8; governance G90)."""
    for id, device in parts.devices.items():
        zone = parts.zones.get(device.zone or "")
        if zone and zone.location.private_interior and device.may_capture:
            _refuse_interior(("devices", id, "zone"), zone.location.en, complaints)
    for id, point in parts.access_points.items():
        zone = parts.zones.get(point.zone)
        private = [
            place for place in (point.location, zone.location if zone else None) if place and place.private_interior
        ]
        if private and (point.camera or point.kiosk):
            key = "camera" if point.camera else "kiosk"
            _refuse_interior(("access_points", id, key), private[0].en, complaints)


def _refuse_interior(path: KeyPath, place: str, complaints: Complaints) -> None:
    problem = f"may film or listen in a place where nobody may: {place} (VSR 8, governance G90)"
    complaints.add(path, problem, "take it out; consent does not lift this")
