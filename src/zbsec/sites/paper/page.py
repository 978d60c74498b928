"""A report as one self-contained HTML page, for the screen and for A4 paper."""

from __future__ import annotations

from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from zbsec.sites.citation import cited
from zbsec.sites.code_names import rule_name, subject_name
from zbsec.sites.findings import Effect, Status
from zbsec.sites.gate_steps import Answer
from zbsec.sites.paper.icons import icon
from zbsec.sites.paper.picture import data_uri
from zbsec.sites.paper.words import LABELS, MEANINGS, SATISFIED, SECTIONS, SIGNATORIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zbsec.sites.activation import Step
    from zbsec.sites.findings import Finding
    from zbsec.sites.readings import Reading
    from zbsec.sites.report import Report
    from zbsec.sites.text import Lang, Text

_OPEN_QUESTIONS = (Status.UNKNOWN, Status.NOT_VERIFIED)
_MET = (Status.PRESENT, Status.SATISFIED)
_MARKS = {Answer.OK: Status.SATISFIED, Answer.REFUSE: Status.REFUSED, Answer.UNKNOWN: Status.UNKNOWN}


def render(report: Report, lang: Lang, plans: Sequence[bytes] = ()) -> str:
    """The page in one language, ``en`` or ``zh``; everything from the site file is escaped.

    :param plans: PNG or SVG files, shown as the plan of the site.
    :raises ValueError: another language, or the plan is no such picture.
    """
    from zbsec import __version__  # noqa: PLC0415

    if lang not in ("en", "zh"):
        raise ValueError(f"a report is written in en or zh, not {lang!r}")
    labels = {name: label.of(lang) for name, label in LABELS.items()}
    return (
        _environment(lang)
        .get_template("report.html.j2")
        .render(
            report=report,
            lang=lang,
            labels=labels,
            version=__version__,
            css=files(__package__).joinpath("report.css").read_text(encoding="utf-8"),
            moment=f"{report.at.astimezone(report.site.zone_info):%Y-%m-%d %H:%M} ({report.site.time_zone})",
            short_id=str(report.id)[:13].upper(),
            extent=_extent(report, lang),
            summary=_summary(report, lang),
            plans=[data_uri(plan) for plan in plans],
            numbers=count(1),
            sections=_sections(report),
            readings=report.readings,
            questions=[finding for finding in report.findings if finding.status in _OPEN_QUESTIONS],
            signatories=SIGNATORIES,
            meanings=MEANINGS,
            Status=Status,
        )
    )


def _environment(lang: Lang) -> Environment:
    environment = Environment(
        loader=PackageLoader("zbsec.sites.paper", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "say": lambda text: text.of(lang),
        "icon": icon,
        "next": next,
        "css": _css_text,
        "mark": _mark,
        "value": lambda reading: _value(reading, lang),
        "cite": lambda clause: cited(clause, lang),
        "rule": lambda rule: rule_name(rule, lang),
        "subject": lambda subject: subject_name(subject, lang),
    }
    return environment


def _sections(report: Report) -> list[tuple[Text, str, list[Finding]]]:
    """The findings in the parts in which they are read: what fails, what is open, what is to be known, what is met."""
    met = [found for found in report.findings if found.status in _MET]
    rest = [found for found in report.findings if found.status not in _MET]
    parts = [(SECTIONS[effect], effect.value, [found for found in rest if found.effect is effect]) for effect in Effect]
    return [part for part in (*parts, (SATISFIED, "satisfied", met)) if part[2]]


def _extent(report: Report, lang: Lang) -> str:
    site = report.site
    return (
        LABELS["extent_of"]
        .of(lang)
        .format(points=len(site.access_points), cameras=len(site.cameras()), devices=len(site.devices))
    )


def _summary(report: Report, lang: Lang) -> str:
    effects = [finding.effect for finding in report.findings]
    parts = [
        LABELS[f"summary_{effect.value}"].of(lang).format(effects.count(effect))
        for effect in Effect
        if effect in effects
    ]
    stop, comma = ("。", "，") if lang == "zh" else (".", ", ")
    lead = LABELS["findings_of"].of(lang).format(len(effects))
    return f"{lead}{'' if lang == 'zh' else ' '}{comma.join(parts)}{stop}"


def _mark(step: Step) -> Status:
    """What rests on a statement alone is shown as not verified, never as passed."""
    return Status.NOT_VERIFIED if step.stated else _MARKS[step.answer]


def _value(reading: Reading, lang: Lang) -> str:
    value, bound = reading.measurement.value, reading.figure.bound
    if value is None:
        return LABELS["not_measured"].of(lang)
    if isinstance(value, bool):
        return LABELS["so" if value else "not_so"].of(lang)
    return f"{value:.4g} {bound.unit_of(lang)}" if bound else f"{value:.4g}"


def _css_text(text: str) -> str:
    """A text inside a quoted CSS string: everything but letters, digits and spaces as an escape."""
    return "".join(one if one.isalnum() or one == " " else f"\\{ord(one):x} " for one in text)
