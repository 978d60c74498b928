"""What the cameras of a plan see and must not see, and which passages of an open estate to close."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zbsec.cli.arguments import picture, seconds
from zbsec.cli.language import add_language

if TYPE_CHECKING:
    import argparse

    from zbsec.sites.plan import Coverage, Enclosure, Plan, Proposal

HELP = "camera coverage and enclosure of a plan"

_COVERAGE = (
    "Coverage with occlusion, pixel density by class of IEC 62676-4, blind ground, wanted areas met, and maxima broken "
    "where identity may not be captured. Exit code 1: something is not met or a maximum is broken."
)
_ENCLOSE = (
    "Which passages to close so that the fewest stay open while every building keeps its access for fire engines, "
    "every walk its limit and everybody room to leave. Exit code 1: a proposal, not to be built."
)


def add(command: argparse.ArgumentParser) -> None:
    subjects = command.add_subparsers(dest="subject", required=True, metavar="SUBJECT")
    covered = subjects.add_parser("coverage", help="what the cameras see", description=_COVERAGE)
    covered.add_argument(
        "--propose", action="store_true", help="also the fewest cameras to add on the candidate places"
    )
    covered.add_argument(
        "--time-limit-s", type=seconds(), default=60.0, metavar="S", help="for --propose (%(default)g)"
    )
    enclosed = subjects.add_parser("enclose", help="which passages to close", description=_ENCLOSE)
    drawn = subjects.add_parser(
        "schema", help="the JSON Schema of a plan", description="Print the JSON Schema of a plan, for editors."
    )
    drawn.add_argument("--toml", action="store_true", help="of a TOML plan (default: GeoJSON)")
    add_language(drawn)
    for parser in (covered, enclosed):
        parser.add_argument("plan", type=Path, metavar="PLAN", help="a .geojson or .toml file")
        parser.add_argument("--png", type=picture(".png"), metavar="FILE", help="draw it, before and after")
        parser.add_argument("--svg", type=picture(".svg"), metavar="FILE", help="the same as SVG")
        parser.add_argument("--json", action="store_true", help="print JSON, with polygons")
        add_language(parser)


def run(options: argparse.Namespace) -> int:
    """0: met, or decided by the owners; 1: not so; 2: the file has faults."""
    from zbsec.sites import plan  # noqa: PLC0415

    if options.subject == "schema":
        print(
            json.dumps(
                plan.schema("toml" if options.toml else "geojson", lang=options.lang), ensure_ascii=False, indent=2
            )
        )
        return 0
    read = plan.load(options.plan)
    result, good = _coverage(read, options) if options.subject == "coverage" else _enclosed(read)
    _draw(result, options)
    print(result.to_json() if options.json else result.to_text(lang=options.lang))
    return 0 if good else 1


def _coverage(read: Plan, options: argparse.Namespace) -> tuple[Coverage | Proposal, bool]:
    from zbsec.sites import plan  # noqa: PLC0415

    found = plan.coverage(read)
    if not options.propose:
        return found, found.is_met
    proposal = plan.propose(read, before=found, time_limit_s=options.time_limit_s)
    return proposal, proposal.after.is_met


def _enclosed(read: Plan) -> tuple[Enclosure, bool]:
    from zbsec.sites import plan  # noqa: PLC0415

    found = plan.enclose(read, on=datetime.now(UTC).date())
    return found, found.standing is plan.Standing.DECIDED


def _draw(result: Coverage | Proposal | Enclosure, options: argparse.Namespace) -> None:
    from zbsec.sites.plan.draw import save  # noqa: PLC0415

    for path in (options.png, options.svg):
        if path is not None:
            save(result, path, lang=options.lang)
