"""SQLite as the journal uses it: durable connections, transactions, and errors in words."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from zbsec._failures import words
from zbsec._sqlite import BUSY_TIMEOUT_S
from zbsec._text import Text, same, two
from zbsec.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_IN_WORDS = {
    sqlite3.SQLITE_FULL: two(
        "the disk is full; nothing of this call was written; free space, then append again",
        "磁盘已满；本次操作未写入任何内容；请腾出空间后重新追加",
    ),
    sqlite3.SQLITE_IOERR: two(
        "the disk refused to read or write; nothing of this call was kept; "
        "look at space, quota, file size limit and the disk itself, then append again",
        "磁盘拒绝读写；本次操作未保留任何内容；请检查空间、配额、文件大小限制和磁盘，再重新追加",
    ),
    sqlite3.SQLITE_CORRUPT: two(
        "the file is damaged; keep it as evidence and go on with a backup or a new journal",
        "文件已损坏；请保留为证，改用备份或新日志",
    ),
    sqlite3.SQLITE_NOTADB: two(
        "this is no journal (not even a database); name the journal's own file",
        "这不是日志（也不是数据库）；请写明日志文件本身",
    ),
    sqlite3.SQLITE_BUSY: two(
        "another program holds the file in a transaction; close it, then try again",
        "另一程序正以事务占用该文件；请关闭后重试",
    ),
    sqlite3.SQLITE_READONLY: two(
        "the file cannot be written; open it with read_only=True, or give this user the right",
        "文件不可写；请以 read_only=True 打开，或授予当前用户写权限",
    ),
    sqlite3.SQLITE_CANTOPEN: two(
        "the file cannot be opened; the folder must exist, and this user may write in it",
        "文件无法打开；文件夹须存在，且当前用户可写",
    ),
    sqlite3.SQLITE_CONSTRAINT: two("the journal refuses", "日志拒绝"),
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
        raise JournalError(
            two(
                f"{path}: this file system cannot keep a write-ahead log; put the journal on a local disk",
                f"{path}：该文件系统不支持预写日志；请将日志放在本地磁盘",
            )
        )
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
            two(
                f"{path} cannot be opened: {words(error).en}; see that the folder has space and this user may write "
                "in it",
                f"{path} 无法打开：{words(error).zh}；请确认文件夹有空间且当前用户可写",
            )
        ) from error
    except UnicodeDecodeError as error:  # Python could not even read SQLite's sentence, which quotes the damage
        raise _about(path, _IN_WORDS[sqlite3.SQLITE_CORRUPT]) from error
    except sqlite3.Error as error:
        raise _about(path, _sentence(error)) from error


def _about(path: Path, said: Text) -> JournalError:
    return JournalError(two(f"{path}: {said.en}", f"{path}：{said.zh}"))


def _sentence(error: sqlite3.Error) -> Text:
    # A text that is no UTF-8 is the one OperationalError to which Python gives no code.
    unknown = sqlite3.SQLITE_CORRUPT if isinstance(error, sqlite3.OperationalError) else sqlite3.SQLITE_ERROR
    known = _IN_WORDS.get(getattr(error, "sqlite_errorcode", unknown) & 0xFF)
    said = f"{getattr(error, 'sqlite_errorname', type(error).__name__)}: {error}"
    return two(f"{known.en} ({said})", f"{known.zh}（{said}）") if known else same(said)
