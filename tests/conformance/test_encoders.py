"""What every encoder of the table must be, the library's own and those of others."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime

import pytest

from zbsec.records import Event, EventCode
from zbsec.uplink import ENCODERS, Context, Encoder, Message, encoder

SENDER, CODE = "37030300011208000001", "37030300011218000001"
CONTEXT = Context(sender_id=SENDER, sequence=7, codes=dict.fromkeys(("gate", "camera"), CODE))
DETAILS = {"camera": "camera", "captured_at": "2026-11-24T08:00:00+08:00", "lane": 1}
PLATE = {"plate": "鲁C12345", "plate_class": "02", "plate_colour": "blue", "plate_reliability": 90}


@pytest.fixture(params=ENCODERS.names())
def made(request: pytest.FixtureRequest) -> Encoder:
    return encoder(request.param)


def event(code: EventCode, **data: object) -> Event:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    return Event(id="e1", code=code, source="gate", occurred_at=at, data={**DETAILS, **data})


@pytest.mark.parametrize("code", list(EventCode))
def test_every_event_is_a_message_or_nothing_and_always_the_same(made: Encoder, code: EventCode) -> None:
    given = event(code, connectivity="online", **PLATE)
    message = made.encode(given, CONTEXT)
    assert message == made.encode(given, CONTEXT)
    if message is not None:
        assert isinstance(message, Message)
        assert message.target.startswith("/")
        assert message.ids
        assert message.body


def test_no_encoder_needs_more_than_event_and_context(made: Encoder) -> None:
    assert list(inspect.signature(made.encode).parameters) == ["event", "context"]


@pytest.mark.parametrize("secret", ["holder-0001", "consent-0001"])
def test_what_names_a_person_is_in_no_message(made: Encoder, secret: str) -> None:
    for code in EventCode:
        message = made.encode(event(code, holder=secret, consent=secret, connectivity="online", **PLATE), CONTEXT)
        assert message is None or secret.encode() not in message.body
