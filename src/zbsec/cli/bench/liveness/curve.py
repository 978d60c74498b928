"""Both errors by score, and what one costs in the other.

APCER is that of the worst kind of attack at each score (ISO/IEC 30107-3): an average would hide the kind that gets in.
Intervals by counts (Wilson), and where pictures show the same people, by drawing those people anew (bootstrap,
percentiles): the wider one counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zbsec.cli.bench.faces.curve import measurable
from zbsec.cli.bench.intervals import SHARE, Estimate, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zbsec.cli.bench.liveness.scores import Judged

GRID = 200
"""Points of a plot, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of attack, or the people."""

    name: str | None
    """None: bona fide."""
    scores: NDArray[np.float64]
    """float64 (n,), rising."""
    subjects: NDArray[np.intp]
    """intp (n,): whose, of the same order."""
    silent: int

    def wrong(self, score: float) -> NDArray[np.bool_]:
        """bool (n,): taken for what they are not at this ``min_score``."""
        return self.scores < score if self.name is None else self.scores >= score

    def error(self, score: float, resamples: int, rng: np.random.Generator) -> Estimate:
        """The share that is wrong."""
        wrong = self.wrong(score)
        found = share(float(wrong.sum()), len(wrong))
        whose, number = np.unique(self.subjects, return_inverse=True)
        if len(whose) in (1, len(wrong)):
            return found
        drawn = rng.multinomial(len(whose), np.full(len(whose), 1 / len(whose)), size=resamples)
        each = np.bincount(number, weights=wrong), np.bincount(number).astype(np.float64)
        again = (drawn @ each[0]) / np.maximum(drawn @ each[1], 1.0)
        low, high = np.percentile(again, [50 * (1 - SHARE), 50 * (1 + SHARE)])
        return found.at_least(float(low), float(high))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """BPCER where APCER is at most a rate."""

    apcer: float
    score: float | None
    """None: not measurable, too few attacks."""
    bpcer: Estimate | None


def kinds(judged: Judged) -> list[Kind]:
    """Bona fide first, then attacks by name; those of which nothing got an answer are left out."""
    numbers = {name: at for at, name in enumerate(dict.fromkeys(one.subject for one in judged.presentations))}
    made = []
    for kind in [None, *sorted({one.kind for one in judged.presentations if one.kind is not None})]:
        all_of = [
            (score, numbers[one.subject])
            for one, score in zip(judged.presentations, judged.scores, strict=True)
            if one.kind == kind
        ]
        found = sorted((score, whose) for score, whose in all_of if score is not None)
        if found:
            scores, whose = (np.array(column) for column in zip(*found, strict=True))
            silent = len(all_of) - len(found)
            made.append(
                Kind(name=kind, scores=scores.astype(np.float64), subjects=whose.astype(np.intp), silent=silent)
            )
    return made


def errors(found: Sequence[Kind], scores: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """APCER of the worst kind, and BPCER, at scores."""
    people, attacks = found[0], found[1:]
    apcer = np.max(
        [1.0 - np.searchsorted(one.scores, scores, side="left") / len(one.scores) for one in attacks], axis=0
    )
    return apcer, np.searchsorted(people.scores, scores, side="left") / len(people.scores)


def steps(found: Sequence[Kind]) -> NDArray[np.float64]:
    """Every score at which an error changes, and one above all."""
    there = np.unique(np.concatenate([one.scores for one in found]))
    return np.append(there, np.nextafter(there[-1], np.inf))


def cost(found: Sequence[Kind], rate: float, resamples: int, rng: np.random.Generator) -> Cost:
    """The lowest score at which no kind of attack succeeds more often than ``rate``, and what it costs."""
    if not measurable(rate, min(len(one.scores) for one in found[1:])):
        return Cost(apcer=rate, score=None, bpcer=None)
    scores = steps(found)
    apcer, _ = errors(found, scores)
    score = float(scores[int(np.argmax(apcer <= rate))])
    return Cost(apcer=rate, score=score, bpcer=found[0].error(score, resamples, rng))


def eer(found: Sequence[Kind]) -> float:
    """Where both errors are alike (D-EER), straight between two scores."""
    apcer, bpcer = errors(found, steps(found))
    at = int(np.argmax(bpcer >= apcer))
    if at == 0:
        return float(bpcer[0])
    before, after = apcer[at - 1] - bpcer[at - 1], apcer[at] - bpcer[at]
    return float(apcer[at - 1] + before / (before - after) * (apcer[at] - apcer[at - 1]))


def grid(found: Sequence[Kind]) -> NDArray[np.float64]:
    """Scores for a plot."""
    scores = steps(found)
    return np.asarray(scores[np.unique(np.linspace(0, len(scores) - 1, GRID).astype(int))])
