"""Things that move before a fixed camera, as blobs of changed pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    import cv2
    from cv2.typing import MatLike

    from zbsec.scenes.lines import Point

    Picture: TypeAlias = MatLike

WORKING_WIDTH_PX = 480
HISTORY_FRAMES = 1500
MAX_SHARE = 0.6
MAX_GAIN = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """One moving thing in one picture."""

    centre: Point
    """Centre of its changed pixels."""
    area_px: float
    """Number of its changed pixels."""


class MotionDetector:
    """Tells what moves from what stands, by a background that is learnt from the pictures (MOG2).

    A change of the light that meets the whole picture is no motion: one between half and double, per colour, is
    evened out. After a stronger one, or when more than 60 % of the picture changed, the background is learnt anew and
    that picture gives no blobs. A light that meets a part, such as a headlamp on a wall, is not told from a thing.

    Things that touch are one blob. A thing that stands for about 150 pictures becomes background; where one stood in
    the first picture, its place counts as moving for as long after it has left. Shadows are left out.

    :param min_area_px: the smallest blob, in pixels of the picture as given.
    :raises ValueError: ``min_area_px`` below 1.
    """

    def __init__(self, *, min_area_px: int) -> None:
        import cv2  # noqa: PLC0415

        if min_area_px < 1:
            raise ValueError(f"min_area_px is 1 or more, not {min_area_px}")
        self._min_area_px = min_area_px
        self._model: cv2.BackgroundSubtractorMOG2 = cv2.createBackgroundSubtractorMOG2(HISTORY_FRAMES, 25.0, True)
        self._started = False

    def detect(self, image: Picture) -> list[Blob]:
        """The blobs of the next picture, biggest first; none in the first picture.

        :param image: uint8 (height, width, 3), BGR, always of the same size.
        """
        import cv2  # noqa: PLC0415

        scale = min(1.0, WORKING_WIDTH_PX / image.shape[1])
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        changed = self._changed(small)
        return [] if changed is None else _blobs(changed, scale, self._min_area_px)

    def _changed(self, small: Picture) -> Picture | None:
        """uint8 (h, w), 255 where something moves; None when the whole scene changed."""
        import cv2  # noqa: PLC0415
        import numpy as np  # noqa: PLC0415

        gain = _gain(small, self._model.getBackgroundImage()) if self._started else None
        if gain is None:
            self._learn_anew(small)
            return None
        evened = np.clip(small * gain + 0.5, 0, 255).astype(np.uint8)
        differs = self._model.apply(evened, learningRate=1 / HISTORY_FRAMES)
        changed: Picture = cv2.threshold(differs, 254, 255, cv2.THRESH_BINARY)[1]  # 127 marks shadows
        if cv2.countNonZero(changed) > MAX_SHARE * changed.size:
            self._learn_anew(small)
            return None
        return changed

    def _learn_anew(self, small: Picture) -> None:
        self._model.apply(small, learningRate=1.0)
        self._started = True


def _gain(image: Picture, background: Picture) -> Picture | None:
    """float64 (3,): what makes ``image`` as bright as ``background`` in each colour; None beyond half or double.

    A thing that covers less than half of the picture does not move a median. Masked pixels, black in both, say
    nothing about the light.
    """
    import numpy as np  # noqa: PLC0415

    was, seen = (picture[::4, ::4].reshape(-1, 3).astype(np.float64) for picture in (background, image))
    lit = was.max(axis=1) > 0
    gain: Picture = np.median((was[lit] + 1) / (seen[lit] + 1), axis=0) if lit.any() else np.ones(3)
    return gain if gain.min() >= 1 / MAX_GAIN and gain.max() <= MAX_GAIN else None


def _blobs(changed: Picture, scale: float, min_area_px: int) -> list[Blob]:
    import cv2  # noqa: PLC0415

    speckless = cv2.morphologyEx(changed, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3)))
    whole = cv2.morphologyEx(speckless, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
    _, _, stats, centres = cv2.connectedComponentsWithStats(whole)
    found = [
        Blob(centre=(float(x) / scale, float(y) / scale), area_px=float(area) / scale**2)
        for (x, y), area in zip(centres[1:], stats[1:, cv2.CC_STAT_AREA], strict=True)
    ]
    return sorted((blob for blob in found if blob.area_px >= min_area_px), key=lambda blob: -blob.area_px)
