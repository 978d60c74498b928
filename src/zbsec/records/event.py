"""What happened, as it is written down and told."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from zbsec.records._check import aware, filled, written
from zbsec.records.codes import EventCode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zbsec._text import Text

Scalar: TypeAlias = str | int | float | bool | None

EVENT_FIELDS: Mapping[str, type | tuple[type, ...]] = MappingProxyType(
    {
        "access_point": str,
        "alarm": str,
        "appeared_at": str,
        "box_bottom": int,
        "box_left": int,
        "box_right": int,
        "box_top": int,
        "camera": str,
        "captured_at": str,
        "cause": str,
        "connectivity": str,
        "consent": str,
        "count": int,
        "credential": str,
        "decision": str,
        "detail": str,
        "detail_zh": str,
        "device_class": str,
        "direction": str,
        "holder": str,
        "lane": int,
        "latency_ms": (int, float),
        "line": str,
        "liveness": str,
        "liveness_doubt": str,
        "mode": str,
        "other_way": str,
        "other_way_zh": str,
        "picture": str,
        "plate": str,
        "plate_char_reliability": str,
        "plate_class": str,
        "plate_colour": str,
        "plate_read": str,
        "plate_reliability": int,
        "plate_twins": str,
        "platform": str,
        "position": str,
        "purpose": str,
        "reason": str,
        "travel": str,
    }
)
"""Everything an event can say, and nothing else: an allow-list (governance G30).

``holder`` is an opaque reference valid at one site; ``decision`` the id of the event that decided; ``plate_class`` a
GA/T 16.7 code; ``plate_read`` what the reader saw before the match; ``plate_reliability`` 0 to 100, the probability
that the reader gave to ``plate``, and ``plate_char_reliability`` the same by character, ``鲁-99,C-98``;
``plate_twins`` the registered plates that a reading fits alike; ``picture`` the digest of the ``Snapshot`` that was
kept; ``liveness`` ``passed`` or ``failed`` where a lane checks it, ``liveness_doubt`` what failed; ``latency_ms``
from the frame to the confirmed actuation; ``captured_at`` ISO 8601 with zone, and ``appeared_at``, when the vehicle's
plate was first read; ``purpose`` of a consent; boxes in pixels; ``travel`` is how a vehicle moved before the camera
by then: ``approaching``, ``leaving`` or ``unknown``."""


def detailed(said: Text) -> dict[str, Scalar]:
    """What was wrong, as fields of an event: ``detail`` in English, ``detail_zh`` in Chinese."""
    return {"detail": said.en, "detail_zh": said.zh}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened at one source at one time.

    :raises ValueError: a field that events do not have, or one of the wrong type.
    """

    id: str
    """Unique; chosen by whoever reports, never by the store, so that a repeated report stays one event."""
    code: EventCode
    source: str
    """Id of the device, access point, camera or part that it happened at."""
    occurred_at: datetime
    data: Mapping[str, Scalar] = field(default_factory=dict)

    def __post_init__(self) -> None:
        filled("id", self.id)
        filled("source", self.source)
        written("id", self.id)
        written("source", self.source)
        aware("occurred_at", self.occurred_at)
        for name, value in self.data.items():
            expected = EVENT_FIELDS.get(name)
            if expected is None:
                raise ValueError(f"an event has no field {name!r}; it has: {', '.join(EVENT_FIELDS)}")
            if value is not None and (not isinstance(value, expected) or isinstance(value, bool)):
                raise ValueError(f"field {name!r} of an event is {expected}, not {value!r}")
            written(name, value)
        object.__setattr__(self, "data", MappingProxyType(dict(self.data)))

    def to_json(self) -> str:
        """One line of canonical JSON: sorted keys, UTC. The same event always gives the same text."""
        facts = {
            "code": self.code.value,
            "data": {name: value for name, value in self.data.items() if value is not None},
            "id": self.id,
            "occurred_at": self.occurred_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "source": self.source,
        }
        return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Event:
        """The event a line of ``to_json`` came from. Fields that events do not have are dropped (governance G30)."""
        facts = json.loads(text)
        return cls(
            id=facts["id"],
            code=EventCode(facts["code"]),
            source=facts["source"],
            occurred_at=datetime.fromisoformat(facts["occurred_at"]),
            data={name: value for name, value in facts["data"].items() if name in EVENT_FIELDS},
        )
