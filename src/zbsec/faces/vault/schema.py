"""The tables of the two files, and the refusal of files that have others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.errors import StorageError

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

CONSENTS = "consents.db"
TEMPLATES = "templates.db"
VERSION = 1
APPLICATION_IDS = {"main": 0x7A627363, "templates": 0x7A627374}  # "zbsc" and "zbst", which file(1) shows

# The keys lie beside the consents: a templates.db put back from a backup holds nothing that could still be read.
TABLES = (
    """CREATE TABLE main.gallery (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    salt BLOB NOT NULL,
    header BLOB NOT NULL
)""",
    "CREATE TABLE main.evidence (sequence INTEGER PRIMARY KEY, who BLOB NOT NULL, sealed BLOB NOT NULL)",
    "CREATE INDEX main.evidence_of ON evidence (who, sequence)",
    """CREATE TABLE main.keys (
    who BLOB PRIMARY KEY,
    evidence INTEGER NOT NULL REFERENCES evidence,
    wrapped BLOB NOT NULL
) WITHOUT ROWID""",
    """CREATE TRIGGER main.evidence_is_never_changed BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END""",
    """CREATE TRIGGER main.evidence_is_never_deleted BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END""",
    """CREATE TRIGGER main.evidence_is_only_added BEFORE INSERT ON evidence
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM evidence)
BEGIN SELECT RAISE(ABORT, 'evidence is only added at the end'); END""",
    "CREATE TABLE templates.templates (id INTEGER PRIMARY KEY, who BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL)",
)


def is_blank(connection: sqlite3.Connection) -> bool:
    """Whether nobody has put anything into either file yet."""
    counts = [connection.execute(f"SELECT count(*) FROM {file}.sqlite_master").fetchone() for file in APPLICATION_IDS]  # noqa: S608
    return not any(count for (count,) in counts)


def create(connection: sqlite3.Connection) -> None:
    """Write the tables into blank files, inside the caller's transaction."""
    for statement in TABLES:
        connection.execute(statement)
    for file, application in APPLICATION_IDS.items():
        connection.execute(f"PRAGMA {file}.application_id = {application}")
        connection.execute(f"PRAGMA {file}.user_version = {VERSION}")


def check(connection: sqlite3.Connection, folder: Path) -> None:
    """Refuse what are no files of a gallery of this version.

    :raises StorageError: names the file and what it is instead.
    """
    for (file, application), name in zip(APPLICATION_IDS.items(), (CONSENTS, TEMPLATES), strict=True):
        (seen,) = connection.execute(f"PRAGMA {file}.application_id").fetchone()
        (version,) = connection.execute(f"PRAGMA {file}.user_version").fetchone()
        if seen != application:
            raise StorageError(f"{folder / name} is no {name} of a gallery; put back both files from one backup")
        if version != VERSION:
            raise StorageError(
                f"{folder / name} has version {version}, and this release knows version {VERSION}; "
                "open it with the zbsec that wrote it, or a newer one"
            )
