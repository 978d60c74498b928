"""The recognition backends by name, and which one is taken where none is named."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from zbsec._registry import Registry
from zbsec.errors import ModelError

if TYPE_CHECKING:
    from zbsec.faces.backend import Backend

FACES = Registry(
    "face backend",
    group="zbsec.faces",
    table={
        "dlib": "zbsec.faces.backends.dlib_resnet:load",
        "yunet-mobilefacenet": "zbsec.faces.backends.yunet_mobilefacenet:load",
    },
)
"""Every row is a function of ``models``, a ``pathlib.Path`` or None, that returns a ``Backend``."""


def load(name: str | None = None, models: str | os.PathLike[str] | None = None) -> Backend:
    """A backend, its weights read and its first run done.

    :param name: a name of ``FACES``; None: ``yunet-mobilefacenet`` where its files are, else ``dlib``.
    :param models: folder with weights; None: the one that ``ZBSEC_MODELS`` names, if any.
    :raises RegistryError: no such name; the sentence lists those there are.
    :raises ModelError: the weights or a package are missing; the sentence says what to install or set.
    """
    folder = models if models is not None else os.environ.get("ZBSEC_MODELS") or None
    path = None if folder is None else Path(folder)
    backend: Backend = FACES.load(name or _best(path))(models=path)
    return backend


def _best(models: Path | None) -> str:
    from zbsec.faces.backends import dlib_resnet, yunet_mobilefacenet  # noqa: PLC0415

    if yunet_mobilefacenet.available(models):
        return "yunet-mobilefacenet"
    if dlib_resnet.available():
        return "dlib"
    where = "" if models is None else f" ({models} does not hold the files of yunet-mobilefacenet)"
    raise ModelError(f'no face backend is installed{where}; run: pip install "zbsec[dlib]", or set ZBSEC_MODELS=folder')
