"""A file that is not whole yet: one process at a time adds to it, and only the right bytes are ever installed."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from zbsec._failures import words
from zbsec.models.fault import Fault, PullError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zbsec.models.model import Model, Published

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_BLOCK = 1 << 20


class Part:
    """``FILE.HASH.part`` beside the place of the file: HASH begins the SHA-256 of the bytes it is to have, so what was
    left of another version is never gone on with."""

    def __init__(self, descriptor: int, path: Path, model: Model, published: Published | None) -> None:
        self._descriptor = descriptor
        self._path = path
        self._model = model
        self._published = published
        self.wanted_bytes, self.wanted_sha256 = _goal(model, published)
        self.size = os.fstat(descriptor).st_size

    @classmethod
    @contextmanager
    def open(cls, folder: Path, model: Model, published: Published | None) -> Iterator[Part]:
        """The part file of a model, for this process alone.

        :param published: it gets these bytes, and is edited on installation; None: those of the model itself.
        :raises PullError: another process has it, or the folder cannot be written.
        """
        _, sha256 = _goal(model, published)
        path = folder / f"{model.file}.{sha256[:8]}.part"
        with _told(folder, model):
            folder.mkdir(parents=True, exist_ok=True)
            descriptor = _locked(path, folder, model)
        try:
            yield cls(descriptor, path, model, published)
        finally:
            os.close(descriptor)

    @property
    def rest(self) -> int:
        return self.wanted_bytes - self.size

    def append(self, chunk: bytes) -> None:
        """:raises PullError: the disk is full, or refuses. What a full disk took is given back."""
        try:
            with _told(self._path.parent, self._model):
                written = 0
                while written < len(chunk):
                    written += os.pwrite(self._descriptor, chunk[written:], self.size + written)
        except PullError as error:
            if error.fault is Fault.DISK_FULL:
                self.discard()
            raise
        self.size += len(chunk)

    def require_room(self) -> None:
        """:raises PullError: what is still to come does not fit on the disk."""
        free = shutil.disk_usage(self._path.parent).free
        if free < self.rest:
            self.discard()
            raise PullError(self._model, Fault.DISK_FULL, folder=self._path.parent, size=self.rest, free=free)

    def restart(self) -> None:
        """Forget what was there."""
        os.ftruncate(self._descriptor, 0)
        self.size = 0

    def discard(self) -> None:
        """Delete it."""
        self._path.unlink(missing_ok=True)

    def sha256(self) -> str:
        digest = hashlib.sha256()
        at = 0
        while block := os.pread(self._descriptor, _BLOCK, at):
            digest.update(block)
            at += len(block)
        return digest.hexdigest()

    def install(self) -> Path:
        """Give the file its name, all at once, its bytes on the disk before.

        :raises PullError: the disk is full, or refuses.
        """
        target = self._path.parent / self._model.file
        with _told(self._path.parent, self._model):
            if self._published is not None:
                self._edit(self._published)
            os.fsync(self._descriptor)
            self._path.replace(target)
            _sync_folder(target.parent)
        return target

    def _edit(self, published: Published) -> None:
        """The published bytes become those used here. A crash in between leaves a part with a wrong hash, no more."""
        content = published.turned(os.pread(self._descriptor, self.size, 0))
        seen = hashlib.sha256(content).hexdigest()
        if seen != self._model.sha256:
            self.discard()
            raise PullError(self._model, Fault.DIGEST, source=f"{self._path.name}, edited", seen=seen)
        self.restart()
        self.append(content)


def _goal(model: Model, published: Published | None) -> tuple[int, str]:
    return (published.size, published.sha256) if published else (model.size, model.sha256)


@contextmanager
def _told(folder: Path, model: Model) -> Iterator[None]:
    """What the operating system refuses, as faults."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            free = shutil.disk_usage(folder).free
            raise PullError(model, Fault.DISK_FULL, folder=folder, free=free) from error
        raise PullError(model, Fault.DISK, folder=folder, reason=words(error)) from error


def _locked(path: Path, folder: Path, model: Model) -> int:
    """The file, open and locked. One that was installed between opening and locking is left alone."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.exists() and path.stat().st_ino == os.fstat(descriptor).st_ino:
                return descriptor
        except BlockingIOError as error:
            os.close(descriptor)
            raise PullError(model, Fault.BUSY, folder=folder) from error
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
