"""Every presentation judged, or silent for a reason."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zbsec.devices.drivers.pictures import read_image
from zbsec.errors import ImageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zbsec.cli.bench.liveness.presentations import Presentation
    from zbsec.faces import Backend
    from zbsec.faces.liveness import Liveness

SAY_EVERY = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A presentation without an answer (non-response)."""

    file: str
    why: str
    """``no face``, or what is wrong with the file."""


@dataclass(slots=True, kw_only=True, eq=False)
class Judged:
    """All presentations of a run."""

    presentations: Sequence[Presentation]
    scores: list[float | None] = field(default_factory=list)
    """None: no answer."""
    silent: list[Silence] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)
    """Of one judgement, without finding the face."""


def judge(shown: Sequence[Presentation], backend: Backend, liveness: Liveness, say: Callable[[str], None]) -> Judged:
    """Judge the widest face of each."""
    judged = Judged(presentations=shown)
    for number, one in enumerate(shown):
        if number % SAY_EVERY == 0:
            say(f"presentation {number + 1} of {len(shown)}")
        judged.scores.append(_score(one, backend, liveness, judged))
    return judged


def _score(one: Presentation, backend: Backend, liveness: Liveness, judged: Judged) -> float | None:
    try:
        picture = read_image(one.path)
    except ImageError as error:
        judged.silent.append(Silence(file=str(one.path), why=str(error)))
        return None
    faces = backend.detect(picture)
    if not faces:
        judged.silent.append(Silence(file=str(one.path), why="no face"))
        return None
    started = time.perf_counter()
    score = liveness.score(picture, faces[0])
    judged.ms.append(1000 * (time.perf_counter() - started))
    return score
