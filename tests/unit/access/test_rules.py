"""The rule, as a table; and the hours it asks about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbsec._text import two
from zbsec.access import Holder, Holders, Schedule, decide
from zbsec.records import Credential, CredentialKind, Reason
from zbsec.sites import ScheduleSpec, Window

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 1, 15, 4, tzinfo=UTC)
WORKDAYS = Schedule(
    ScheduleSpec(id="w", windows=(Window(days=(0, 1, 2, 3, 4), start_min=8 * 60, end_min=18 * 60),)), SHANGHAI
)
ALWAYS = Schedule(ScheduleSpec(id="a", windows=(Window(days=tuple(range(7)), start_min=0, end_min=1440),)), SHANGHAI)
MEMBER = Holder(id="h")


def reason(kind: CredentialKind = CredentialKind.FACE, **changes) -> Reason:
    facts = {
        "access_point": "east",
        "at": NOON,
        "holder": MEMBER,
        "schedule": ALWAYS,
        "active": True,
        "other_way": two("the card reader", "读卡器"),
    }
    decision = decide(Credential(kind=kind, holder="h"), **{**facts, **changes})
    assert decision.granted or decision.other_way == two("the card reader", "读卡器")
    return decision.reason


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Reason.HOLDER_PERMITTED),
        ({"holder": None}, Reason.CREDENTIAL_NOT_FOUND),
        ({"ambiguous": True}, Reason.CREDENTIAL_AMBIGUOUS),
        ({"active": False}, Reason.ACCESS_POINT_DISABLED),
        ({"refusal": Reason.NOT_LIVE}, Reason.NOT_LIVE),
        ({"refusal": Reason.NOT_LIVE, "holder": None, "ambiguous": True}, Reason.NOT_LIVE),
        ({"refusal": Reason.FACE_NOT_CLEAR, "active": False}, Reason.ACCESS_POINT_DISABLED),
        ({"holder": Holder(id="h", access_points=frozenset({"west"}))}, Reason.NOT_PERMITTED_HERE),
        ({"holder": Holder(id="h", valid_until=NOON)}, Reason.CREDENTIAL_NOT_FOUND),
        ({"holder": Holder(id="h", valid_from=NOON + timedelta(seconds=1))}, Reason.CREDENTIAL_NOT_FOUND),
        ({"schedule": WORKDAYS, "at": NOON + timedelta(hours=6)}, Reason.NOT_PERMITTED_NOW),
        ({"schedule": WORKDAYS}, Reason.HOLDER_PERMITTED),
    ],
)
def test_the_table_of_denials(changes: dict, expected: Reason) -> None:
    assert reason(**changes) is expected


def test_a_refusal_that_grants_is_none() -> None:
    with pytest.raises(ValueError, match="HolderPermitted grants; give a reason to deny, or None"):
        reason(refusal=Reason.HOLDER_PERMITTED)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(CredentialKind.EGRESS, Reason.EGRESS_FREE), (CredentialKind.OPERATOR, Reason.OPERATOR_OPENED)],
)
def test_leaving_and_operators_are_not_held_up(kind: CredentialKind, expected: Reason) -> None:
    closed = Schedule(ScheduleSpec(id="n", windows=(Window(days=(6,), start_min=0, end_min=1),)), SHANGHAI)
    assert reason(kind, holder=None, active=False, ambiguous=True, schedule=closed) is expected


def test_rights_belong_to_the_holder_not_to_the_face() -> None:
    """Governance G07: another credential of the same holder opens the same."""
    kinds = [CredentialKind.FACE, CredentialKind.CARD, CredentialKind.PIN, CredentialKind.PASS]
    assert {reason(kind) for kind in kinds} == {Reason.HOLDER_PERMITTED}


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1)))
def test_hours_are_those_of_the_site_s_clock(naive: datetime) -> None:
    local = naive.replace(tzinfo=SHANGHAI)
    assert WORKDAYS.is_open(local.astimezone(UTC)) == (local.weekday() < 5 and 8 <= local.hour < 18)


def test_holders_are_kept_by_reference() -> None:
    holders = Holders()
    holders.add(MEMBER)
    assert holders.get("h") is MEMBER
    assert holders.get("x") is holders.get(None) is None
    holders.remove("h")
    assert len(holders) == 0
    with pytest.raises(KeyError):
        holders.remove("h")


def test_who_may_use_an_access_point_is_known_at_once() -> None:
    holders = Holders()
    holders.add(MEMBER)
    holders.add(Holder(id="w", access_points=frozenset({"west"})))
    assert holders.permitted("west") == {"h", "w"}
    assert holders.permitted("east") == {"h"}
    assert holders.permitted("east") is holders.permitted("east")
    holders.add(Holder(id="w"))
    assert holders.permitted("east") == {"h", "w"}
    holders.remove("h")
    assert holders.permitted("east") == {"w"}


def test_a_holder_without_a_name_or_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="id is empty"):
        Holder(id="")
    with pytest.raises(ValueError, match="time zone"):
        Holder(id="h", valid_from=datetime(2026, 1, 1))
