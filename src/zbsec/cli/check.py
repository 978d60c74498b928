"""Check a site file against its kind: what is missing, what is refused, what nobody has verified."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zbsec.cli.language import add_language

if TYPE_CHECKING:
    import argparse

    from zbsec.sites import Report

HELP = "check a site file against the rules of its kind"


def add(command: argparse.ArgumentParser) -> None:
    command.add_argument("site", type=Path, help="path of the site file")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.add_argument("--html", type=Path, metavar="FILE", help="also write the report as one HTML file")
    command.add_argument("--pdf", type=Path, metavar="FILE", help='also write it as PDF (pip install "zbsec[pdf]")')
    command.add_argument("--oscal", type=Path, metavar="FILE", help="also write it as OSCAL assessment-results")
    command.add_argument("--plan", type=Path, metavar="PICTURE", help="another plan for the report, PNG or SVG")
    add_language(command)


def run(options: argparse.Namespace) -> int:
    """0: pass or basically pass; 1: fail; 2: the file has faults, all of which were named."""
    from zbsec import sites  # noqa: PLC0415
    from zbsec.faces import liveness  # noqa: PLC0415

    site = sites.load(options.site)
    report = sites.check(site, at=datetime.now(UTC), able=liveness.able(site.liveness_checks))
    _write(report, options)
    print(report.to_json() if options.json else report.to_text(lang=options.lang))
    return 1 if report.verdict == "fail" else 0


def _write(report: Report, options: argparse.Namespace) -> None:
    plan = _plan(options.plan)
    if options.html:
        options.html.write_text(report.to_html(lang=options.lang, plan=plan), encoding="utf-8")
    if options.pdf:
        options.pdf.write_bytes(report.to_pdf(lang=options.lang, plan=plan))
    if options.oscal:
        options.oscal.write_text(report.to_oscal() + "\n", encoding="utf-8")


def _plan(path: Path | None) -> bytes | None:
    """The plan's bytes, refused by name before anything is written."""
    from zbsec.errors import ImageError  # noqa: PLC0415
    from zbsec.sites.paper.picture import data_uri  # noqa: PLC0415

    if path is None:
        return None
    picture = path.read_bytes()
    try:
        data_uri(picture)
    except ImageError as error:
        raise ImageError(str(path), error.why) from error
    return picture
