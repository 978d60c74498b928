"""Play one gate of one estate, from camera to platform, on real pictures; ends with a report."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zbsec.cli.language import add_language

if TYPE_CHECKING:
    import argparse

    from zbsec.cli.demo.story import Story
    from zbsec.sites import Report

HELP = "play one whole gate, on real pictures"


def add(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=Path, default=Path("zbsec-demo"), help="folder for the report (%(default)s)")
    command.add_argument("--json", action="store_true", help="print one JSON document instead of the timeline")
    command.add_argument("--portrait", type=Path, metavar="FILE", help="enrol the face in this photograph instead")
    command.add_argument(
        "--people", "--camera", metavar="SOURCE", help="also play this at the gate: file, folder, video, 0, rtsp://…"
    )
    command.add_argument("--vehicles", metavar="SOURCE", help="also play this at the barrier")
    command.add_argument("--plate", action="append", default=[], metavar="PLATE", help="register this plate too")
    command.add_argument("--seconds", type=float, default=10.0, help="how long to follow a video (%(default)s)")
    command.add_argument("--passages", type=int, default=3, help="passages of members and vehicles (%(default)s)")
    add_language(command)


def run(options: argparse.Namespace) -> int:
    import anyio  # noqa: PLC0415

    from zbsec import plates, sites  # noqa: PLC0415
    from zbsec.cli.demo.report import summary, write_html  # noqa: PLC0415
    from zbsec.cli.demo.story import Options, Story  # noqa: PLC0415
    from zbsec.cli.demo.words import words  # noqa: PLC0415
    from zbsec.faces import liveness  # noqa: PLC0415

    texts = words(options.lang)
    asked = Options(
        folder=options.out,
        lang=options.lang,
        portrait=options.portrait,
        people=options.people,
        vehicles=options.vehicles,
        plates=tuple(plates.parse(plate).text for plate in options.plate),
        seconds=options.seconds,
        passages=max(1, options.passages),
    )
    story = Story(asked, texts, (lambda _: None) if options.json else _say)
    try:
        anyio.run(story.play)
    except KeyboardInterrupt:
        _say(f"\n{texts.stopped}")
        raise
    check = sites.check(story.site, at=datetime.now(UTC), able=liveness.able(story.site.liveness_checks))
    facts = summary(story, check)
    write_html(story, check, facts)
    facts["report"] = str(options.out / "report.html")
    if options.json:
        print(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        _close(story, check, facts)
    whole = facts["delivery"]["lost"] == facts["delivery"]["twice"] == 0
    return 0 if whole else 1


def _close(story: Story, check: Report, facts: dict[str, Any]) -> None:
    texts, delivery = story.words, facts["delivery"]
    _say("")
    for lane, latency in facts["latency"].items():
        _say(texts.lane_latency.format(lane=lane, **latency))
    _say(texts.delivered.format(stored=delivery["stored"], lost=delivery["lost"], repeats=delivery["twice"]))
    _say(texts.journal.format(count=facts["journal_entries"]))
    _say(texts.site_check.format(verdict=check.verdict.of(story.options.lang)))
    _say(texts.report.format(path=facts["report"]))


def _say(line: str) -> None:
    print(line, flush=True)
