"""One error curve: false matches against false non-matches by score, with intervals by resampling the people.

Pairs of one person depend on one another, so whole people are drawn again (bootstrap over identities, percentiles); an
interval by counts (Wilson) keeps it from vanishing where no error was seen: the wider one counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from zbsec.cli.bench.faces import LEAST, RATES
from zbsec.cli.bench.faces.tail import MEMBERS, pareto, straight
from zbsec.cli.bench.intervals import SHARE, Estimate, share

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from zbsec.cli.bench.faces.pairs import Pairs

GRID = 60
"""Points of a plot."""
STEPS = 4000
"""Scores at which the equal error rate is looked for, at most, of each kind of pair."""
LADDER = (0.3, 0.1, 0.03, 0.01, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5)
"""Rates of an impostor curve, as far as they can be measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operating:
    """What a false match rate costs."""

    rate: float
    errors: float
    """Impostor pairs that are to be expected above the score."""
    score: Estimate | None
    """None: not measurable, too few pairs; ``LEAST / rate`` are needed."""
    tar: Estimate | None
    """True accept rate there; None: not measurable, or no genuine pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtScore:
    """Both errors at one score."""

    score: float
    fmr: Estimate | None
    fnmr: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """The threshold of a gallery, to take one stranger in 10,000 for a member, by each model of the tail."""

    members: int
    line: Estimate | None
    """Straight in normal deviates; None: too few pairs for two points."""
    pareto: Estimate | None
    """Generalised Pareto; None: too few high scores."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curve:
    """Everything of one set of pairs."""

    people: int
    genuine: int
    impostor: int
    points: list[Operating] = field(default_factory=list)
    """At ``RATES``."""
    ladder: list[Operating] = field(default_factory=list)
    """At ``LADDER`` as far as it can be measured."""
    grid: list[Operating] = field(default_factory=list)
    """For a plot: every rate from one pair to all of them; the measurable ones."""
    eer: Estimate | None = None
    own: AtScore | None = None
    """At the backend's own threshold."""
    scores: list[AtScore] = field(default_factory=list)
    """At other scores that were asked for."""
    needed: list[Needed] = field(default_factory=list)


class Sorted:
    """Weighted pairs: each counts as often as its people were drawn."""

    def __init__(self, pairs: Pairs, drawn: NDArray[np.float64] | None = None) -> None:
        """:param drawn: float64 (people,); None: each once."""
        order = np.argsort(pairs.genuine, kind="stable")
        self.genuine, self.impostor = pairs.genuine[order], pairs.impostor
        if drawn is None:
            weights, others = np.ones(len(order)), np.ones(len(pairs.impostor))
        else:
            weights = drawn[pairs.genuine_of[order]]
            others = drawn[pairs.impostor_of[:, 0]] * drawn[pairs.impostor_of[:, 1]]
        self._below = np.concatenate([[0.0], np.cumsum(weights)])
        self._above = np.concatenate([[0.0], np.cumsum(others)])
        self._rising = self.impostor[::-1]

    def tail(self, ladder: NDArray[np.float64]) -> NDArray[np.float64]:
        """What galleries need, by both models in turn.

        :param ladder: rates that can be measured.
        """
        return np.concatenate([straight(self.score(ladder), ladder), pareto(self.impostor, np.diff(self._above))])

    @property
    def complete(self) -> bool:
        """Nothing that was there is lost: rates can be computed."""
        return bool(self._above[-1] > 0 and (self._below[-1] > 0 or not len(self.genuine)))

    def fmr(self, scores: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Share of impostor pairs of a score or more."""
        count = len(self.impostor) - np.searchsorted(self._rising, np.asarray(scores, np.float64), side="left")
        return np.asarray(self._above[count] / self._above[-1])

    def fnmr(self, scores: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Share of genuine pairs below a score."""
        below = np.searchsorted(self.genuine, np.asarray(scores, np.float64), side="left")
        return np.asarray(self._below[below] / self._below[-1])

    def score(self, rates: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """The least score, a float32 as those of pairs, that no more than this share of impostor pairs reaches."""
        allowed = np.asarray(rates, np.float64) * self._above[-1] * (1 + 1e-12)
        count = np.searchsorted(self._above, allowed, side="right") - 1
        last = len(self.impostor) - 1
        above = np.nextafter(self.impostor[np.minimum(count, last)], np.float32(np.inf))
        return np.where(count > last, -1.0, above.astype(np.float64))

    def eer(self) -> float:
        """Where both errors are alike, straight between two scores."""
        scores = np.unique(np.concatenate([_thinned(self.genuine), _thinned(self.impostor)]).astype(np.float64))
        scores = np.concatenate([scores[np.isfinite(scores)], [np.inf]])
        fmr, fnmr = self.fmr(scores), self.fnmr(scores)
        at = int(np.argmax(fnmr >= fmr))
        if at == 0:
            return float(fnmr[0])
        before, after = fmr[at - 1] - fnmr[at - 1], fmr[at] - fnmr[at]
        part = before / (before - after)
        return float(fmr[at - 1] + part * (fmr[at] - fmr[at - 1]))


def measure(pairs: Pairs, own_score: float, others: Sequence[float], rng: np.random.Generator, resamples: int) -> Curve:
    """The curve of some pairs.

    :param own_score: the backend's ``min_score``.
    :param others: more scores to look at.
    """
    counts = Curve(people=pairs.people, genuine=len(pairs.genuine), impostor=len(pairs.impostor))
    if not len(pairs.impostor):
        return counts
    rates = np.concatenate([RATES, LADDER, np.geomspace(1.0 / len(pairs.impostor), 1.0, GRID)])
    asked = np.array([own_score, *others])
    steps = np.array([rate for rate in LADDER if measurable(rate, len(pairs.impostor))])
    figures = partial(_figures, rates=rates, asked=asked, ladder=steps)
    exact, drawn = figures(Sorted(pairs)), _redrawn(pairs, figures, rng, resamples)
    low, high = (_percentile(drawn, 100 * (1 + sign * SHARE) / 2) for sign in (-1, 1))
    read = _Read(pairs, exact, low, high, len(rates), len(asked))
    points = [read.operating(number, float(rate)) for number, rate in enumerate(rates)]
    ladder, grid = points[len(RATES) : len(RATES) + len(LADDER)], points[len(RATES) + len(LADDER) :]
    own, *scores = [read.at_score(number, float(score)) for number, score in enumerate(asked)]
    return replace(
        counts,
        points=points[: len(RATES)],
        ladder=[one for one in ladder if one.score],
        grid=[one for one in grid if one.score],
        eer=read.eer(),
        own=own,
        scores=scores,
        needed=read.needed(),
    )


def measurable(rate: float, trials: float) -> bool:
    """Enough errors are to be expected."""
    return rate * trials >= LEAST * (1 - 1e-9)


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """The rows of ``_figures`` as values."""

    pairs: Pairs
    exact: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    rates: int
    scores: int

    def operating(self, number: int, rate: float) -> Operating:
        errors = rate * len(self.pairs.impostor)
        if not measurable(rate, len(self.pairs.impostor)):
            return Operating(rate=rate, errors=errors, score=None, tar=None)
        tar = self._share(self.rates + number, len(self.pairs.genuine))
        return Operating(rate=rate, errors=errors, score=self._at(number), tar=tar)

    def at_score(self, number: int, score: float) -> AtScore:
        start = 2 * self.rates + number
        return AtScore(
            score=score,
            fmr=self._share(start, len(self.pairs.impostor)),
            fnmr=self._share(start + self.scores, len(self.pairs.genuine)),
        )

    def eer(self) -> Estimate | None:
        return self._at(2 * (self.rates + self.scores)) if len(self.pairs.genuine) else None

    def needed(self) -> list[Needed]:
        start = 2 * (self.rates + self.scores) + 1
        line, tail = (
            [self._known(start + model * len(MEMBERS) + number) for number in range(len(MEMBERS))] for model in (0, 1)
        )
        return [
            Needed(members=members, line=one, pareto=other)
            for members, one, other in zip(MEMBERS, line, tail, strict=True)
        ]

    def _known(self, column: int) -> Estimate | None:
        return self._at(column) if np.isfinite(self.exact[column]) else None

    def _at(self, column: int) -> Estimate:
        value = float(self.exact[column])
        return Estimate(value, min(value, float(self.low[column])), max(value, float(self.high[column])))

    def _share(self, column: int, count: int) -> Estimate | None:
        if not count:
            return None
        counted = share(float(self.exact[column]) * count, count)
        return self._at(column).at_least(counted.low, counted.high)


def _redrawn(
    pairs: Pairs, figures: Callable[[Sorted], NDArray[np.float64]], rng: np.random.Generator, resamples: int
) -> NDArray[np.float64]:
    there = np.unique(np.concatenate([pairs.genuine_of, pairs.impostor_of.ravel()]))
    made = []
    for _ in range(resamples):
        drawn = np.zeros(there[-1] + 1)
        np.add.at(drawn, rng.choice(there, len(there)), 1.0)
        again = Sorted(pairs, drawn)
        if again.complete:
            made.append(figures(again))
    return np.array(made or [figures(Sorted(pairs))])


def _percentile(drawn: NDArray[np.float64], percent: float) -> NDArray[np.float64]:
    """Of each column, of what there is in it; nan: nothing."""
    found = np.full(drawn.shape[1], np.nan)
    there = np.isfinite(drawn).any(axis=0)
    found[there] = np.nanpercentile(drawn[:, there], percent, axis=0)
    return found


def _figures(
    given: Sorted, *, rates: NDArray[np.float64], asked: NDArray[np.float64], ladder: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Scores at the rates, true accept rates there, false match and non-match rates at the scores, equal error rate,
    what galleries need."""
    scores, tail = given.score(rates), given.tail(ladder)
    if not len(given.genuine):
        nothing = np.zeros(len(rates)), np.zeros(len(asked)), [0.0]
        return np.concatenate([scores, nothing[0], given.fmr(asked), nothing[1], nothing[2], tail])
    return np.concatenate([scores, 1 - given.fnmr(scores), given.fmr(asked), given.fnmr(asked), [given.eer()], tail])


def _thinned(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    if len(scores) <= STEPS:
        return scores
    return np.asarray(scores[np.linspace(0, len(scores) - 1, STEPS).astype(int)])
