"""SQLite as the vault uses it: three files as one database, durable, erased bytes overwritten, errors in words."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from zbsec._failures import words
from zbsec._sqlite import BUSY_TIMEOUT_S
from zbsec._text import two
from zbsec.errors import StorageError, ZbsecError
from zbsec.faces.vault import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zbsec.faces.vault.folders import Folders

SYNCHRONOUS = "EXTRA"
"""A commit waits until the disk has it, and has the end of its rollback journal too: a power cut brings no withdrawn
template back. With OFF, SQLite leaves out the journal over all files as well, so that a process killed while it commits
may leave one file ahead of another."""


def connect(folders: Folders) -> sqlite3.Connection:
    """All files, made where there are none, readable by their owner only. For one thread at a time.

    A rollback journal, not a write-ahead log: with it a transaction over all files is atomic, and no erased page
    lives on in a log.
    """
    folders.make()
    for name in schema.APPLICATION_IDS:
        os.close(os.open(folders.file(name), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    connection = sqlite3.connect(
        folders.file("main"), timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
    )
    try:
        _settle(connection, folders)
    except BaseException:
        connection.close()
        raise
    return connection


def _settle(connection: sqlite3.Connection, folders: Folders) -> None:
    for name in ("templates", "keys"):
        connection.execute(f"ATTACH DATABASE ? AS {name}", (str(folders.file(name)),))
    for file in schema.APPLICATION_IDS:
        connection.execute(f"PRAGMA {file}.journal_mode = DELETE")
        connection.execute(f"PRAGMA {file}.synchronous = {SYNCHRONOUS}")
        connection.execute(f"PRAGMA {file}.secure_delete = ON")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA trusted_schema = OFF")


@contextmanager
def in_words(folders: Folders) -> Iterator[None]:
    """Turn errors of SQLite and the system into StorageError that names the folder."""
    try:
        yield
    except ZbsecError:  # some of ours are OSErrors too
        raise
    except UnicodeDecodeError as error:
        remedy = folders.remedy("main")
        raise StorageError(
            two(
                f"gallery {folders} is damaged: a name in it is no text; {remedy.en}",
                f"人脸库 {folders} 已损坏：其中名称不是文本；{remedy.zh}",
            )
        ) from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", type(error).__name__)
        raise StorageError(
            two(
                f"gallery {folders}: {error} ({code}); nothing of this call was kept",
                f"人脸库 {folders}：{error}（{code}）；本次操作未保留任何内容",
            )
        ) from error
    except OSError as error:
        raise StorageError(
            two(
                f"gallery {folders}: {words(error).en}; this user must be able to write there",
                f"人脸库 {folders}：{words(error).zh}；当前用户须有写入权限",
            )
        ) from error
