"""What stands in papers: trial run, acceptance of new housing (duty A7), what VSR 7 asks of its places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.sites.duties import ACCEPTANCE_DUTIES
from zbsec.sites.findings import Finding, Status, Weight
from zbsec.sites.regime_duties import REGIME_DUTIES
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbsec.sites.checks._base import Inspection
    from zbsec.sites.evidence import Proof

_A7 = next(duty for duty in ACCEPTANCE_DUTIES if duty.id == "A7")


def check_acceptance(inspection: Inspection) -> Iterator[Finding]:
    evidence = inspection.site.evidence
    yield _paper(
        inspection,
        evidence.trial_run,
        rule="CK22",
        clause="GB 55029 4.0.7",
        label=Text(en="a trial run of 30 days", zh="试运行不少于 30 天"),
        key="trial_run",
    )
    if any(regime.article_7 for regime in inspection.site.filmed_regimes()):
        for duty in REGIME_DUTIES:
            if duty.id in _PAPERS:
                key = _PAPERS[duty.id]
                proof = getattr(evidence, key)
                yield _paper(inspection, proof, rule=duty.law, clause=duty.law, label=duty.label, key=key)
    if inspection.kind.blocks_delivery:
        for key, label in _AUTHORITIES.items():
            proof = getattr(evidence, key)
            yield _paper(inspection, proof, rule="A7", clause=f"{_A7.clause}; {_A7.law}", label=label, key=key)


_PAPERS = {"standards": "inspection", "security": "security_rules", "access_register": "access_register"}
"""The duties of places of VSR 7 that only a paper shows; signs, filing and retention are checked where they belong."""

_AUTHORITIES = {
    "quality_acceptance": Text(en="accepted by the quality-supervision body", zh="工程质量监督机构验收"),
    "housing_acceptance": Text(en="accepted by the housing authority", zh="住房城乡建设部门验收"),
}


def _paper(inspection: Inspection, proof: Proof | None, *, rule: str, clause: str, label: Text, key: str) -> Finding:
    """With a paper, the paper answers: it is named, and its content stays its author's."""
    made = proof if proof and proof.is_made(inspection.today) else None
    return Finding(
        rule=rule,
        clause=clause,
        subject="site",
        status=Status.CONDITIONAL if made else Status.NOT_VERIFIED,
        weight=Weight.SHOULD,
        message=Text(en=f"{label.en}: see {made.ref} of {made.on}", zh=f"{label.zh}：见 {made.on} 的 {made.ref}")
        if made
        else Text(en=f"{label.en}: no paper shows it", zh=f"{label.zh}：无证明文件"),
        remedy=Text(en=f"write [evidence.{key}] once there is a paper", zh=f"取得文件后写入 [evidence.{key}]"),
    )
