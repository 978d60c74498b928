from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from zbsec.errors import JournalError
from zbsec.journal import Head, Journal
from zbsec.journal.chain import GENESIS, link

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from conftest import Alter, MakeEvent

SWAP = (
    "UPDATE events SET sequence = 99 WHERE sequence = 3",
    "UPDATE events SET sequence = 3 WHERE sequence = 4",
    "UPDATE events SET sequence = 4 WHERE sequence = 99",
)


@pytest.fixture
def written(journal: Journal, event: MakeEvent, noon: datetime) -> Journal:
    journal.append_many([event(number) for number in range(1, 7)], noon)
    return journal


def test_a_whole_journal_verifies(written: Journal) -> None:
    checked = written.verify()
    assert checked.entries == 6
    assert checked.head == written.head
    assert not checked.anchored
    assert written.verify(anchor=written.head).anchored


def test_an_empty_journal_verifies(journal: Journal) -> None:
    assert journal.verify(anchor=Head(sequence=0, hash=GENESIS)).entries == 0


@pytest.mark.parametrize(
    ("statements", "entry"),
    [
        (["UPDATE events SET body = replace(body, '鲁C12345', '鲁C12346') WHERE sequence = 3"], 3),
        (["UPDATE events SET body = CAST(x'ff' AS TEXT) WHERE sequence = 3"], 3),
        (["UPDATE events SET recorded_at = '2026-11-24T12:00:00.000001+00:00' WHERE sequence = 4"], 4),
        (["UPDATE events SET event_id = 'event-x' WHERE sequence = 2"], 2),
        (["UPDATE events SET code = 'access.denied' WHERE sequence = 5"], 5),
        ([f"UPDATE events SET hash = '{GENESIS}' WHERE sequence = 1"], 1),
        (["DELETE FROM events WHERE sequence = 2"], 2),
        (["DELETE FROM events WHERE sequence = 1"], 1),
        (["DELETE FROM events WHERE sequence = 6"], 6),
        (["DELETE FROM events WHERE sequence > 3"], 4),
        (["DELETE FROM events"], 1),
        (["DELETE FROM events WHERE sequence = 2", "UPDATE events SET sequence = sequence - 1 WHERE sequence > 2"], 2),
        (["UPDATE events SET sequence = -1 WHERE sequence = 5"], -1),
        (SWAP, 3),
        (["UPDATE head SET sequence = 5"], 6),
        (["UPDATE head SET sequence = 'many'"], 1),
        ([f"UPDATE head SET hash = '{GENESIS}'"], 6),
        (["DELETE FROM head"], 7),
        (["INSERT INTO events SELECT 7, 'planted', code, recorded_at, body, hash FROM events WHERE sequence = 6"], 7),
    ],
)
def test_tampering_is_found_and_its_first_entry_named(
    written: Journal, path: Path, alter: Alter, statements: list[str], entry: int
) -> None:
    alter(path, *statements)
    with pytest.raises(JournalError, match=f"the chain is broken at entry {entry}:"):
        written.verify()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM events WHERE sequence > 3",
        "DELETE FROM head",
        "UPDATE head SET sequence = 5",
        "UPDATE head SET sequence = 'many'",
        f"UPDATE head SET hash = '{GENESIS}'",
    ],
)
def test_nothing_is_appended_to_a_chain_without_its_end(
    written: Journal, path: Path, event: MakeEvent, alter: Alter, statement: str
) -> None:
    alter(path, statement)
    with pytest.raises(JournalError, match="head and last entry of the chain do not agree; verify the journal"):
        written.append(event(9), event(9).occurred_at)


def test_nothing_is_appended_behind_a_planted_entry(
    written: Journal, path: Path, event: MakeEvent, alter: Alter
) -> None:
    alter(path, "INSERT INTO events VALUES (7, 'planted', 'c', 't', 'b', 'h')")
    with pytest.raises(JournalError, match="entries are only added at the end"):
        written.append(event(9), event(9).occurred_at)


def test_a_chain_written_anew_is_found_only_by_an_anchor(written: Journal, path: Path, alter: Alter) -> None:
    """The honest limit: who can write the file can recompute every hash. The anchor is what they cannot reach."""
    anchor = written.head
    alter(path, *forged(path, "鲁C12345", "鲁C99999"))
    assert written.verify().entries == 6
    with pytest.raises(JournalError, match="broken at entry 6: the anchor has another hash"):
        written.verify(anchor=anchor)


def test_an_older_copy_is_found_only_by_an_anchor(written: Journal, path: Path, alter: Alter) -> None:
    anchor = written.head
    kept = written.read()[3]
    alter(
        path,
        "DELETE FROM events WHERE sequence > 4",
        f"UPDATE head SET sequence = 4, hash = '{kept.hash}'",
    )
    assert written.verify(anchor=Head(sequence=4, hash=kept.hash)).entries == 4
    with pytest.raises(JournalError, match="broken at entry 5: missing, but the anchor is of entry 6"):
        written.verify(anchor=anchor)


def test_a_forged_chain_of_no_events_is_found(written: Journal, path: Path, alter: Alter) -> None:
    alter(path, *forged(path, '"id":', '"no":'))
    with pytest.raises(JournalError, match="broken at entry 1: altered: its event is not the one it is filed as"):
        written.verify()


def forged(path: Path, old: str, new: str) -> list[str]:
    """SQL that replaces ``old`` in every entry and recomputes the whole chain and the head."""
    statements, previous, sequence = [], GENESIS, 0
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT sequence, recorded_at, body FROM events ORDER BY sequence").fetchall()
    for sequence, recorded_at, body in rows:
        text = body.replace(old, new)
        previous = link(previous, sequence, recorded_at, text)
        statements.append(f"UPDATE events SET body = '{text}', hash = '{previous}' WHERE sequence = {sequence}")
    return [*statements, f"UPDATE head SET sequence = {sequence}, hash = '{previous}'"]
