"""The gate as the folder describes it: enrolled, back again, or a stranger; at the backend's threshold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zbsec.cli.bench.faces.people import Role
from zbsec.cli.bench.intervals import Estimate, share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zbsec.cli.bench.faces.vectors import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One gallery, the first picture to enrol of each person."""

    members: int
    probes: int
    right: Estimate
    """Named as who they are; a picture without a face is not."""
    as_another: int
    strangers: int
    accepted: Estimate | None
    """Strangers taken for a member; None: there are none."""


def gate(seen: Seen, own_score: float) -> Gate | None:
    """None: the folder gives no roles, or nobody could be enrolled and came back."""
    enrolled = _first_of_each(seen)
    probes = _of(seen, Role.PROBE)
    probes = probes[np.isin(seen.person[probes], seen.person[enrolled])]
    if not len(enrolled) or not len(probes):
        return None
    strangers = _of(seen, Role.STRANGER)
    said, known = _named(seen, probes, enrolled, own_score), seen.person[probes]
    right = int((said == known).sum())
    accepted = int((_named(seen, strangers, enrolled, own_score) >= 0).sum())
    return Gate(
        members=len(enrolled),
        probes=len(probes),
        right=share(right, len(probes)),
        as_another=int((said >= 0).sum()) - right,
        strangers=len(strangers),
        accepted=share(accepted, len(strangers)) if len(strangers) else None,
    )


def _of(seen: Seen, role: Role) -> NDArray[np.intp]:
    return np.flatnonzero([one.role == role for one in seen.portraits])


def _first_of_each(seen: Seen) -> NDArray[np.intp]:
    pictures = _of(seen, Role.ENROL)
    pictures = pictures[seen.acquired[pictures]]
    _, first = np.unique(seen.person[pictures], return_index=True)
    return pictures[first]


def _named(seen: Seen, pictures: NDArray[np.intp], enrolled: NDArray[np.intp], own_score: float) -> NDArray[np.intp]:
    """The person each picture is taken for; -1: nobody."""
    scores = seen.vectors[pictures] @ seen.vectors[enrolled].T
    certain = (scores.max(axis=1) >= own_score) & seen.acquired[pictures]
    return np.where(certain, seen.person[enrolled][scores.argmax(axis=1)], -1)
