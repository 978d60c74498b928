"""The header of a gallery: which key opens it, and for which model its templates are."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag

from zbsec._sqlite import transaction
from zbsec.errors import ModelError, StorageError
from zbsec.faces.vault import schema
from zbsec.faces.vault.sealing import SiteKeys, seal, unseal

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def unlock(connection: sqlite3.Connection, folder: Path, *, key: bytes, model: str, dim: int) -> SiteKeys:
    """The keys of a gallery; blank files become a gallery for ``model`` under ``key``.

    :raises StorageError: another key, or files that are no gallery of this version.
    :raises ModelError: the gallery is another model's.
    """
    with transaction(connection):
        if schema.is_blank(connection):
            return _create(connection, key, {"dim": dim, "model": model})
        schema.check(connection, folder)
        salt, header = connection.execute("SELECT salt, header FROM gallery").fetchone()
    keys = SiteKeys.derive(key, salt)
    try:
        made_for = json.loads(unseal(keys.header, header, about=salt))
    except InvalidTag as error:
        raise StorageError(
            f"gallery {folder}: this key does not open it; give the key it was made with (or its header was altered)"
        ) from error
    if made_for != {"dim": dim, "model": model}:
        raise ModelError(
            f"gallery {folder} holds templates of {made_for['model']} ({made_for['dim']}), not of {model} ({dim}); "
            f"open it with {made_for['model']}, or enrol anew in an empty folder"
        )
    return keys


def _create(connection: sqlite3.Connection, key: bytes, made_for: dict[str, str | int]) -> SiteKeys:
    schema.create(connection)
    salt = os.urandom(32)
    keys = SiteKeys.derive(key, salt)
    header = seal(keys.header, json.dumps(made_for).encode(), about=salt)
    connection.execute("INSERT INTO gallery VALUES (1, ?, ?)", (salt, header))
    return keys
