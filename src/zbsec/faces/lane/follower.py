"""The faces in the video of one lane: each arrival is decided once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from zbsec.faces.lane.arrival import Arrival, Finding, Outcome
from zbsec.faces.lane.chances import Chances
from zbsec.faces.lane.presences import UNBROKEN_FOR, Presences
from zbsec.faces.lane.spot import spots, within
from zbsec.faces.lane.witness import Doubt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.faces.lane.desk import Desk
    from zbsec.faces.lane.presences import Followed, Presence
    from zbsec.faces.liveness import Ask, Unseen
    from zbsec.records import Face
    from zbsec.sites import CaptureVolume

TAKES_OVER = 1.15
"""So much nearer another face must be to be looked at instead of the one that is being looked at."""
HERE_FOR = timedelta(seconds=3)
"""A holder who was decided on and is back sooner has not arrived anew; who is unknown is nobody that one could know
again (governance G31)."""


class FaceFollower:
    """Looks at every frame of one lane's video, at one face at a time: the nearest in the lane's capture volume.

    Only that face is embedded; whoever stands beside, behind or too far is a bystander and is not (governance G32).
    What is known of the one being looked at ends when another is nearer, the view breaks off or the decision is made,
    and is overwritten then. Who steps in inherits nothing. Plain and synchronous, and not for several threads at once.
    """

    def __init__(self, desk: Desk, volume: CaptureVolume) -> None:
        self._desk = desk
        self._volume = volume
        self._presences = Presences()
        self._settled: dict[Presence, str | None] = {}
        """Faces that were decided on, and whose they were."""
        self._chances: dict[Presence, Chances] = {}
        self._here: dict[str, datetime] = {}
        """Holders who were decided on, and when their face was last seen."""
        self._target: Presence | None = None
        self._arrival: Arrival | None = None

    @property
    def prompt(self) -> Ask | Unseen | None:
        """What the person before the lane is to do now."""
        return None if self._arrival is None else self._arrival.ask

    def look(self, image: NDArray[np.uint8], at: datetime) -> Finding | None:
        """The arrival that this frame decides; mostly none.

        :param image: uint8 (h, w, 3), BGR.
        :param at: when it was taken, with a time zone.
        :raises ImageError: no such picture.
        """
        followed = self._presences.follow(spots(self._desk.backend.detect(image)), at)
        self._note(followed)
        height, width = image.shape[:2]
        target = self._nearest([one for one in followed.present if within(self._volume, one.spot, width, height)])
        lost = self._turn_to(target, followed) if target is not self._target or self._arrival is None else None
        if lost is not None or target is None or self._arrival is None:
            return lost
        face, unbroken = target.spot.face, target.unbroken
        finding = self._arrival.see(image, face, followed.at, taken_at=at, unbroken=unbroken)
        return None if finding is None else self._settle(target, finding, followed.at)

    def finish(self) -> Finding | None:
        """The end of the video: what there is to say of whoever was being looked at."""
        finding = None
        if self._arrival is not None and self._target is not None:
            finding = replace(self._arrival.refusal(self._target.spot.face), in_view=False)
        self._drop()
        return None if finding is None or finding.outcome is Outcome.UNCLEAR else finding

    def _note(self, followed: Followed) -> None:
        for presence in followed.gone:
            self._settled.pop(presence, None)
            self._chances.pop(presence, None)
        for presence in followed.present:
            holder = self._settled.get(presence)
            if holder is not None:
                self._here[holder] = followed.at
        self._here = {holder: seen for holder, seen in self._here.items() if followed.at - seen < HERE_FOR}

    def _nearest(self, presences: Sequence[Presence]) -> Presence | None:
        if not presences:
            return None
        nearest = max(presences, key=lambda presence: presence.spot.eyes_px)
        current = self._target
        if current is None or current not in presences or current in self._settled:
            return nearest
        return nearest if nearest.spot.eyes_px >= TAKES_OVER * current.spot.eyes_px else current

    def _turn_to(self, target: Presence | None, followed: Followed) -> Finding | None:
        """Look at another face, or at none. Who was asked to move and is gone has failed, and cannot try unseen."""
        before, arrival = self._target, self._arrival
        if before is not None and arrival is not None:
            if target is None and before not in followed.present and followed.at - before.last_seen < UNBROKEN_FOR:
                return None  # a face that was not found in one frame is there all the same
            if arrival.ask is not None:
                lost = replace(arrival.refusal(before.spot.face), in_view=before in followed.present)
                return self._settle(before, lost, followed.at)
        self._drop()
        if target is not None and target not in self._settled:
            self._arrival = Arrival(self._desk, followed.at, self._chances.setdefault(target, Chances()))
        self._target = target
        return None

    def _settle(self, presence: Presence, finding: Finding, at: datetime) -> Finding | None:
        self._drop()
        self._target = presence
        self._settled[presence] = finding.holder
        if finding.holder is None:
            return finding
        was_here = finding.holder in self._here
        self._here[finding.holder] = at
        return None if was_here else finding

    def _drop(self) -> None:
        if self._arrival is not None:
            self._arrival.forget()
        self._arrival = self._target = None


def look_once(desk: Desk, volume: CaptureVolume, image: NDArray[np.uint8], at: datetime) -> Finding | None:
    """The nearest face of a picture that has none before and none after it; None: nobody is before the lane.

    Where the lane asks for life, no single picture opens it.

    :param image: uint8 (h, w, 3), BGR.
    :raises ImageError: no such picture.
    """
    face = _alone(desk, volume, image)
    if face is None:
        return None
    if not desk.active(at):
        return Finding(outcome=Outcome.OFF, face=face)
    if desk.witnesses:
        return Finding(outcome=Outcome.NOT_LIVE, face=face, doubt=Doubt.ONE_PICTURE)
    return Arrival(desk, at, Chances(1)).only(image, face)


def _alone(desk: Desk, volume: CaptureVolume, image: NDArray[np.uint8]) -> Face | None:
    height, width = image.shape[:2]
    before = [one for one in spots(desk.backend.detect(image)) if within(volume, one, width, height)]
    return max(before, key=lambda one: one.eyes_px).face if before else None
