"""The header of a gallery: whose it is, which key opens it, and for which model its templates are."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag

from zbsec.errors import ModelError, SiteKeyError, StorageError
from zbsec.faces.vault.sitekeys import SiteKeys
from zbsec.faces.vault.suite import Suite

if TYPE_CHECKING:
    import sqlite3

    from zbsec.faces.vault.folders import Folders

SALT_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a gallery was made for."""

    site: str
    model: str
    dim: int
    replica: bool = False
    """A gate's copy: it takes snapshots and deltas, and enrols nobody."""


def write(connection: sqlite3.Connection, key: bytes, suite: Suite, made: Made, salt: bytes | None = None) -> SiteKeys:
    """Make the header of a new gallery; its keys."""
    salt = os.urandom(SALT_BYTES) if salt is None else salt
    keys = SiteKeys.derive(key, salt, suite)
    header = suite.seal(keys.header, json.dumps(asdict(made)).encode(), about=_about(suite, salt))
    connection.execute("INSERT INTO gallery VALUES (1, ?, ?, ?)", (suite.value, salt, header))
    return keys


def read(connection: sqlite3.Connection, folders: Folders, key: bytes) -> tuple[SiteKeys, Made, bytes]:
    """The keys of a gallery, what it was made for, and its salt.

    :raises SiteKeyError: another key than the one it was made with.
    """
    row = connection.execute("SELECT suite, salt, header FROM gallery").fetchone()
    if row is None or row[0] not in set(Suite):
        raise StorageError(f"{folders.file('main')} has no header that this release knows; {folders.remedy('main')}")
    suite, salt, header = Suite(row[0]), row[1], row[2]
    keys = SiteKeys.derive(key, salt, suite)
    try:
        made = Made(**json.loads(suite.unseal(keys.header, header, about=_about(suite, salt))))
    except InvalidTag as error:
        raise SiteKeyError(
            f"gallery {folders}: this key does not open it; give the key it was made with (or its header was altered)"
        ) from error
    return keys, made, salt


def check(
    folders: Folders,
    made: Made,
    keys: SiteKeys,
    *,
    model: tuple[str, int] | None,
    site: str | None,
    suite: Suite | None,
) -> None:
    """Hold a gallery against what the caller takes it for; None: whatever it is.

    :raises ModelError: its templates are another model's.
    :raises StorageError: it is another site's, or sealed with another suite.
    """
    if model is not None and model != (made.model, made.dim):
        raise ModelError(
            f"gallery {folders} holds templates of {made.model} ({made.dim}), not of {model[0]} ({model[1]}); "
            f"open it with {made.model}, or enrol anew in an empty folder"
        )
    if site is not None and site != made.site:
        raise StorageError(f"gallery {folders} is of site {made.site!r}, not of {site!r}; is the folder right?")
    if suite is not None and suite is not keys.suite:
        raise StorageError(
            f"gallery {folders} is sealed with {keys.suite.value}, not with {suite.value}; "
            "a gallery keeps the suite it was made with: enrol anew in an empty folder"
        )


def _about(suite: Suite, salt: bytes) -> bytes:
    return b"header" + suite.value.encode() + salt
