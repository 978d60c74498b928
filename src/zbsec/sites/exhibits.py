"""The evidence of a site as a list: every paper that its file refers to, with the hash of each that is at hand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbsec.sites.model import Site

_SITE_FILE = Text(en="Site file", zh="场所文件")
_PLAN = Text(en="Plan", zh="平面图")
_LABELS = {
    "access_register": Text(en="Register of who looked at what", zh="查阅调取登记"),
    "assessment": Text(en="Impact assessment", zh="个人信息保护影响评估"),
    "face_store_opinion_ref": Text(en="Legal opinion on where templates lie", zh="特征存储位置法律意见"),
    "fire_egress_check": Text(en="Check that people still get out", zh="消防疏散核查"),
    "housing_acceptance": Text(en="Acceptance by the housing authority", zh="住房城乡建设部门验收"),
    "inspection": Text(en="Inspection report", zh="检验报告"),
    "neighbour_consent_ref": Text(en="Consent of a sensitive neighbour", zh="周边单位同意书"),
    "network_test": Text(en="Test that no face leaves the site", zh="出网测试记录"),
    "owners_decision": Text(en="Owners' decision", zh="业主共同决定"),
    "police_filing": Text(en="Filing with the police", zh="公安机关备案"),
    "presentation_attack": Text(en="Measure against photographs", zh="防照片攻击措施"),
    "purposes": Text(en="Legal basis", zh="合法性基础"),
    "quality_acceptance": Text(en="Acceptance by the quality-supervision body", zh="工程质量监督机构验收"),
    "security_rules": Text(en="Rules and measures of security", zh="安全管理制度和措施"),
    "signs": Text(en="Sign, photograph", zh="提示标识照片"),
    "trial_run": Text(en="Trial run", zh="试运行记录"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One paper that the site file refers to."""

    label: Text
    subject: str
    """What it belongs to: a camera, a purpose, an access point, or ``site``."""
    ref: str
    """As the site file names it."""
    on: date | None
    """Its date, where the site file gives one."""
    sha256: str | None
    """Of the file that ``ref`` names in the folder of the site file; None: there is none."""


def exhibits(site: Site) -> tuple[Exhibit, ...]:
    """The site file, the plan beside it, and every paper it refers to, by kind and subject, in whatever order."""
    own = Exhibit(label=_SITE_FILE, subject="site", ref=site.path.name, on=None, sha256=sha256_of(site.path))
    drawn = (
        [Exhibit(label=_PLAN, subject="site", ref=str(site.plan), on=None, sha256=sha256_of(site.folder / site.plan))]
        if site.plan
        else []
    )
    return (own, *drawn, *sorted(_stated(site), key=lambda one: (one.label.en, one.subject, one.ref)))


def sha256_of(path: Path) -> str | None:
    """The hash of a file in hexadecimal; None: it is no readable file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None


def _stated(site: Site) -> Iterator[Exhibit]:
    for part in fields(site.evidence):
        value = getattr(site.evidence, part.name)
        pairs = value.items() if isinstance(value, Mapping) else [("site", value)]
        for subject, paper in pairs:
            yield from _papers(site, part.name, str(subject), paper)
    for point in site.access_points:
        yield from _papers(site, "presentation_attack", point.id, point.presentation_attack)


def _papers(site: Site, name: str, subject: str, paper: object) -> Iterator[Exhibit]:
    """Whatever a statement calls its reference is a paper: a field whose name ends with ``ref``."""
    label = _LABELS.get(name) or Text(en=name.replace("_", " "), zh=name.replace("_", " "))
    if name.endswith("ref") and isinstance(paper, str):
        yield Exhibit(label=label, subject=subject, ref=paper, on=None, sha256=_hash(site, paper))
    if not is_dataclass(paper):
        return
    facts = {part.name: getattr(paper, part.name) for part in fields(paper)}
    on = next((value for value in facts.values() if isinstance(value, date)), None)
    for key, value in facts.items():
        if key.endswith("ref") and isinstance(value, str) and value:
            yield Exhibit(label=label, subject=subject, ref=value, on=on, sha256=_hash(site, value))


def _hash(site: Site, ref: str) -> str | None:
    """The hash of the file that a reference names; a reference that leaves the site's folder names none."""
    relative = PurePosixPath(ref)
    if relative.is_absolute() or ".." in relative.parts:
        return None
    return sha256_of(site.folder / relative)
