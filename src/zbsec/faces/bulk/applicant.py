"""Who is to be enrolled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zbsec.records import Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Somebody who consented and is to be enrolled (biometric applicant, ISO/IEC 2382-37)."""

    consent: Consent
    pictures: tuple[str, ...]
    """Their names, as the report gives them. Several make one better template."""

    @property
    def holder(self) -> str:
        return self.consent.holder
