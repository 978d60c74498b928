"""The report of an acceptance check, as a value, as text, as JSON, and on paper."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from zbsec.sites.citation import cited
from zbsec.sites.code_names import rule_name, subject_name
from zbsec.sites.findings import Effect, Finding, Status, Verdict, verdict_of
from zbsec.sites.readings import Reading, readings
from zbsec.sites.surveying import picture_of
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from zbsec.sites.activation import Activation
    from zbsec.sites.exhibits import Exhibit
    from zbsec.sites.kinds import SiteKind
    from zbsec.sites.model import Site
    from zbsec.sites.plan.survey import Survey
    from zbsec.sites.text import Lang

_BLOCKED = Text(
    en="must not be handed over: new housing whose security facilities fail acceptance (A7; GB 55029 5.0.1)",
    zh="不得交付使用：新建住宅安防设施验收不合格（A7；GB 55029 5.0.1）",
)

NAMESPACE = UUID("3a1268ab-05a8-5951-986d-73da38b9670c")
"""Ids in and of reports are UUIDs of version 5 under this one: the same content always has the same id."""


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
    exhibits: tuple[Exhibit, ...] = ()
    """The papers that the site file refers to, with the hashes of those at hand."""
    survey: Survey | None = None
    """What the plan shows that the site file names."""

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
        """The report for a terminal: verdict, how many findings of each status, one block per finding."""
        lines = [f"{self.site.name} ({self.kind.label.of(lang)}): {self.verdict.of(lang)}"]
        if self.block_delivery:
            lines.append(_BLOCKED.of(lang))
        lines.append(_counted(self.counts, lang))
        for found in self.findings:
            rule, subject = rule_name(found.rule, lang), subject_name(found.subject, lang)
            lines.append(f"[{found.status.of(lang)}] {rule} {subject}: {found.message.of(lang)}")
            if found.effect is not Effect.NONE:
                lines.append(f"    → {found.remedy.of(lang)} ({cited(found.clause, lang)})")
        return "\n".join(lines)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What somebody measured at the site, each with the figure that asks for it."""
        return readings(self.site, self.at.astimezone(self.site.zone_info).date())

    @property
    def digest(self) -> str:
        """SHA-256 of what was found, in hexadecimal: it ties the page, the PDF and the JSON of one report together."""
        return _digest(self._facts())

    @property
    def id(self) -> UUID:
        return id_of(self.digest)

    def to_json(self) -> str:
        """Canonical JSON with both languages: the same report always gives the same text.

        ``assessment-results`` holds the same in the terms of NIST OSCAL, see ``to_oscal``.
        """
        from zbsec.sites.oscal import assessment_results  # noqa: PLC0415

        facts = self._facts()
        return _canonical({**facts, "digest": _digest(facts), **assessment_results(self)})

    def to_oscal(self) -> str:
        """The report as an OSCAL assessment-results document (NIST OSCAL 1.1), for tools that read those."""
        from zbsec.sites.oscal import assessment_results  # noqa: PLC0415

        return _canonical(assessment_results(self))

    def to_html(self, *, lang: Lang = "en", plan: bytes | None = None) -> str:
        """One self-contained page, printable on A4: no script, no font, no picture from elsewhere.

        :param plan: a PNG or SVG file, shown as the plan of the site instead of the one that the site file names.
        :raises PlanError: the library that draws the plan is not installed.
        :raises ValueError: another language than en or zh, or the plan is no such picture.
        """
        from zbsec.sites.paper.page import render  # noqa: PLC0415

        return render(self, lang, [plan] if plan else self.plans(lang=lang))

    def plans(self, *, lang: Lang = "en") -> tuple[bytes, ...]:
        """The plan that the site file names, as PNG or SVG files: coverage, and passages to close.

        :raises SiteFileError: it is a picture that cannot be read.
        :raises PlanError: the library that draws it is not installed.
        """
        if self.survey is not None:
            return self.survey.drawn(lang)
        picture = picture_of(self.site)
        return (picture,) if picture else ()

    def to_pdf(self, *, lang: Lang = "en", plan: bytes | None = None) -> bytes:
        """The same page as a PDF file on A4, for archives (PDF/A-3u).

        :raises ValueError: as ``to_html``.
        :raises ReportError: the extra ``pdf`` or a font for the page's characters is not installed.
        """
        from zbsec.sites.paper.pdf import to_pdf  # noqa: PLC0415

        return to_pdf(self.to_html(lang=lang, plan=plan), identifier=self.id)

    def _facts(self) -> dict[str, object]:
        return {
            "activations": [activation.facts() for activation in self.activations],
            "at": self.at.isoformat(),
            "block_delivery": self.block_delivery,
            "counts": {status.value: count for status, count in self.counts.items()},
            "evidence": [_exhibit_facts(exhibit) for exhibit in self.exhibits],
            "findings": [_finding_facts(finding) for finding in self.findings],
            "kind": self.kind.id,
            "measurements": [reading.facts() for reading in self.readings],
            "plan": self.survey.facts() if self.survey else None,
            "site": self.site.id,
            "verdict": self.verdict.value,
        }


def _counted(counts: Mapping[Status, int], lang: Lang) -> str:
    seen = {status.of(lang): count for status, count in counts.items() if count}
    if lang == "zh":
        return "，".join(f"{name} {count} 项" for name, count in seen.items())
    return ", ".join(f"{count} {name}" for name, count in seen.items())


def id_of(digest: str) -> UUID:
    """The id of the report with this digest."""
    return uuid5(NAMESPACE, digest)


def _digest(facts: object) -> str:
    return hashlib.sha256(_canonical(facts).encode()).hexdigest()


def _canonical(facts: object) -> str:
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, indent=2)


def _exhibit_facts(exhibit: Exhibit) -> dict[str, object]:
    return {
        "label": {"en": exhibit.label.en, "zh": exhibit.label.zh},
        "on": exhibit.on.isoformat() if exhibit.on else None,
        "ref": exhibit.ref,
        "sha256": exhibit.sha256,
        "subject": exhibit.subject,
    }


def _finding_facts(finding: Finding) -> dict[str, object]:
    return {
        "clause": finding.clause,
        "effect": finding.effect.value,
        "message": {"en": finding.message.en, "zh": finding.message.zh},
        "remedy": {"en": finding.remedy.en, "zh": finding.remedy.zh},
        "rule": finding.rule,
        "status": finding.status.value,
        "subject": finding.subject,
        "today": finding.today.value if finding.today else None,
        "weight": finding.weight.value,
    }
