from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zbsec.errors import JournalError
from zbsec.journal import Journal

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from conftest import MakeEvent


def test_a_cursor_walks_through_the_journal(journal: Journal, event: MakeEvent, noon: datetime) -> None:
    journal.append_many([event(number) for number in range(5)], noon)
    assert journal.cursor("platform") == 0
    assert [entry.sequence for entry in journal.pending("platform", limit=2)] == [1, 2]
    journal.advance("platform", 2)
    assert [entry.sequence for entry in journal.pending("platform")] == [3, 4, 5]
    journal.advance("platform", 5)
    assert journal.pending("platform") == []


def test_cursors_are_apart(journal: Journal, event: MakeEvent, noon: datetime) -> None:
    journal.append_many([event(1), event(2)], noon)
    journal.advance("police", 2)
    journal.advance("property", 1)
    assert (journal.cursor("police"), journal.cursor("property"), journal.cursor("nobody")) == (2, 1, 0)


def test_a_cursor_survives_closing(path: Path, event: MakeEvent, noon: datetime) -> None:
    with Journal.open(path) as journal:
        journal.append(event(1), noon)
        journal.advance("platform", 1)
    with Journal.open(path, read_only=True) as journal:
        assert journal.cursor("platform") == 1


@pytest.mark.parametrize("sequence", [0, 1, 4, -1])
def test_a_cursor_goes_neither_back_nor_past_the_end(
    journal: Journal, event: MakeEvent, noon: datetime, sequence: int
) -> None:
    journal.append_many([event(number) for number in range(3)], noon)
    journal.advance("platform", 2)
    journal.advance("platform", 2)
    with pytest.raises(JournalError, match=f"stands at 2 and the journal ends at 3; it cannot go to {sequence}"):
        journal.advance("platform", sequence)
    assert journal.cursor("platform") == 2


def test_a_cursor_needs_a_name(journal: Journal) -> None:
    with pytest.raises(ValueError, match="needs a name"):
        journal.advance(" ", 0)
