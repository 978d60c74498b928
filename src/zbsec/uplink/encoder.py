"""Encoders by name: one wire format each, event in, message out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from zbsec._registry import Registry
from zbsec._text import two

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zbsec.records import Event, Heading, Snapshot
    from zbsec.uplink.message import Message

ENCODERS = Registry(
    two("encoder", "编码格式"), group="zbsec.encoders", table={"gat1400": "zbsec.uplink.gat1400.encoder:Gat1400Encoder"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a message needs besides the event. It comes from the site file and the journal, never from a clock."""

    sender_id: str
    """Code under which the site sends, 20 digits for GA/T 1400."""
    sequence: int
    """The event's place in the journal, 1 or more: makes object ids unique and the same on every try."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """Platform code of each device, and of each access point's tollgate, by its id in the site file."""
    picture_px: tuple[int, int] = (1920, 1080)
    """Width and height of the source picture, for objects whose box is not known."""
    snapshot: Snapshot | None = None
    """What was kept of the source picture. It is sent where the event as released names it (``picture``)."""
    headings: Mapping[str, Heading] = field(default_factory=dict)
    """Which way each access point runs over the ground, by its id. The site file says it; no picture tells."""


class Encoder(Protocol):
    """Turns events into messages of one wire format."""

    def encode(self, event: Event, context: Context) -> Message | None:
        """The message for this event; None: the format has none for it.

        :raises ValueError: the context lacks what the format demands, such as a device's code.
        """
        ...


def encoder(name: str) -> Encoder:
    """The encoder of that name.

    :raises RegistryError: no such encoder; the sentence lists those there are.
    """
    made: Encoder = ENCODERS.load(name)()
    return made
