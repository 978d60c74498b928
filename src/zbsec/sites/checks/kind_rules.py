"""The rules of the site's kind: what each asked for, what is there, and what became of the demand. None is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.sites.checks.judgement import Judgement, There, judge, there
from zbsec.sites.findings import Effect, Finding, Status, Weight
from zbsec.sites.rule_sets import rule_sets
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbsec.sites.checks._base import Inspection
    from zbsec.sites.kinds import Rule

FEW = 6
"""So many parts are named in a finding; more are counted."""


def check_kind_rules(inspection: Inspection) -> Iterator[Finding]:
    brought: dict[str, list[Finding]] = {}
    rules = applying(inspection)
    umbrellas = {rule.via for rule in rules}
    for rule in rules:
        if rule.id not in umbrellas:
            finding = _finding(rule, inspection)
            brought.setdefault(rule.via or "", []).append(finding)
            yield finding
    for rule in rules:
        if rule.id in umbrellas:
            yield _umbrella(rule, brought[rule.id], inspection)


def applying(inspection: Inspection) -> tuple[Rule, ...]:
    """The rules of the kind, and those of the rule sets that the site names."""
    site = inspection.site
    others = (
        rule
        for rules in rule_sets(site.rule_sets)
        if not rules.kinds or site.kind in rules.kinds
        for rule in rules.rules
        if rule.applies(site.options)
    )
    return (*inspection.kind.applying(site.options), *others)


def _finding(rule: Rule, inspection: Inspection) -> Finding:
    found = there(rule, inspection.site)
    judgement = judge(rule, found, inspection)
    return Finding(
        rule=rule.id,
        clause=f"{rule.clause}; {rule.law}",
        subject=_few(found.ids) or "site",
        status=judgement.status,
        weight=judgement.weight,
        message=_message(rule, found, judgement, inspection),
        remedy=rule.offer,
    )


def _umbrella(rule: Rule, brought: list[Finding], inspection: Inspection) -> Finding:
    """A rule that brings in others stands as the others stand; each of them counts by itself."""
    bad = sorted(finding.rule for finding in brought if finding.effect is not Effect.NONE)
    judgement = Judgement(
        Status.MISSING if bad else Status.SATISFIED,
        Weight.NOTE,
        (Text(en=f"not so: {_few(bad)}", zh=f"不符合：{_few(bad)}"),) if bad else (),
    )
    return Finding(
        rule=rule.id,
        clause=f"{rule.clause}; {rule.law}",
        subject="site",
        status=judgement.status,
        weight=judgement.weight,
        message=_message(rule, There([finding.rule for finding in brought], []), judgement, inspection),
        remedy=rule.offer,
    )


def _message(rule: Rule, found: There, judgement: Judgement, inspection: Inspection) -> Text:
    en = [f"{rule.capability.en} ({rule.modality.en}): {rule.today.en}"]
    zh = [f"{rule.capability.zh}（{rule.modality.zh}）：{rule.today.zh}"]
    if rule.via:
        en.append(f"by {rule.via}")
        zh.append(f"依 {rule.via}")
    en.append(f"there: {_few(found.ids)}" if found.ids else "not there")
    zh.append(f"已有：{_few(found.ids)}" if found.ids else "未设置")
    en += [reason.en for reason in judgement.reasons]
    zh += [reason.zh for reason in judgement.reasons]
    if not rule.is_in_force(inspection.today) and rule.valid_to and rule.valid_to < inspection.today:
        en.append(f"its source lapsed on {rule.valid_to}")
        zh.append(f"所依文件已于 {rule.valid_to} 失效")
    return Text(en="; ".join(en), zh="；".join(zh))


def _few(names: list[str]) -> str:
    return ", ".join(names[:FEW]) + (f" (+{len(names) - FEW})" if len(names) > FEW else "")
