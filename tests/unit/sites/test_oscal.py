"""The report in OSCAL's terms: its shape, its ids, its references, and no more than the report says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from zbsec import sites
from zbsec.sites import Effect, Measurement, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
TOKEN = re.compile(r"[^\W\d][\w.\-]*")
REQUIRED = {
    "assessment-results": {"uuid", "metadata", "import-ap", "results"},
    "metadata": {"title", "last-modified", "version", "oscal-version"},
    "results": {"uuid", "title", "description", "start", "reviewed-controls"},
    "observations": {"uuid", "description", "methods", "collected"},
    "risks": {"uuid", "title", "description", "statement", "status"},
    "findings": {"uuid", "title", "description", "target"},
    "remediations": {"uuid", "lifecycle", "title", "description"},
    "target": {"type", "target-id", "status"},
    "props": {"name", "value"},
}
"""What the JSON schema of OSCAL 1.1 asks of each object."""


@pytest.fixture
def report(example: sites.Site, at: datetime) -> sites.Report:
    figure = Measurement(
        id="swing",
        figure="read_to_actuate",
        subject="west-in",
        value=0.3,
        on=date(2026, 11, 23),
        by="李工",
        ref="检验报告 2026-31",
        instrument="秒表 SW-3",
        calibrated_to=date(2027, 1, 1),
    )
    return sites.check(replace(example, measurements=(figure,)), at=at)


@pytest.fixture
def document(report: sites.Report) -> dict[str, Any]:
    parsed = json.loads(report.to_oscal())
    assert list(parsed) == ["assessment-results"]
    return parsed


def objects(name: str, node: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a document, each with the key that it or its list stands under."""
    if isinstance(node, dict):
        yield name, node
        for key, value in node.items():
            yield from objects(key, value)
    if isinstance(node, list):
        assert node, f"{name}: OSCAL has no empty lists"
        for value in node:
            yield from objects(name, value)


def test_every_object_has_what_the_schema_asks(document: dict[str, Any]) -> None:
    seen = set()
    for name, facts in objects("(document)", document):
        assert REQUIRED.get(name, set()) <= set(facts), name
        seen.add(name)
    assert set(REQUIRED) <= seen


def test_ids_are_unique_uuids_and_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    found = [facts["uuid"] for _, facts in objects("", document) if "uuid" in facts]
    assert all(UUID.fullmatch(id) for id in found)
    assert len(set(found)) == len(found)
    for _, facts in objects("", document):
        for key in ("observation-uuid", "risk-uuid"):
            assert facts.get(key, found[0]) in found
    assert document["assessment-results"]["import-ap"]["href"].removeprefix("#") in found


def test_values_have_the_form_of_oscal(document: dict[str, Any]) -> None:
    for name, facts in objects("", document):
        if name == "props":
            assert TOKEN.fullmatch(facts["name"])
            assert facts["value"] == facts["value"].strip() != ""
        for key in ("target-id", "control-id"):
            assert TOKEN.fullmatch(facts.get(key, "token")), facts
        for key in ("start", "end", "collected", "last-modified"):
            assert datetime.fromisoformat(facts.get(key, "2026-01-01T00:00:00+00:00")).tzinfo is not None


def test_nothing_open_is_called_satisfied(report: sites.Report, document: dict[str, Any]) -> None:
    (result,) = document["assessment-results"]["results"]
    assert len(result["findings"]) == len(report.findings)
    for found, facts in zip(report.findings, result["findings"], strict=True):
        state = facts["target"]["status"]["state"]
        assert state in ("satisfied", "not-satisfied")
        if found.effect is not Effect.NONE or found.status in (Status.UNKNOWN, Status.NOT_VERIFIED):
            assert state == "not-satisfied", found
        assert bool(facts.get("related-risks")) == (found.effect is not Effect.NONE)
    assert len(result["risks"]) == sum(found.effect is not Effect.NONE for found in report.findings)


def test_figures_are_tests_and_statements_are_examined(document: dict[str, Any]) -> None:
    (result,) = document["assessment-results"]["results"]
    tested = [facts for facts in result["observations"] if facts["methods"] == ["TEST"]]
    assert [facts["description"] for facts in tested] == ["from complete reading to actuation: read 0.3, bound ≤ 2 s"]
    assert all(facts["methods"] == ["EXAMINE"] for facts in result["observations"] if facts not in tested)


def test_the_same_report_is_the_same_document_and_another_moment_is_another(
    report: sites.Report, example: sites.Site
) -> None:
    assert report.to_oscal() == replace(report).to_oscal()
    later = sites.check(example, at=datetime(2026, 11, 25, tzinfo=UTC))
    assert json.loads(later.to_oscal())["assessment-results"]["uuid"] not in report.to_oscal()


def test_the_json_of_the_report_holds_the_document(report: sites.Report, document: dict[str, Any]) -> None:
    facts = json.loads(report.to_json())
    assert facts["assessment-results"] == document["assessment-results"]
    assert {"verdict", "findings"} <= set(facts)
