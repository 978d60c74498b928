"""Nothing leaves without a policy, and no more than it names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from zbsec.errors import PolicyError
from zbsec.records import Event, EventCode
from zbsec.uplink import Policy, Release

FACTS: dict[str, Any] = {
    "recipient": "duty platform",
    "basis": "contract 2026-031",
    "basis_valid_to": date(2029, 12, 31),
    "purposes": frozenset({Release.DEVICE_STATE, Release.VEHICLE_ACCESS}),
    "fields": frozenset({"plate", "lane", "connectivity"}),
    "retention_days": 90,
    "region": "CN",
}


def test_only_named_fields_leave(passage: Event) -> None:
    released = Policy(**FACTS).release(passage)
    assert released is not None
    assert dict(released.data) == {"plate": "鲁C12345", "lane": 2}


def test_an_event_of_another_purpose_stays(passage: Event) -> None:
    policy = Policy(**{**FACTS, "purposes": frozenset({Release.ALARMS})})
    assert policy.release(passage) is None


def test_a_plate_leaves_for_a_vehicle_purpose_only(passage: Event, offline: Event) -> None:
    policy = Policy(**{**FACTS, "purposes": frozenset({Release.DEVICE_STATE})})
    assert policy.release(passage) is None
    sneaked = replace(offline, data={**offline.data, "plate": "鲁C12345"})
    released = policy.release(sneaked)
    assert released is not None
    assert "plate" not in released.data


@pytest.mark.parametrize("code", [EventCode.CONSENT_GIVEN, EventCode.CONSENT_WITHDRAWN, EventCode.KIOSK_CALL])
def test_what_no_purpose_covers_never_leaves(passage: Event, code: EventCode) -> None:
    policy = Policy(**{**FACTS, "purposes": frozenset(Release)})
    assert policy.release(replace(passage, code=code)) is None


def test_a_lapsed_basis_releases_nothing(passage: Event) -> None:
    """The Zibo notice ran out on 2025-07-31."""
    assert Policy(**{**FACTS, "basis_valid_to": date(2025, 7, 31)}).release(passage) is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"recipient": ""}, "recipient is empty"),
        ({"basis": " "}, "basis is empty"),
        ({"fields": frozenset({"face"})}, "no field face"),
        ({"retention_days": 0}, "retention_days"),
        ({"region": "US"}, "cross_border_ref"),
    ],
)
def test_a_policy_that_names_too_little_is_refused(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(PolicyError, match=reason):
        Policy(**{**FACTS, **change})
