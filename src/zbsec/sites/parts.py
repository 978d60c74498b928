"""The parts of a site as its file describes them: frozen values, each checked where it is made.

What spans several of them (ids that must exist, hours that must cover each other) is ``zbsec.sites.references``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zbsec.errors import RefusedError
from zbsec.records import CredentialKind, Direction
from zbsec.sites.device_code import check_code
from zbsec.sites.places import Location, Regime

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Literal, TypeAlias

    from zbsec.sites.evidence import AttackProtection
    from zbsec.sites.text import Text

    FailMode: TypeAlias = Literal["safe", "secure"]
    Setting: TypeAlias = str | int | float | bool | list["Setting"] | dict[str, "Setting"]

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
    """What it does without power: ``safe`` frees the way, ``secure`` keeps it shut. None: nobody has said."""
    settings: Mapping[str, Setting] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code is not None:
            check_code(self.code)

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


_CAPTURING = frozenset({"camera", "doorphone", "intercom", "kiosk", "microphone"})
_BLIND = frozenset({"barrier", "bollard", "button", "contact", "detector", "door", "lock", "perimeter", "turnstile"})


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

    def __post_init__(self) -> None:
        if CredentialKind.FACE not in self.methods:
            return
        if not OTHER_WAYS.intersection(self.methods):
            raise RefusedError(
                f"a face as the only way at access point {self.id!r}",
                rule="FRM 10; governance G20",
                instead=f"add one of {', '.join(sorted(OTHER_WAYS))} to its methods",
            )
        if CredentialKind.PLATE in self.methods or self.location is Location.CAR_PARK:
            raise RefusedError(
                f"a face at the vehicle access point {self.id!r}",
                rule="governance 9.6",
                instead="a plate or a card for the vehicle, and a lane of its own for people on foot",
            )

    @property
    def uses_face(self) -> bool:
        return CredentialKind.FACE in self.methods

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
        if not all(0 <= value <= 1 for point in self.points for value in point):
            raise ValueError("a point lies outside the picture; x and y are fractions, 0 to 1")
        if self.points[0] == self.points[1]:
            raise ValueError("both ends are the same point; draw the line between two places")


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
