"""From a frame to the credential it shows: the one place where pictures become references.

A recogniser looks at one picture. What its ``follow`` gives looks at every frame of a video and says each arrival once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from zbsec._text import two
from zbsec.faces.lane import FaceFollower, Outcome, look_once
from zbsec.records import PLATE_ALPHABET, Credential, CredentialKind, Reason, detailed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from zbsec._labelled import Labelled
    from zbsec.faces.lane import Desk, Finding
    from zbsec.plates import Book, BookMatch, Reader, Track
    from zbsec.records import Box, Frame, PlateReading, Scalar
    from zbsec.sites import CaptureVolume

ABSENT_FOR = timedelta(seconds=3)
"""In a video, a vehicle that was out of sight for so long arrives anew."""
MIN_READINGS = 2
"""A refusal needs more than one; a single one may be a reflection."""
ENOUGH_WEIGHT = 2.0
"""Independent looks after which a vehicle that resembles no registered one is refused; one that may be registered is
given as many as count (``MOST_VIEWS``)."""
MOST_VIEWS = 3.0
PATIENCE = timedelta(seconds=2)
"""How long a vehicle stands before it is refused whatever the weight: further frames show the same view."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A credential seen in a frame."""

    credential: Credential
    box: Box
    ambiguous: bool = False
    """More than one registration fits; none was picked."""
    refusal: Reason | None = None
    """Why it is no credential, whoever's it may be."""
    facts: Mapping[str, Scalar] = field(default_factory=dict)
    """What the event may say about it besides the credential."""
    in_view: bool = True
    """False: the vehicle had left when it was decided; the frame at hand does not show it."""
    reading: PlateReading | None = None
    """Its plate as read in the frame at hand; None: of no plate, or read in an earlier frame only."""
    others: tuple[Box, ...] = ()
    """Plates of others in that frame."""


class Follower(Protocol):
    """Looks at the frames of one video, and says each arrival once."""

    @property
    def prompt(self) -> Labelled | None:
        """What whoever is before the lane is to do now; None: nothing."""
        ...

    def look(self, frame: Frame) -> list[Sighting]:
        """Arrivals that this frame settles, mostly none. Plain and synchronous; runs in a worker thread."""
        ...

    def finish(self) -> list[Sighting]:
        """Arrivals that the end of the video settles."""
        ...


class Recogniser(Protocol):
    """Looks for the one credential that a lane is about."""

    def look(self, frame: Frame) -> Sighting | None:
        """The nearest credential in the frame, or None. Plain and synchronous; runs in a worker thread."""
        ...

    def follow(self) -> Follower:
        """For a video."""
        ...


class FaceRecogniser:
    """The nearest face before the lane, identified among the gallery's living consents, or nobody's."""

    def __init__(self, desk: Desk, volume: CaptureVolume) -> None:
        """
        :param volume: where the lane looks; whoever is outside is never described.
        """
        self._desk = desk
        self._volume = volume

    def look(self, frame: Frame) -> Sighting | None:
        found = look_once(self._desk, self._volume, frame.image, frame.captured_at)
        return None if found is None else face_sighting(found, lively=bool(self._desk.witnesses))

    def follow(self) -> Follower:
        return FaceArrivals(self._desk, self._volume)


class FaceArrivals:
    """Faces in a video: whoever comes before the lane arrives once."""

    def __init__(self, desk: Desk, volume: CaptureVolume) -> None:
        self._lively = bool(desk.witnesses)
        self._follower = FaceFollower(desk, volume)

    @property
    def prompt(self) -> Labelled | None:
        return self._follower.prompt

    def look(self, frame: Frame) -> list[Sighting]:
        found = self._follower.look(frame.image, frame.captured_at)
        return [] if found is None else [face_sighting(found, lively=self._lively)]

    def finish(self) -> list[Sighting]:
        found = self._follower.finish()
        return [] if found is None else [face_sighting(found, lively=self._lively)]


def face_sighting(found: Finding, *, lively: bool) -> Sighting:
    """An arrival as a credential. Of a stranger it says nothing, and of a picture of a face not whose it is.

    :param lively: whether the lane checks that a face is no picture of one.
    """
    facts: dict[str, Scalar] = {}
    if found.doubt is not None:
        facts = {"liveness": "failed", "liveness_doubt": found.doubt.value}
        facts |= detailed(two(found.doubt.en, found.doubt.zh))
    elif lively and found.outcome is Outcome.KNOWN:
        facts = {"liveness": "passed"}
    return Sighting(
        credential=Credential(kind=CredentialKind.FACE, holder=found.holder),
        box=found.face.box,
        ambiguous=found.outcome is Outcome.AMBIGUOUS,
        refusal=_REFUSALS.get(found.outcome),
        facts=facts,
        in_view=found.in_view,
    )


_REFUSALS = {
    Outcome.NOT_LIVE: Reason.NOT_LIVE,
    Outcome.UNCLEAR: Reason.FACE_NOT_CLEAR,
    Outcome.OFF: Reason.ACCESS_POINT_DISABLED,
}


class PlateRecogniser:
    """The nearest plate, matched with the book of registered vehicles."""

    def __init__(self, reader: Reader, book: Book) -> None:
        self._reader = reader
        self._book = book

    def look(self, frame: Frame) -> Sighting | None:
        readings = self._reader.read(frame.image)
        if not readings:
            return None
        reading = max(readings, key=lambda reading: reading.box.width_px)
        sighting = sighting_of(reading, self._book.match(reading, looks=None))
        return replace(sighting, reading=reading, others=_others(readings, reading))

    def follow(self) -> Follower:
        return Passages(self._reader, self._book)


class Passages:
    """Vehicles in a video: each passage is settled once.

    Only the nearest vehicle is decided on; who follows waits behind it. It may drive in on the first reading that is
    certain enough. A refusal is not urgent: it comes when the readings are many or the vehicle has waited, or has left.
    """

    prompt = None

    def __init__(self, reader: Reader, book: Book) -> None:
        from zbsec.plates import Voter  # noqa: PLC0415

        self._reader = reader
        self._book = book
        self._voter = Voter(absent_for=ABSENT_FOR)
        self._camera = ""
        self._readings: list[PlateReading] = []
        """Of the latest frame."""
        self._came: list[Track] = []
        """Vehicles that were the nearest, and are not settled."""
        self._settled: list[Track] = []

    def look(self, frame: Frame) -> list[Sighting]:
        self._camera = frame.camera
        self._readings = self._reader.read(frame.image)
        followed = self._voter.follow(self._readings, frame.captured_at)
        self._settled = [track for track in self._settled if track not in followed.gone]
        left = self._left(followed.gone)
        if not followed.present or followed.present[0] in self._settled:
            return left
        nearest = followed.present[0]
        if nearest not in self._came:
            self._came.append(nearest)
        weighed = self._book.weigh(nearest.reading)
        if _opens(weighed) or _settles(nearest, weighed, followed.at):
            return [*left, self._settle(nearest, weighed)]
        return left

    def finish(self) -> list[Sighting]:
        return self._left(self._voter.finish())

    def _left(self, gone: Iterable[Track]) -> list[Sighting]:
        """Refusals of those who came and went; what was read once only was nobody."""
        return [
            self._settle(track, self._book.weigh(track.reading), in_view=False)
            for track in gone
            if self._forgets(track) and track.readings >= MIN_READINGS
        ]

    def _forgets(self, track: Track) -> bool:
        came = track in self._came
        self._came = [other for other in self._came if other is not track]
        return came

    def _settle(self, track: Track, weighed: BookMatch | None, *, in_view: bool = True) -> Sighting:
        self._came = [other for other in self._came if other is not track]
        if in_view:
            self._settled.append(track)
        match = weighed if weighed is not None and weighed.certain else None
        sighting = sighting_of(track.reading, match)
        facts = {"travel": track.travel.value, "appeared_at": track.appeared_at.isoformat()}
        if not in_view:
            facts |= {"camera": self._camera, "captured_at": track.captured_at.isoformat()}
            return replace(sighting, facts={**sighting.facts, **facts}, in_view=False)
        latest = next((one for one in self._readings if one.corners is track.reading.corners), None)
        return replace(
            sighting,
            facts={**sighting.facts, **facts},
            reading=latest,
            others=() if latest is None else _others(self._readings, latest),
        )


def _opens(weighed: BookMatch | None) -> bool:
    return weighed is not None and weighed.holder is not None


def _settles(track: Track, weighed: BookMatch | None, at: datetime) -> bool:
    """Whether more frames of a vehicle that may not drive in would hardly tell more."""
    if track.readings < MIN_READINGS:
        return False
    enough = ENOUGH_WEIGHT if weighed is None else MOST_VIEWS
    return track.weight >= enough or at - track.standing_since >= PATIENCE


def sighting_of(reading: PlateReading, match: BookMatch | None) -> Sighting:
    """A vehicle as a credential. Where more than one registered plate fits, both are named and none is picked."""
    ambiguous = match is not None and bool(match.ambiguous)
    plate = reading.text if match is None or ambiguous else match.plate
    facts = _reading_facts(reading) | _reliability(reading, plate) | {"plate": plate}
    if match is not None:
        facts["plate_class"] = match.plate_class
        if ambiguous:
            facts["plate_twins"] = " / ".join(match.ambiguous)
    return Sighting(
        credential=Credential(kind=CredentialKind.PLATE, holder=match.holder if match else None, value=plate),
        box=reading.box,
        ambiguous=ambiguous,
        facts=facts,
    )


def _reading_facts(reading: PlateReading) -> dict[str, Scalar]:
    box = reading.box
    return {
        "plate_read": reading.text,
        "plate_colour": reading.colour.value,
        "box_left": box.left,
        "box_top": box.top,
        "box_right": box.right,
        "box_bottom": box.bottom,
    }


def _reliability(reading: PlateReading, plate: str) -> dict[str, Scalar]:
    """How far the reading speaks for the plate that is reported, which may be another one than it says first."""
    from zbsec.plates.align import shares  # noqa: PLC0415

    characters = [character for character in plate if character in PLATE_ALPHABET]
    found = shares("".join(characters), reading.probabilities)
    each = (f"{character}-{round(100 * share)}" for character, share in zip(characters, found, strict=True))
    return {"plate_reliability": round(100 * math.prod(found)), "plate_char_reliability": ",".join(each)}


def _others(readings: Iterable[PlateReading], own: PlateReading) -> tuple[Box, ...]:
    return tuple(reading.box for reading in readings if reading is not own)
