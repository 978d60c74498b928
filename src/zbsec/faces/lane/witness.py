"""What shows in a lane that a face is a face and not a picture of one, and what is said where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec._labelled import Labelled
from zbsec.faces.fivepoints import normalised, pose
from zbsec.faces.liveness import relief
from zbsec.faces.liveness.challenge import STRAIGHT_DEG
from zbsec.faces.liveness.eyes import EyeContrast

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.faces.liveness import Challenge, EyeWatch, Liveness

LIVE_SHOTS = 3
"""Views whose passive scores are averaged; one view alone misjudges people too often (BPCER)."""


class Doubt(Labelled):
    """Why a presentation does not count as bona fide, besides the causes of a challenge."""

    PASSIVE = "passive", "this looks like a photograph or a screen", "疑似照片或屏幕"
    FLAT = "flat", "this moves like a picture of a face", "疑似平面图像"
    OTHER_FACE = "other_face", "another face took the place during the check", "活体检测过程中人脸发生变化"
    TOO_FEW = "too_few_views", "the face was not seen clearly for long enough", "人脸清晰画面不足"
    ONE_PICTURE = (
        "one_picture",
        "a single picture shows no life; a video is needed",
        "单张图像无法进行活体检测，需要视频",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """The checks of a lane; none: a person watches it."""

    passive: Liveness | None = None
    """Judges every view that is embedded."""
    draw: Callable[[float], Challenge] | None = None
    """Begins a challenge at a time in seconds: movements are asked for."""
    eyes: Callable[[], EyeWatch] = EyeContrast
    """Makes what measures one person's eyes while a blink is due."""

    def __bool__(self) -> bool:
        return self.passive is not None or self.draw is not None


class Relief:
    """Notices over frames that a face turns as a flat picture does (``liveness.relief``)."""

    def __init__(self) -> None:
        self._straight: NDArray[np.float64] | None = None

    def is_flat(self, landmarks: NDArray[np.float32]) -> bool:
        """
        :param landmarks: float32 (5, 2), pixels, of the next frame of the same face.
        """
        head = pose(landmarks)
        if self._straight is None:
            if max(abs(head.yaw_deg), abs(head.pitch_deg)) <= STRAIGHT_DEG:
                self._straight = normalised(landmarks)
            return False
        view = relief.view(self._straight, normalised(landmarks))
        return view is not None and view.is_picture
