"""How far eyes are open, against the same eyes a moment ago. No weights.

A reference is taken of eyes that stay as they are for some frames. Openness is the share of its iris, white and lid
lines that is still there, measured after the picture of now was laid over it by the rest of the face (``overlay``):
1 as they were, about 0 when they are shut. A photograph keeps its eyes however it is moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from zbsec._labelled import Labelled
from zbsec.faces import align, picture, quality
from zbsec.faces.liveness.overlay import EYES_PX, LIDS, MIDDLE, PARTS, Overlay, across, beside, down

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zbsec.faces.liveness.overlay import Laid, Mask, Plane

MIN_EYES_PX = 28.0
"""Distance of the eyes: a face about 65 pixels wide."""
MIN_IRIS = 0.14
"""By how much an iris is darker than what lies to its left and right, in proportion; below it no iris is seen. Of 80
photographs of people with East Asian eyes, glasses and a webcam 5 are below."""
MIN_LEVEL = 25.0
"""Grey value of the eyes' surroundings."""
WHITE, MAX_BURNT = 245, 0.06
"""Grey value that shows nothing any more, and the share of an eye that may be so; a reflection is."""
MAX_OFF, MAX_PART_OFF = 0.20, 0.25
"""How much the rest of the face may differ (``overlay.Laid``); another photograph mostly differs by more."""
DRIFT = 0.12
"""The same of the worst part, from which a reference with open eyes is taken anew: the head has moved a little."""
MAX_JUMP = 0.15
"""By which that may change from one frame to the next: a picture that takes the place of another does so at once."""
SHARP = 0.93
"""Fine structure of brows and nose that must be left: what is blurred loses that of the eyes too."""
LINES = 0.35
"""Of the upright changes of brightness in open eyes, so much is left in shut ones: lashes. A finger has none."""
BRIGHTER = 0.10
"""By how much an eye may be brighter than it, its lids or the cheek were, in proportion to the face's contrast: shut
lids reflect as they did when open, a lens reflects lamps."""
ALIKE = 0.12
"""By which openness may differ among the frames of a reference."""
REFERENCE_FRAMES = 4
STALE_S = 1.5
"""Eyes that were not as in the reference for so long may never be so again: it is taken anew."""


class Unseen(Labelled):
    """Why eyes cannot be measured, as whoever stands there is told."""

    TOO_SMALL = "eyes_too_small", "please come closer", "请靠近一些"
    BLURRED = "eyes_blurred", "please hold your head still", "请保持头部不动"
    DARK = "eyes_dark", "there is too little light on your eyes", "眼部光线不足"
    GLARE = "eyes_glare", "reflections hide your eyes: lower your chin a little", "眼镜反光，请稍低头"
    HIDDEN = (
        "eyes_hidden",
        "cannot see your eyes: take off sunglasses, keep hair and hands away",
        "看不清您的眼睛：请摘下墨镜，勿让头发或手遮挡",
    )
    TOO_FEW_FRAMES = (
        "eyes_too_few_frames",
        "the camera gives too few pictures a second to see a blink",
        "摄像机帧率过低，无法检测眨眼",
    )


@dataclass(frozen=True, slots=True)
class EyesSeen:
    """What one frame tells of the eyes."""

    openness: tuple[float, float] | None = None
    """Of the picture's left and right eye: 1 as in the reference, about 0 shut. None: it cannot be told."""
    unseen: Unseen | None = None
    """Why not; None beside no openness: nothing is wrong, the reference is not there yet."""
    drifted: bool = False
    """Whether the head is not quite where it was."""

    @property
    def alike(self) -> bool:
        """Whether the eyes are as they were."""
        return self.openness is not None and max(abs(share - 1.0) for share in self.openness) <= ALIKE


class EyeWatch(Protocol):
    """Follows one person's eyes over the frames of a video."""

    def see(self, image: NDArray[np.uint8], landmarks: NDArray[np.float32], at_s: float) -> EyesSeen:
        """Measure the next frame.

        :param image: uint8 (h, w, 3), BGR.
        :param landmarks: float32 (5, 2), pixels, of the one face.
        :param at_s: when it was taken, seconds.
        :raises ImageError: no such picture.
        :raises ShapeError: the landmarks are no five points, or fall together.
        """
        ...

    def forget(self) -> None:
        """Overwrite everything of the person; the next frame begins anew."""
        ...


class EyeContrast:
    """Openness by what is left of iris, white and lid lines."""

    def __init__(self) -> None:
        self._reference: _Reference | None = None
        self._next: _Reference | None = None
        """What may become the reference, once it was found again in some frames."""
        self._open_at_s = 0.0
        """When eyes were last as in the reference."""

    def see(self, image: NDArray[np.uint8], landmarks: NDArray[np.float32], at_s: float) -> EyesSeen:
        picture.check(image)
        align.check(landmarks)
        if self._reference is None:
            unseen = self._learn(image, landmarks, at_s)
            return EyesSeen(unseen=unseen)
        seen = self._reference.see(image, landmarks)
        if seen.alike:
            self._open_at_s = at_s
            if not seen.drifted:
                self._drop_next()
                return seen
        if seen.alike or seen.openness is None or at_s - self._open_at_s > STALE_S:
            unseen = self._learn(image, landmarks, at_s)
            return EyesSeen(unseen=unseen or seen.unseen) if seen.openness is None else seen
        return seen

    def forget(self) -> None:
        if self._reference is not None:
            self._reference.forget()
        self._reference = None
        self._drop_next()

    def _drop_next(self) -> None:
        if self._next is not None:
            self._next.forget()
        self._next = None

    def _learn(self, image: NDArray[np.uint8], landmarks: NDArray[np.float32], at_s: float) -> Unseen | None:
        """Take the frame for the next reference; what hinders it."""
        if self._next is not None and self._next.see(image, landmarks).alike:
            self._next.frames += 1
            if self._next.frames >= REFERENCE_FRAMES:
                coming, self._next = self._next, None
                self.forget()
                self._reference, self._open_at_s = coming, at_s
            return None
        self._drop_next()
        if quality.eyes_px(landmarks) < MIN_EYES_PX:
            return Unseen.TOO_SMALL
        overlay = Overlay(image, landmarks)
        unseen = _unseen(overlay.patch)
        if unseen is None:
            self._next = _Reference(overlay)
        else:
            overlay.forget()
        return unseen


_IRIS = [beside(side, 0.21, -0.13, 0.12) for side in (-1, 1)]
_EYE = [beside(side, 0.27, -0.20, 0.17) for side in (-1, 1)]
_TEXTURE = PARTS[0] | PARTS[1] | PARTS[4] | PARTS[5]
_COARSE_PX = 5.0
MIDDLE_PX = tuple(map(round, MIDDLE))


class _Reference:
    """What is looked for in later frames."""

    def __init__(self, overlay: Overlay) -> None:
        self.frames = 1
        """In which the eyes were found as they are here."""
        self._overlay = overlay
        self._worst_off = 0.0
        """Of the frame before."""
        patch = overlay.patch
        self._eyes = [_without_light(patch, mask) for mask in _IRIS]
        self._energy = [max(_product(eye, patch), 1e-9) for eye in self._eyes]
        self._texture = _fine(patch)
        self._texture *= _TEXTURE
        self._texture_energy = max(_product(self._texture, self._texture), 1e-9)
        self._lines = max(_upright(patch), 1e-9)
        self._brightest = _brightest(patch, (LIDS, *PARTS[2:4]))

    def see(self, image: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> EyesSeen:
        laid = self._overlay.lay(image, landmarks)
        if laid is None:
            return EyesSeen(unseen=Unseen.HIDDEN)
        try:
            return self._measured(laid)
        finally:
            laid.patch.fill(0.0)

    def _measured(self, laid: Laid) -> EyesSeen:
        jump, self._worst_off = abs(laid.worst_off - self._worst_off), laid.worst_off
        if laid.off > MAX_OFF or laid.worst_off > MAX_PART_OFF:
            return EyesSeen(unseen=Unseen.HIDDEN)
        fine = _fine(laid.patch)
        sharp = _product(self._texture, fine) / self._texture_energy
        fine.fill(0.0)
        if sharp < SHARP:
            return EyesSeen(unseen=Unseen.BLURRED)
        if _brightest(laid.patch, _IRIS) > self._brightest + BRIGHTER * self._overlay.contrast:
            return EyesSeen(unseen=Unseen.GLARE)
        if jump > MAX_JUMP or _upright(laid.patch) < LINES * self._lines:
            return EyesSeen(unseen=Unseen.HIDDEN)
        left, right = (_product(eye, laid.patch) / energy for eye, energy in zip(self._eyes, self._energy, strict=True))
        return EyesSeen((left, right), drifted=laid.worst_off > DRIFT)

    def forget(self) -> None:
        self._overlay.forget()
        for made in (*self._eyes, self._texture):
            made.fill(0.0)


def _without_light(patch: Plane, mask: Mask) -> Plane:
    """The patch within the mask, less the plane that fits it best; 0 elsewhere. Its product with any patch leaves that
    one's evenly sloping brightness out too."""
    base = np.stack([np.ones_like(patch), across, down]) * mask
    fit = np.linalg.solve(np.einsum("khw,lhw->kl", base, base), np.einsum("khw,hw->k", base, patch))
    light = np.einsum("k,khw->hw", fit, base)
    within = np.asarray(patch * mask, np.float64)
    within -= light
    return within


def _product(one: Plane, other: Plane) -> float:
    return float(np.einsum("hw,hw->", one, other))


def _fine(patch: Plane) -> Plane:
    import cv2  # noqa: PLC0415

    coarse = cv2.GaussianBlur(patch, (0, 0), _COARSE_PX)
    np.subtract(patch, coarse, out=coarse)
    return np.asarray(coarse, np.float64)


def _upright(patch: Plane) -> float:
    """Energy of changes of brightness from top to bottom in the eyes."""
    import cv2  # noqa: PLC0415

    below = np.asarray(cv2.Sobel(patch, cv2.CV_64F, 0, 1, scale=1 / 8), np.float64)
    energy = float(np.einsum("hw,hw,hw->", below, below, _EYE[0] | _EYE[1]))
    below.fill(0.0)
    return energy


def _brightest(patch: Plane, masks: Sequence[Mask]) -> float:
    import cv2  # noqa: PLC0415

    return max(float(cv2.minMaxLoc(patch, mask.astype(np.uint8))[1]) for mask in masks)


def _unseen(patch: Plane) -> Unseen | None:
    """What hinders measuring the eyes of a reference."""
    if _level(patch) < MIN_LEVEL:
        return Unseen.DARK
    if max(_burnt(patch, eye) for eye in _EYE) > MAX_BURNT:
        return Unseen.GLARE
    return Unseen.HIDDEN if min(_irises(patch)) < MIN_IRIS else None


def _burnt(patch: Plane, eye: Mask) -> float:
    """Share of an eye that is white beyond all detail."""
    white = patch >= WHITE
    white &= eye
    share = float(np.count_nonzero(white) / np.count_nonzero(eye))
    white.fill(False)
    return share


def _level(patch: Plane) -> float:
    rest = beside(-1, 0.36, 0.22, 0.50) | beside(1, 0.36, 0.22, 0.50)
    return float(np.einsum("hw,hw->", patch, rest) / np.count_nonzero(rest))


def _irises(patch: Plane) -> tuple[float, float]:
    """By how much each iris is darker than what is beside it, at the place about the eye where that is most."""
    import cv2  # noqa: PLC0415

    mean = np.asarray(cv2.boxFilter(patch, -1, (5, 3)), np.float64)
    found = [_iris(mean, MIDDLE_PX[0] + side * round(EYES_PX / 2)) for side in (-1, 1)]
    mean.fill(0.0)
    return found[0], found[1]


def _iris(mean: Plane, middle: int) -> float:
    rows = slice(MIDDLE_PX[1] - 4, MIDDLE_PX[1] + 5)
    side = np.minimum(mean[rows, middle - 12 : middle - 1], mean[rows, middle + 2 : middle + 13])
    np.maximum(side, 1.0, out=side)
    darker = np.subtract(side, mean[rows, middle - 5 : middle + 6])
    darker /= side
    most = float(darker.max())
    side.fill(0.0)
    darker.fill(0.0)
    return most
