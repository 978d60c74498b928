"""One person before a lane, from the first view to the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from zbsec.faces.lane.chances import LOOKS
from zbsec.faces.lane.fitness import fitness
from zbsec.faces.lane.shots import Shots
from zbsec.faces.lane.witness import LIVE_SHOTS, Doubt, Relief
from zbsec.faces.liveness.challenge import Cause, Verdict

if TYPE_CHECKING:
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.faces.lane.chances import Chances
    from zbsec.faces.lane.desk import Desk
    from zbsec.faces.liveness import Ask, Challenge, EyesSeen, Unseen
    from zbsec.records import Face

APART = tuple(timedelta(seconds=seconds) for seconds in (0.1, 0.3, 0.6))
"""Time between one look and the next: views a moment apart are hardly two, and a refusal is not urgent."""
GOOD, USABLE = 0.60, 0.25
"""Fitness that a view must have at once, and after ``FALLING``; between, the demand falls evenly, so that the best
views of the first moment are taken without waiting for them all."""
FALLING = timedelta(seconds=1.5)
PATIENCE = timedelta(seconds=3)
"""Whoever was not recognised by then is refused."""
MARGIN = 0.10
"""By which the likeliest of two holders whom a face may belong to must lead; views of one face differ by as much."""


class Outcome(StrEnum):
    """What came of an arrival."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    """More than one holder fits; none was picked."""
    NOT_LIVE = "not_live"
    UNCLEAR = "unclear"
    """No view was fit to be looked at."""
    OFF = "off"
    """The face method may not run now; nothing was looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An arrival that is decided. It holds no picture and no vector."""

    outcome: Outcome
    face: Face
    """Where, in the frame at hand."""
    holder: str | None = None
    """Of ``KNOWN`` only: whom a picture of a face would have been taken for is not said."""
    doubt: Doubt | Cause | None = None
    """Of ``NOT_LIVE``: which check failed, and how."""
    looks: int = 0
    """Views that were compared."""
    in_view: bool = True
    """False: the face was gone when it was decided; the frame at hand does not show it."""


class Arrival:
    """Everything about one person until the decision. ``forget`` overwrites it; call it whatever came of it."""

    def __init__(self, desk: Desk, at: datetime, chances: Chances) -> None:
        self._desk = desk
        self._since = at
        self._chances = chances
        self._shots = Shots(dim=desk.backend.dim, most=LOOKS, min_score=desk.backend.min_score)
        self._eyes = desk.witnesses.eyes()
        self._begin()

    @property
    def ask(self) -> Ask | Unseen | None:
        """What the person is to do now; None: nothing but look into the camera."""
        return None if self._challenge is None else self._challenge.ask

    def see(
        self, image: NDArray[np.uint8], face: Face, at: datetime, *, taken_at: datetime, unbroken: bool
    ) -> Finding | None:
        """Take the next frame; a finding ends the arrival.

        :param at: when, by this lane's own time.
        :param taken_at: when, by the clock.
        :param unbroken: whether the face is surely that of the frame before.
        """
        if not unbroken and self._challenge is not None:
            return self._not_live(face, Cause.LOST)
        if not unbroken:
            self._begin()
        if self._desk.witnesses and self._relief.is_flat(face.landmarks):
            return self._not_live(face, Doubt.FLAT)
        if self._challenge is not None:
            return self._challenged(self._challenge, image, face, at, taken_at)
        weight = fitness(image, face) if self._is_time(at) else 0.0
        if weight > 0 and weight >= self._demand(at):
            if not self._desk.active(taken_at):
                return Finding(outcome=Outcome.OFF, face=face)
            return self._look(image, face, at, taken_at, weight)
        return self.refusal(face) if at - self._since >= PATIENCE else None

    def only(self, image: NDArray[np.uint8], face: Face) -> Finding:
        """Decide by the only picture there is, however fit."""
        try:
            return self._look(image, face, self._since, self._since, 1.0) or self.refusal(face)
        finally:
            self.forget()

    def refusal(self, face: Face) -> Finding:
        """What there is to say when no further look is taken."""
        if self._challenge is not None:
            return self._not_live(face, Cause.LOST)
        if not len(self._shots):
            return Finding(outcome=Outcome.UNCLEAR, face=face)
        if self._looks_like_a_picture():
            return self._not_live(face, Doubt.PASSIVE)
        if self._holder is not None:
            return self._not_live(face, Doubt.TOO_FEW)
        return self._finding(Outcome.AMBIGUOUS if self._several else Outcome.UNKNOWN, face)

    def forget(self) -> None:
        """Overwrite every vector, and what was kept of the eyes."""
        self._shots.forget()
        self._eyes.forget()

    def _begin(self) -> None:
        """Whoever is there inherits nothing of whoever was."""
        self.forget()
        self._scores: list[float] = []
        self._relief = Relief()
        self._holder: str | None = None
        self._several = False
        self._looked_at: datetime | None = None
        self._challenge: Challenge | None = None
        self._confirmed = 0

    def _is_time(self, at: datetime) -> bool:
        if self._looked_at is None:
            return True
        return at - self._looked_at >= APART[len(self._shots) - 1]

    def _demand(self, at: datetime) -> float:
        return GOOD - (GOOD - USABLE) * min(1.0, (at - self._since) / FALLING)

    def _look(
        self, image: NDArray[np.uint8], face: Face, at: datetime, taken_at: datetime, weight: float
    ) -> Finding | None:
        vector = self._desk.vector(image, face)
        try:
            if not self._shots.agrees(vector):
                self._begin()
                self._since = at
                self._chances.renew()
            self._shots.add(vector, weight)
        finally:
            vector.fill(0.0)
        self._looked_at = at
        self._chances.use()
        if self._desk.witnesses.passive is not None:
            self._scores.append(self._desk.witnesses.passive.score(image, face))
        self._compare(taken_at)
        if self._holder is not None and not self._owes_views():
            return self._identified(self._holder, face, at)
        return None if self._chances.left > 0 else self.refusal(face)

    def _compare(self, taken_at: datetime) -> None:
        """Whom the views so far belong to."""
        found = self._desk.gallery.candidates(
            self._shots.fused(), at=taken_at, allowed=self._desk.allowed(), looks=self._chances.looks
        )
        clear = len(found) == 1 or (len(found) > 1 and found[0].score - found[1].score >= MARGIN)
        self._holder = found[0].holder if clear else None
        self._several = len(found) > 1 and not clear

    def _owes_views(self) -> bool:
        """Whether the passive check has not been passed yet."""
        if self._desk.witnesses.passive is None:
            return False
        return len(self._scores) < LIVE_SHOTS or self._looks_like_a_picture()

    def _looks_like_a_picture(self) -> bool:
        passive = self._desk.witnesses.passive
        return passive is not None and sum(self._scores) < passive.min_score * len(self._scores)

    def _identified(self, holder: str, face: Face, at: datetime) -> Finding | None:
        if self._desk.witnesses.draw is None:
            return self._finding(Outcome.KNOWN, face, holder)
        self._challenge = self._desk.witnesses.draw(_seconds(at))
        return None

    def _challenged(
        self, challenge: Challenge, image: NDArray[np.uint8], face: Face, at: datetime, taken_at: datetime
    ) -> Finding | None:
        eyes = self._watched(challenge, image, face, at)
        self._challenge = challenge = challenge.seen(face.landmarks, _seconds(at), eyes)
        if challenge.cause is not None:
            return self._not_live(face, challenge.cause)
        if challenge.done == self._confirmed or not challenge.is_straight:
            return None
        if fitness(image, face) < USABLE:  # it is straight again: the best view there will be comes in a moment
            late = (
                challenge.verdict is Verdict.PASSED and _seconds(at) > challenge.started_at_s + challenge.time_limit_s
            )
            return self._not_live(face, Doubt.TOO_FEW) if late else None
        if not self._is_still_there(image, face):
            return self._not_live(face, Doubt.OTHER_FACE)
        self._confirmed = challenge.done
        if challenge.verdict is Verdict.PENDING:
            return None
        self._compare(taken_at)  # a consent may have ended meanwhile
        return self._finding(Outcome.UNKNOWN if self._holder is None else Outcome.KNOWN, face, self._holder)

    def _watched(self, challenge: Challenge, image: NDArray[np.uint8], face: Face, at: datetime) -> EyesSeen | None:
        """What the frame tells of the eyes where a blink is due; while none is, nothing of them is kept."""
        if challenge.watches_eyes:
            return self._eyes.see(image, face.landmarks, _seconds(at))
        self._eyes.forget()
        return None

    def _is_still_there(self, image: NDArray[np.uint8], face: Face) -> bool:
        vector = self._desk.vector(image, face)
        try:
            return self._shots.agrees(vector)
        finally:
            vector.fill(0.0)

    def _not_live(self, face: Face, doubt: Doubt | Cause) -> Finding:
        return Finding(outcome=Outcome.NOT_LIVE, face=face, doubt=doubt, looks=len(self._shots))

    def _finding(self, outcome: Outcome, face: Face, holder: str | None = None) -> Finding:
        return Finding(outcome=outcome, face=face, holder=holder, looks=len(self._shots))


def _seconds(at: datetime) -> float:
    return at.timestamp()
