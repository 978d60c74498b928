"""Where weight files lie: a folder, the user's cache, a package from the index."""

from __future__ import annotations

import os
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from zbsec._text import Text, same, two
from zbsec.errors import ModelError
from zbsec.models.manifest import FILE

if TYPE_CHECKING:
    from zbsec.models.model import Model

GROUP = "zbsec.models"
"""Entry points of this group are functions without arguments that return a folder: a package on the index carries
weights, and a ``manifest.toml`` beside them if the library does not know them."""


class Locator(Protocol):
    """Knows of files, fetches none."""

    @property
    def where(self) -> Text:
        """For a person."""
        ...

    @property
    def manifest(self) -> Path | None:
        """A list of models that the place brings along."""
        ...

    def find(self, model: Model) -> Path | None:
        """The model's file, its bytes unchecked; None: it is not here."""
        ...


class Folder:
    """Files under the names that the manifest gives them."""

    def __init__(self, path: Path, *, named: Text | None = None) -> None:
        self.path = path
        self.where = same(str(path)) if named is None else two(f"{path} ({named.en})", f"{path}（{named.zh}）")

    @property
    def manifest(self) -> Path | None:
        file = self.path / FILE
        return file if file.is_file() else None

    def find(self, model: Model) -> Path | None:
        path = self.path / model.file
        return path if path.is_file() else None


class Packages:
    """Packages that carry single files the library knows. They are looked up, never imported."""

    where = two("installed packages", "已安装的软件包")
    manifest = None

    def find(self, model: Model) -> Path | None:
        if model.carrier is None or (spec := find_spec(model.carrier.package)) is None:
            return None
        for folder in spec.submodule_search_locations or ():
            if (path := Path(folder) / model.carrier.path).is_file():
                return path
        return None


def cache() -> Path:
    """The user's folder of models: ``zbsec/models`` in ``XDG_CACHE_HOME``, or in ``~/.cache``.

    (XDG Base Directory Specification 0.8: a relative path in the variable is ignored.)
    """
    stated = os.environ.get("XDG_CACHE_HOME", "")
    home = Path(stated) if Path(stated).is_absolute() else Path.home() / ".cache"
    return home / "zbsec" / "models"


def standard() -> list[Locator]:
    """The places that are searched where none is named, in this order."""
    named = os.environ.get("ZBSEC_MODELS")
    folders = [Folder(Path(named), named=same("ZBSEC_MODELS"))] if named else []
    return [*folders, Folder(cache(), named=two("the user's cache", "用户缓存")), *_registered(), Packages()]


def home() -> Path:
    """Where models are installed unless a folder is named: ``ZBSEC_MODELS``, else the user's cache."""
    named = os.environ.get("ZBSEC_MODELS")
    return Path(named) if named else cache()


def _registered() -> list[Locator]:
    folders: list[Locator] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            package = point.value.partition(":")[0]
            folders.append(Folder(Path(point.load()()), named=two(f"package {package}", f"软件包 {package}")))
        except Exception as error:
            raise ModelError(
                two(
                    f"entry point {point.name} of {GROUP} ({point.value}) gives no folder: {error}",
                    f"入口点 {point.name}（{GROUP}，{point.value}）未给出文件夹：{error}",
                )
            ) from error
    return folders
