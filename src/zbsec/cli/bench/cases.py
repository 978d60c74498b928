"""What is asked of a vector search: one row a case."""

from __future__ import annotations

from dataclasses import dataclass

MIN_SCORE = 0.36
"""The threshold of the face backends."""
NO_THRESHOLD = -1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Queries, and what is wanted of them."""

    queries: str
    """``members`` or ``strangers``, see ``zbsec.cli.bench.vectors``."""
    k: int
    min_score: float
    target: float
    """Recall that an approximate index has to reach to be set beside an exact one."""
    at_once: int = 1
    like: str | None = None
    """An approximate index runs this case at the setting that reached the target there, and at no other.

    A gate cannot know beforehand whether a member or a stranger stands before it, so one setting serves both.
    """


CASES: dict[str, Case] = {
    "member": Case(queries="members", k=1, min_score=MIN_SCORE, target=0.999),
    "stranger": Case(queries="strangers", k=1, min_score=MIN_SCORE, target=0.999, like="member"),
    "top10-member": Case(queries="members", k=10, min_score=NO_THRESHOLD, target=0.99),
    "top10": Case(queries="strangers", k=10, min_score=NO_THRESHOLD, target=0.99),
    "batch64": Case(queries="strangers", k=10, min_score=NO_THRESHOLD, target=0.99, at_once=64, like="top10"),
}
CHANGE = "change"
"""One vector added and removed again."""
