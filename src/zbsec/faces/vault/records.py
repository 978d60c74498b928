"""A consent record as bytes, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from zbsec.records import AgeBand, Consent, Purpose

_TIMES = ("shown_at", "given_at", "expires_at", "withdrawn_at")


def to_bytes(consent: Consent) -> bytes:
    facts = asdict(consent)
    for name in _TIMES:
        facts[name] = facts[name] and facts[name].isoformat()
    return json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()


def from_bytes(content: bytes) -> Consent:
    facts = json.loads(content)
    for name in _TIMES:
        facts[name] = facts[name] and datetime.fromisoformat(facts[name])
    return Consent(**{**facts, "purpose": Purpose(facts["purpose"]), "age_band": AgeBand(facts["age_band"])})
