"""Events as GA/T 1400 objects, byte for byte."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbsec.records import Event, EventCode, Heading, Snapshot, SnapshotPolicy
from zbsec.testing.platforms.objects import read_objects
from zbsec.uplink import Context, Policy, Release, encoder
from zbsec.uplink.gat1400.encoder import Gat1400Encoder
from zbsec.uplink.gat1400.ids import ObjectKind, check_code, image_id, local_time, object_id
from zbsec.uplink.gat1400.picture import TYPE
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
        '"MarkTime":"20260115082958","LaneNo":2,'
        '"HasPlate":true,"PlateClass":"02","PlateColor":"5","PlateNo":"鲁C12345","VehicleColor":"99",'
        '"PassTime":"20260115083000","PlateReliability":"93"}]}}'
    )
    assert message.ids == ("370303000112180000010220260115083000000010200001",)


def test_all_that_was_seen_is_in_its_field(passage: Event, context: Context, kept: Snapshot) -> None:
    """Byte for byte; the picture's bytes aside, which are those of the JPEG encoder at hand."""
    seen = {
        "access_point": "west-in",
        "appeared_at": "2026-01-15T08:29:55+08:00",
        "plate_char_reliability": "鲁-98,C-99,1-99,2-99,3-99,4-99,5-99",
        "picture": kept.digest,
    }
    codes = {**context.codes, "west-in": "37030300011218000009", "east-in": "37030300011328000009"}
    whole = replace(context, snapshot=kept, headings={"west-in": Heading.WEST_TO_EAST}, codes=codes)
    message = encoder("gat1400").encode(replace(passage, data={**passage.data, **seen}), whole)
    assert message is not None
    assert message.body.decode().replace(base64.b64encode(kept.jpeg()).decode(), "JPEG") == (
        '{"MotorVehicleListObject":{"MotorVehicleObject":[{'
        '"MotorVehicleID":"370303000112180000010220260115083000000010200001","InfoKind":1,'
        '"SourceID":"37030300011218000001022026011508300000001","TollgateID":"37030300011218000009",'
        '"DeviceID":"37030300011218000001","StorageUrl1":"",'
        '"LeftTopX":0,"LeftTopY":0,"RightBtmX":160,"RightBtmY":120,'
        '"MarkTime":"20260115082958","AppearTime":"20260115082955","LaneNo":2,'
        '"HasPlate":true,"PlateClass":"02","PlateColor":"5","PlateNo":"鲁C12345","Direction":"1","VehicleColor":"99",'
        '"PassTime":"20260115083000","PlateReliability":"93",'
        '"PlateCharReliability":"鲁-98,C-99,1-99,2-99,3-99,4-99,5-99",'
        '"SubImageList":{"SubImageInfoObject":[{"ImageID":"37030300011218000001022026011508300000001","EventSort":16,'
        '"DeviceID":"37030300011218000001","Type":"09","FileFormat":"Jpeg","ShotTime":"20260115082958",'
        '"Width":160,"Height":120,"Data":"JPEG"}]}}]}}'
    )
    assert read_objects(message.target, message.body, strict=True)


@pytest.mark.parametrize(("heading", "code"), list(zip(Heading, "123456789", strict=True)))
def test_a_heading_has_the_code_of_the_standard(passage: Event, context: Context, heading: Heading, code: str) -> None:
    """DirectionType of GA/T 1400.3: 1 west to east … 8 south-east to north-west, 9 other."""
    here = replace(passage, data={**passage.data, "access_point": "west-in"})
    message = encoder("gat1400").encode(here, replace(context, headings={"west-in": heading}))
    assert message is not None
    (vehicle,) = json.loads(message.body)["MotorVehicleListObject"]["MotorVehicleObject"]
    assert vehicle["Direction"] == code
    assert read_objects(message.target, message.body, strict=True)


def test_what_was_not_seen_is_absent_or_other(passage: Event, context: Context) -> None:
    """Never guessed: 99 where the standard demands a value, no key where it does not."""
    unseen = replace(passage, data={"camera": "west-camera", "plate": "鲁C12345", "plate_colour": "unknown"})
    message = encoder("gat1400").encode(unseen, context)
    assert message is not None
    (vehicle,) = json.loads(message.body)["MotorVehicleListObject"]["MotorVehicleObject"]
    assert {name: vehicle[name] for name in ("PlateClass", "PlateColor", "VehicleColor")} == dict.fromkeys(
        ("PlateClass", "PlateColor", "VehicleColor"), "99"
    )
    absent = {"AppearTime", "DisappearTime", "LaneNo", "Direction", "PlateReliability", "PlateCharReliability"}
    assert not {*absent, "SubImageList", "TollgateID", "VehicleClass", "IsCovered", "Speed"} & set(vehicle)
    assert read_objects(message.target, message.body, strict=True)


def test_a_code_of_another_kind_is_no_tollgate(passage: Event, context: Context) -> None:
    here = replace(passage, data={**passage.data, "access_point": "west-in"})
    message = encoder("gat1400").encode(here, replace(context, codes={**context.codes, "west-in": DEVICE}))
    assert message is not None
    assert b"TollgateID" not in message.body


def test_only_the_picture_that_the_event_names_is_sent(passage: Event, context: Context, kept: Snapshot) -> None:
    with_picture = replace(context, snapshot=kept)
    for named in (None, "0" * 64):
        message = encoder("gat1400").encode(replace(passage, data={**passage.data, "picture": named}), with_picture)
        assert message is not None
        assert b"SubImage" not in message.body
    missing = encoder("gat1400").encode(replace(passage, data={**passage.data, "picture": kept.digest}), context)
    assert missing is not None
    assert b"SubImage" not in missing.body


def test_a_picture_leaves_only_under_a_policy_that_says_so(passage: Event, context: Context, kept: Snapshot) -> None:
    """Governance section 4: the field allow-list decides about pictures as about everything else."""
    pictured = replace(passage, data={**passage.data, "picture": kept.digest})
    sent = {}
    for fields in (frozenset({"plate"}), frozenset({"plate", "picture", "camera"})):
        policy = Policy(
            recipient="duty platform",
            basis="contract 2026-031",
            basis_valid_to=None,
            purposes=frozenset({Release.VEHICLE_ACCESS}),
            fields=fields,
            retention_days=90,
            region="CN",
        )
        released = policy.release(pictured)
        assert released is not None
        message = encoder("gat1400").encode(released, replace(context, snapshot=kept))
        assert message is not None
        sent[len(fields)] = b"SubImage" in message.body
    assert sent == {1: False, 3: True}


def test_faces_have_no_picture_type() -> None:
    """SubImage types 04 and 05, driver and co-driver, and 10 to 11, person and face, are not ours to write."""
    assert set(TYPE.values()) == {"02", "09"}
    assert set(TYPE) == set(SnapshotPolicy) - {SnapshotPolicy.NOTHING}


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
