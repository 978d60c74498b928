"""Start a site file, and see what the taxonomy holds: kinds, rules, words, figures, duties."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zbsec.cli.columns import aligned
from zbsec.cli.language import add_language, of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from zbsec.sites import Activation, Lang, Site

HELP = "start a site file, see the taxonomy, ask the gate of a face method"


def add(command: argparse.ArgumentParser) -> None:
    subjects = command.add_subparsers(dest="subject", required=True, metavar="SUBJECT")
    new = _subject(subjects, "new", _new, "print the starting file of a site kind")
    new.add_argument("kind", metavar="KIND", help="a site kind, see: zbsec site kinds")
    new.add_argument("--example", action="store_true", help="print an invented site that passes instead")
    _subject(subjects, "schema", _schema, "print the JSON Schema of a site file")
    gate = _subject(subjects, "gate", _gate, "ask the activation gate of every face method in a site file")
    gate.add_argument("site", type=Path, help="path of the site file")
    rules = _subject(subjects, "rules", _rules, "what a site kind asks, and what became of it")
    rules.add_argument("kind", metavar="KIND", help="a site kind, see: zbsec site kinds")
    tables = {
        "kinds": (_kinds, "the site kinds"),
        "terms": (_terms, "locations and capabilities"),
        "figures": (_figures, "what is measured or looked at, with bound and clause"),
        "duties": (_duties, "acceptance duties, funding modes, departments, differences of regime"),
    }
    for name, (show, help_text) in tables.items():
        _subject(subjects, name, show, help_text)
    for name in ("gate", "rules", *tables):
        subjects.choices[name].add_argument("--json", action="store_true", help="print JSON")


def _subject(
    subjects: Any, name: str, show: Callable[[argparse.Namespace], int], help_text: str
) -> argparse.ArgumentParser:
    subject: argparse.ArgumentParser = subjects.add_parser(name, help=help_text, description=help_text)
    subject.set_defaults(show=show)
    add_language(subject)
    return subject


def run(options: argparse.Namespace) -> int:
    """0: printed; 1: a face method may not run; 2: a mistake that was named."""
    return int(options.show(options))


def _new(options: argparse.Namespace) -> int:
    from zbsec import sites  # noqa: PLC0415

    print(sites.starter(options.kind, lang=options.lang, filled=options.example), end="")
    return 0


def _schema(options: argparse.Namespace) -> int:
    from zbsec import sites  # noqa: PLC0415

    print(json.dumps(sites.schema(lang=options.lang), ensure_ascii=False, indent=2))
    return 0


def _gate(options: argparse.Namespace) -> int:
    from zbsec import sites  # noqa: PLC0415
    from zbsec.faces import liveness  # noqa: PLC0415

    site = sites.load(options.site)
    at = datetime.now(UTC)
    able = liveness.able(site.liveness_checks)
    gates = [sites.gate(site, point, at, able=able) for point in site.access_points if point.uses_face]
    if options.json:
        print(json.dumps(_gate_facts(site, at, gates), ensure_ascii=False, indent=2))
    else:
        none = {"en": "no access point has a face method", "zh": "没有采用人脸方式的通行点"}[options.lang]
        print("\n\n".join(gate.to_text(lang=options.lang) for gate in gates) or none)
    return 0 if all(gate.active for gate in gates) else 1


def _gate_facts(site: Site, at: datetime, gates: list[Activation]) -> dict[str, Any]:
    """``steps`` holds those of all access points in one list, each with the access point it is about."""
    activations = [gate.facts() for gate in gates]
    return {
        "site": site.id,
        "at": at.isoformat(),
        "active": all(gate.active for gate in gates),
        "activations": activations,
        "steps": [
            {"access_point": gate.access_point, **facts}
            for gate, told in zip(gates, activations, strict=True)
            for facts in told["steps"]
        ],
    }


def _rules(options: argparse.Namespace) -> int:
    from zbsec import sites  # noqa: PLC0415

    rows = [
        {
            "rule": rule.id,
            "capability": rule.capability.value,
            "name": rule.capability.of(options.lang),
            "locations": [location.value for location in rule.locations],
            "modality": rule.modality.value,
            "today": rule.today.value,
            "offer": rule.offer.of(options.lang),
            "clause": rule.clause,
            "law": rule.law,
            "certainty": rule.certainty.value,
            "valid_from": str(rule.valid_from),
            "valid_to": rule.valid_to and str(rule.valid_to),
            "via": rule.via,
            "when": rule.when and {rule.when[0]: rule.when[1]},
        }
        for rule in sites.KINDS.load(options.kind).rules
    ]
    return _print(rows, ("rule", "today", "modality", "name", "offer"), options)


def _kinds(options: argparse.Namespace) -> int:
    from zbsec import sites  # noqa: PLC0415

    kinds = [sites.KINDS.load(name) for name in sites.KINDS.names()]
    rows = [
        {
            "kind": kind.id,
            "name": kind.label.of(options.lang),
            "rules": len(kind.rules),
            "asks": [option.name for option in kind.options],
        }
        for kind in kinds
    ]
    return _print(rows, ("kind", "name", "rules", "asks"), options)


def _terms(options: argparse.Namespace) -> int:
    from zbsec import sites  # noqa: PLC0415

    locations = [sites.Location(code) for code in sites.Location.codes()]
    capabilities = [sites.Capability(code) for code in sites.Capability.codes()]
    rows = [{"term": "location", "code": word.value, "name": word.of(options.lang)} for word in locations]
    rows += [{"term": "capability", "code": word.value, "name": word.of(options.lang)} for word in capabilities]
    return _print(rows, ("term", "code", "name"), options)


def _figures(options: argparse.Namespace) -> int:
    from zbsec import sites  # noqa: PLC0415

    rows = [
        {
            "figure": figure.code,
            "bound": figure.bound.of(options.lang) if figure.bound else "true",
            "rule": figure.rule,
            "clause": figure.clause,
            "name": figure.label.of(options.lang),
            "certainty": figure.certainty.value,
            "rule_set": name,
        }
        for name in sites.RULE_SETS.names()
        for figure in sites.RULE_SETS.load(name).figures
    ]
    return _print(rows, ("figure", "bound", "rule", "clause", "name"), options)


def _duties(options: argparse.Namespace) -> int:
    from zbsec import sites  # noqa: PLC0415

    lang = options.lang
    rows = [
        _duty("acceptance", duty.id, duty.words.of(lang), duty.instead.of(lang), duty.law)
        for duty in sites.ACCEPTANCE_DUTIES
    ]
    rows += [
        _duty(
            "funding", mode.id, mode.label.of(lang), mode.precondition.of(lang) if mode.precondition else "", mode.law
        )
        for mode in sites.FUNDING_MODES
    ]
    rows += [_duty("department", one.id, one.name.of(lang), one.duty.of(lang), "") for one in sites.DEPARTMENTS]
    rows += [
        _duty("regime", duty.id, duty.label.of(lang), ", ".join(sorted(duty.binds)), duty.law)
        for duty in sites.REGIME_DUTIES
    ]
    return _print(rows, ("group", "id", "what", "today", "law"), options)


def _duty(group: str, id: str, what: str, today: str, law: str) -> dict[str, Any]:
    """A row; ``today`` is what is left of an acceptance duty, what a funding mode needs, what a department does,
    and under which regimes a duty binds."""
    return {"group": group, "id": id, "what": what, "today": today, "law": law}


_TITLES = {
    "asks": ("asks in the file", "文件中须写明"),
    "bound": ("bound", "限值"),
    "clause": ("clause", "条款"),
    "code": ("code", "代码"),
    "figure": ("figure", "测量项"),
    "group": ("group", "类别"),
    "id": ("id", "编号"),
    "kind": ("kind", "类别代码"),
    "law": ("law", "依据"),
    "modality": ("modality", "要求程度"),
    "name": ("name", "名称"),
    "offer": ("what is offered", "提供内容"),
    "rule": ("rule", "规则"),
    "rules": ("rules", "规则数"),
    "term": ("term", "词类"),
    "today": ("today", "现状"),
    "what": ("what", "内容"),
}


def _print(rows: list[dict[str, Any]], columns: tuple[str, ...], options: argparse.Namespace) -> int:
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    titles = [of(_TITLES[column], options.lang) for column in columns]
    for line in aligned([titles, *([_cell(row[column], column, options.lang) for column in columns] for row in rows)]):
        print(line)
    return 0


_CHINESE = {
    "bound": {"true": "是"},
    "group": {"acceptance": "验收", "funding": "资金", "department": "部门", "regime": "条款差异"},
    "term": {"location": "部位", "capability": "能力"},
}


def _cell(value: object, column: str, lang: Lang) -> str:
    """A value as the table shows it; in Chinese with the names of codes, but for those that a file is written with."""
    from zbsec import sites  # noqa: PLC0415
    from zbsec.sites.citation import cited  # noqa: PLC0415

    said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    if lang == "en":
        return said
    if column in ("clause", "law"):
        return cited(said, lang)
    codes = {"modality": sites.Modality, "today": sites.Today}.get(column, ())
    return {**_CHINESE.get(column, {}), **{code.value: code.zh for code in codes}}.get(said, said)
