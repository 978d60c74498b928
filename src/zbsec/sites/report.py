"""The report of an acceptance check, as a value, as text, as JSON and as one HTML file."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec.sites.findings import Effect, Finding, Status, Verdict, verdict_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from zbsec.sites.activation import Activation
    from zbsec.sites.kinds import SiteKind
    from zbsec.sites.model import Site
    from zbsec.sites.text import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What ``sites.check`` found at one site at one moment."""

    site: Site
    kind: SiteKind
    at: datetime
    findings: tuple[Finding, ...]
    """Worst first."""
    activations: tuple[Activation, ...]
    """The gate of every access point with a face method."""

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.findings)

    @property
    def block_delivery(self) -> bool:
        """Whether new housing must not be handed over (notice, part 4; GB 55029 5.0.1)."""
        return self.kind.blocks_delivery and self.verdict is Verdict.FAIL

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many findings have each status, worst first, none left out."""
        seen = Counter(finding.status for finding in self.findings)
        return {status: seen[status] for status in Status}

    def to_text(self, *, lang: Lang = "en") -> str:
        """The report for a terminal: one block per finding."""
        lines = [f"{self.site.name} ({self.kind.label.of(lang)}): {self.verdict.of(lang)}"]
        for found in self.findings:
            lines.append(f"[{found.status.of(lang)}] {found.rule} {found.subject}: {found.message.of(lang)}")
            if found.effect is not Effect.NONE:
                lines.append(f"    → {found.remedy.of(lang)} ({found.clause})")
        return "\n".join(lines)

    def to_json(self) -> str:
        """Canonical JSON with both languages: the same report always gives the same text."""
        facts = {
            "activations": [activation.facts() for activation in self.activations],
            "at": self.at.isoformat(),
            "block_delivery": self.block_delivery,
            "counts": {status.value: count for status, count in self.counts.items()},
            "findings": [_finding_facts(finding) for finding in self.findings],
            "kind": self.kind.id,
            "site": self.site.id,
            "verdict": self.verdict.value,
        }
        return json.dumps(facts, sort_keys=True, ensure_ascii=False, indent=2)

    def to_html(self, *, lang: Lang = "en") -> str:
        """One self-contained page: no script, no font, no picture from elsewhere."""
        from zbsec.sites.page import render  # noqa: PLC0415

        return render(self, lang)


def _finding_facts(finding: Finding) -> dict[str, object]:
    return {
        "clause": finding.clause,
        "effect": finding.effect.value,
        "message": {"en": finding.message.en, "zh": finding.message.zh},
        "remedy": {"en": finding.remedy.en, "zh": finding.remedy.zh},
        "rule": finding.rule,
        "status": finding.status.value,
        "subject": finding.subject,
        "weight": finding.weight.value,
    }
