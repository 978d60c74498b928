"""The alarm on wrong credentials in a row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from zbsec._text import two
from zbsec.access import WrongAttempts
from zbsec.records import Credential, CredentialKind, Decision, Outcome, Reason

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


def decision(
    kind: CredentialKind = CredentialKind.CARD,
    value: str | None = "1",
    reason: Reason = Reason.CREDENTIAL_NOT_FOUND,
    second: float = 0,
) -> Decision:
    granted = reason is Reason.HOLDER_PERMITTED
    return Decision(
        access_point="east-in",
        credential=Credential(kind=kind, holder="h" if granted else None, value=value),
        outcome=Outcome.GRANTED if granted else Outcome.DENIED,
        reason=reason,
        decided_at=NOON + timedelta(seconds=second),
        other_way=None if granted else two("call", "呼叫"),
    )


def test_the_fifth_wrong_card_alarms_and_the_count_begins_anew() -> None:
    attempts = WrongAttempts()
    assert [attempts.alarms(decision(value=str(number))) for number in range(10)] == ([False] * 4 + [True]) * 2


def test_whoever_is_let_in_begins_the_count_anew() -> None:
    attempts = WrongAttempts()
    assert not any(attempts.alarms(decision()) for _ in range(4))
    assert not attempts.alarms(decision(reason=Reason.HOLDER_PERMITTED))
    assert not any(attempts.alarms(decision()) for _ in range(4))
    assert attempts.alarms(decision())


def test_a_queue_of_visitors_is_no_attempt_and_one_vehicle_that_comes_again_is() -> None:
    attempts = WrongAttempts()
    plates = [f"鲁C1234{number}" for number in range(9)]
    assert not any(attempts.alarms(decision(CredentialKind.PLATE, plate)) for plate in plates)
    assert not any(attempts.alarms(decision(CredentialKind.PLATE, "鲁C99999")) for _ in range(4))
    assert attempts.alarms(decision(CredentialKind.PLATE, "鲁C99999"))


def test_what_is_known_and_not_permitted_is_no_wrong_credential() -> None:
    attempts = WrongAttempts(limit=1)
    assert not attempts.alarms(decision(reason=Reason.NOT_PERMITTED_NOW))
    assert attempts.alarms(decision(CredentialKind.FACE, None))


def test_a_picture_of_a_face_is_a_wrong_attempt_and_an_unclear_view_is_none() -> None:
    attempts = WrongAttempts(limit=2)
    assert not attempts.alarms(decision(CredentialKind.FACE, None, Reason.NOT_LIVE))
    assert not attempts.alarms(decision(CredentialKind.FACE, None, Reason.FACE_NOT_CLEAR))
    assert attempts.alarms(decision(CredentialKind.FACE, None, Reason.NOT_LIVE))


def test_old_attempts_are_forgotten() -> None:
    attempts = WrongAttempts(limit=2, forgotten_after=timedelta(seconds=60))
    assert not attempts.alarms(decision())
    assert not attempts.alarms(decision(second=60))
    assert attempts.alarms(decision(second=119))


@pytest.mark.parametrize("limit", [0, 6])
def test_the_alarm_never_waits_for_longer_than_the_standard_lets_it(limit: int) -> None:
    with pytest.raises(ValueError, match=r"5\.1\.5"):
        WrongAttempts(limit=limit)
