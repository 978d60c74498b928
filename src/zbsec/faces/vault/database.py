"""SQLite as the vault uses it: two files as one database, durable, erased bytes overwritten, errors in words."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from zbsec._sqlite import BUSY_TIMEOUT_S
from zbsec.errors import StorageError, ZbsecError
from zbsec.faces.vault import schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SYNCHRONOUS = "EXTRA"
"""A commit waits until the disk has it, and has the end of its rollback journal too: a power cut brings no withdrawn
template back."""


def connect(folder: Path) -> sqlite3.Connection:
    """Both files, made where there are none, readable by their owner only. For one thread at a time.

    A rollback journal, not a write-ahead log: with it a transaction over both files is atomic, and no erased page
    lives on in a log.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (schema.CONSENTS, schema.TEMPLATES):
        os.close(os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    connection = sqlite3.connect(
        folder / schema.CONSENTS, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
    )
    connection.execute("ATTACH DATABASE ? AS templates", (str(folder / schema.TEMPLATES),))
    for file in schema.APPLICATION_IDS:
        connection.execute(f"PRAGMA {file}.journal_mode = DELETE")
        connection.execute(f"PRAGMA {file}.synchronous = {SYNCHRONOUS}")
        connection.execute(f"PRAGMA {file}.secure_delete = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Turn errors of SQLite and the system into StorageError that names the folder."""
    try:
        yield
    except ZbsecError:  # some of ours are OSErrors too
        raise
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", type(error).__name__)
        raise StorageError(f"gallery {folder}: {error} ({code}); nothing of this call was kept") from error
    except OSError as error:
        raise StorageError(f"gallery {folder}: {error.strerror}; this user must be able to write there") from error
