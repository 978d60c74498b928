"""One person's separate consent to one processing (PIPL 14, 29; NDR 62(7); governance G03 to G12)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from zbsec._text import two
from zbsec.errors import FactError
from zbsec.records._check import aware, filled, one_of

if TYPE_CHECKING:
    from datetime import timedelta

_FOREVER = datetime.max.replace(tzinfo=UTC)


class Purpose(StrEnum):
    """What a processing is for. There is no wildcard (SPC 11; governance G12)."""

    FACE_ACCESS = "face_access"
    VEHICLE_ACCESS = "vehicle_access"


class LegalBasis(StrEnum):
    """What makes a processing lawful (PIPL 13); there is no default (governance G01)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    HR_RULES = "hr_rules"
    LEGAL_DUTY = "legal_duty"
    EMERGENCY = "emergency"
    PUBLIC_INFO = "public_info"
    OTHER_STATUTE = "other_statute"


class AgeBand(StrEnum):
    """Only what the law asks: under 14 a guardian decides (PIPL 31)."""

    UNDER_14 = "under_14"
    FROM_14 = "from_14"


_WILDCARDS = {"*", "any", "anybody", "anyone", "all", "everybody", "everyone", "任何人", "任意", "全部", "所有", "不限"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a holder agrees to. Changing any of it voids every consent given to the old terms (governance G05).

    :raises ValueError: a purpose, basis, kind or recipient that is none, all, or more than one.
    """

    purpose: Purpose
    basis: LegalBasis
    basis_ref: str
    """The article, contract or rule behind ``basis``."""
    method: str
    """How it is done, such as ``1:N on the device``."""
    data_kinds: tuple[str, ...]
    retention: timedelta
    """A consent to these terms ends this long after it was given, whatever later end it names."""
    recipients: tuple[str, ...] = ()
    """Who is told, at most one: handing on to another takes a consent of its own (PIPL 23; governance G03)."""

    def __post_init__(self) -> None:
        one_of("purpose", self.purpose, Purpose)
        one_of("basis", self.basis, LegalBasis)
        for name in ("basis_ref", "method"):
            filled(name, getattr(self, name))
        if not self.data_kinds:
            raise ValueError("data_kinds is empty; name what is processed, such as 'face template'")
        if self.retention.total_seconds() <= 0:
            raise ValueError(f"retention {self.retention} is not positive")
        if len(self.recipients) > 1:
            raise ValueError(
                f"there are {len(self.recipients)} recipients; each takes its own consent (PIPL 23, governance G03)"
            )
        for name, values in (("data_kinds", self.data_kinds), ("recipients", self.recipients)):
            for value in values:
                filled(name, value)
                if value.strip().lower() in _WILDCARDS:
                    raise ValueError(f"{name} holds {value!r}, which is everything; name one (SPC 11, governance G12)")

    @property
    def hash(self) -> str:
        """SHA-256 over the terms in one canonical form."""
        facts = {
            "basis": self.basis.value,
            "basis_ref": self.basis_ref,
            "data_kinds": sorted(self.data_kinds),
            "method": self.method,
            "purpose": self.purpose.value,
            "recipients": sorted(self.recipients),
            "retention_s": self.retention.total_seconds(),
        }
        return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A consent record: one holder, one purpose, shown, given, and with an end.

    :raises ValueError: a field is empty, a time has no zone, or the times are out of order.
    """

    id: str
    holder: str
    purpose: Purpose
    terms_hash: str
    """``Terms.hash`` of what was agreed to."""
    notice_hash: str
    """SHA-256 of the notice that was shown (PIPL 17)."""
    shown_at: datetime
    given_at: datetime
    expires_at: datetime
    """Mandatory: unlimited grants are void (SPC 11; governance G12)."""
    actor: str
    """Who recorded it: the holder's own device, or a named operator."""
    channel: str
    """Where it was given: ``kiosk``, ``counter``, ``paper`` …"""
    alternative_shown: bool
    """The way in without a face was offered; without it the consent is not free (governance G04)."""
    age_band: AgeBand = AgeBand.FROM_14
    guardian_ref: str | None = None
    """The guardian of a holder under 14."""
    guardian_consent: str | None = None
    """Where the guardian's own declaration is kept."""
    withdrawn_at: datetime | None = None

    def __post_init__(self) -> None:
        one_of("purpose", self.purpose, Purpose)
        one_of("age_band", self.age_band, AgeBand)
        if not isinstance(self.alternative_shown, bool):
            raise FactError(
                two(
                    f"alternative_shown is {self.alternative_shown!r}",
                    f"alternative_shown 为 {self.alternative_shown!r}",
                ),
                two("it is True or False", "应为 True 或 False"),
            )
        for name in ("id", "holder", "terms_hash", "notice_hash", "actor", "channel"):
            filled(name, getattr(self, name))
        for name in ("shown_at", "given_at", "expires_at"):
            aware(name, getattr(self, name))
        if not self.shown_at <= self.given_at < self.expires_at:
            raise FactError(
                two("shown_at, given_at and expires_at are out of order", "shown_at、given_at、expires_at 先后有误"),
                two("a notice is shown, then consent is given, then it ends", "先告知，再同意，后到期"),
            )
        for name in ("guardian_ref", "guardian_consent"):
            if self.age_band is AgeBand.UNDER_14 and not getattr(self, name):
                raise FactError(
                    two(f"under 14 a guardian consents: {name} is empty", f"未满 14 周岁须监护人同意：{name} 为空"),
                    two("see PIPL 31, governance G09", "见个人信息保护法31、governance G09"),
                )

    def end(self, terms: Terms) -> datetime:
        """When it ends: at its own end, when the terms' retention is over, or when it was withdrawn."""
        ends = [self.expires_at, self.withdrawn_at]
        if terms.retention < _FOREVER - self.given_at:
            ends.append(self.given_at + terms.retention)
        return min(end for end in ends if end is not None)

    def is_living(self, at: datetime, terms: Terms) -> bool:
        """Whether it covers ``terms`` at that moment: freely given, to these very terms, not withdrawn, not ended."""
        return (
            self.alternative_shown
            and self.purpose is terms.purpose
            and self.terms_hash == terms.hash
            and self.given_at <= at < self.end(terms)
        )

    def withdrawn(self, at: datetime) -> Consent:
        """The same record, withdrawn. No reason is asked (PIPL 15; governance G06)."""
        aware("at", at)
        return replace(self, withdrawn_at=at)
