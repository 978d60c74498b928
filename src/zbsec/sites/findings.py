"""What a check found, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from zbsec.sites.text import Labelled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zbsec.sites.kinds import Today
    from zbsec.sites.text import Text


class Status(Labelled):
    """What a check says, worst first."""

    REFUSED = "refused", "refused", "拒绝"
    """There in a way that it may not be; or a demand that is not offered, which ``today`` of the finding tells."""
    FAILED = "failed", "failed", "不合格"
    """Measured or looked at, and not as it must be."""
    MISSING = "missing", "missing", "缺失"
    UNKNOWN = "unknown", "unknown", "未知"
    NOT_VERIFIED = "not_verified", "not verified", "未核验"
    CONDITIONAL = "conditional", "conditional", "有条件"
    VOID = "void", "void", "已失效"
    PRESENT = "present", "present", "已有"
    """What a rule of the kind asks for is there, at every place that it names."""
    SATISFIED = "satisfied", "satisfied", "符合"
    NOT_APPLICABLE = "not_applicable", "not applicable", "不适用"
    """The site has no part that the rule speaks about; the message says which."""


class Weight(StrEnum):
    """What hangs on a finding."""

    MUST = "must"
    """Binding: what is refused, missing or unknown fails the site."""
    SHOULD = "should"
    """To be put right: what is open keeps the site from an unreserved pass."""
    NOTE = "note"
    """For information; the verdict does not depend on it."""


class Verdict(Labelled):
    """The three verdicts of GB 50348-2018, 10.1."""

    PASS = "pass", "pass", "通过"
    BASICALLY_PASS = "basically_pass", "basically pass", "基本通过"
    FAIL = "fail", "fail", "不通过"


class Effect(StrEnum):
    """What one finding does to the verdict."""

    FAILS = "fails"
    OPEN = "open"
    NONE = "none"


_BAD = frozenset({Status.REFUSED, Status.FAILED, Status.MISSING, Status.UNKNOWN})
_EFFECTS = (Effect.FAILS, Effect.OPEN, Effect.NONE)
_STATUSES = tuple(Status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One answer of the acceptance check."""

    rule: str
    """Id of the rule or requirement: ``R10``, ``G45``, ``GB 55029``."""
    clause: str
    """The text behind it, with its number."""
    subject: str
    """Ids of the access points, devices, lines or uplinks it is about, the first of many; or ``site``."""
    status: Status
    weight: Weight
    message: Text
    remedy: Text
    today: Today | None = None
    """What became of the rule of the taxonomy that the finding is about; None: it is about law or a standard."""

    @property
    def effect(self) -> Effect:
        """Unknown never counts as passed, and what nobody verified stays open."""
        if self.weight is Weight.NOTE:
            return Effect.NONE
        if self.status in _BAD:
            return Effect.FAILS if self.weight is Weight.MUST else Effect.OPEN
        return Effect.OPEN if self.status is Status.NOT_VERIFIED else Effect.NONE


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order in which somebody should read them; equal ones stay as they were found."""
    return tuple(sorted(findings, key=lambda found: (_EFFECTS.index(found.effect), _STATUSES.index(found.status))))


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """The worst effect decides; nothing outweighs it."""
    effects = {finding.effect for finding in findings}
    if Effect.FAILS in effects:
        return Verdict.FAIL
    return Verdict.BASICALLY_PASS if Effect.OPEN in effects else Verdict.PASS
