"""An active challenge (动作活体): look straight, then move the head in an order nobody could foresee, within a time.

It needs no weights. From five landmarks it tells a head from a flat or gently bent picture of one, because a nose
stands out (``relief``). It cannot see a blink. A video of the holder, a mask, and paper folded round a face deceive it:
the random order and the passive check stand against the first, people against the others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random, SystemRandom
from typing import TYPE_CHECKING

import numpy as np

from zbsec._labelled import Labelled
from zbsec.faces.fivepoints import normalised, pose
from zbsec.faces.liveness import relief

if TYPE_CHECKING:
    from numpy.typing import NDArray

TIME_LIMIT_S = 20.0
MOVES = 3
MOVED = 0.15
"""Relief from which a head has moved; an average nose shows it at 20 degrees."""
STRAIGHT = 0.10
"""Relief below which it is back."""
MAX_STEP = 0.10
"""Of relief from frame to frame; a photograph changed for another one jumps by ``MOVED`` or more."""
MAX_GAP_S = 0.25
"""Between two frames with the face: what is hidden for longer may be something else afterwards."""
STRAIGHT_FRAMES = 3
STRAIGHT_DEG = 15.0
"""By which a face that looks straight may seem turned or raised; noses differ."""


class Ask(Labelled):
    """What the holder is asked to do next; left and right are the holder's own."""

    LOOK_STRAIGHT = "look_straight", "look straight into the camera", "请正视镜头"
    TURN_LEFT = "turn_left", "slowly turn your head to your left", "请慢慢向您的左侧转头"
    TURN_RIGHT = "turn_right", "slowly turn your head to your right", "请慢慢向您的右侧转头"
    CHIN_UP = "chin_up", "slowly raise your chin", "请慢慢抬头"
    CHIN_DOWN = "chin_down", "slowly nod: lower your chin", "请慢慢点头（低头）"


ASKED = (Ask.TURN_LEFT, Ask.TURN_RIGHT, Ask.CHIN_UP, Ask.CHIN_DOWN)
"""The movements that a challenge draws from."""


class Verdict(StrEnum):
    """Where a challenge stands."""

    PENDING = "pending"
    PASSED = "passed"
    FAILED = "failed"


class Cause(Labelled):
    """Why a challenge failed."""

    TOO_LATE = "too_late", "the time is over; please try again", "已超时；请重试"
    WRONG_MOVE = "wrong_move", "another movement was asked for; please try again", "动作与要求不符；请重试"
    TOO_FAST = "too_fast", "the head moved too fast; please try again, slowly", "动作过快；请慢速重试"
    LOST = (
        "lost",
        "the face was out of sight; please try again, alone before the camera",
        "人脸离开画面；请独自正对镜头重试",
    )
    FLAT = "flat", "this looks like a picture of a face; please call the staff", "疑似照片；请联系工作人员"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Challenge:
    """A challenge at one moment; ``seen`` gives the next. It holds landmarks and times, no picture."""

    moves: tuple[Ask, ...]
    """In the order in which they are asked; the head returns to look straight after each."""
    started_at_s: float
    time_limit_s: float = TIME_LIMIT_S
    done: int = 0
    """Movements that were made."""
    cause: Cause | None = None
    """Why it failed; None: it did not."""
    _at_s: float
    """Of the last frame."""
    _face_at_s: float
    """Of the last frame with the face."""
    _straight: tuple[NDArray[np.float64], ...] = ()
    """Normalised landmarks of the frames that say how this face looks straight ahead."""
    _last: tuple[float, float] = (0.0, 0.0)
    """Where the nose was seen, as in ``relief.View``."""
    _away: bool = False
    """Whether a movement was made, and the head is not back yet."""

    @classmethod
    def draw(
        cls, *, at_s: float, moves: int = MOVES, time_limit_s: float = TIME_LIMIT_S, dice: Random | None = None
    ) -> Challenge:
        """A new one: each movement is another than the one before, so three give 36 orders.

        :param dice: None: the operating system's. A seeded one can be foreseen; it is for tests.
        :param at_s: now, seconds of any clock that is never set back.
        :raises ValueError: no movement is asked for, or no time given.
        """
        if moves < 1 or not time_limit_s > 0:
            raise ValueError(f"a challenge has a movement and a time; these are {moves} movements in {time_limit_s} s")
        chosen_by = dice or SystemRandom()
        order: list[Ask] = []
        for _ in range(moves):
            order.append(chosen_by.choice([move for move in ASKED if move not in order[-1:]]))
        return cls(moves=tuple(order), started_at_s=at_s, time_limit_s=time_limit_s, _at_s=at_s, _face_at_s=at_s)

    @property
    def verdict(self) -> Verdict:
        if self.cause is not None:
            return Verdict.FAILED
        return Verdict.PASSED if self.done == len(self.moves) and not self._away else Verdict.PENDING

    @property
    def ask(self) -> Ask | None:
        """What to tell the holder now; None: it is over."""
        if self.verdict is not Verdict.PENDING:
            return None
        return Ask.LOOK_STRAIGHT if self._away or not self._knows_straight else self.moves[self.done]

    def seen(self, landmarks: NDArray[np.float32] | None, at_s: float) -> Challenge:
        """The challenge after one more frame. One that is over stays as it is.

        :param landmarks: float32 (5, 2), pixels of a picture that is not mirrored; None: no face, or several.
        :param at_s: when the frame was taken, on the clock of ``draw``.
        :raises ShapeError: no five points, or points that no face has.
        :raises ValueError: ``at_s`` lies before the last frame.
        """
        if self.verdict is not Verdict.PENDING:
            return self
        if not at_s >= self._at_s:
            raise ValueError(f"a frame of {at_s} s came after one of {self._at_s} s; give frames in their order")
        if at_s > self.started_at_s + self.time_limit_s:
            return replace(self, cause=Cause.TOO_LATE)
        current = replace(self, _at_s=at_s)
        if self._knows_straight and at_s - self._face_at_s > MAX_GAP_S:
            return replace(current, cause=Cause.LOST)
        if landmarks is None:
            return current
        return current._moved(landmarks) if self._knows_straight else current._learned(landmarks)

    @property
    def _knows_straight(self) -> bool:
        return len(self._straight) == STRAIGHT_FRAMES

    def _learned(self, landmarks: NDArray[np.float32]) -> Challenge:
        seen = pose(landmarks)
        kept = self._straight if self._at_s - self._face_at_s <= MAX_GAP_S else ()
        is_straight = max(abs(seen.yaw_deg), abs(seen.pitch_deg)) <= STRAIGHT_DEG
        return replace(self, _face_at_s=self._at_s, _straight=(*kept, normalised(landmarks)) if is_straight else ())

    def _moved(self, landmarks: NDArray[np.float32]) -> Challenge:
        view = relief.view(np.mean(self._straight, axis=0), normalised(landmarks))
        if view is None:
            return self
        step = float(np.hypot(view.right - self._last[0], view.down - self._last[1]))
        if step > MAX_STEP:
            return replace(self, cause=Cause.TOO_FAST)
        current = replace(self, _face_at_s=self._at_s, _last=(view.right, view.down))
        return current._judged(view)

    def _judged(self, view: relief.View) -> Challenge:
        if view.is_picture:
            return replace(self, cause=Cause.FLAT)
        if self._away:
            return replace(self, _away=view.relief >= STRAIGHT)
        if view.is_flat or view.relief < MOVED or view.slant > relief.STEEPEST:
            return self
        if _direction(view) is not self.moves[self.done]:
            return replace(self, cause=Cause.WRONG_MOVE)
        return replace(self, done=self.done + 1, _away=True)


def _direction(view: relief.View) -> Ask:
    if abs(view.right) >= abs(view.down):
        return Ask.TURN_LEFT if view.right > 0 else Ask.TURN_RIGHT
    return Ask.CHIN_DOWN if view.down > 0 else Ask.CHIN_UP
