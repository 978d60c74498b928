"""Face methods: every step of the activation gate that is not ok."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.sites.findings import Finding, Status, Weight
from zbsec.sites.gate_steps import Answer
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbsec.sites.activation import Activation, Step
    from zbsec.sites.checks._base import Inspection

_STATUS = {Answer.REFUSE: Status.REFUSED, Answer.UNKNOWN: Status.UNKNOWN}


def check_activations(inspection: Inspection) -> Iterator[Finding]:
    """A blocked gate fails the site: a face method that may not run must not be in its file."""
    for activation in inspection.activations:
        yield from (_blocked(activation, step) for step in activation.blocking)
        if activation.active:
            yield from _active(activation)


def _blocked(activation: Activation, step: Step) -> Finding:
    return Finding(
        rule="gate",
        clause=f"{step.law}; governance section 3",
        subject=activation.access_point,
        status=_STATUS[step.answer],
        weight=Weight.MUST,
        message=Text(
            en=f"the face method stays off, step {step.label.en!r}: {step.reason.en}",
            zh=f"人脸方式不得启用，步骤“{step.label.zh}”：{step.reason.zh}",
        ),
        remedy=Text(
            en="settle this in the site file, or take the face out of the methods; the other ways keep working",
            zh="在场所文件中补齐，或取消人脸方式；其他方式不受影响",
        ),
    )


def _active(activation: Activation) -> Iterator[Finding]:
    stated = [step.label for step in activation.steps if step.stated]
    yield Finding(
        rule="gate",
        clause="governance section 3",
        subject=activation.access_point,
        status=Status.CONDITIONAL,
        weight=Weight.NOTE,
        message=Text(
            en="the face method may run; these steps rest on statements alone: "
            + ", ".join(label.en for label in stated),
            zh="人脸方式可以启用；下列步骤仅依据声明：" + "、".join(label.zh for label in stated),
        ),
        remedy=Text(en="check the gate again after any change", zh="任何变更后重新审查"),
    )
