"""An active challenge (动作活体): look straight, then move head and eyelids in an order nobody could foresee, in time.

It needs no weights. From five landmarks it tells a head from a flat or gently bent picture of one, because a nose
stands out (``relief``); from the pixels about the eyes it sees a blink (``eyes``, ``blink``), which no mask and no
folded paper makes. A blink alone proves no head, so movements of the head are asked for beside it. A video of the
holder deceives it: the random order and the passive check stand against that.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random, SystemRandom
from typing import TYPE_CHECKING

import numpy as np

from zbsec._labelled import Labelled
from zbsec.faces.fivepoints import normalised, pose
from zbsec.faces.liveness import relief
from zbsec.faces.liveness.blink import Blink
from zbsec.faces.liveness.eyes import EyesSeen, Unseen

if TYPE_CHECKING:
    from collections.abc import Collection

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
UNREADY_S = 4.0
"""For so long eyes may go unmeasured when a blink is due; then a movement of the head is asked for instead, and as
much time is given for it."""
FLICKER_S = 0.5
"""Eyes that were measured so lately are still asked to blink; what hinders them now may be the blink itself."""


class Ask(Labelled):
    """What the holder is asked to do next; left and right are the holder's own."""

    LOOK_STRAIGHT = "look_straight", "look straight into the camera", "请正视镜头"
    TURN_LEFT = "turn_left", "slowly turn your head to your left", "请慢慢向您的左侧转头"
    TURN_RIGHT = "turn_right", "slowly turn your head to your right", "请慢慢向您的右侧转头"
    CHIN_UP = "chin_up", "slowly raise your chin", "请慢慢抬头"
    CHIN_DOWN = "chin_down", "slowly nod: lower your chin", "请慢慢点头（低头）"
    BLINK = "blink", "slowly blink: shut both eyes for a moment, then open them", "请慢慢眨眼：双眼闭上片刻再睁开"


OF_THE_HEAD = (Ask.TURN_LEFT, Ask.TURN_RIGHT, Ask.CHIN_UP, Ask.CHIN_DOWN)
ASKED = (*OF_THE_HEAD, Ask.BLINK)
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
    NO_BLINK = (
        "no_blink",
        "no blink was seen; please take off dark glasses and try again",
        "未检测到眨眼；请摘下墨镜后重试",
    )
    FLAT = "flat", "this looks like a picture of a face; please call the staff", "疑似照片；请联系工作人员"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Challenge:
    """A challenge at one moment; ``seen`` gives the next. It holds landmarks and times, no picture."""

    moves: tuple[Ask, ...]
    """In the order in which they are asked; the head returns to look straight after each."""
    instead: Ask = Ask.TURN_LEFT
    """What is asked for in place of a blink where eyes cannot be measured."""
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
    _blink: Blink = field(default_factory=Blink)
    _ready_at_s: float | None = None
    """When eyes were last measured since a blink is due, or since when it is."""
    _was_ready: bool = False
    """Whether they were at all."""

    @classmethod
    def draw(
        cls,
        *,
        at_s: float,
        moves: int = MOVES,
        among: Collection[Ask] = ASKED,
        time_limit_s: float = TIME_LIMIT_S,
        dice: Random | None = None,
    ) -> Challenge:
        """A new one: one blink, at any place, among movements of the head, each another than the one before; three
        give 36 orders, with or without the blink. One movement is one of the head: a blink alone proves none.

        :param among: the movements to draw from; at least two of the head.
        :param dice: None: the operating system's. A seeded one can be foreseen; it is for tests.
        :param at_s: now, seconds of any clock that is never set back.
        :raises ValueError: no movement is asked for, or no time given.
        """
        if moves < 1 or not time_limit_s > 0:
            raise ValueError(f"a challenge has a movement and a time; these are {moves} movements in {time_limit_s} s")
        heads = [move for move in OF_THE_HEAD if move in among]
        if len(heads) < 2 or not set(among) <= set(ASKED):
            raise ValueError(f"at least two movements of the head are drawn from, of {[*ASKED]}; these are {[*among]}")
        chosen_by = dice or SystemRandom()
        blinks = Ask.BLINK in among and moves > 1
        order: list[Ask] = []
        for _ in range(moves - blinks):
            order.append(chosen_by.choice([move for move in heads if move not in order[-1:]]))
        place = chosen_by.randrange(moves) if blinks else moves
        others = [move for move in heads if move not in order[max(place - 1, 0) : place + 1]]
        order[place:place] = [Ask.BLINK] * blinks
        return cls(
            moves=tuple(order),
            instead=chosen_by.choice(others or heads),
            started_at_s=at_s,
            time_limit_s=time_limit_s,
            _at_s=at_s,
            _face_at_s=at_s,
        )

    @property
    def verdict(self) -> Verdict:
        if self.cause is not None:
            return Verdict.FAILED
        return Verdict.PASSED if self.done == len(self.moves) and not self._away else Verdict.PENDING

    @property
    def ask(self) -> Ask | Unseen | None:
        """What to tell the holder now, or why their eyes cannot be seen; None: it is over."""
        if self.verdict is not Verdict.PENDING:
            return None
        if not self.is_straight:
            return Ask.LOOK_STRAIGHT
        if self.moves[self.done] is not Ask.BLINK or self._is_ready:
            return self.moves[self.done]
        return self._blink.unseen or Ask.LOOK_STRAIGHT

    @property
    def is_straight(self) -> bool:
        """Whether the head looks straight ahead as far as the challenge knows: at its beginning, it does not know."""
        return self._knows_straight and not self._away

    @property
    def watches_eyes(self) -> bool:
        """Whether a blink is due, so that the next frame's eyes are to be measured; while not, an ``EyeWatch``
        forgets."""
        return self.verdict is Verdict.PENDING and self.is_straight and self.moves[self.done] is Ask.BLINK

    def seen(self, landmarks: NDArray[np.float32] | None, at_s: float, eyes: EyesSeen | None = None) -> Challenge:
        """The challenge after one more frame. One that is over stays as it is.

        :param landmarks: float32 (5, 2), pixels of a picture that is not mirrored; None: no face, or several.
        :param at_s: when the frame was taken, on the clock of ``draw``.
        :param eyes: of the same frame, where ``watches_eyes``; None: nobody measures them, so no blink will be seen.
        :raises ShapeError: no five points, or points that no face has.
        :raises ValueError: ``at_s`` lies before the last frame.
        """
        if self.verdict is not Verdict.PENDING:
            return self
        if not at_s >= self._at_s:
            raise ValueError(f"a frame of {at_s} s came after one of {self._at_s} s; give frames in their order")
        if at_s > self.started_at_s + self.time_limit_s:
            return replace(self, cause=Cause.NO_BLINK if self.watches_eyes and self._is_ready else Cause.TOO_LATE)
        current = replace(self, _at_s=at_s)
        if self._knows_straight and at_s - self._face_at_s > MAX_GAP_S:
            return replace(current, cause=Cause.LOST)
        if landmarks is None:
            return current
        return current._moved(landmarks, eyes) if self._knows_straight else current._learned(landmarks)

    @property
    def _knows_straight(self) -> bool:
        return len(self._straight) == STRAIGHT_FRAMES

    @property
    def _is_ready(self) -> bool:
        """Whether eyes are measured, so that a blink would be seen."""
        if self._blink.ready:
            return True
        return self._was_ready and self._ready_at_s is not None and self._at_s - self._ready_at_s < FLICKER_S

    def _learned(self, landmarks: NDArray[np.float32]) -> Challenge:
        seen = pose(landmarks)
        kept = self._straight if self._at_s - self._face_at_s <= MAX_GAP_S else ()
        is_straight = max(abs(seen.yaw_deg), abs(seen.pitch_deg)) <= STRAIGHT_DEG
        return replace(self, _face_at_s=self._at_s, _straight=(*kept, normalised(landmarks)) if is_straight else ())

    def _moved(self, landmarks: NDArray[np.float32], eyes: EyesSeen | None) -> Challenge:
        view = relief.view(np.mean(self._straight, axis=0), normalised(landmarks))
        if view is None:
            return self
        step = float(np.hypot(view.right - self._last[0], view.down - self._last[1]))
        if step > MAX_STEP:
            return replace(self, cause=Cause.TOO_FAST)
        current = replace(self, _face_at_s=self._at_s, _last=(view.right, view.down))
        judged = current._judged(view)
        return judged._watched(eyes or EyesSeen(unseen=Unseen.HIDDEN)) if judged.watches_eyes else judged

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

    def _watched(self, eyes: EyesSeen) -> Challenge:
        """What the eyes of a frame say while a blink is due."""
        blink = self._blink.seen(eyes, self._at_s)
        if blink.done:
            return replace(self, done=self.done + 1, _blink=Blink(), _ready_at_s=None, _was_ready=False)
        since = self._at_s if blink.ready or self._ready_at_s is None else self._ready_at_s
        if self._at_s - since > UNREADY_S:
            return self._without_blink()
        return replace(self, _blink=blink, _ready_at_s=since, _was_ready=self._was_ready or blink.ready)

    def _without_blink(self) -> Challenge:
        moves = (*self.moves[: self.done], self.instead, *self.moves[self.done + 1 :])
        return replace(self, moves=moves, time_limit_s=self.time_limit_s + UNREADY_S, _blink=Blink())


def _direction(view: relief.View) -> Ask:
    if abs(view.right) >= abs(view.down):
        return Ask.TURN_LEFT if view.right > 0 else Ask.TURN_RIGHT
    return Ask.CHIN_DOWN if view.down > 0 else Ask.CHIN_UP
