"""Any event the records allow goes round; any changed byte of any stored field is found."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from zbsec.errors import JournalError
from zbsec.journal import Journal
from zbsec.records import EVENT_FIELDS, Event, EventCode

if TYPE_CHECKING:
    pass

VALUES = {str: st.text(), int: st.integers(), (int, float): st.integers() | st.floats(allow_nan=False)}
MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 2),
    max_value=datetime(9000, 1, 1),
    timezones=st.timezones() | st.just(UTC),
)
DATA = st.fixed_dictionaries({}, optional={name: VALUES[kind] for name, kind in EVENT_FIELDS.items()})
FILLED = st.text(min_size=1).filter(str.strip)
EVENTS = st.builds(Event, id=FILLED, code=st.sampled_from(EventCode), source=FILLED, occurred_at=MOMENTS, data=DATA)
PACE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@PACE
@given(events=st.lists(EVENTS, unique_by=lambda event: event.id, max_size=5), recorded_at=MOMENTS)
def test_every_event_of_the_allow_list_goes_round(events: list[Event], recorded_at: datetime) -> None:
    with tempfile.TemporaryDirectory() as folder, Journal.open(Path(folder, "journal.db")) as journal:
        written = journal.append_many(events, recorded_at)
        assert [entry.event for entry in written] == [in_utc(event) for event in events]
        assert all(entry.recorded_at == recorded_at.astimezone(UTC) for entry in written)
        assert journal.read() == written
        assert journal.append_many(events, recorded_at) == written
        assert journal.verify().entries == len(events)


@PACE
@given(data=st.data())
def test_any_changed_byte_of_any_stored_field_is_found(data: st.DataObject) -> None:
    """Bytes are changed in the closed file itself, below SQLite, wherever a field's text lies: rows and indexes."""
    moment = datetime(2026, 11, 24, 12, tzinfo=UTC)
    events = [
        Event(id=f"event-{n}", code=EventCode.ACCESS_DENIED, source="lane-1", occurred_at=moment, data={"lane": n})
        for n in (1, 2, 3)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "journal.db")
        with Journal.open(path) as journal:
            entries = journal.append_many(events, moment)
        entry = data.draw(st.sampled_from(entries))
        code, recorded_at = entry.event.code.value, moment.isoformat(timespec="microseconds")
        field = data.draw(st.sampled_from([entry.event.id, code, recorded_at, entry.event.to_json(), entry.hash]))
        change_a_byte(path, field.encode(), data)
        try:
            with Journal.open(path) as journal:
                journal.verify()
        except JournalError:
            return
        raise AssertionError(f"a changed byte of {field} went unnoticed")


def in_utc(event: Event) -> Event:
    """The same event; times of a repeated hour equal nothing in another zone (PEP 495), so both sides take UTC."""
    return replace(event, occurred_at=event.occurred_at.astimezone(UTC))


def change_a_byte(path: Path, field: bytes, data: st.DataObject) -> None:
    content = bytearray(path.read_bytes())
    places = [start for start in range(len(content)) if content.startswith(field, start)]
    position = data.draw(st.sampled_from(places)) + data.draw(st.integers(0, len(field) - 1))
    new = data.draw(st.integers(0, 255))
    assume(new != content[position])
    content[position] = new
    path.write_bytes(content)
