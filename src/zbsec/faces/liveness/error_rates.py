"""How often a liveness check is wrong, in the terms of ISO/IEC 30107-3: APCER a kind of attack, and BPCER."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec._wilson import wilson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Errors among presentations."""

    errors: int
    count: int
    """Presentations that were judged, at least one."""
    silent: int = 0
    """Presentations beside them that got no answer, such as where no face was found (non-response)."""

    @property
    def rate(self) -> float:
        """0 to 1."""
        return self.errors / self.count

    @property
    def interval(self) -> tuple[float, float]:
        """95 % confidence interval (Wilson, JASA 22, 1927). It takes presentations for independent; many pictures of
        few people are not, so the true interval is wider."""
        return wilson(self.errors, self.count)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.rate:.1%} [{low:.1%}, {high:.1%}] ({self.errors} of {self.count})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRates:
    """At one threshold."""

    min_score: float
    attacks: Mapping[str, Share]
    """By kind of presentation attack instrument (PAI species): attacks taken for bona fide."""
    bpcer: Share
    """Bona fide presentation classification error rate (真实呈现分类错误率): people taken for an attack."""

    @property
    def apcer(self) -> Share:
        """Attack presentation classification error rate (攻击呈现分类错误率) of the kind that succeeds most often.

        The standard asks for the worst: an average would hide the kind that always gets in."""
        return max(self.attacks.values(), key=lambda share: share.rate)


def error_rates(scored: Iterable[tuple[str | None, float | None]], min_score: float) -> ErrorRates:
    """Count the errors of a liveness check.

    :param scored: the kind of attack (None: bona fide) and the score (None: no answer), a pair a presentation.
    :param min_score: from which a presentation counts as bona fide.
    :raises ValueError: no attack, or no bona fide presentation, got an answer; or a score is no number.
    """
    groups: dict[str | None, list[float | None]] = {None: []}
    for kind, score in scored:
        if score is not None and not math.isfinite(score):
            raise ValueError(f"a score of {kind or 'a bona fide presentation'} is {score}; give a number, or None")
        groups.setdefault(kind, []).append(score)
    people = groups.pop(None)
    if not groups:
        raise ValueError("there is no attack among the presentations, so APCER is unknown; add some")
    return ErrorRates(
        min_score=min_score,
        attacks={
            kind: _share(f"attack {kind!r}", scores, lambda score: score >= min_score)
            for kind, scores in sorted(groups.items(), key=lambda group: str(group[0]))
            if kind is not None
        },
        bpcer=_share("bona fide presentation", people, lambda score: score < min_score),
    )


def _share(what: str, scores: Sequence[float | None], is_error: Callable[[float], bool]) -> Share:
    judged = [score for score in scores if score is not None]
    if not judged:
        raise ValueError(f"no {what} got an answer, so its error rate is unknown; add presentations")
    return Share(errors=sum(map(is_error, judged)), count=len(judged), silent=len(scores) - len(judged))
