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
            raise StorageError(f"report {place}: {error.strerror}; name a file that this user can write") from error
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
            raise StorageError(f"report {place} is being written by another run; let it end, or stop it") from None
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
                f"report {self.path}: {error.strerror}; make room and run the same command again, it goes on"
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
                f"report {path}:{number} is no line of such a report; restore it, or begin another report: whoever is "
                "enrolled stays so"
            ) from error
        outcomes[outcome.consent] = outcome
    return outcomes


def _check_header(path: Path, found: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    if found.get("report") != KIND or found.get("version") != VERSION:
        raise StorageError(f"{path} is no report of a bulk enrolment, version {VERSION}; name another file")
    for name in ("gallery", "model"):
        if found.get(name) != expected[name]:
            raise StorageError(
                f"report {path} is of {name} {found.get(name)!r}, and this is {expected[name]!r}; name another file"
            )
