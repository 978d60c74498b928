"""Open-set identification: members among N, and strangers whom no gallery may know (ISO/IEC 19795-1, 4).

Galleries are drawn from the people at hand, one picture of each is enrolled, the members' other pictures and everybody
else's are searched for. No picture is made up: where a gallery is larger than the data allow, figures are modelled from
the pairs, and say so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zbsec.cli.bench.faces import FPIRS, LEAST
from zbsec.cli.bench.faces.curve import Sorted, measurable
from zbsec.cli.bench.intervals import Estimate, share

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from zbsec.cli.bench.faces.pairs import Pairs
    from zbsec.cli.bench.faces.vectors import Seen
    from zbsec.faces import ImpostorCurve

MOST_ROUNDS, WORK = 50, 20_000
"""Galleries drawn of one size: as many as have so many members together, three at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """What a false positive identification rate costs."""

    fpir: float
    score: float | None
    fnir: Estimate | None
    """Members not found as the first, or below the score; None: not measurable with so few strangers."""
    modelled_score: float | None
    modelled_fnir: float | None
    """From the pairs, as if N strangers' scores were independent: FPIR = 1 - (1 - FMR)^N, FNIR = FNMR."""
    extrapolated: bool
    """The score lies where no pair was measured: on the line that goes on from the impostor curve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """One size of gallery."""

    members: int
    rounds: int
    """0: not measured; the data have too few people."""
    probes: int
    """Members' pictures searched for, all rounds together."""
    strangers: int
    """Strangers' pictures searched for, all rounds together."""
    fpir: Estimate | None
    """At the backend's own threshold."""
    fnir: Estimate | None
    misses: list[Miss]


@dataclass(frozen=True, slots=True, eq=False)
class _Searches:
    mated: NDArray[np.float32]
    """The member's score where it was the first, else ``-inf``."""
    others: NDArray[np.float32]
    """Strangers' best scores, falling."""
    members: int
    """Different people among the mated probes."""
    strangers: int
    """Different people among the others."""


def most_members(seen: Seen) -> int:
    """The largest gallery that leaves ``LEAST`` people as strangers."""
    return len(seen.people) - seen.not_enrolled - LEAST


def identify(
    seen: Seen,
    pairs: Pairs,
    curve: ImpostorCurve | None,
    sizes: Sequence[int],
    *,
    own_score: float,
    rng: np.random.Generator,
    say: Callable[[str], None],
) -> list[Identification]:
    """Every size, measured where there are people enough, and modelled.

    :param curve: goes on where pairs end; None: nothing is modelled there.
    :param own_score: the backend's ``min_score``.
    """
    made = []
    for members in sizes:
        rounds = min(MOST_ROUNDS, max(3, WORK // members)) if members <= most_members(seen) else 0
        if rounds:
            say(f"gallery of {members}, {rounds} times")
        found = _searches(seen, members, rounds, rng) if rounds else None
        misses = [_miss(fpir, members, found, pairs, curve) for fpir in FPIRS]
        made.append(_one(members, rounds, found, own_score, misses))
    return made


def _one(members: int, rounds: int, found: _Searches | None, own: float, misses: list[Miss]) -> Identification:
    strangers = 0 if found is None else len(found.others)
    probes = 0 if found is None else len(found.mated)
    return Identification(
        members=members,
        rounds=rounds,
        probes=probes,
        strangers=strangers,
        fpir=share(float((found.others >= own).sum()), strangers, found.strangers) if found and strangers else None,
        fnir=share(float((found.mated < own).sum()), probes, found.members) if found and probes else None,
        misses=misses,
    )


def _miss(fpir: float, members: int, found: _Searches | None, pairs: Pairs, curve: ImpostorCurve | None) -> Miss:
    score, fnir = None, None
    if found and len(found.mated) and measurable(fpir, found.strangers):
        score = float(np.nextafter(found.others[int(fpir * len(found.others))], np.float32(np.inf)))
        fnir = share(float((found.mated < score).sum()), len(found.mated), found.members)
    modelled, beyond = _modelled_score(fpir, members, pairs, curve)
    known = modelled is not None and len(pairs.genuine) > 0
    return Miss(
        fpir=fpir,
        score=score,
        fnir=fnir,
        modelled_score=modelled,
        modelled_fnir=float(Sorted(pairs).fnmr(modelled)) if known and modelled is not None else None,
        extrapolated=beyond,
    )


def _modelled_score(fpir: float, members: int, pairs: Pairs, curve: ImpostorCurve | None) -> tuple[float | None, bool]:
    rate = -math.expm1(math.log1p(-fpir) / members)
    if measurable(rate, len(pairs.impostor)):
        return float(Sorted(pairs).score(rate)), False
    return (curve.score_at(rate), True) if curve else (None, False)


def _searches(seen: Seen, members: int, rounds: int, rng: np.random.Generator) -> _Searches:
    mated, others = [], []
    known, unknown = set[int](), set[int]()
    able = np.unique(seen.person[seen.acquired])
    for _ in range(rounds):
        drawn = rng.permutation(able)[:members]
        enrolled = np.array([rng.choice(np.flatnonzero(seen.acquired & (seen.person == person))) for person in drawn])
        place = np.full(len(seen.people), -1)
        place[drawn] = np.arange(members)
        probes = np.setdiff1d(np.flatnonzero(place[seen.person] >= 0), enrolled)
        strangers = np.flatnonzero((place[seen.person] < 0) & seen.acquired)
        gallery = seen.vectors[enrolled]
        mated.append(_own_if_first(seen, probes, gallery, place))
        others.append((seen.vectors[strangers] @ gallery.T).max(axis=1))
        known.update(seen.person[probes].tolist())
        unknown.update(seen.person[strangers].tolist())
    return _Searches(np.concatenate(mated), -np.sort(-np.concatenate(others)), len(known), len(unknown))


def _own_if_first(
    seen: Seen, probes: NDArray[np.intp], gallery: NDArray[np.float32], place: NDArray[np.intp]
) -> NDArray[np.float32]:
    """A failed picture is a miss."""
    scores = seen.vectors[probes] @ gallery.T
    own = place[seen.person[probes]]
    first = scores.argmax(axis=1) if len(probes) else own
    best = scores[np.arange(len(probes)), own]
    return np.where((first == own) & seen.acquired[probes], best, np.float32(-np.inf)).astype(np.float32)
