"""One run: judge every presentation, and read off what they allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zbsec._text import two
from zbsec.cli.bench.liveness import BPCER_AT
from zbsec.cli.bench.liveness.curve import Cost, Kind, cost, eer, kinds
from zbsec.cli.bench.liveness.presentations import presentations
from zbsec.cli.bench.liveness.scores import judge
from zbsec.errors import ImageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zbsec.cli.bench.intervals import Estimate
    from zbsec.cli.bench.liveness.scores import Judged
    from zbsec.faces import Backend
    from zbsec.faces.liveness import Liveness


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Results:
    """Everything of one run."""

    liveness: str
    min_score: float
    judged: Judged
    kinds: list[Kind]
    """Bona fide first."""
    errors: list[Estimate]
    """BPCER, then APCER of each kind, at ``min_score``."""
    costs: list[Cost]
    eer: float

    @property
    def worst(self) -> tuple[Kind, Estimate]:
        """The kind of attack that succeeds most often, and its APCER."""
        return max(zip(self.kinds[1:], self.errors[1:], strict=True), key=lambda pair: pair[1].value)


def measure(
    path: Path,
    backend: Backend,
    liveness: Liveness,
    say: Callable[[str], None],
    *,
    min_score: float | None = None,
    resamples: int,
    seed: int,
) -> Results:
    """Everything that labelled presentations allow to say of a judge.

    :param min_score: None: the judge's own.
    :raises ImageError: the folder cannot be used, or nothing bona fide, or no attack, got an answer.
    """
    judged = judge(presentations(path), backend, liveness, say)
    found = kinds(judged)
    if not found or found[0].name is not None or len(found) < 2:
        raise ImageError(
            str(path),
            two(
                "no answer to any attack, or to anybody bona fide; is there a face in the pictures?",
                "对全部攻击样本或全部真人样本均无结果；图片中有人脸吗？",
            ),
        )
    rng = np.random.default_rng(seed)
    score = liveness.min_score if min_score is None else min_score
    return Results(
        liveness=liveness.name,
        min_score=score,
        judged=judged,
        kinds=found,
        errors=[one.error(score, resamples, rng) for one in found],
        costs=[cost(found, rate, resamples, rng) for rate in BPCER_AT],
        eer=eer(found),
    )
