"""What the site states about itself: papers, signs, people. The library reads statements; it proves none of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from zbsec._labelled import Labelled
from zbsec._wilson import wilson
from zbsec.records import LegalBasis as LegalBasis  # noqa: PLC0414  # offered here too
from zbsec.sites.fault import PartError
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from zbsec.records import Purpose
    from zbsec.sites.places import InstallerRole


class FaceStore(StrEnum):
    """Where templates lie (FRM 8; governance G40, G41)."""

    DEVICE_ONLY = "device_only"
    SITE_LAN = "site_lan"
    """A server of the site; whether that is "the device" is open, so it needs a recorded legal opinion."""


class Duty(StrEnum):
    """What a role may do with recordings; nobody may do all four (governance G60)."""

    VIEW = "view"
    EXPORT = "export"
    CONFIGURE = "configure"
    DELETE = "delete"


class AttackMeasure(StrEnum):
    """What stands between a photograph and a face lane (governance G45)."""

    NONE = "none"
    SUPERVISED = "supervised"
    """A named person watches the lane during all of its hours (attended capture in the sense of ISO/IEC 30107-1)."""
    LIVENESS = "liveness"
    """The lane itself checks every arrival (活体检测), and somebody has tested how well it does so there."""


class LivenessCheck(Labelled):
    """A check that a lane can run."""

    PASSIVE = "passive", "several views judged by a network", "静默活体"
    CHALLENGE = "challenge", "movements on request", "动作活体"


class Movement(Labelled):
    """What a challenge may ask for."""

    TURN = "turn", "turning the head", "转头"
    NOD = "nod", "raising and lowering the chin", "抬头或低头"
    BLINK = "blink", "blinking", "眨眼"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackTest:
    """A test of a lane's liveness checks on the spot, with its camera and light, in the terms of ISO/IEC 30107-3.

    :raises PartError: more attacks passed than were presented, or more people were refused than came.
    """

    attacks: int
    """Presentations of the kind of attack that did best."""
    attacks_passed: int
    """Of them, those that the checks took for people."""
    people: int
    """Bona fide presentations."""
    people_refused: int
    on: date
    ref: str
    """The report."""

    def __post_init__(self) -> None:
        for key, part, whole in (
            ("attacks_passed", self.attacks_passed, self.attacks),
            ("people_refused", self.people_refused, self.people),
        ):
            if part > whole:
                raise PartError(
                    Text(en=f"{part} is more than the {whole} there were", zh=f"{part} 多于总数 {whole}"),
                    Text(en="give how many of them", zh="填写其中的次数"),
                    key=key,
                )

    def is_made(self, today: date) -> bool:
        """Whether its day has come."""
        return self.on <= today

    @property
    def apcer(self) -> tuple[float, float]:
        """Attack presentation classification error rate (APCER), 95 % interval, 0 to 1."""
        return wilson(self.attacks_passed, self.attacks)

    @property
    def bpcer(self) -> tuple[float, float]:
        """Bona fide presentation classification error rate (BPCER), 95 % interval, 0 to 1."""
        return wilson(self.people_refused, self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackProtection:
    """The measure against presented photographs at one access point: what the site states of it.

    :raises PartError: a challenge would ask for no movement of the head.
    """

    measure: AttackMeasure
    schedule: str | None = None
    """Id of the schedule in which a person watches."""
    ref: str = ""
    """The paper that proves it, such as the duty roster."""
    checks: tuple[LivenessCheck, ...] = ()
    """Of ``LIVENESS``: what the lane runs; all of them must pass."""
    moves: tuple[Movement, ...] = tuple(Movement)
    """Of a challenge: what it draws from. A blink alone would prove no head."""
    test: AttackTest | None = None
    """Of ``LIVENESS``: how well they do there."""

    def __post_init__(self) -> None:
        if not {Movement.TURN, Movement.NOD} & set(self.moves):
            raise PartError(
                Text(en="no movement of the head is among them", zh="其中没有头部动作"),
                Text(en="add turn or nod: a picture may blink", zh="请加入 turn 或 nod：图像也可能眨眼"),
                key="moves",
            )

    @property
    def to_run(self) -> tuple[LivenessCheck, ...]:
        """The checks that the lane is to run."""
        return self.checks if self.measure is AttackMeasure.LIVENESS else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Installer:
    """Who puts up the devices, in which rights."""

    name: str
    roles: tuple[InstallerRole, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """The sign that belongs to one camera (PIPL 26; VSR 13; governance G15)."""

    place: str
    text_version: str
    photo_ref: str
    checked_on: date
    recheck_days: int

    def is_current(self, today: date) -> bool:
        """Whether somebody looked at it within its re-check interval."""
        return self.checked_on <= today <= self.checked_on + timedelta(days=self.recheck_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeBasis:
    """Why a purpose may be pursued at all (PIPL 13)."""

    basis: LegalBasis
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Necessity:
    """Why a face, why not less, and what part of the scene the camera may look at (PIPL 28; FRM 4, 13)."""

    text: str
    less_intrusive_considered: tuple[str, ...]
    area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The impact assessment (PIPL 55, 56; FRM 9; governance G80)."""

    ref: str
    signed_by: str
    signed_on: date
    valid_to: date

    def is_valid(self, today: date) -> bool:
        return self.signed_on <= today <= self.valid_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A paper with a date: a test report, an inspection, a filing receipt."""

    ref: str
    on: date

    def is_made(self, today: date) -> bool:
        """Whether its day has come; a paper dated ahead proves nothing yet."""
        return self.on <= today


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything the site states; a missing part is None or empty and counts against what needs it."""

    installer: Installer | None = None
    near_sensitive_unit: bool | None = None
    """Whether a military or classified site is a neighbour (VSR 10); None: nobody has looked."""
    neighbour_consent_ref: str | None = None
    signs: Mapping[str, Sign] = field(default_factory=dict)
    """By the id of the camera that each belongs to."""
    purposes: Mapping[Purpose, PurposeBasis] = field(default_factory=dict)
    necessity: Necessity | None = None
    assessment: Assessment | None = None
    face_store: FaceStore = FaceStore.DEVICE_ONLY
    face_store_opinion_ref: str | None = None
    roles: Mapping[str, frozenset[Duty]] = field(default_factory=dict)
    network_test: Proof | None = None
    """The test that nothing about faces leaves the site (governance G40)."""
    police_filing: Proof | None = None
    """Filing with the county police, owed for places of VSR 7 only (VSR 14; governance G83)."""
    security_rules: Proof | None = None
    """Rules and measures for the security of the video system, owed for places of VSR 7 only (VSR 15)."""
    access_register: Proof | None = None
    """The register of who looked at what, and why, owed for places of VSR 7 only (VSR 16(2))."""
    owners_decision: Proof | None = None
    """The owners' decision to close passages (CC 278); it is no consent of anybody to anything else."""
    fire_egress_check: Proof | None = None
    """That the ways out still suffice once passages are closed (GB 55029 3.1.6)."""
    quality_acceptance: Proof | None = None
    """Acceptance of new housing's security facilities by the quality-supervision body (duty A7)."""
    housing_acceptance: Proof | None = None
    """The same by the housing authority (duty A7)."""
    inspection: Proof | None = None
    """The report of a qualified body (GB 50348 9.1.1)."""
    trial_run: Proof | None = None
    """The record of a trial run of 30 days or more (GB 55029 4.0.7)."""
