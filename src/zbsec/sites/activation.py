"""The gate that a face method must pass before it runs: one place, one order (governance section 3).

Every step answers ok, refuse or unknown, with its law; unknown refuses. The result is a value that can be printed and
made again each day: whatever changes in the site file or with time changes the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zbsec.records._check import aware
from zbsec.sites.citation import cited
from zbsec.sites.gate_steps import QUESTIONS, Answer, Moment
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec.sites.gate_steps import Able
    from zbsec.sites.model import Site
    from zbsec.sites.parts import AccessPoint
    from zbsec.sites.text import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One question of the gate, its answer, and the law behind it."""

    id: str
    label: Text
    answer: Answer
    law: str
    reason: Text
    stated: bool
    """Whether an ok rests on what the site states and no software can see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """The gate of one access point at one moment."""

    access_point: str
    at: datetime
    steps: tuple[Step, ...]

    @property
    def active(self) -> bool:
        """Whether every step is ok: only then may the face method run."""
        return all(step.answer is Answer.OK for step in self.steps)

    @property
    def blocking(self) -> tuple[Step, ...]:
        """The steps that are not ok, in their order."""
        return tuple(step for step in self.steps if step.answer is not Answer.OK)

    def changed(self, earlier: Activation) -> tuple[Step, ...]:
        """The steps whose answer or reason is another than in an earlier gate of the same access point."""
        before = {step.id: (step.answer, step.reason) for step in earlier.steps}
        return tuple(step for step in self.steps if before.get(step.id) != (step.answer, step.reason))

    def to_text(self, *, lang: Lang = "en") -> str:
        """The gate for a terminal: one numbered line per step, with its law."""
        head = {"en": ("may run", "stays off"), "zh": ("可以启用", "不得启用")}[lang]
        lines = [f"{self.access_point}: {head[0] if self.active else head[1]}"]
        for number, step in enumerate(self.steps, 1):
            said = _SAID["stated" if step.stated else step.answer.value].of(lang)
            lines.append(
                f"{number:3}. [{said}] {step.label.of(lang)}: {step.reason.of(lang)} ({cited(step.law, lang)})"
            )
        return "\n".join(lines)

    def facts(self) -> dict[str, Any]:
        """The gate as JSON can write it, always the same for the same site and moment."""
        return {
            "access_point": self.access_point,
            "active": self.active,
            "at": self.at.isoformat(),
            "steps": [
                {
                    "answer": step.answer.value,
                    "id": step.id,
                    "law": step.law,
                    "reason": {"en": step.reason.en, "zh": step.reason.zh},
                    "stated": step.stated,
                }
                for step in self.steps
            ],
        }


_SAID = {
    "ok": Text(en="ok", zh="通过"),
    "refuse": Text(en="refused", zh="拒绝"),
    "stated": Text(en="stated", zh="据声明"),
    "unknown": Text(en="unknown", zh="未知"),
}


def gate(site: Site, access_point: AccessPoint, at: datetime, *, able: Able | None = None) -> Activation:
    """Ask every question about the face method of one access point.

    :param able: of each liveness check, why this computer cannot run it, and None where it can
        (``faces.liveness.able``); a check that nobody tried is unknown, which refuses.

    :raises ValueError: ``access_point`` has no face method and so no gate, or ``at`` has no time zone.
    """
    aware("at", at)
    if not access_point.uses_face:
        raise ValueError(f"access point {access_point.id!r} has no face method, and needs no gate")
    moment = Moment(at.astimezone(site.zone_info).date(), able or {})
    steps = []
    for question in QUESTIONS:
        said = question.ask(site, access_point, moment)
        steps.append(
            Step(
                id=question.id,
                label=question.label,
                answer=said.answer,
                law=question.law,
                reason=said.reason,
                stated=said.stated,
            )
        )
    return Activation(access_point=access_point.id, at=at, steps=tuple(steps))
