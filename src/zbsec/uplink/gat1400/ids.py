"""Identifiers of GA/T 1400.1-2017: digits only, composed of device, time and sequence."""

from __future__ import annotations

from datetime import timedelta, timezone
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

BEIJING = timezone(timedelta(hours=8))


class ObjectKind(StrEnum):
    """Digits 42 and 43 of an object id."""

    MOTOR_VEHICLE = "02"


def local_time(at: datetime) -> str:
    """``yyyyMMddHHmmss``, Beijing wall clock."""
    return at.astimezone(BEIJING).strftime("%Y%m%d%H%M%S")


def check_code(code: str) -> str:
    """A device or platform code: 20 digits, assigned by the platform's owner.

    :raises ValueError: anything else.
    """
    if len(code) != 20 or not (code.isascii() and code.isdigit()):
        raise ValueError(f"a GA/T 1400 code has 20 digits, not {code!r}")
    return code


def image_id(device: str, at: datetime, sequence: int) -> str:
    """Id of a picture, 41 digits: device 20, subtype 02, time 14, sequence 5.

    Sequences that are 99,999 apart share their digits; within one second that many pictures do not come.
    """
    if sequence < 1:
        raise ValueError(f"a sequence is 1 or more, not {sequence}")
    return f"{check_code(device)}02{local_time(at)}{(sequence - 1) % 99_999 + 1:05}"


def object_id(image: str, kind: ObjectKind) -> str:
    """Id of an object in a picture, 48 digits; of one kind, a picture of ours holds one."""
    return f"{image}{kind}00001"


def subscription_notice_id(subscription: str, at: datetime, sequence: int) -> str:
    """Id of a notification, 33 digits: the subscription's organisation 12, type 04, time 14, sequence 5."""
    return f"{subscription[:12]}04{local_time(at)}{(sequence - 1) % 99_999 + 1:05}"
