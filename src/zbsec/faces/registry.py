"""The recognition backends by name, and which one is taken where none is named."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from zbsec._registry import Registry
from zbsec._text import two
from zbsec.errors import ModelError, RegistryError
from zbsec.models.catalogue import Catalogue

if TYPE_CHECKING:
    from zbsec.faces.backend import Backend

FACES = Registry(
    two("face backend", "人脸后端"),
    group="zbsec.faces",
    table={
        "dlib": "zbsec.faces.backends.dlib_resnet:load",
        "yunet-mobilefacenet": "zbsec.faces.backends.recipe:yunet_mobilefacenet",
        "yunet-mobilefacenet-retail": "zbsec.faces.backends.recipe:yunet_mobilefacenet_retail",
        "yunet-retail": "zbsec.faces.backends.recipe:yunet_retail",
        "yunet-sface": "zbsec.faces.backends.recipe:yunet_sface",
    },
)
"""Every row is a function of ``models``, a ``pathlib.Path`` or None, that returns a ``Backend``.
It may take ``threads`` as well."""

PREFERRED = "yunet-mobilefacenet"


def load(
    name: str | None = None, models: str | os.PathLike[str] | None = None, *, threads: int | None = None
) -> Backend:
    """A backend, its weights read and its first run done.

    :param name: a name of ``FACES``, or of a ``[[face_backend]]`` in a manifest that lies among the models; None:
        ``yunet-mobilefacenet`` where its files are, else ``dlib``.
    :param models: folder with weights; None: the places that ``zbsec models where`` lists.
    :param threads: over which detection in a picture, and the faces of an ``embed``, are spread; None: one for every
        core this process may use. Where several lanes share a computer, give each backend 1.
    :raises RegistryError: no such name; the sentence lists those there are.
    :raises ModelError: the weights or a package are missing or wrong; the sentence says what to install or set.
    """
    path = None if models is None else Path(models)
    settings = {} if threads is None else {"threads": threads}
    wanted = name or _best(path)
    if wanted in FACES.names():
        backend: Backend = FACES.load(wanted)(models=path, **settings)
        return backend
    from zbsec.faces.backends import recipe  # noqa: PLC0415

    described = [one.name for one in Catalogue.open(path).recipes]
    if wanted not in described:
        known = sorted({*FACES.names(), *described})
        raise RegistryError(
            two("face backend", "人脸后端"),
            wanted,
            known,
            hint=two("others register in entry-point group zbsec.faces", "其他软件包可在入口点组 zbsec.faces 中登记"),
        )
    return recipe.load(wanted, path, threads=threads)


def _best(models: Path | None) -> str:
    from zbsec.faces.backends import dlib_resnet  # noqa: PLC0415

    if Catalogue.open(models).has(PREFERRED):
        return PREFERRED
    if dlib_resnet.available():
        return "dlib"
    en = "" if models is None else f" ({models} does not hold the files of {PREFERRED})"
    zh = "" if models is None else f"（{models} 中没有 {PREFERRED} 的文件）"
    raise ModelError(
        two(
            f'no face backend is installed{en}; run: zbsec models pull {PREFERRED}, or: pip install "zbsec[dlib]"',
            f'未安装人脸后端{zh}；请运行：zbsec models pull {PREFERRED}，或：pip install "zbsec[dlib]"',
        )
    )
