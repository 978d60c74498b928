"""Any event the records allow goes round; any changed byte of any stored field is found."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zbsec.errors import JournalError
from zbsec.journal import Entry, Journal
from zbsec.records import EVENT_FIELDS, Event, EventCode

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = {str: st.text(), int: st.integers(), (int, float): st.integers() | FLOATS}
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
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "journal.db")
        entry = data.draw(st.sampled_from(three_entries(path)))
        code, recorded_at = entry.event.code.value, entry.recorded_at.isoformat(timespec="microseconds")
        field = data.draw(st.sampled_from([entry.event.id, code, recorded_at, entry.event.to_json(), entry.hash]))
        change_a_byte(path, data.draw(st.sampled_from(places(path, field))), data)
        with pytest.raises(JournalError), Journal.open(path) as journal:
            journal.verify()


@settings(PACE, max_examples=100)
@given(data=st.data())
def test_any_changed_byte_of_the_file_is_found_or_changes_nothing(data: st.DataObject) -> None:
    """Headers, page pointers and record types too: JournalError or the very same entries, and no other error."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "journal.db")
        entries = three_entries(path)
        used = [position for position, byte in enumerate(path.read_bytes()) if byte]
        change_a_byte(path, data.draw(st.sampled_from(used)), data)
        with suppress(JournalError), Journal.open(path, read_only=data.draw(st.booleans())) as journal:
            with suppress(JournalError):
                journal.read()
            journal.verify()
            assert journal.read() == entries


def three_entries(path: Path) -> list[Entry]:
    moment = datetime(2026, 11, 24, 12, tzinfo=UTC)
    events = [
        Event(id=f"event-{n}", code=EventCode.ACCESS_DENIED, source="lane-1", occurred_at=moment, data={"lane": n})
        for n in (1, 2, 3)
    ]
    with Journal.open(path) as journal:
        return journal.append_many(events, moment)


def places(path: Path, field: str) -> list[int]:
    """Where the bytes of ``field`` lie in the file."""
    content, wanted = path.read_bytes(), field.encode()
    starts = [start for start in range(len(content)) if content.startswith(wanted, start)]
    return [position for start in starts for position in range(start, start + len(wanted))]


def change_a_byte(path: Path, position: int, data: st.DataObject) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)


def in_utc(event: Event) -> Event:
    """The same event; times of a repeated hour equal nothing in another zone (PEP 495), so both sides take UTC."""
    return replace(event, occurred_at=event.occurred_at.astimezone(UTC))
