"""Changing a site file without losing its comments, its order or its spelling."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zbsec.sites.loading import load, loads

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping
    from os import PathLike

    from zbsec.sites.model import Site


class SiteDocument:
    """A site file open for changes: tables as ``tomlkit`` gives them, with everything between them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        load(path)
        self._toml = _tomlkit().parse(path.read_bytes().decode("utf-8-sig"))

    @property
    def tables(self) -> MutableMapping[str, Any]:
        """The tables: ``document.tables["zones"]["east-gate"]["name"] = "东门"``."""
        tables: MutableMapping[str, Any] = self._toml
        return tables

    def text(self) -> str:
        """The file as it stands now, comments included."""
        return str(self._toml.as_string())

    def save(self) -> Site:
        """Write the file, if it is still a site; the old file stays until the new one is complete.

        :raises SiteFileError: the changes leave faults; nothing was written.
        """
        text = self.text()
        site = loads(text, path=self.path)
        handle, beside = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            Path(beside).chmod(self.path.stat().st_mode)
            Path(beside).replace(self.path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        return site


@contextmanager
def edit(path: str | PathLike[str]) -> Iterator[SiteDocument]:
    """Change a site file in place: ``with sites.edit("site.toml") as document: document.tables[...] = ...``.

    :raises SiteFileError: the file has faults, or would have them; nothing was written.
    :raises ImportError: the extra ``sites`` is missing.
    """
    document = SiteDocument(Path(path))
    yield document
    document.save()


def _tomlkit() -> Any:
    try:
        import tomlkit  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ImportError('changing a site file needs tomlkit; install it with: pip install "zbsec[sites]"') from error
    return tomlkit
