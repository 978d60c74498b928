"""A journal in an empty folder, events to put into it, and a hand that alters files as an intruder would."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

import pytest

from zbsec.journal import Journal
from zbsec.records import Event, EventCode, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class MakeEvent(Protocol):
    def __call__(self, number: int, code: EventCode = ..., **data: Scalar) -> Event: ...


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def event() -> MakeEvent:
    def make(number: int, code: EventCode = EventCode.ACCESS_GRANTED, **data: Scalar) -> Event:
        data = data or {"access_point": "gate-in", "plate": "鲁C12345"}
        return Event(
            id=f"event-{number}", code=code, source="lane-1", occurred_at=NOON + timedelta(seconds=number), data=data
        )

    return make


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with Journal.open(path) as opened:
        yield opened


class Alter(Protocol):
    def __call__(self, path: Path, *statements: str) -> None: ...


@pytest.fixture
def alter() -> Alter:
    """Run SQL on a journal file with all triggers out of the way, and put them back so that nothing shows."""

    def run(path: Path, *statements: str) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)
            for _, sql in triggers:
                connection.execute(sql)

    return run
