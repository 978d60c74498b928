"""One picture through each recogniser, and one event through the journal."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from zbsec import plates
from zbsec.journal import Journal
from zbsec.records import Event, EventCode
from zbsec.testing import estate
from zbsec.testing.plates import render


def test_a_plate_is_read_in_a_photograph(benchmark) -> None:
    picture = estate.vehicle_view(estate.background(), render("鲁C7K3M8"), np.random.default_rng(1))
    reader = plates.load()
    (reading,) = benchmark(reader.read, picture)
    assert reading.text == "鲁C7K3M8"


def test_a_plate_is_read_in_a_crop(benchmark) -> None:
    crop = render("鲁C7K3M8")
    reader = plates.load()
    assert benchmark(reader.read_crop, crop).text == "鲁C7K3M8"


def test_an_event_is_kept(benchmark, tmp_path: Path) -> None:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    with Journal.open(tmp_path / "journal.db") as journal:

        def keep() -> None:
            number = journal.head.sequence
            journal.append(Event(id=f"e{number}", code=EventCode.ACCESS_GRANTED, source="gate", occurred_at=at), at)

        benchmark(keep)
        assert journal.verify().entries == journal.head.sequence
