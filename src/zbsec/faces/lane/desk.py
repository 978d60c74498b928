"""What a lane decides with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zbsec.faces.lane.witness import Witnesses

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.faces.backend import Backend
    from zbsec.faces.gallery import Gallery
    from zbsec.records import Face


def _everybody() -> frozenset[str] | None:
    return None


def _always(_: datetime) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who is looked for, among whom, and what has to be shown besides."""

    backend: Backend
    gallery: Gallery
    allowed: Callable[[], frozenset[str] | None] = _everybody
    """Holders whom the lane is for, asked at every look; nobody else is compared with. None: all."""
    active: Callable[[datetime], bool] = _always
    """Whether the face method may run at a moment; while it may not, nobody is embedded."""
    witnesses: Witnesses = field(default_factory=Witnesses)

    def vector(self, image: NDArray[np.uint8], face: Face) -> NDArray[np.float32]:
        """float32 (dim,), unit length, of one face; whoever asks overwrites it."""
        embed = getattr(self.backend, "embed_probe", self.backend.embed)
        vector: NDArray[np.float32] = embed(image, [face])[0]
        return vector
