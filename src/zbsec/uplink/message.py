"""What an encoder makes of an event: ready to send, by somebody else."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One request to a platform, whole: the same event gives the same message."""

    target: str
    """Path on the platform, such as ``/VIID/MotorVehicles``."""
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    ids: tuple[str, ...]
    """Ids of the objects in it; a platform that has one already replaces it, so sending again does no harm."""
    method: str = "POST"
