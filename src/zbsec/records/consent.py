"""One person's separate consent to one processing (PIPL 14, 29; NDR 62(7); governance G03 to G12)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from zbsec.records._check import aware, filled

if TYPE_CHECKING:
    from datetime import datetime, timedelta


class Purpose(StrEnum):
    """What a processing is for. There is no wildcard (SPC 11; governance G12)."""

    FACE_ACCESS = "face_access"
    VEHICLE_ACCESS = "vehicle_access"


class AgeBand(StrEnum):
    """Only what the law asks: under 14 a guardian decides (PIPL 31)."""

    UNDER_14 = "under_14"
    FROM_14 = "from_14"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a holder agrees to. Changing any of it voids every consent given to the old terms (governance G05)."""

    purpose: Purpose
    method: str
    """How it is done, such as ``1:N on the device``."""
    data_kinds: tuple[str, ...]
    retention: timedelta
    recipients: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        """SHA-256 over the terms in one canonical form."""
        facts = {
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
    withdrawn_at: datetime | None = None

    def __post_init__(self) -> None:
        for name in ("id", "holder", "terms_hash", "notice_hash", "actor", "channel"):
            filled(name, getattr(self, name))
        for name in ("shown_at", "given_at", "expires_at"):
            aware(name, getattr(self, name))
        if not self.shown_at <= self.given_at < self.expires_at:
            raise ValueError("out of order: a notice is shown, then consent is given, then it ends")
        if self.age_band is AgeBand.UNDER_14 and not self.guardian_ref:
            raise ValueError("under 14 a guardian consents: guardian_ref is empty (PIPL 31, governance G09)")

    def is_living(self, at: datetime, terms: Terms) -> bool:
        """Whether it covers ``terms`` at that moment: freely given, to these very terms, not withdrawn, not expired."""
        return (
            self.alternative_shown
            and self.purpose is terms.purpose
            and self.terms_hash == terms.hash
            and self.given_at <= at < self.expires_at
            and (self.withdrawn_at is None or at < self.withdrawn_at)
        )

    def withdrawn(self, at: datetime) -> Consent:
        """The same record, withdrawn. No reason is asked (PIPL 15; governance G06)."""
        aware("at", at)
        return replace(self, withdrawn_at=at)
