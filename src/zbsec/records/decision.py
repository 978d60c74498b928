"""Whether somebody may pass, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from zbsec._labelled import Labelled
from zbsec.records._check import aware

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec._text import Text
    from zbsec.records.credential import Credential


class Outcome(StrEnum):
    GRANTED = "granted"
    DENIED = "denied"


class Reason(Labelled):
    """Why. The denials carry ONVIF's names (Access Control Service, ``DenyReason``) where it has one."""

    HOLDER_PERMITTED = "HolderPermitted", "the holder may pass here now", "持有人此刻可通行"
    EGRESS_FREE = "EgressFree", "leaving needs no credential", "离开无需凭证"
    OPERATOR_OPENED = "OperatorOpened", "opened by an operator", "值班员开启"
    CREDENTIAL_NOT_FOUND = "CredentialNotFound", "not registered here", "未在本场所登记"
    CREDENTIAL_AMBIGUOUS = "CredentialAmbiguous", "more than one registration fits", "与多条登记相符"
    NOT_LIVE = "LivenessNotShown", "no living face was shown", "未通过活体检测"
    FACE_NOT_CLEAR = "FaceNotClear", "the face was not seen clearly", "人脸不清晰"
    CONSENT_NOT_LIVING = "ConsentNotLiving", "no living consent", "没有有效的同意"
    NOT_PERMITTED_HERE = "NotPermittedAtThisAccessPoint", "not permitted at this access point", "无此出入口权限"
    NOT_PERMITTED_NOW = "NotPermittedAtThisTime", "not permitted at this time", "不在允许时段"
    ACCESS_POINT_DISABLED = "AccessPointDisabled", "this access point is not active", "出入口未启用"


GRANTING = frozenset({Reason.HOLDER_PERMITTED, Reason.EGRESS_FREE, Reason.OPERATOR_OPENED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer for one credential at one access point.

    :raises ValueError: outcome and reason contradict each other, or a denial names no other way in (governance G22).
    """

    access_point: str
    credential: Credential
    outcome: Outcome
    reason: Reason
    decided_at: datetime
    other_way: Text | None = None
    """For a denial: the way in that is open instead, such as the kiosk's call button, as who is denied is told."""

    def __post_init__(self) -> None:
        aware("decided_at", self.decided_at)
        if (self.outcome is Outcome.GRANTED) != (self.reason in GRANTING):
            raise ValueError(f"outcome {self.outcome} contradicts reason {self.reason}")
        if self.outcome is Outcome.DENIED and self.other_way is None:
            raise ValueError("other_way is empty; whoever is denied is told another way in")

    @property
    def granted(self) -> bool:
        return self.outcome is Outcome.GRANTED
