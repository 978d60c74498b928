"""What the nouns refuse, and that an event survives its own text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbsec._text import two
from zbsec.errors import ImageError
from zbsec.records import (
    EVENT_FIELDS,
    PLATE_ALPHABET,
    AgeBand,
    Box,
    Consent,
    Credential,
    CredentialKind,
    Decision,
    Event,
    EventCode,
    Frame,
    LegalBasis,
    Outcome,
    PlateColour,
    PlateReading,
    Purpose,
    Reason,
    Template,
    Terms,
)
from zbsec.records.decision import GRANTING

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
TERMS = Terms(
    purpose=Purpose.FACE_ACCESS,
    basis=LegalBasis.CONSENT,
    basis_ref="PIPL 29",
    method="1:N",
    data_kinds=("face template",),
    retention=timedelta(days=365),
)


def consent(**changes: object) -> Consent:
    facts = {
        "id": "consent-1",
        "holder": "holder-1",
        "purpose": Purpose.FACE_ACCESS,
        "terms_hash": TERMS.hash,
        "notice_hash": "0" * 64,
        "shown_at": NOON - timedelta(minutes=5),
        "given_at": NOON,
        "expires_at": NOON + timedelta(days=365),
        "actor": "holder-1",
        "channel": "kiosk",
        "alternative_shown": True,
    }
    return Consent(**{**facts, **changes})  # type: ignore[arg-type]


def test_a_frame_is_a_picture_with_a_time_zone() -> None:
    image = np.zeros((4, 6, 3), np.uint8)
    frame = Frame(image=image, camera="cam", captured_at=NOON)
    assert (frame.width_px, frame.height_px) == (6, 4)
    with pytest.raises(ValueError, match="time zone"):
        Frame(image=image, camera="cam", captured_at=datetime(2026, 1, 15))


@pytest.mark.parametrize(
    ("image", "reason"),
    [
        (np.zeros((4, 6), np.uint8), r"uint8 \(4, 6\)"),
        (np.zeros((4, 6, 3), np.float32), "float32"),
        (np.zeros((0, 6, 3), np.uint8), "empty: 6x0"),
        (None, "NoneType"),
    ],
)
def test_a_frame_that_is_no_picture_is_refused(image: object, reason: str) -> None:
    with pytest.raises(ImageError, match=reason):
        Frame(image=image, camera="cam", captured_at=NOON)  # type: ignore[arg-type]


def test_an_empty_box_is_refused() -> None:
    with pytest.raises(ValueError, match="empty box"):
        Box(left=3, top=0, right=3, bottom=5)


def test_the_alphabet_has_every_character_once() -> None:
    assert len(PLATE_ALPHABET) == len(set(PLATE_ALPHABET)) == 80


def test_a_reading_holds_one_row_of_probabilities_a_character() -> None:
    corners = np.array([[10, 5], [110, 8], [109, 40], [9, 38]], np.float32)
    facts = {"text": "鲁C12345", "colour": PlateColour.BLUE, "corners": corners, "score": 1.0}
    reading = PlateReading(probabilities=np.full((7, 80), 1 / 80, np.float32), **facts)
    assert (reading.box.left, reading.box.top, reading.box.right, reading.box.bottom) == (9, 5, 111, 41)
    with pytest.raises(ValueError, match=r"expected \(7, 80\)"):
        PlateReading(probabilities=np.full((8, 80), 1 / 80, np.float32), **facts)


def test_a_template_never_shows_its_numbers() -> None:
    assert "0.25" not in repr(Template(vector=np.full(16, 0.25, np.float32), model="dlib"))


def test_a_consent_lives_from_its_giving_to_its_end() -> None:
    record = consent()
    assert not record.is_living(NOON - timedelta(seconds=1), TERMS)
    assert record.is_living(NOON, TERMS)
    assert not record.is_living(record.expires_at, TERMS)


def test_withdrawal_holds_from_its_moment() -> None:
    at = NOON + timedelta(days=1)
    record = consent().withdrawn(at)
    assert record.is_living(at - timedelta(microseconds=1), TERMS)
    assert not record.is_living(at, TERMS)


def test_changed_terms_void_a_consent() -> None:
    longer = replace(TERMS, retention=timedelta(days=999))
    assert not consent().is_living(NOON, longer)


def test_a_consent_without_another_way_shown_is_not_free() -> None:
    assert not consent(alternative_shown=False).is_living(NOON, TERMS)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"holder": " "}, "holder is empty"),
        ({"expires_at": NOON}, "out of order"),
        ({"given_at": NOON - timedelta(hours=1)}, "out of order"),
        ({"age_band": AgeBand.UNDER_14}, "guardian"),
        ({"shown_at": datetime(2026, 1, 1)}, "time zone"),
    ],
)
def test_a_consent_that_proves_nothing_is_refused(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        consent(**changes)


def test_a_face_credential_carries_no_value() -> None:
    with pytest.raises(ValueError, match="carries no value"):
        Credential(kind=CredentialKind.FACE, holder=None, value="anything")


def test_a_denial_names_another_way_in() -> None:
    stranger = Credential(kind=CredentialKind.FACE, holder=None)
    facts = {"access_point": "gate", "credential": stranger, "decided_at": NOON}
    with pytest.raises(ValueError, match="other_way is empty"):
        Decision(outcome=Outcome.DENIED, reason=Reason.CREDENTIAL_NOT_FOUND, **facts)
    with pytest.raises(ValueError, match="contradicts"):
        Decision(outcome=Outcome.GRANTED, reason=Reason.CREDENTIAL_NOT_FOUND, **facts)
    assert not Decision(
        outcome=Outcome.DENIED, reason=Reason.CREDENTIAL_NOT_FOUND, other_way=two("kiosk", "岗亭"), **facts
    ).granted


def test_codes_and_reasons_speak_both_languages() -> None:
    assert all(code.zh for code in EventCode)
    assert all(reason.zh and reason.en for reason in Reason)
    assert set(Reason) > GRANTING


def values(name: str) -> st.SearchStrategy[object]:
    expected = EVENT_FIELDS[name]
    kinds = {
        str: st.text(),
        int: st.integers(-(2**53), 2**53),
        float: st.floats(allow_nan=False, allow_infinity=False),
    }
    return st.one_of(*(kinds[kind] for kind in (expected if isinstance(expected, tuple) else (expected,))))


events = st.builds(
    Event,
    id=st.text(min_size=1).filter(str.strip),
    code=st.sampled_from(EventCode),
    source=st.text(min_size=1).filter(str.strip),
    occurred_at=st.datetimes(timezones=st.just(timezone(timedelta(hours=8))), min_value=datetime(1970, 1, 2)),
    data=st.lists(st.sampled_from(sorted(EVENT_FIELDS)), unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: values(name) for name in names})
    ),
)


@given(events)
def test_an_event_survives_its_own_text(event: Event) -> None:
    again = Event.from_json(event.to_json())
    assert again.to_json() == event.to_json()
    assert again == event


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"gender": "x"}, "no field 'gender'"),
        ({"lane": "1"}, "'lane'"),
        ({"lane": True}, "'lane'"),
        ({"latency_ms": float("nan")}, "latency_ms is nan"),
        ({"latency_ms": float("inf")}, "latency_ms is inf"),
        ({"detail": "a\ud800"}, "character 2 is half of a pair"),
    ],
)
def test_an_event_says_nothing_but_its_allow_list(data: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Event(id="1", code=EventCode.ACCESS_GRANTED, source="gate", occurred_at=NOON, data=data)  # type: ignore[arg-type]


def test_fields_of_others_are_dropped_on_reading() -> None:
    event = Event(id="1", code=EventCode.ACCESS_GRANTED, source="gate", occurred_at=NOON, data={"lane": 1})
    text = event.to_json().replace('"lane":1', '"age":30,"lane":1')
    assert Event.from_json(text) == event


def test_an_event_cannot_be_changed_afterwards() -> None:
    event = Event(id="1", code=EventCode.ACCESS_GRANTED, source="gate", occurred_at=NOON, data={"lane": 1})
    with pytest.raises(TypeError):
        event.data["lane"] = 2  # type: ignore[index]
