"""A video that is made as it is played."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from zbsec._ambient import now
from zbsec.devices.drivers.frames import FrameSource

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.records import Frame


class SimulatedVideo(FrameSource):
    """Pictures as a camera gives them, so many a second by their own time, however fast they are read.

    :param pictures: uint8 (h, w, 3), BGR, in their order.
    :param per_s: frames a second.
    :param start: when the first was taken, with a time zone; None: now.
    """

    continuous = True

    def __init__(
        self,
        pictures: Iterable[NDArray[np.uint8]],
        *,
        camera: str,
        per_s: float = 12.5,
        start: datetime | None = None,
    ) -> None:
        self._start = now() if start is None else start
        self._step = timedelta(seconds=1 / per_s)
        self._pictures = iter(pictures)
        super().__init__(camera=camera, clock=lambda: self._start + self._sequence * self._step)

    def read(self) -> Frame | None:
        picture = next(self._pictures, None)
        return None if picture is None else self._frame(picture)
