"""What somebody shows at an access point."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from zbsec.records._check import filled


class CredentialKind(StrEnum):
    """How a right to pass is shown."""

    FACE = "face"
    CARD = "card"
    PIN = "pin"
    PASS = "pass"  # noqa: S105
    """A signed visitor pass (QR)."""
    PLATE = "plate"
    OPERATOR = "operator"
    """A person at the desk opened, after a call or on sight."""
    EGRESS = "egress"
    """The exit button, or the fire input."""

    @property
    def biometric(self) -> bool:
        """Whether it needs the special gate for biometric methods (PIPL 28)."""
        return self is CredentialKind.FACE


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """One credential shown, and the holder it belongs to as far as is known."""

    kind: CredentialKind
    holder: str | None
    """Opaque reference of the holder; None: nobody registered here, or more than one answer was possible."""
    value: str | None = field(default=None, repr=False)
    """Card number, pass id or plate text. None for a face: an unmatched face leaves nothing (governance G31)."""

    def __post_init__(self) -> None:
        if self.kind.biometric and self.value is not None:
            raise ValueError("a face credential carries no value: only its holder travels on")
        if self.holder is not None:
            filled("holder", self.holder)
