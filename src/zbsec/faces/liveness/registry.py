"""The judges of a single picture by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zbsec._registry import Registry
from zbsec._text import two

if TYPE_CHECKING:
    import os

    from zbsec.faces.liveness.passive import Liveness

LIVENESS = Registry(
    two("liveness check", "活体检测"),
    group="zbsec.liveness",
    table={"minifasnet": "zbsec.faces.liveness.minifasnet:open_passive"},
)
"""Every row is a function of ``models``, a ``pathlib.Path`` or None, that returns a ``Liveness``.
It may take ``threads`` as well."""


def load(
    name: str = "minifasnet", models: str | os.PathLike[str] | None = None, *, threads: int | None = None
) -> Liveness:
    """A judge, its weights read and its first run done.

    :param models: folder with weights; None: the places that ``zbsec models where`` lists.
    :param threads: of one run; None: as the judge likes it.
    :raises RegistryError: no such name; the sentence lists those there are.
    :raises ModelError: the weights are missing or wrong.
    """
    settings = {} if threads is None else {"threads": threads}
    judge: Liveness = LIVENESS.load(name)(models=None if models is None else Path(models), **settings)
    return judge
