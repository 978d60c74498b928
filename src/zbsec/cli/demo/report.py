"""The demo's report: one HTML file that needs nothing beside it."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING, Any

import jinja2

from zbsec import simd
from zbsec.cli.demo.latency import Latency, histogram

if TYPE_CHECKING:
    from zbsec.cli.demo.story import Story
    from zbsec.sites import Report


def summary(story: Story, check: Report) -> dict[str, Any]:
    """What came of the demo, for machines."""
    stored, expected = story.platform.objects, story.outcome.expected
    return {
        **story.outcome.facts,
        "machine": machine(),
        "simd": simd(),
        "latency": {lane: _latency_facts(samples) for lane, samples in story.outcome.latencies.items()},
        "delivery": {
            "expected": len(expected),
            "stored": len(stored),
            "lost": len(set(expected) - set(stored)),
            "twice": sum(story.platform.repeats.values()),
            "waited_during_outage": story.outcome.waited,
        },
        "check": {"verdict": check.verdict.value, "findings": len(check.findings)},
        "timeline": [row.facts() for row in story.narrator.rows],
    }


def write_html(story: Story, check: Report, facts: dict[str, Any]) -> None:
    """Write ``report.html`` into the demo's folder."""
    loader = jinja2.PackageLoader("zbsec.cli.demo", ".")
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    page = environment.get_template("report.html.j2").render(
        words=story.words,
        site=story.site.name,
        started_at=f"{story.started:%Y-%m-%d %H:%M} UTC",
        machine=f"{facts['machine']}, {facts['simd']}",
        cards=_cards(story, check, facts),
        frames=story.album.shots,
        histogram=histogram(story.outcome.latencies),
        timeline=story.narrator.rows,
        check=check.to_html(lang=story.options.lang),
    )
    (story.options.folder / "report.html").write_text(page, encoding="utf-8")


def machine() -> str:
    """Processor and cores, as a report of figures has to name them."""
    return f"{_processor()}, {len(os.sched_getaffinity(0))} cores"


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123
            return next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def _latency_facts(samples: list[float]) -> dict[str, float]:
    latency = Latency.of(samples)
    return {"count": latency.count, "median_ms": latency.median_ms, "p99_ms": latency.p99_ms}


def _cards(story: Story, check: Report, facts: dict[str, Any]) -> list[dict[str, str]]:
    words, delivery = story.words, facts["delivery"]
    passages = sum(len(samples) for samples in story.outcome.latencies.values())
    every = [sample for samples in story.outcome.latencies.values() for sample in samples]
    whole = delivery["lost"] == delivery["twice"] == 0
    return [
        {"value": str(passages), "label": words.card_passages, "tone": "good"},
        {"value": str(facts["denied"]), "label": words.card_denied, "tone": ""},
        {"value": f"{Latency.of(every).median_ms:.0f}" if every else "–", "label": words.card_median, "tone": ""},
        {"value": str(delivery["stored"]), "label": words.card_stored, "tone": ""},
        {
            "value": f"{delivery['lost']} / {delivery['twice']}",
            "label": words.card_lost,
            "tone": "good" if whole else "bad",
        },
        {"value": check.verdict.of(story.options.lang), "label": words.card_verdict, "tone": "note"},
    ]
