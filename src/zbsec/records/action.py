"""What a device is told, and what it confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from zbsec.records._check import aware

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec._text import Text
    from zbsec.records.codes import Direction, Position


class Verb(StrEnum):
    """Commands of ONVIF Door Control that gates share, and one of displays."""

    ACCESS = "Access"
    """Let one pass: open, and close again by the device's own timer."""
    LOCK = "Lock"
    UNLOCK = "Unlock"
    BLOCK = "Block"
    SHOW = "Show"
    """Show ``Action.message`` until the next one; none: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One command to one device."""

    device: str
    verb: Verb
    direction: Direction | None = None
    cause: str
    """Why: the id of the event or the name of the operator behind it."""
    message: Text | None = None
    """Of ``SHOW``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What the device itself reported after a command. Without a position contact ``position`` is ``UNKNOWN``."""

    action: Action
    position: Position
    confirmed_at: datetime

    def __post_init__(self) -> None:
        aware("confirmed_at", self.confirmed_at)
