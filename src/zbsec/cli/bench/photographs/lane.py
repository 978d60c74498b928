"""Photographs driven past a lane's camera, one after the other: one event a passage, or not."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from zbsec import plates
from zbsec._text import two
from zbsec._wilson import wilson
from zbsec.cli.bench.machine import limited
from zbsec.cli.bench.photographs.book import book_of, neighbours
from zbsec.cli.bench.photographs.labels import photographs
from zbsec.devices.drivers.pictures import read_image
from zbsec.errors import ImageError
from zbsec.plates.grammar import parsed
from zbsec.records import Frame
from zbsec.runtime.recognise import Passages
from zbsec.testing import estate
from zbsec.testing.estate import stills

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from zbsec.cli.bench.photographs import Plan
    from zbsec.cli.bench.photographs.labels import Label, Photograph
    from zbsec.runtime.recognise import Sighting

FRAMES_PER_S = 25
FRAMES = 30
"""Of a passage: 1.2 seconds, a vehicle at a walking pace is in view for longer."""
LEAST_WIDTH_PX = 100
"""What makers of barrier readers ask for, when the vehicle is nearest; it is seen from 55 pixels on."""
GAPS_S = (4.0, 0.4)
"""Between two vehicles, in turn: on their own, and one close behind the other."""
EMPTY_EVERY_S = 0.4
SAY_EVERY = 20
START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Driven:
    """What a lane made of its passages. Every second vehicle is registered."""

    passages: int
    once: int
    """Exactly one event."""
    none: int
    several: int
    elsewhere: int
    """Events of no passage: other vehicles in the photographs."""
    registered: int
    let_in: int
    """Registered vehicles that were let in as themselves."""
    mistaken: int
    """Vehicles that were let in as another one."""
    ms_to_decide: float | None
    """Median, from the first frame in which a vehicle that was let in is seen."""
    ms_a_frame: float
    """Median of processor time, to read and decide."""
    not_once: tuple[str, ...]
    """Files of the passages without exactly one event."""

    @property
    def once_interval(self) -> tuple[float, float]:
        """95 %."""
        return wilson(self.once, self.passages)


@dataclass(frozen=True, slots=True)
class _Passage:
    label: Label
    began_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class _Told:
    at: datetime
    sighting: Sighting

    @property
    def appeared_at(self) -> datetime:
        return datetime.fromisoformat(str(self.sighting.facts["appeared_at"]))


def drive(plan: Plan, say: Callable[[str], None]) -> Driven:
    """Let ``plan.passages`` photographed vehicles pass one camera, none twice in a row: one photograph of each.

    :raises ImageError: no photograph has a plate with corners that is wide enough.
    """
    found = photographs(plan.folder, views=plan.views, limit=plan.limit)
    usable = list({one.labels[0].text: one for one in found if _is_usable(one)}.values())
    if not usable:
        problem = two(
            f"no photograph shows one whole plate of {LEAST_WIDTH_PX} pixels or more with its corners",
            f"没有照片完整显示宽 {LEAST_WIDTH_PX} 像素以上且标有四角的号牌",
        )
        raise ImageError(str(plan.folder), problem)
    rng = np.random.default_rng(plan.seed)
    texts = [one.labels[0].text for one in usable]
    own = {text: plate for text in texts[::2] if (plate := parsed(text))}
    everyone = {text: plate for text in texts if (plate := parsed(text))}
    others = neighbours(everyone, max(plan.book - len(own), 0), rng)
    lane = _Lane(Passages(plates.load(threads=plan.threads), book_of([*own.values(), *others])), rng)
    with limited(plan.threads):
        for number in range(plan.passages):
            if number % SAY_EVERY == 0:
                say(f"passage {number + 1} of {plan.passages}")
            lane.pass_by(usable[number % len(usable)], gap_s=GAPS_S[number % len(GAPS_S)])
        lane.close()
    return _judged(lane, set(own))


def _is_usable(photograph: Photograph) -> bool:
    (label, *more) = photograph.labels
    if more or label.corners is None or parsed(label.text) is None:
        return False
    return float(np.linalg.norm(label.corners[1] - label.corners[0])) >= LEAST_WIDTH_PX


class _Lane:
    """One camera and its clock."""

    def __init__(self, follower: Passages, rng: np.random.Generator) -> None:
        self.passages: list[_Passage] = []
        self.told: list[_Told] = []
        self.took_ms: list[float] = []
        self._follower = follower
        self._rng = rng
        self._now = START
        self._empty = estate.background()

    def pass_by(self, photograph: Photograph, *, gap_s: float) -> None:
        (label,) = photograph.labels
        assert label.corners is not None
        began = self._now
        for picture in stills.approaching(read_image(photograph.path), label.corners, self._rng, frames=FRAMES):
            self._look(picture, 1 / FRAMES_PER_S)
        self.passages.append(_Passage(label, began, self._now))
        self._wait(gap_s)

    def close(self) -> None:
        self._wait(max(GAPS_S))
        self.told += [_Told(self._now, one) for one in self._follower.finish()]

    def _wait(self, gap_s: float) -> None:
        for _ in range(round(gap_s / EMPTY_EVERY_S)):
            self._look(self._empty, EMPTY_EVERY_S)

    def _look(self, picture: NDArray[np.uint8], then_s: float) -> None:
        started = time.process_time()
        found = self._follower.look(Frame(image=picture, camera="lane", captured_at=self._now))
        self.took_ms.append(1000 * (time.process_time() - started))
        self.told += [_Told(self._now, one) for one in found]
        self._now += timedelta(seconds=then_s)


def _judged(lane: _Lane, registered: set[str]) -> Driven:
    belonging = {number: list(_of(passage, lane.told)) for number, passage in enumerate(lane.passages)}
    counts = Counter(min(len(told), 2) for told in belonging.values())
    known = [number for number, passage in enumerate(lane.passages) if passage.label.text in registered]
    let_in = [
        one
        for number in known
        for one in belonging[number][:1]
        if one.sighting.credential.holder == lane.passages[number].label.text
    ]
    waits = [(one.at - one.appeared_at) / timedelta(milliseconds=1) for one in let_in]
    return Driven(
        passages=len(lane.passages),
        once=counts[1],
        none=counts[0],
        several=counts[2],
        elsewhere=len(lane.told) - sum(map(len, belonging.values())),
        registered=len(known),
        let_in=len(let_in),
        mistaken=sum(
            one.sighting.credential.holder not in (None, lane.passages[number].label.text)
            for number, told in belonging.items()
            for one in told
        ),
        ms_to_decide=float(np.median(waits)) if waits else None,
        ms_a_frame=float(np.median(lane.took_ms)),
        not_once=tuple(lane.passages[number].label.file for number, told in belonging.items() if len(told) != 1),
    )


def _of(passage: _Passage, told: list[_Told]) -> Iterator[_Told]:
    """Events of the vehicle that appeared while this one passed."""
    return (one for one in told if passage.began_at <= one.appeared_at < passage.ended_at)
