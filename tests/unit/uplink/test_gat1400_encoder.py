"""Events as GA/T 1400 objects, byte for byte."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbsec.records import Event, EventCode
from zbsec.uplink import Context, encoder
from zbsec.uplink.gat1400.encoder import Gat1400Encoder
from zbsec.uplink.gat1400.ids import ObjectKind, check_code, image_id, local_time, object_id
from zbsec.uplink.gat1400.profile import Profile

DEVICE = "33010201011190000001"


def test_ids_are_those_of_the_worked_example() -> None:
    """GA/T 1400.1-2017, composition of identifiers."""
    at = datetime(2026, 1, 15, 0, 30, tzinfo=UTC)
    image = image_id(DEVICE, at, 1)
    assert image == "33010201011190000001022026011508300000001"
    assert object_id(image, ObjectKind.MOTOR_VEHICLE) == image + "02" + "00001"


@given(st.integers(1, 10**7), st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1)))
def test_ids_have_their_length_and_no_zero_sequence(sequence: int, at: datetime) -> None:
    image = image_id(DEVICE, at, sequence)
    assert len(image) == 41
    assert image.isdigit()
    assert image[-5:] != "00000"
    assert image[22:36] == local_time(at)


@pytest.mark.parametrize("code", ["", "123", DEVICE + "0", DEVICE[:-1] + "x", "３" * 20])
def test_a_code_that_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="20 digits"):
        check_code(code)


def test_a_passage_is_a_motor_vehicle(passage: Event, context: Context) -> None:
    message = encoder("gat1400").encode(passage, context)
    assert message is not None
    assert message.target == "/VIID/MotorVehicles"
    assert dict(message.headers)["User-Identify"] == context.sender_id
    assert message.body.decode() == (
        '{"MotorVehicleListObject":{"MotorVehicleObject":[{'
        '"MotorVehicleID":"370303000112180000010220260115083000000010200001","InfoKind":1,'
        '"SourceID":"37030300011218000001022026011508300000001","DeviceID":"37030300011218000001","StorageUrl1":"",'
        '"LeftTopX":200,"LeftTopY":180,"RightBtmX":900,"RightBtmY":760,'
        '"MarkTime":"20260115082958","AppearTime":"20260115082958","DisappearTime":"20260115083000","LaneNo":2,'
        '"HasPlate":true,"PlateClass":"02","PlateColor":"5","PlateNo":"鲁C12345","VehicleColor":"99",'
        '"PassTime":"20260115083000","PlateReliability":"93"}]}}'
    )
    assert message.ids == ("370303000112180000010220260115083000000010200001",)


def test_a_lost_link_is_an_offline_device(offline: Event, context: Context) -> None:
    message = encoder("gat1400").encode(offline, context)
    assert message is not None
    assert message.target == "/VIID/APEs"
    assert json.loads(message.body) == {
        "APEListObject": {
            "APEObject": [{"ApeID": "37030300011418000001", "IsOnline": "2", "CurrentTime": "20260115083000"}]
        }
    }


def test_profiles_change_the_fields_peers_disagree_on(passage: Event, context: Context) -> None:
    message = Gat1400Encoder(Profile(has_plate="1", content_type="application/json")).encode(passage, context)
    assert message is not None
    assert b'"HasPlate":"1"' in message.body
    assert ("Content-Type", "application/json") in message.headers


@pytest.mark.parametrize(
    "code", [EventCode.ACCESS_GRANTED, EventCode.ACCESS_DENIED, EventCode.KIOSK_CALL, EventCode.CONSENT_GIVEN]
)
def test_what_has_no_form_is_not_sent(passage: Event, context: Context, code: EventCode) -> None:
    assert encoder("gat1400").encode(replace(passage, code=code), context) is None


def test_a_person_s_passage_has_no_form(passage: Event, context: Context) -> None:
    on_foot = replace(passage, data={"access_point": "east-in", "holder": "holder-1"})
    assert encoder("gat1400").encode(on_foot, context) is None


def test_no_word_about_a_person_gets_through(passage: Event, context: Context) -> None:
    message = encoder("gat1400").encode(passage, context)
    assert message is not None
    assert b"holder" not in message.body


def test_a_camera_without_a_code_is_named(passage: Event, context: Context) -> None:
    with pytest.raises(ValueError, match="'west-camera' has no 20-digit code"):
        encoder("gat1400").encode(passage, replace(context, codes={}))
