"""A report in the terms of NIST OSCAL 1.1 (assessment-results): observations, risks and findings about controls.

The controls are the rules of the report (``R10``, ``G45``, ``CK02``). Every finding of ours becomes one observation
(what was seen, and how) and one finding (whether the rule holds). What fails or is open is a risk too, with its remedy
as the recommended response. Ids are UUIDs of version 5 of their content, and times come from the report, so the same
report always gives the same document.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import TYPE_CHECKING
from uuid import uuid5

from zbsec.sites.findings import Effect, Status, Weight
from zbsec.sites.report import id_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbsec.sites.exhibits import Exhibit
    from zbsec.sites.findings import Finding
    from zbsec.sites.readings import Reading
    from zbsec.sites.report import Report

VERSION = "1.1.3"
PROPS = "https://zbsec.invalid/ns/oscal"
"""The name space of our properties; a name, and no address (RFC 2606)."""

_NOT_FAILED = frozenset({Status.CONDITIONAL, Status.VOID, Status.NOT_APPLICABLE})


def assessment_results(report: Report) -> dict[str, object]:
    """The document as plain values: ``{"assessment-results": {...}}``."""
    return {"assessment-results": _Writer(report).document()}


class _Writer:
    """One report being written: everything in it gets its id under the report's own."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._digest = report.digest
        self._space = id_of(self._digest)
        self._at = report.at.isoformat()
        self._site = self._id("site", report.site.id)
        self._assessor = self._id("party", "zbsec")

    def document(self) -> dict[str, object]:
        return {
            "uuid": self._id("document"),
            "metadata": self._metadata(),
            "import-ap": {"href": f"#{self._id('plan')}"},
            "results": [self._result()],
            "back-matter": {"resources": [self._plan(), *map(self._resource, self._report.exhibits)]},
        }

    def _metadata(self) -> dict[str, object]:
        from zbsec import __version__  # noqa: PLC0415

        return {
            "title": f"Acceptance of {self._report.site.name}",
            "last-modified": self._at,
            "version": __version__,
            "oscal-version": VERSION,
            "roles": [{"id": "assessor", "title": "Assessor"}],
            "parties": [{"uuid": self._assessor, "type": "organization", "name": f"zbsec {__version__}"}],
            "responsible-parties": [{"role-id": "assessor", "party-uuids": [self._assessor]}],
        }

    def _result(self) -> dict[str, object]:
        report = self._report
        result: dict[str, object] = {
            "uuid": self._id("result"),
            "title": f"{report.site.name}: {report.verdict.en}",
            "description": f"{report.kind.label.en}, held against the rules of its kind: {report.verdict.en}.",
            "start": self._at,
            "end": self._at,
            "props": [
                _prop("verdict", report.verdict.value),
                _prop("block-delivery", str(report.block_delivery).lower()),
                _prop("site-kind", report.kind.id),
                _prop("report-sha256", self._digest),
            ],
            "reviewed-controls": {
                "control-selections": [{"include-controls": [{"control-id": rule} for rule in self._controls()]}]
            },
        }
        observations = [*self._observations(), *self._figures()]
        risks = [self._risk(number, found) for number, found in self._open()]
        findings = [self._finding(number, found) for number, found in enumerate(report.findings)]
        # OSCAL has no empty lists: what is not there is left out.
        lists = {"observations": observations, "risks": risks, "findings": findings}
        return result | {name: items for name, items in lists.items() if items}

    def _controls(self) -> list[str]:
        return sorted({_token(found.rule) for found in self._report.findings})

    def _observations(self) -> Iterator[dict[str, object]]:
        for number, found in enumerate(self._report.findings):
            yield {
                "uuid": self._id("observation", number),
                "title": f"{found.rule} {found.subject}",
                "description": found.message.en,
                "props": [
                    _prop("status", found.status.value),
                    _prop("weight", found.weight.value),
                    _prop("clause", found.clause),
                    _prop("message-zh", found.message.zh),
                ],
                "methods": ["EXAMINE"],
                "subjects": [self._subject(found.subject)],
                "collected": self._at,
            }

    def _figures(self) -> Iterator[dict[str, object]]:
        for number, reading in enumerate(self._report.readings):
            one = reading.measurement
            yield {
                "uuid": self._id("figure", number),
                "title": f"{reading.figure.rule} {one.subject}: {reading.figure.label.en}",
                "description": _described(reading),
                "props": [_prop(name, value) for name, value in _reading_facts(reading).items()],
                "methods": ["TEST" if one.instrument or one.timer else "EXAMINE"],
                "subjects": [self._subject(one.subject)],
                "collected": datetime.combine(one.on, time(), self._report.site.zone_info).isoformat(),
            }

    def _open(self) -> list[tuple[int, Finding]]:
        return [
            (number, found) for number, found in enumerate(self._report.findings) if found.effect is not Effect.NONE
        ]

    def _risk(self, number: int, found: Finding) -> dict[str, object]:
        return {
            "uuid": self._id("risk", number),
            "title": f"{found.rule} {found.subject}: {found.status.en}",
            "description": found.message.en,
            "statement": f"{found.clause} is not shown to be met at {found.subject}.",
            "props": [_prop("effect", found.effect.value)],
            "status": "open",
            "remediations": [
                {
                    "uuid": self._id("remedy", number),
                    "lifecycle": "recommendation",
                    "title": f"Remedy for {found.rule} {found.subject}",
                    "description": found.remedy.en,
                    "props": [_prop("remedy-zh", found.remedy.zh)],
                }
            ],
            "related-observations": [{"observation-uuid": self._id("observation", number)}],
        }

    def _finding(self, number: int, found: Finding) -> dict[str, object]:
        links = [
            {
                "observation-uuid": self._id("observation", number),
            }
        ]
        links += [{"observation-uuid": id} for id in self._figures_of(found)]
        facts: dict[str, object] = {
            "uuid": self._id("finding", number),
            "title": f"{found.rule} {found.subject}",
            "description": found.message.en,
            "target": {
                "type": "objective-id",
                "target-id": _token(found.rule),
                "title": found.clause,
                "status": _status(found),
            },
            "related-observations": links,
        }
        risks = [] if found.effect is Effect.NONE else [{"risk-uuid": self._id("risk", number)}]
        return facts | ({"related-risks": risks} if risks else {})

    def _figures_of(self, found: Finding) -> list[str]:
        return [
            self._id("figure", number)
            for number, reading in enumerate(self._report.readings)
            if (reading.figure.rule, reading.figure.clause) == (found.rule, found.clause)
        ]

    def _subject(self, subject: str) -> dict[str, object]:
        whole = subject == "site"
        return {
            "subject-uuid": self._site if whole else self._id("component", subject),
            "type": "location" if whole else "component",
            "title": self._report.site.name if whole else subject,
        }

    def _plan(self) -> dict[str, object]:
        return {
            "uuid": self._id("plan"),
            "title": "Assessment plan",
            "description": f"The checks of the library for a site of kind {self._report.kind.id}.",
        }

    def _resource(self, exhibit: Exhibit) -> dict[str, object]:
        facts: dict[str, object] = {
            "uuid": self._id("exhibit", exhibit.label.en, exhibit.subject, exhibit.ref),
            "title": f"{exhibit.label.en}: {exhibit.subject}",
            "description": exhibit.ref,
            "props": [_prop("title-zh", exhibit.label.zh)],
        }
        if exhibit.sha256:
            link = {"href": exhibit.ref, "hashes": [{"algorithm": "SHA-256", "value": exhibit.sha256}]}
            facts["rlinks"] = [link]
        return facts

    def _id(self, *what: object) -> str:
        return str(uuid5(self._space, "\0".join(map(str, what))))


def _status(found: Finding) -> dict[str, str]:
    """A rule that nobody is held to is not failed; what is unknown or not verified is never satisfied."""
    lapsed = found.weight is Weight.NOTE and found.status in (Status.MISSING, Status.REFUSED)
    if found.status in (Status.PRESENT, Status.SATISFIED):
        return {"state": "satisfied", "reason": "pass"}
    if lapsed or found.status in _NOT_FAILED:
        return {"state": "satisfied", "reason": "other"}
    return {"state": "not-satisfied", "reason": "fail"}


def _described(reading: Reading) -> str:
    if reading.measurement.value is None:
        return f"{reading.figure.label.en}: not measured, {reading.measurement.not_measured}"
    bound = f", bound {reading.figure.bound}" if reading.figure.bound else ""
    return f"{reading.figure.label.en}: read {reading.measurement.value}{bound}"


def _reading_facts(reading: Reading) -> dict[str, str]:
    facts = reading.facts()
    return {name: str(value) for name, value in facts.items() if value is not None and name != "subject"}


def _prop(name: str, value: str) -> dict[str, str]:
    """A property; OSCAL allows no white space at its ends."""
    return {"name": name, "ns": PROPS, "value": " ".join(value.split()) or "-"}


def _token(rule: str) -> str:
    """A rule's id as an OSCAL token: a letter or underscore first, no spaces."""
    token = re.sub(r"[^\w.\-]", "-", rule)
    return token if re.match(r"[^\W\d]", token) else f"_{token}"
