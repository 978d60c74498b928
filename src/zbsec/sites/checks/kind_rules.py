"""The rules of the site's kind: what the notice asked for, what is there, and what became of the demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.sites.capability import Capability
from zbsec.sites.checks.provision import providers
from zbsec.sites.findings import Finding, Status, Weight
from zbsec.sites.kinds import Modality, Rule, Today
from zbsec.sites.places import InstallerRole, Location
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbsec.sites.checks._base import Inspection
    from zbsec.sites.model import Site

_OPTIONAL = frozenset({Location.UNATTENDED_ENTRANCE, Location.SURPLUS_PASSAGE, Location.CAR_PARK})
_FIXED = {Today.VOID: Status.VOID, Today.REFUSE: Status.REFUSED}


def check_kind_rules(inspection: Inspection) -> Iterator[Finding]:
    for rule in inspection.kind.applying(inspection.site.options):
        if _arises(rule, inspection.site):
            yield _finding(rule, inspection)


def _arises(rule: Rule, site: Site) -> bool:
    """A demand to build on a part that a site need not have, and this one has not, does not arise."""
    refused = rule.today in (Today.REFUSE, Today.GOV, Today.VOID)
    return refused or any(location not in _OPTIONAL or location in site.locations() for location in rule.locations)


def _finding(rule: Rule, inspection: Inspection) -> Finding:
    found = providers(inspection.site, rule.capability, rule.locations)
    status = _status(rule, found, inspection)
    return Finding(
        rule=f"{rule.via}/{rule.id}" if rule.via else rule.id,
        clause=f"{rule.clause}; {rule.law}",
        subject=", ".join(found) or "site",
        status=status,
        weight=_weight(rule, status, inspection),
        message=_message(rule, found, inspection),
        remedy=rule.offer,
    )


def _status(rule: Rule, found: list[str], inspection: Inspection) -> Status:
    if rule.today in _FIXED:
        return _FIXED[rule.today]
    if rule.today is Today.GOV:
        installer = inspection.site.evidence.installer
        by_government = installer is not None and InstallerRole.GOVERNMENT in installer.roles
        return Status.CONDITIONAL if by_government else Status.REFUSED
    if rule.capability in (Capability.CLOSE_PASSAGE, Capability.OTHER_SECURITY):
        return Status.NOT_VERIFIED
    if not found:
        return Status.MISSING if rule.today is Today.KEEP else Status.CONDITIONAL
    return Status.SATISFIED if rule.today is Today.KEEP else Status.CONDITIONAL


def _weight(rule: Rule, status: Status, inspection: Inspection) -> Weight:
    """A demand binds while the notice was in force. A lapsed one only keeps the site from an unreserved pass."""
    if status is not Status.MISSING or rule.modality is not Modality.REQUIRED:
        return Weight.NOTE
    return Weight.MUST if rule.is_in_force(inspection.today) else Weight.SHOULD


def _message(rule: Rule, found: list[str], inspection: Inspection) -> Text:
    capability, today = rule.capability, rule.today
    there_en = f"there: {', '.join(found)}" if found else "not there"
    there_zh = f"已有：{'、'.join(found)}" if found else "未设置"
    lapsed = not rule.is_in_force(inspection.today)
    tail_en = f"; the notice lapsed on {rule.valid_to}" if lapsed else ""
    tail_zh = f"；文件已于 {rule.valid_to} 失效" if lapsed else ""
    return Text(
        en=f"{capability.en} ({rule.modality.en}): {today.en}; {there_en}{tail_en}",
        zh=f"{capability.zh}（{rule.modality.zh}）：{today.zh}；{there_zh}{tail_zh}",
    )
