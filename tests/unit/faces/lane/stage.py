"""A stage before a lane's camera: who stands where is told to the backend, and all its vectors are kept in sight."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from zbsec.faces import align
from zbsec.faces.lane import Desk, FaceFollower, Finding, Witnesses
from zbsec.records import Box, Face
from zbsec.sites import CaptureVolume

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from zbsec.faces import Gallery

WIDTH_PX, HEIGHT_PX = 640, 480
START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
FRAME = timedelta(seconds=0.08)
PICTURE = np.random.default_rng(0).integers(90, 170, (HEIGHT_PX, WIDTH_PX, 3), np.uint8)


@dataclass(frozen=True)
class Person:
    """Somebody in a frame."""

    number: int
    x: float = 320.0
    y: float = 240.0
    eyes_px: float = 60.0
    quality: float = 0.95
    shape: Any = None
    """Landmarks about (0, 0) with the eyes 1 apart; None: looks straight."""


@dataclass
class Stage:
    """A backend that finds whom it is told is there, and notes whom it was asked to describe."""

    name: str = "stage"
    dim: int = 32
    min_score: float = 0.5
    shown: Sequence[Person] = ()
    described: list[Person] = field(default_factory=list)
    given: list[NDArray[np.float32]] = field(default_factory=list)
    views: int = 0
    """So many were described, those of enrolments too: no two are alike."""

    def detect(self, image: NDArray[np.uint8]) -> list[Face]:
        return [self._face(person) for person in self.shown]

    def embed(self, image: NDArray[np.uint8], faces: Sequence[Face]) -> NDArray[np.float32]:
        who = [self._whose(face) for face in faces]
        self.described += who
        self.views += len(who)
        vectors = np.stack([vector(person.number, self.dim, self.views) for person in who])
        self.given.append(vectors)
        return vectors

    def _face(self, person: Person) -> Face:
        shape = STRAIGHT if person.shape is None else person.shape
        landmarks = np.asarray(shape * person.eyes_px + (person.x, person.y), np.float32)
        left, top = int(person.x - person.eyes_px), int(person.y - person.eyes_px)
        box = Box(left=left, top=top, right=left + int(2 * person.eyes_px), bottom=top + int(2.6 * person.eyes_px))
        return Face(box=box, landmarks=landmarks, score=0.99, quality=person.quality)

    def _whose(self, face: Face) -> Person:
        (found,) = (one for one in self.shown if np.array_equal(self._face(one).landmarks, face.landmarks))
        return found


EYES = float(np.hypot(*(align.TEMPLATE[1] - align.TEMPLATE[0])))
STRAIGHT = (align.TEMPLATE - align.TEMPLATE.mean(axis=0)) / EYES


def vector(number: int, dim: int = 32, view: int = 0) -> NDArray[np.float32]:
    """Unit length. Two views of one person have a cosine of about 0.9; people whose numbers differ by 100 are twins."""
    drawn = np.random.default_rng(number % 100).normal(size=dim)
    drawn += (number // 100) * 0.15 * np.random.default_rng(number).normal(size=dim)
    drawn += 0.3 * np.random.default_rng(10_000 + 100 * number + view).normal(size=dim)
    return np.asarray(drawn / np.linalg.norm(drawn), np.float32)


@dataclass
class Told:
    """A finding, and the frame in which it came; None: at the end of the video."""

    frame: int | None
    finding: Finding

    @property
    def said(self) -> tuple[str, str | None]:
        return self.finding.outcome.value, self.finding.holder


class Lane:
    """One follower on the stage."""

    def __init__(self, stage: Stage, gallery: Gallery, *, volume: CaptureVolume | None = None, **changes: Any) -> None:
        self.stage = stage
        self.follower = FaceFollower(
            Desk(backend=stage, gallery=gallery, **{"witnesses": Witnesses(), **changes}), volume or CaptureVolume()
        )
        self.frame = 0

    def play(self, frames: Iterable[Sequence[Person]], *, step: timedelta = FRAME, end: bool = True) -> list[Told]:
        told = []
        for shown in frames:
            self.stage.shown = shown
            found = self.follower.look(PICTURE, START + self.frame * step)
            told += [] if found is None else [Told(self.frame, found)]
            self.frame += 1
        last = self.follower.finish() if end else None
        return told + ([] if last is None else [Told(None, last)])

    @property
    def left(self) -> bool:
        """Whether anything of any vector is left."""
        return any(given.any() for given in self.stage.given)
