"""Chinese names of codes that stand in a site file as English words, for whoever reads a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.records import CredentialKind, LegalBasis, Purpose
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

    from zbsec.sites.text import Lang

_CHINESE: dict[StrEnum, str] = {
    CredentialKind.FACE: "人脸",
    CredentialKind.CARD: "卡",
    CredentialKind.PIN: "密码",
    CredentialKind.PASS: "访客通行码",
    CredentialKind.PLATE: "号牌",
    CredentialKind.OPERATOR: "值班员",
    CredentialKind.EGRESS: "出门按钮",
    LegalBasis.CONSENT: "个人同意",
    LegalBasis.CONTRACT: "合同所必需",
    LegalBasis.HR_RULES: "人力资源管理所必需",
    LegalBasis.LEGAL_DUTY: "法定职责或法定义务",
    LegalBasis.EMERGENCY: "紧急情况",
    LegalBasis.PUBLIC_INFO: "已公开信息",
    LegalBasis.OTHER_STATUTE: "法律、行政法规规定的其他情形",
    Purpose.FACE_ACCESS: "人脸通行",
    Purpose.VEHICLE_ACCESS: "车辆通行",
}
"""Ways to pass, bases of PIPL 13 and purposes."""

_RULES = {"gate": "启用审查", "plan": "平面图"}
_SUBJECTS = {
    "site": Text(en="whole site", zh="全场所"),
    **{purpose.value: Text(en=purpose.value, zh=_CHINESE[purpose]) for purpose in Purpose},
}


def chinese(codes: Iterable[StrEnum]) -> str:
    """The names of codes, listed."""
    return "、".join(_CHINESE[code] for code in codes)


def rule_name(rule: str, lang: Lang) -> str:
    """What a reader sees of a rule: its number, or the name of one that is a word."""
    return _RULES.get(rule, rule) if lang == "zh" else rule


def subject_name(subject: str, lang: Lang) -> str:
    """What a reader sees of a subject: the id of a part, or the name of what is no part."""
    name = _SUBJECTS.get(subject)
    return subject if name is None else name.of(lang)
