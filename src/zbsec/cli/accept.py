"""Measure a running site for its acceptance: times, alarms and clocks of GB 50396-2007.

The site is opened by its file and its gates move. What is measured, and what could not be, goes into the file of
measurements that the site file names (measurements under [site]), from where zbsec check reads it.
Exit code 0: everything was measured and within its bound; 1: something was not; 2: a mistake that was named.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zbsec._text import two
from zbsec.cli.arguments import filled, seconds, whole
from zbsec.cli.language import add_language
from zbsec.cli.parser import Misuse
from zbsec.cli.person import user_name

if TYPE_CHECKING:
    from zbsec.sites import Figure, Lang, Site
    from zbsec.testing.acceptance import Options, Result

HELP = "measure a running site for its acceptance"


def add(command: argparse.ArgumentParser) -> None:
    option = command.add_argument
    option("site", type=Path, help="path of the site file")
    option("--measure", action="store_true", required=True, help="drive the site and measure; gates move")
    option("--by", type=filled, metavar="WHO", help="who measures, as the report names them (default: the user's name)")
    option("--samples", type=whole(1, 100), default=5, metavar="N", help="samples of each time (default: %(default)s)")
    option("--plate", default="鲁C88T66", help="test plate, registered while measuring (default: %(default)s)")
    option("--portrait", type=_member, metavar="HOLDER=PICTURE", help="an enrolled member, shown to the face lanes")
    option("--ntp", metavar="HOST", help="time server to compare the clock with (default: none is asked)")
    command.add_argument(
        "--clock-seconds",
        type=seconds(least=1, most=86_400),
        default=60.0,
        metavar="S",
        help="how long to watch the clock (default: %(default)g)",
    )
    command.add_argument(
        "--calibrated-to",
        type=_day,
        metavar="DATE",
        help="last day of the calibration of this host's clock, where it has one",
    )
    command.add_argument("--out", type=Path, metavar="FILE", help="file of measurements (default: the site file's)")
    option("--json", action="store_true", help="print JSON")
    add_language(command)


def run(options: argparse.Namespace) -> int:
    import anyio  # noqa: PLC0415

    from zbsec import sites  # noqa: PLC0415
    from zbsec.testing import acceptance  # noqa: PLC0415

    def tell_result(result: Result) -> None:
        if not options.json:
            print(_told(result, site, options.lang), flush=True)

    site = sites.load(options.site, measured=False)
    target = _target(site, options.out)
    before = _before(target, site)
    how = _options(options)
    results = anyio.run(lambda: acceptance.measure(site, how, tell=tell_result))
    text = acceptance.written(results, how, zone=site.zone_info, before=before, lang=options.lang)
    target.write_text(text, encoding="utf-8")
    if options.json:
        facts = {"file": str(target), "results": [_facts(one, site) for one in results]}
        print(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        print(_WROTE[options.lang].format(file=target))
        if site.measurements_file is None:
            print(_NAME_IT[options.lang].format(name=target.name))
    return 0 if all(_within(one, site) for one in results) else 1


_MEASURED = {"en": "{worst} {unit}, worst of {count}", "zh": "{worst} {unit}（{count} 次中最差）"}
_UNMEASURED = {"en": "not measured, {why}", "zh": "未测量：{why}"}
_SIMULATED = {"en": ", on a simulated device", "zh": "，模拟设备"}
_WROTE = {"en": "written to {file}", "zh": "已写入 {file}"}
_NAME_IT = {
    "en": 'zbsec check reads it once the site file has, under [site]: measurements = "{name}"',
    "zh": '在场所文件 [site] 中写入 measurements = "{name}" 后，zbsec check 即读取',
}


def _options(options: argparse.Namespace) -> Options:
    from zbsec import plates  # noqa: PLC0415
    from zbsec.devices.drivers.pictures import read_image  # noqa: PLC0415
    from zbsec.testing.acceptance import Options  # noqa: PLC0415

    plates.parse(options.plate)  # refused before a gate moves
    member, picture = options.portrait or (None, None)
    return Options(
        by=options.by or user_name(),
        samples=options.samples,
        plate=options.plate,
        member=member,
        portrait=None if picture is None else read_image(picture),
        time_server=options.ntp,
        clock_s=options.clock_seconds,
        calibrated_to=options.calibrated_to,
    )


def _target(site: Site, named: Path | None) -> Path:
    return named or site.folder / (site.measurements_file or "measurements.toml")


def _before(target: Path, site: Site) -> str:
    """What the file of measurements holds. Gates move for what can be written down, and for nothing else.

    :raises SiteFileError: it, or the plan that the site file names, cannot be read or has faults; all of both.
    :raises OSError: its folder is not there, or may not be written to.
    """
    from zbsec.errors import SiteFileError  # noqa: PLC0415
    from zbsec.sites.surveying import plan_complaints  # noqa: PLC0415

    before, faults = "", plan_complaints(site.folder / site.plan) if site.plan else ()
    try:
        before = _written(target)
    except SiteFileError as error:
        faults = (*error.complaints, *faults)
    if faults:
        raise SiteFileError(faults)
    return before


def _written(target: Path) -> str:
    from zbsec.sites.toml_file import parse, read_text  # noqa: PLC0415

    if target.exists():
        text = read_text(target)
        parse(target, text)
        return text
    code = errno.EACCES if target.parent.is_dir() else errno.ENOENT
    if code == errno.ENOENT or not os.access(target.parent, os.W_OK):
        raise OSError(code, os.strerror(code), str(target.parent))
    return ""


def _told(result: Result, site: Site, lang: Lang) -> str:
    """One line: where, what, the worst sample against its bound, or why there is none."""
    figure = _figure(result, site)
    what = f"{result.subject}  {figure.label.of(lang)} {figure.bound.of(lang) if figure.bound else ''}".rstrip()
    if result.not_measured is not None:
        return f"{what}: {_UNMEASURED[lang].format(why=result.not_measured.of(lang))}"
    unit = figure.bound.unit_of(lang) if figure.bound else ""
    said = _MEASURED[lang].format(worst=f"{result.worst:.3g}", unit=unit, count=len(result.samples))
    return f"{what}: {said}{_SIMULATED[lang] if result.simulated else ''}"


def _figure(result: Result, site: Site) -> Figure:
    from zbsec.sites.rule_sets import rule_sets  # noqa: PLC0415

    figures = {figure.code: figure for rules in rule_sets(site.rule_sets) for figure in rules.figures}
    return figures[result.figure]


def _within(result: Result, site: Site) -> bool:
    bound = _figure(result, site).bound
    return result.worst is not None and bound is not None and bound.holds(result.worst)


def _facts(result: Result, site: Site) -> dict[str, object]:
    figure = _figure(result, site)
    return {
        "bound": str(figure.bound) if figure.bound else None,
        "clause": figure.clause,
        "ended_at": result.ended_at.isoformat(),
        "figure": result.figure,
        "how": result.how._asdict() if result.how else None,
        "median": result.median,
        "not_measured": result.not_measured._asdict() if result.not_measured else None,
        "rule": figure.rule,
        "samples": list(result.samples),
        "simulated": result.simulated,
        "started_at": result.started_at.isoformat(),
        "subject": result.subject,
        "value": result.worst,
        "within": _within(result, site) if result.samples else None,
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misuse(
            two(f"{text!r} is no day; write it as 2026-12-31", f"{text!r} 不是日期；请写成 2026-12-31")
        ) from None


def _member(text: str) -> tuple[str, Path]:
    holder, _, picture = text.partition("=")
    if not holder or not picture:
        raise Misuse(two(f"{text!r} is not HOLDER=PICTURE", f"{text!r} 应写成 持有人=图片文件"))
    return holder, Path(picture)
