"""What a person is told who asks what is held of them, and what of it can be put right."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zbsec._text import two
from zbsec.errors import ConsentError
from zbsec.faces import explain, lawful
from zbsec.faces.receipt import Right, canonical
from zbsec.records import Consent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zbsec._text import Text
    from zbsec.faces.receipt import Receipt
    from zbsec.faces.vault import Record
    from zbsec.records import Terms

CORRECTABLE = ("actor", "age_band", "channel", "expires_at", "guardian_consent", "guardian_ref", "shown_at")
"""Facts of a consent that may have been written down wrongly. All others make it another consent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One enrolled holder, and whether the consent lives."""

    consent: Consent
    ends_at: datetime
    why_not: Text | None
    """Why the holder is not identified; None: the holder is."""

    @classmethod
    def of(cls, consent: Consent, at: datetime, terms: Terms) -> Standing:
        return cls(consent=consent, ends_at=consent.end(terms), why_not=lawful.why_not(consent, at, terms))

    @property
    def facts(self) -> dict[str, Any]:
        """As JSON can write it."""
        return {
            "id": self.consent.id,
            "given_at": self.consent.given_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "living": self.why_not is None,
            "why_not": self.why_not and dict(self.why_not._asdict()),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody was told, and the receipt for it."""

    facts: Mapping[str, Any]
    """As JSON can write it."""
    receipt: Receipt

    def to_json(self) -> str:
        """One form, of which the receipt's ``digest`` is the SHA-256."""
        return canonical(self.facts)


def known(terms: Terms, standing: Standing | None, records: Sequence[Record]) -> dict[str, Any]:
    """What is held of a holder, on what basis, how long, and who is told (PIPL 17, 44)."""
    return {
        "purpose": terms.purpose.value,
        "basis": terms.basis.value,
        "basis_ref": terms.basis_ref,
        "method": terms.method,
        "data_kinds": list(terms.data_kinds),
        "retention_days": terms.retention.total_seconds() / 86400,
        "recipients": list(terms.recipients),
        "template_held": standing is not None,
        "picture_held": False,
        "consent": standing and standing.facts,
        "records": len(records),
        "rights": [right.value for right in Right],
    }


def copied(standing: Standing | None, records: Sequence[Record]) -> dict[str, Any]:
    """Every record with its hash; the template is left out, and why is said."""
    exported = [{"sequence": one.sequence, "content": one.content.decode(), "sha256": one.digest} for one in records]
    template = {"held": standing is not None, "left_out": dict(explain.TEMPLATE_LEFT_OUT._asdict())}
    return {"records": exported, "template": template}


def check_correctable(consent: Consent, facts: Mapping[str, object]) -> None:
    """
    :raises ConsentError: a fact that only a new consent can change, or a later end.
    """
    names = {field.name for field in fields(Consent)}
    for name in facts:
        if name not in CORRECTABLE:
            problem = two("is no fact of a consent", "不是同意书的内容")
            if name in names:
                problem = two("makes it another consent; ask for a new one", "更改即为另一份同意书；请重新征求同意")
            raise ConsentError(
                two(
                    f"{name} {problem.en} (what can be corrected: {', '.join(CORRECTABLE)})",
                    f"{name} {problem.zh}（可更正：{'、'.join(CORRECTABLE)}）",
                )
            )
    end = facts.get("expires_at", consent.expires_at)
    if isinstance(end, datetime) and end.tzinfo is not None and end > consent.expires_at:
        raise ConsentError(
            two(
                f"expires_at can become earlier than {consent.expires_at.isoformat()}, not later; ask anew",
                f"expires_at 只能早于 {consent.expires_at.isoformat()}，不能更晚；请重新征求同意",
            )
        )
