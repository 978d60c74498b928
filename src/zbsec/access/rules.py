"""The decision, as a pure function: no clock, no I/O, no state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.records import CredentialKind, Decision, Outcome, Reason
from zbsec.records.decision import GRANTING

if TYPE_CHECKING:
    from datetime import datetime

    from zbsec._text import Text
    from zbsec.access.holders import Holder
    from zbsec.access.schedules import Schedule
    from zbsec.records import Credential


UNCONDITIONAL = {CredentialKind.EGRESS: Reason.EGRESS_FREE, CredentialKind.OPERATOR: Reason.OPERATOR_OPENED}


def decide(
    credential: Credential,
    *,
    access_point: str,
    at: datetime,
    holder: Holder | None,
    schedule: Schedule,
    active: bool,
    other_way: Text,
    ambiguous: bool = False,
    refusal: Reason | None = None,
) -> Decision:
    """Whether this credential opens this access point now.

    Leaving in an emergency and an operator's own decision are not held up by anything else (GB 55029 3.5.3(2);
    governance G22, G23).

    :param holder: whom the credential belongs to; None: nobody registered here.
    :param active: whether the method passed the activation gate of the site.
    :param other_way: the way in that a denied person is pointed to.
    :param ambiguous: more than one registration fits the credential.
    :param refusal: why the presentation is no credential, whoever's it may be: no living face, or none seen clearly.
    :raises ValueError: a ``refusal`` that is none.
    """
    if refusal in GRANTING:
        raise ValueError(f"refusal {refusal} grants; give a reason to deny, or None")
    reason = _reason(
        credential,
        access_point=access_point,
        at=at,
        holder=holder,
        schedule=schedule,
        active=active,
        ambiguous=ambiguous,
        refusal=refusal,
    )
    granted = reason in GRANTING
    return Decision(
        access_point=access_point,
        credential=credential,
        outcome=Outcome.GRANTED if granted else Outcome.DENIED,
        reason=reason,
        decided_at=at,
        other_way=None if granted else other_way,
    )


def _reason(
    credential: Credential,
    *,
    access_point: str,
    at: datetime,
    holder: Holder | None,
    schedule: Schedule,
    active: bool,
    ambiguous: bool,
    refusal: Reason | None,
) -> Reason:
    if credential.kind in UNCONDITIONAL:
        return UNCONDITIONAL[credential.kind]
    known = holder is not None and holder.is_valid(at)
    denials: tuple[tuple[bool, Reason | None], ...] = (
        (not active, Reason.ACCESS_POINT_DISABLED),
        (True, refusal),
        (ambiguous, Reason.CREDENTIAL_AMBIGUOUS),
        (not known, Reason.CREDENTIAL_NOT_FOUND),
        (holder is not None and not holder.may_use(access_point), Reason.NOT_PERMITTED_HERE),
        (not schedule.is_open(at), Reason.NOT_PERMITTED_NOW),
    )
    return next((reason for applies, reason in denials if applies and reason is not None), Reason.HOLDER_PERMITTED)
