"""The header of a gallery: whose it is, which key opens it, and for which model its templates are."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag

from zbsec._text import two
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
        raise StorageError(
            two(
                f"{folders.file('main')} has no header that this release knows; {folders.remedy('main').en}",
                f"{folders.file('main')} 没有本版本认识的文件头；{folders.remedy('main').zh}",
            )
        )
    suite, salt, header = Suite(row[0]), row[1], row[2]
    keys = SiteKeys.derive(key, salt, suite)
    try:
        made = Made(**json.loads(suite.unseal(keys.header, header, about=_about(suite, salt))))
    except InvalidTag as error:
        raise SiteKeyError(
            two(
                f"gallery {folders}: this key does not open it; give the key it "
                "was made with (or its header was altered)",
                f"人脸库 {folders}：该密钥无法打开；请给出建库时的密钥（或文件头已被改动）",
            )
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
            two(
                f"gallery {folders} holds templates of {made.model} ({made.dim}), not of {model[0]} ({model[1]}); "
                f"open it with {made.model}, or enrol anew in an empty folder",
                f"人脸库 {folders} 中的模板属于 {made.model}（{made.dim}），而非 {model[0]}（{model[1]}）；"
                f"请用 {made.model} 打开，或在空文件夹中重新登记",
            )
        )
    if site is not None and site != made.site:
        raise StorageError(
            two(
                f"gallery {folders} is of site {made.site!r}, not of {site!r}; is the folder right?",
                f"人脸库 {folders} 属于场所 {made.site!r}，而非 {site!r}；文件夹是否正确？",
            )
        )
    if suite is not None and suite is not keys.suite:
        raise StorageError(
            two(
                f"gallery {folders} is sealed with {keys.suite.value}, not with {suite.value}; "
                "a gallery keeps the suite it was made with: enrol anew in an empty folder",
                f"人脸库 {folders} 以 {keys.suite.value} 加密，而非 {suite.value}；"
                "人脸库沿用建库时的算法：请在空文件夹中重新登记",
            )
        )


def _about(suite: Suite, salt: bytes) -> bytes:
    return b"header" + suite.value.encode() + salt
