"""The tables of the three files, and the refusal of files that have others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec._text import two
from zbsec.errors import StorageError

if TYPE_CHECKING:
    import sqlite3

    from zbsec.faces.vault.folders import Folders

VERSION = 2
APPLICATION_IDS = {"main": 0x7A627363, "templates": 0x7A627374, "keys": 0x7A62736B}
"""By the names under which the files are attached: "zbsc", "zbst" and "zbsk", which file(1) shows."""

TABLES = (
    """CREATE TABLE main.gallery (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    suite TEXT NOT NULL,
    salt BLOB NOT NULL,
    header BLOB NOT NULL
)""",
    """CREATE TABLE main.evidence (
    sequence INTEGER PRIMARY KEY,
    who BLOB NOT NULL,
    digest BLOB NOT NULL,
    link BLOB NOT NULL,
    sealed BLOB
)""",
    "CREATE INDEX main.evidence_of ON evidence (who, sequence)",
    "CREATE TABLE templates.templates (id INTEGER PRIMARY KEY, who BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL)",
    """CREATE TABLE keys.keys (
    who BLOB PRIMARY KEY,
    evidence INTEGER NOT NULL UNIQUE,
    wrapped BLOB NOT NULL
) WITHOUT ROWID""",
    "CREATE TABLE keys.state (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), sealed BLOB NOT NULL)",
)


TRIGGERS = {
    "evidence_is_never_changed": """CREATE TRIGGER main.evidence_is_never_changed BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END""",
    "evidence_is_never_deleted": """CREATE TRIGGER main.evidence_is_never_deleted BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END""",
    "evidence_is_only_added": """CREATE TRIGGER main.evidence_is_only_added BEFORE INSERT ON evidence
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM evidence)
BEGIN SELECT RAISE(ABORT, 'evidence is only added at the end'); END""",
}


def is_blank(connection: sqlite3.Connection) -> bool:
    """Whether nobody has put anything into any of the files yet."""
    return not any(_has_tables(connection, file) for file in APPLICATION_IDS)


def create(connection: sqlite3.Connection) -> None:
    """Write the tables into blank files, inside the caller's transaction."""
    for statement in (*TABLES, *TRIGGERS.values()):
        connection.execute(statement)
    for file, application in APPLICATION_IDS.items():
        connection.execute(f"PRAGMA {file}.application_id = {application}")
        connection.execute(f"PRAGMA {file}.user_version = {VERSION}")


def check(connection: sqlite3.Connection, folders: Folders) -> None:
    """Refuse what are no files of a gallery of this version, and damaged ones.

    :raises StorageError: names the file and what it is instead.
    """
    for file, application in APPLICATION_IDS.items():
        path = folders.file(file)
        if not _has_tables(connection, file):
            raise StorageError(
                two(
                    f"{path} is missing or empty, and {folders.beside(file)} is not; {folders.remedy(file).en}",
                    f"{path} 缺失或为空，而 {folders.beside(file)} 尚在；{folders.remedy(file).zh}",
                )
            )
        (seen,) = connection.execute(f"PRAGMA {file}.application_id").fetchone()
        (version,) = connection.execute(f"PRAGMA {file}.user_version").fetchone()
        if seen != application:
            raise StorageError(
                two(
                    f"{path} is no {path.name} of a gallery; {folders.remedy(file).en}",
                    f"{path} 不是人脸库的 {path.name}；{folders.remedy(file).zh}",
                )
            )
        if version != VERSION:
            raise StorageError(
                two(
                    f"{path} has version {version}, and this release knows version {VERSION}; "
                    "open it with the zbsec that wrote it, or a newer one",
                    f"{path} 的版本为 {version}，本版本只认识 {VERSION}；请用写入它的或更新的 zbsec 打开",
                )
            )
        found = connection.execute(f"PRAGMA {file}.quick_check(1)").fetchone()[0]
        if found != "ok":
            raise StorageError(
                two(
                    f"{path} is damaged ({found}); {folders.remedy(file).en}",
                    f"{path} 已损坏（{found}）；{folders.remedy(file).zh}",
                )
            )


def _has_tables(connection: sqlite3.Connection, file: str) -> bool:
    return bool(connection.execute(f"SELECT count(*) FROM {file}.sqlite_master").fetchone()[0])  # noqa: S608
