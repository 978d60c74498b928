"""The parts of a site as its file describes them: frozen values, each checked where it is made.

What spans several of them (ids that must exist, hours that must cover each other) is ``zbsec.sites.references``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from zbsec.records import CredentialKind, Direction, Heading
from zbsec.sites.device_code import check_code, check_part_code, check_tollgate_code
from zbsec.sites.evidence import LivenessCheck
from zbsec.sites.fault import PartError, PartRefusedError
from zbsec.sites.places import InstallerRole, Location, Regime
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from typing import TypeAlias

    from zbsec.sites.capability import Capability
    from zbsec.sites.evidence import AttackProtection, Movement

    Setting: TypeAlias = str | int | float | bool | list["Setting"] | dict[str, "Setting"]


class FailMode(StrEnum):
    """What a device does without power."""

    SAFE = "safe"
    """It frees the way."""
    SECURE = "secure"
    """It keeps the way shut."""


OTHER_WAYS = frozenset({CredentialKind.CARD, CredentialKind.PIN, CredentialKind.PASS, CredentialKind.OPERATOR})
"""The ways in that count as an alternative to a face. A plate is none: it needs a car. Egress is none: it leads out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A part of the site that access points lead into and cameras look at."""

    id: str
    name: str
    location: Location
    regime: Regime | None = None
    """Where it differs from the site's, such as a car park that serves the public."""
    part_code: str | None = None
    """7-digit code of the collection part (DB37/T 4690.1-2024), where the site belongs to such a network."""

    def __post_init__(self) -> None:
        if self.part_code is not None:
            check_part_code(self.part_code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mount:
    """Where a device hangs on the site's plan, and which way it looks."""

    x_m: float
    y_m: float
    height_m: float
    """Above the ground."""
    bearing_deg: float | None = None
    """Clockwise from north (the plan's y axis), 0 to 360; None: it looks nowhere."""
    tilt_deg: float | None = None
    """Below the horizon, -90 to 90."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """A camera's field of view."""

    horizontal_deg: float
    vertical_deg: float
    width_px: int
    height_px: int
    range_m: float | None = None
    """How far it is meant to see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSpec:
    """One device, as the runtime will create it."""

    id: str
    device_class: str
    """A name in the registry of device classes, such as ``simulated-turnstile``."""
    name: str
    address: str | None = None
    """Where its driver finds it: ``tcp://``, ``rtsp://``, a file or folder beside the site file. None: simulated."""
    code: str | None = None
    """20-digit GB/T 28181 code, for uplinks."""
    zone: str | None = None
    fail: FailMode | None = None
    """What it does without power. None: nobody has said."""
    model: str | None = None
    """Maker and model; devices of one class and model are one lot of an inspection (GB 50348 9.1.5)."""
    mount: Mount | None = None
    lens: Lens | None = None
    masks: tuple[tuple[tuple[float, float], ...], ...] = ()
    """Polygons that are blanked before anything is stored (governance G33), x and y as fractions of the picture."""
    settings: Mapping[str, Setting] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code is not None:
            check_code(self.code)
        _check_inside((point for mask in self.masks for point in mask), key="masks")

    @property
    def is_camera(self) -> bool:
        return "camera" in self._words

    @property
    def may_capture(self) -> bool:
        """Whether it takes pictures or sound, or its class name leaves that open (VSR 8)."""
        return not _CAPTURING.isdisjoint(self._words) or _BLIND.isdisjoint(self._words)

    @property
    def _words(self) -> frozenset[str]:
        return frozenset(self.device_class.split("-"))

    def shows(self, words: frozenset[str]) -> bool:
        """Whether its class name holds one of these words."""
        return not words.isdisjoint(self._words)


_CAPTURING = frozenset({"camera", "doorphone", "intercom", "kiosk", "microphone"})
_BLIND = frozenset({"barrier", "bollard", "button", "contact", "detector", "door", "lock", "perimeter", "turnstile"})


EYES_MIN_PX = 32
"""A person about 1.1 m before a camera that shows 60 degrees on 640 pixels; enrolment asks for as much."""
EYES_MAX_PX = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureVolume:
    """Where a face lane looks at a face at all (采集区域): a region of the picture, and a distance (governance G32).

    Whoever is outside is a bystander: found, and never described.

    :raises PartError: a corner outside the picture, or a distance that ends before it begins.
    """

    region: tuple[tuple[float, float], ...] | None = None
    """Corners of a polygon, x and y as fractions of the picture; None: the whole picture."""
    eyes_min_px: float = EYES_MIN_PX
    """Distance of the eyes in the picture, pixels, below which a person is too far away."""
    eyes_max_px: float = EYES_MAX_PX
    """And above which they are too near."""

    def __post_init__(self) -> None:
        _check_inside(self.region or (), key="region")
        if not self.eyes_min_px < self.eyes_max_px:
            raise PartError(
                Text(
                    en=f"{self.eyes_max_px:g} leaves no distance above {self.eyes_min_px:g}",
                    zh=f"{self.eyes_max_px:g} 不大于下限 {self.eyes_min_px:g}",
                ),
                Text(en="write a number above eyes_min_px", zh="写大于 eyes_min_px 的数"),
                key="eyes_max_px",
            )

    def includes(self, x: float, y: float) -> bool:
        """Whether a point is in the region; fractions of the picture.

        Crossings of a ray to the right are counted (even-odd rule).
        """
        if self.region is None:
            return True
        edges = zip(self.region, (*self.region[1:], self.region[0]), strict=True)
        crossed = ((ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay) for (ax, ay), (bx, by) in edges)
        return sum(crossed) % 2 == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPoint:
    """One lane in one direction, and every way to pass it.

    All methods share one schedule, so a way without a face is open in the very hours in which the face is.

    :raises RefusedError: a face without another way (governance G20), or beside a plate (governance 9.6).
    """

    id: str
    name: str
    zone: str
    location: Location
    direction: Direction
    lane: int
    gate: str
    methods: tuple[CredentialKind, ...]
    schedule: str
    other_way: Text
    """Shown to whoever is denied (governance G22)."""
    camera: str | None = None
    kiosk: str | None = None
    presentation_attack: AttackProtection | None = None
    tollgate: str | None = None
    """20-digit code of the video tollgate 卡口 that the lane belongs to (GA/T 1400.1, type 121), for uplinks."""
    heading: Heading | None = None
    """Which way it runs over the ground, for uplinks; None: nobody has said."""
    capture: CaptureVolume = field(default_factory=CaptureVolume)
    """Of a face method: where it looks."""

    def __post_init__(self) -> None:
        if self.tollgate is not None:
            check_tollgate_code(self.tollgate)
        if CredentialKind.FACE not in self.methods:
            return
        if not OTHER_WAYS.intersection(self.methods):
            raise PartRefusedError(
                Text(
                    en=f"a face as the only way at access point {self.id!r}", zh=f"通行点 {self.id!r} 仅以人脸方式通行"
                ),
                rule="FRM 10; governance G20",
                instead=Text(
                    en=f"add one of {', '.join(sorted(OTHER_WAYS))} to its methods",
                    zh=f"在 methods 中增加下列之一：{'、'.join(sorted(OTHER_WAYS))}",
                ),
            )
        if CredentialKind.PLATE in self.methods or self.location is Location.CAR_PARK:
            raise PartRefusedError(
                Text(en=f"a face at the vehicle access point {self.id!r}", zh=f"车辆通行点 {self.id!r} 采用人脸方式"),
                rule="governance 9.6",
                instead=Text(
                    en="a plate or a card for the vehicle, and a lane of its own for people on foot",
                    zh="车辆用车牌或卡，人员另设通道",
                ),
            )

    @property
    def uses_face(self) -> bool:
        return CredentialKind.FACE in self.methods

    @property
    def liveness_checks(self) -> tuple[LivenessCheck, ...]:
        """The checks that its face method is to run."""
        protection = self.presentation_attack
        return protection.to_run if self.uses_face and protection is not None else ()

    @property
    def liveness_moves(self) -> tuple[Movement, ...]:
        """What its challenge draws from, where it has one."""
        protection = self.presentation_attack
        return protection.moves if protection and LivenessCheck.CHALLENGE in self.liveness_checks else ()

    @property
    def for_vehicles(self) -> bool:
        return CredentialKind.PLATE in self.methods


@dataclass(frozen=True, slots=True, kw_only=True)
class PerimeterLine:
    """A line in a camera's picture whose crossing is an event."""

    id: str
    name: str
    camera: str
    points: tuple[tuple[float, float], tuple[float, float]]
    """Two ends, x and y as fractions of the picture's width and height, 0 to 1."""
    device: str | None = None

    def __post_init__(self) -> None:
        _check_inside(self.points, key="points")
        if self.points[0] == self.points[1]:
            raise PartError(
                Text(en="both ends are the same point", zh="两端为同一点"),
                Text(en="draw the line between two places", zh="在两处之间画线"),
            )


def _check_inside(points: Iterable[tuple[float, float]], *, key: str) -> None:
    if not all(0 <= value <= 1 for point in points for value in point):
        raise PartError(
            Text(en="a point lies outside the picture", zh="有点落在画面之外"),
            Text(en="x and y are fractions, 0 to 1", zh="x、y 取比例 0 至 1"),
            key=key,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EscapeWay:
    """A way out in an emergency (GB 55029 3.1.6)."""

    id: str
    name: str
    zone: str
    credential_free: bool
    """Whether it opens from inside without card, face or code."""
    fire_linked: bool
    """Whether the fire alarm frees it."""
    width_m: float
    device: str | None = None
    """The lock or gate that closes it; None: nothing does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """Something the site has that this library does not drive: a patrol system, a wall where a passage was, a system
    of another maker. Stated under the name that a rule asks for."""

    id: str
    name: str
    capability: Capability
    ref: str
    """The paper that shows it."""
    zone: str | None = None
    """None: the whole site."""
    by: InstallerRole | None = None
    """Who put it up, where that is not the site's installer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UplinkSpec:
    """One platform, and the policy under which it may be told anything (governance section 4)."""

    id: str
    encoder: str
    """A name in the registry of encoders, such as ``gat1400``."""
    address: str
    sender_id: str
    """20-digit code this site signs with."""
    user: str
    password_env: str
    """The environment variable that holds the password; the file never does."""
    recipient: str
    basis: str
    basis_valid_to: date | None
    purposes: tuple[str, ...]
    fields: tuple[str, ...]
    """Names of ``records.EVENT_FIELDS``: an allow-list."""
    retention_days: int
    region: str
    """Two-letter country code of the platform's place."""
    cross_border_ref: str | None = None

    def __post_init__(self) -> None:
        check_code(self.sender_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How many days each class of data is kept. Templates have no entry: they live as long as their consent
    (governance G52)."""

    access_events_days: int
    vehicle_events_days: int
    alarm_events_days: int
    visitor_records_days: int = 30
    video_days: int | None = None
    """None: the site records no video."""
