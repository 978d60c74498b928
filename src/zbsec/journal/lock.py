"""One writer at a time, across processes."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from zbsec._text import two
from zbsec.errors import JournalError

if TYPE_CHECKING:
    from pathlib import Path


class WriterLock:
    """Holds ``<journal>.lock`` until closed, or until the process dies, however it dies.

    SQLite alone would let two processes take turns. A second writer of a journal is a second runtime driving the
    same gate, so it is refused at once instead. The lock has a file of its own because closing a handle on the
    database file would drop SQLite's locks; that file is never removed, or two processes could hold one each.

    :raises JournalError: another writer has it; the sentence names the process.
    """

    def __init__(self, journal: Path) -> None:
        path = journal.with_name(journal.name + ".lock")
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = self._holder()
            raise JournalError(
                two(
                    f"{journal} is being written by process {holder}; "
                    "stop that one, or open the journal with read_only=True",
                    f"{journal} 正由进程 {holder} 写入；请停止该进程，或以 read_only=True 打开日志",
                )
            ) from None
        with suppress(OSError):  # a full disk: the lock holds without the number of its process
            os.ftruncate(self._handle, 0)
            os.write(self._handle, str(os.getpid()).encode())

    def close(self) -> None:
        """Let go; explicitly, so that a forked child's copy of the handle does not keep the lock."""
        fcntl.flock(self._handle, fcntl.LOCK_UN)
        os.close(self._handle)

    def _holder(self) -> str:
        number = os.read(self._handle, 20).decode("ascii", "replace")
        os.close(self._handle)
        return number or "unknown"
