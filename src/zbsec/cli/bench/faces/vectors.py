"""Every picture as a vector, or as a failure that counts."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from zbsec._text import two
from zbsec.cli.language import now_spoken
from zbsec.devices.drivers.pictures import read_image
from zbsec.errors import ImageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from zbsec.cli.bench.faces.people import Portrait
    from zbsec.faces import Backend

SAY_EVERY = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A picture that gave no vector."""

    file: str
    why: str
    """``no face``, or what is wrong with the file."""


@dataclass(slots=True, kw_only=True, eq=False)
class Seen:
    """All pictures of a run, in the order of ``portraits``."""

    portraits: Sequence[Portrait]
    vectors: NDArray[np.float32]
    """float32 (pictures, dim), unit length; zeros where it failed."""
    acquired: NDArray[np.bool_]
    """bool (pictures,): there is a vector."""
    person: NDArray[np.intp]
    """intp (pictures,): whose, as an index into ``people``."""
    people: list[str]
    groups: list[str]
    """Of every person; empty: not said."""
    failures: list[Failure] = field(default_factory=list)
    several: int = 0
    """Pictures with more than one face; the widest counted."""
    ms: list[float] = field(default_factory=list)
    """To find and embed, of each picture that could be read."""

    @property
    def not_enrolled(self) -> int:
        """People without a single vector (failure to enrol)."""
        return len(self.people) - len(np.unique(self.person[self.acquired]))


def look(portraits: Sequence[Portrait], backend: Backend, say: Callable[[str], None]) -> Seen:
    """Find and embed the widest face of every picture."""
    people = list(dict.fromkeys(one.person for one in portraits))
    index = {name: number for number, name in enumerate(people)}
    group_of = {one.person: one.group for one in portraits}
    seen = Seen(
        portraits=portraits,
        vectors=np.zeros((len(portraits), backend.dim), np.float32),
        acquired=np.zeros(len(portraits), np.bool_),
        person=np.array([index[one.person] for one in portraits], np.intp),
        people=people,
        groups=[group_of[name] for name in people],
    )
    for number, one in enumerate(portraits):
        if number % SAY_EVERY == 0:
            say(f"picture {number + 1} of {len(portraits)}")
        _look_at(number, one, backend, seen)
    if not seen.acquired.any():
        folder = str(portraits[0].path.parent)
        raise ImageError(
            folder,
            two(
                f"{backend.name} found a face in none of {len(portraits)} pictures here and beside it",
                f"{backend.name} 在此处及其旁的 {len(portraits)} 张图片中均未找到人脸",
            ),
        )
    return seen


def _look_at(number: int, one: Portrait, backend: Backend, seen: Seen) -> None:
    try:
        picture = read_image(one.path)
    except ImageError as error:
        seen.failures.append(Failure(file=str(one.path), why=error.of(now_spoken())))
        return
    started = time.perf_counter()
    faces = backend.detect(picture)
    if faces:
        seen.vectors[number] = backend.embed(picture, faces[:1])[0]
        seen.acquired[number] = True
        seen.several += len(faces) > 1
    else:
        seen.failures.append(Failure(file=str(one.path), why=two("no face", "未找到人脸").of(now_spoken())))
    seen.ms.append(1000 * (time.perf_counter() - started))
