"""What spans several tables of a site file: ids that must exist, codes and lanes that must differ, interiors."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zbsec.sites.section import suggestion
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zbsec.sites.evidence import Sign
    from zbsec.sites.measurement import Measurement
    from zbsec.sites.parts import AccessPoint, DeviceSpec, EscapeWay, Facility, PerimeterLine, Zone
    from zbsec.sites.places import Location
    from zbsec.sites.section import Complaints
    from zbsec.sites.toml_lines import KeyPath


class Parts(NamedTuple):
    """What could be built of a file. ``declared`` are the names in its tables, built or not."""

    declared: Mapping[str, frozenset[str]]
    zones: Mapping[str, Zone]
    devices: Mapping[str, DeviceSpec]
    access_points: Mapping[str, AccessPoint]
    perimeter: Mapping[str, PerimeterLine]
    egress: Mapping[str, EscapeWay]
    facilities: Mapping[str, Facility]
    signs: Mapping[str, Sign]


def check_references(parts: Parts, complaints: Complaints) -> None:
    """Complain of everything that two tables contradict each other in."""
    for path, table, id in _references(parts):
        if id not in parts.declared[table]:
            problem = Text(en=f"there is no {id!r} in {table}", zh=f"{table} 中没有 {id!r}")
            complaints.add(path, problem, suggestion(id, sorted(parts.declared[table])))
    _check_devices(parts, complaints)
    _check_lanes(parts.access_points.values(), complaints)
    _check_interiors(parts, complaints)


def check_measurements(
    measurements: Mapping[str, Measurement], subjects: frozenset[str], figures: frozenset[str], complaints: Complaints
) -> None:
    """Complain of measurements of nothing the site has, or of a figure that nobody asks for."""
    for id, one in measurements.items():
        if one.subject not in subjects:
            problem = Text(en=f"the site has no {one.subject!r} to measure", zh=f"场所中没有 {one.subject!r}")
            complaints.add(("measurements", id, "subject"), problem, suggestion(one.subject, sorted(subjects)))
        if one.figure not in figures:
            problem = Text(en=f"no rule set asks for {one.figure!r}", zh=f"没有规则集要求 {one.figure!r}")
            complaints.add(("measurements", id, "figure"), problem, suggestion(one.figure, sorted(figures)))


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
    for id, way in parts.egress.items():
        yield ("egress", id, "zone"), "zones", way.zone
        if way.device:
            yield ("egress", id, "device"), "devices", way.device
    for id, facility in parts.facilities.items():
        if facility.zone:
            yield ("facilities", id, "zone"), "zones", facility.zone
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
            problem = Text(en=f"is the code of {owner[device.code]!r} too", zh=f"与 {owner[device.code]!r} 的编码重复")
            remedy = Text(en="give each device a code of its own", zh="每台设备使用各自的编码")
            complaints.add(("devices", id, "code"), problem, remedy)
    for id, point in parts.access_points.items():
        gate = parts.devices.get(point.gate)
        if gate and gate.is_camera:
            problem = Text(en=f"{point.gate!r} is a camera", zh=f"{point.gate!r} 是摄像机")
            remedy = Text(en="name the turnstile, door or barrier that opens", zh="写明开启的闸机、门或道闸")
            complaints.add(("access_points", id, "gate"), problem, remedy)


def _check_lanes(points: Iterable[AccessPoint], complaints: Complaints) -> None:
    taken: dict[tuple[int, str], str] = {}
    for point in points:
        first = taken.setdefault((point.lane, point.direction), point.id)
        if first != point.id:
            problem = Text(
                en=f"lane {point.lane} {point.direction} is {first!r} already",
                zh=f"通道 {point.lane}（{point.direction}）已用于 {first!r}",
            )
            remedy = Text(en="number each lane once per direction", zh="每个方向的通道号不重复")
            complaints.add(("access_points", point.id, "lane"), problem, remedy)


def _check_interiors(parts: Parts, complaints: Complaints) -> None:
    """Nobody may film or listen in a private interior, consent or not (VSR 8; governance G90)."""
    for id, device in parts.devices.items():
        zone = parts.zones.get(device.zone or "")
        if zone and zone.location.private_interior and device.may_capture:
            _refuse_interior(("devices", id, "zone"), zone.location, complaints)
    for id, point in parts.access_points.items():
        zone = parts.zones.get(point.zone)
        private = [
            place for place in (point.location, zone.location if zone else None) if place and place.private_interior
        ]
        if private and (point.camera or point.kiosk):
            key = "camera" if point.camera else "kiosk"
            _refuse_interior(("access_points", id, key), private[0], complaints)


def _refuse_interior(path: KeyPath, place: Location, complaints: Complaints) -> None:
    problem = Text(
        en=f"may film or listen in a place where nobody may: {place.en} (VSR 8, governance G90)",
        zh=f"可能在禁止拍摄、收音的场所采集：{place.zh}（VSR 8，governance G90）",
    )
    complaints.add(path, problem, Text(en="take it out; consent does not lift this", zh="予以拆除；同意不能解除该禁止"))
