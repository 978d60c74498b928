"""Every picture beside every other: scores of the same person, and of two people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zbsec.cli.bench.faces.vectors import Seen

MOST = 3_000_000
"""Pairs of two people that are kept; of more a sample is drawn, with this many."""
MISSED = -np.inf
"""The score of a genuine pair of which one picture failed: never a match (generalised rates, ISO/IEC 19795-1)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """Comparisons, and whose they are, as indices of people."""

    people: int
    genuine: NDArray[np.float32]
    """float32 (g,)."""
    genuine_of: NDArray[np.intp]
    """intp (g,)."""
    impostor: NDArray[np.float32]
    """float32 (m,), falling. Failed pictures are not in it: their absence would flatter the model."""
    impostor_of: NDArray[np.intp]
    """intp (m, 2)."""
    impostor_all: int
    """How many there are; more than ``m``: a sample was drawn."""

    def within(self, members: NDArray[np.bool_]) -> Pairs:
        """Those of some people with one another.

        :param members: bool (people,).
        """
        genuine = members[self.genuine_of]
        impostor = members[self.impostor_of].all(axis=1)
        kept = int(impostor.sum())
        return Pairs(
            people=int(members.sum()),
            genuine=self.genuine[genuine],
            genuine_of=self.genuine_of[genuine],
            impostor=self.impostor[impostor],
            impostor_of=self.impostor_of[impostor],
            impostor_all=round(kept * self.impostor_all / max(len(self.impostor), 1)),
        )


def compare(seen: Seen, rng: np.random.Generator) -> Pairs:
    """All genuine pairs; of the others all, or ``MOST``."""
    genuine = _genuine(seen)
    scores = _scores(seen, genuine)
    scores[~seen.acquired[genuine].all(axis=1)] = MISSED
    impostor, total = _impostor(seen, rng)
    found = _scores(seen, impostor)
    order = np.argsort(-found, kind="stable")
    return Pairs(
        people=len(seen.people),
        genuine=scores,
        genuine_of=seen.person[genuine[:, 0]],
        impostor=found[order],
        impostor_of=seen.person[impostor[order]],
        impostor_all=total,
    )


def _genuine(seen: Seen) -> NDArray[np.intp]:
    made = [np.empty((0, 2), np.intp)]
    for person in range(len(seen.people)):
        pictures = np.flatnonzero(seen.person == person)
        first, second = np.triu_indices(len(pictures), 1)
        made.append(np.column_stack([pictures[first], pictures[second]]))
    return np.concatenate(made)


def _impostor(seen: Seen, rng: np.random.Generator) -> tuple[NDArray[np.intp], int]:
    pictures = np.flatnonzero(seen.acquired)
    person = seen.person[pictures]
    alike = np.bincount(person)
    total = (len(pictures) ** 2 - int((alike**2).sum())) // 2
    if total > MOST:
        drawn = rng.integers(len(pictures), size=(MOST + MOST // 4, 2))
        drawn = drawn[person[drawn[:, 0]] != person[drawn[:, 1]]][:MOST]
        return pictures[drawn], total
    first, second = np.triu_indices(len(pictures), 1)
    others = person[first] != person[second]
    return np.column_stack([pictures[first[others]], pictures[second[others]]]), total


def _scores(seen: Seen, pairs: NDArray[np.intp], block: int = 1 << 16) -> NDArray[np.float32]:
    made = np.empty(len(pairs), np.float32)
    for start in range(0, len(pairs), block):
        part = pairs[start : start + block]
        made[start : start + block] = np.einsum("ij,ij->i", seen.vectors[part[:, 0]], seen.vectors[part[:, 1]])
    return made
