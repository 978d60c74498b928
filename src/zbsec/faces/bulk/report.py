"""The report of a bulk enrolment: JSON, a line an outcome, only ever added to; an interrupted run goes on from it.

The lines of a group are forced to the disk before the gallery commits it. So a line that says ``enrolled`` counts where
the gallery holds a template on that consent, and a line of a group that never came about is followed by another.
"""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zbsec._closing import Closing
from zbsec._text import two
from zbsec.errors import StorageError
from zbsec.faces.bulk.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Self

KIND = "zbsec bulk enrolment"
VERSION = 1


class Report(Closing):
    """One file, one writer at a time, readable by its owner only: it names holders."""

    def __init__(self, path: Path, handle: int, size: int, outcomes: dict[str, Outcome]) -> None:
        """Use ``Report.open``."""
        self.path = path
        self.outcomes = outcomes
        """The last of each, by id of the consent."""
        self._handle = handle
        self._size = size

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, gallery: str, model: str) -> Self:
        """Open a report, or begin one.

        :param gallery: the public key of the gallery that it is about.
        :param model: the backend that makes the templates.
        :raises StorageError: it cannot be written, another run writes it, it is no report, one of another gallery or
            model, or has a line that is none.
        """
        place = Path(path)
        try:
            handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StorageError(
                two(
                    f"report {place}: {error.strerror}; name a file that this user can write",
                    f"报告 {place}：{error.strerror}；请指定当前用户可写的文件",
                )
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            content = _complete(_content(handle))
            os.ftruncate(handle, len(content))
            header = {"report": KIND, "version": VERSION, "gallery": gallery, "model": model}
            outcomes = _read(place, content, header)
            report = cls(place, handle, len(content), outcomes)
            if not content:
                report._add([header])
        except BlockingIOError:
            os.close(handle)
            raise StorageError(
                two(
                    f"report {place} is being written by another run; let it end, or stop it",
                    f"报告 {place} 正由另一次运行写入；请等其结束或将其停止",
                )
            ) from None
        except BaseException:
            os.close(handle)
            raise
        return report

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Add outcomes, all of them or none, and return when the disk has them.

        :raises StorageError: the disk is full, or fails.
        """
        found = list(outcomes)
        self._add([one.facts() for one in found])
        self.outcomes.update((one.consent, one) for one in found)

    def close(self) -> None:
        os.close(self._handle)

    def _add(self, lines: Iterable[Mapping[str, Any]]) -> None:
        written = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
        try:
            done = 0
            while done < len(written):
                done += os.pwrite(self._handle, written[done:], self._size + done)
            os.fsync(self._handle)
        except OSError as error:
            os.ftruncate(self._handle, self._size)
            raise StorageError(
                two(
                    f"report {self.path}: {error.strerror}; make room and run the same command again, it goes on",
                    f"报告 {self.path}：{error.strerror}；请腾出空间后重新执行同一命令，将继续进行",
                )
            ) from error
        self._size += len(written)


def _content(handle: int) -> bytes:
    with os.fdopen(os.dup(handle), "rb") as file:
        return file.read()


def _complete(content: bytes) -> bytes:
    """Without a last line that a killed run left half written."""
    return content[: content.rfind(b"\n") + 1]


def _read(path: Path, content: bytes, header: Mapping[str, Any]) -> dict[str, Outcome]:
    outcomes: dict[str, Outcome] = {}
    for number, line in enumerate(content.splitlines(), 1):
        try:
            facts = json.loads(line)
            if number == 1:
                _check_header(path, facts, header)
                continue
            outcome = Outcome.from_facts(facts)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StorageError(
                two(
                    f"report {path}:{number} is no line of such a report; restore it, or begin another report: whoever "
                    "is enrolled stays so",
                    f"报告 {path}:{number} 不是此类报告的一行；请恢复该文件或另建报告：已登记者保持不变",
                )
            ) from error
        outcomes[outcome.consent] = outcome
    return outcomes


def _check_header(path: Path, found: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    if found.get("report") != KIND or found.get("version") != VERSION:
        raise StorageError(
            two(
                f"{path} is no report of a bulk enrolment, version {VERSION}; name another file",
                f"{path} 不是版本 {VERSION} 的批量登记报告；请指定其他文件",
            )
        )
    for name in ("gallery", "model"):
        if found.get(name) != expected[name]:
            raise StorageError(
                two(
                    f"report {path} is of {name} {found.get(name)!r}, not of {expected[name]!r}; name another file",
                    f"报告 {path} 的 {name} 为 {found.get(name)!r}，而本次为 {expected[name]!r}；请指定其他文件",
                )
            )
