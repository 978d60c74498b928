"""The rules of the site's kind: what each asked for, what is there, and what became of the demand. None is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.sites.checks._base import few
from zbsec.sites.checks.judgement import Judgement, There, judge, there
from zbsec.sites.findings import Effect, Finding, Status, Weight
from zbsec.sites.rule_sets import speaking_of
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbsec.sites.checks._base import Inspection
    from zbsec.sites.kinds import Rule


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
    others = (rule for rules in speaking_of(site) for rule in rules.rules if rule.applies(site.options))
    return (*inspection.kind.applying(site.options), *others)


def _finding(rule: Rule, inspection: Inspection) -> Finding:
    found = there(rule, inspection.site)
    return _told(rule, found, judge(rule, found, inspection), inspection)


def _umbrella(rule: Rule, brought: list[Finding], inspection: Inspection) -> Finding:
    """A rule that brings in others stands as the others stand; each of them counts by itself."""
    bad = sorted(finding.rule for finding in brought if finding.effect is not Effect.NONE)
    reasons = (Text(en=f"not so: {few(bad)}", zh=f"不符合：{few(bad)}"),) if bad else ()
    judgement = Judgement(Status.MISSING if bad else Status.SATISFIED, Weight.NOTE, reasons)
    return _told(rule, There([finding.rule for finding in brought], []), judgement, inspection)


def _told(rule: Rule, found: There, judgement: Judgement, inspection: Inspection) -> Finding:
    return Finding(
        rule=rule.id,
        clause=f"{rule.clause}; {rule.law}",
        subject=few(found.ids) or "site",
        status=judgement.status,
        weight=judgement.weight,
        message=_message(rule, found, judgement, inspection),
        remedy=rule.offer,
        today=rule.today,
    )


def _message(rule: Rule, found: There, judgement: Judgement, inspection: Inspection) -> Text:
    en = [f"{rule.capability.en} ({rule.modality.en}): {rule.today.en}"]
    zh = [f"{rule.capability.zh}（{rule.modality.zh}）：{rule.today.zh}"]
    if rule.via:
        en.append(f"by {rule.via}")
        zh.append(f"依 {rule.via}")
    en.append(f"there: {few(found.ids)}" if found.ids else "not there")
    zh.append(f"已有：{few(found.ids)}" if found.ids else "未设置")
    en += [reason.en for reason in judgement.reasons]
    zh += [reason.zh for reason in judgement.reasons]
    if not rule.is_in_force(inspection.today) and rule.valid_to and rule.valid_to < inspection.today:
        en.append(f"its source lapsed on {rule.valid_to}")
        zh.append(f"所依文件已于 {rule.valid_to} 失效")
    return Text(en="; ".join(en), zh="；".join(zh))
