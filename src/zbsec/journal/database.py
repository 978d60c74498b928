"""SQLite as the journal uses it: durable connections, transactions, and errors in words."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from zbsec._sqlite import BUSY_TIMEOUT_S
from zbsec.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_IN_WORDS = {
    sqlite3.SQLITE_FULL: "the disk is full; nothing of this call was written; free space, then append again",
    sqlite3.SQLITE_IOERR: (
        "the disk refused to read or write; nothing of this call was kept; "
        "look at space, quota, file size limit and the disk itself, then append again"
    ),
    sqlite3.SQLITE_CORRUPT: "the file is damaged; keep it as evidence and go on with a backup or a new journal",
    sqlite3.SQLITE_NOTADB: "this is no journal (not even a database); name the journal's own file",
    sqlite3.SQLITE_BUSY: "another program holds the file in a transaction; close it, then try again",
    sqlite3.SQLITE_READONLY: "the file cannot be written; open it with read_only=True, or give this user the right",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened; the folder must exist, and this user may write in it",
    sqlite3.SQLITE_CONSTRAINT: "the journal refuses",
}


def connect(path: Path, *, writing: bool) -> sqlite3.Connection:
    """Open an existing file, for use from any thread under the caller's lock.

    WAL lets readers go on while an entry is being written. synchronous=FULL makes each commit wait until the disk
    has the log: with NORMAL, SQLite's usual companion of WAL, a power cut would lose entries whose append returned.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={'rw' if writing else 'ro'}",
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def make_durable(connection: sqlite3.Connection, path: Path) -> None:
    """Switch the file to WAL and this connection to synchronous=FULL.

    :raises JournalError: the file system has no shared memory for WAL (network shares).
    """
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise JournalError(f"{path}: this file system cannot keep a write-ahead log; put the journal on a local disk")
    connection.execute("PRAGMA synchronous = FULL")


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and the system into JournalError: what is wrong with which file, and what to do."""
    try:
        yield
    except JournalError:
        raise
    except OSError as error:
        raise JournalError(
            f"{path} cannot be opened: {error.strerror}; see that the folder has space and this user may write in it"
        ) from error
    except UnicodeDecodeError as error:  # Python could not even read SQLite's sentence, which quotes the damage
        raise JournalError(f"{path}: {_IN_WORDS[sqlite3.SQLITE_CORRUPT]}") from error
    except sqlite3.Error as error:
        raise JournalError(f"{path}: {_sentence(error)}") from error


def _sentence(error: sqlite3.Error) -> str:
    # A text that is no UTF-8 is the one OperationalError to which Python gives no code.
    unknown = sqlite3.SQLITE_CORRUPT if isinstance(error, sqlite3.OperationalError) else sqlite3.SQLITE_ERROR
    words = _IN_WORDS.get(getattr(error, "sqlite_errorcode", unknown) & 0xFF)
    said = f"{getattr(error, 'sqlite_errorname', type(error).__name__)}: {error}"
    return f"{words} ({said})" if words else said
