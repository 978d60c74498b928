"""What the key store remembers of the gallery, so that older files put in its place are noticed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag

from zbsec._text import two
from zbsec.errors import StorageError
from zbsec.faces.vault.ledger import Head

if TYPE_CHECKING:
    import sqlite3

    from zbsec.faces.vault.folders import Folders
    from zbsec.faces.vault.sitekeys import SiteKeys

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The end of the evidence, how many holders have a key, and the latest time that mattered."""

    head: Head = field(default_factory=Head)
    holders: int = 0
    seen_at: datetime = BEGINNING
    """No moment before it counts as now: a clock set back revives nothing."""


def write(connection: sqlite3.Connection, keys: SiteKeys, state: State) -> None:
    facts = {
        "sequence": state.head.sequence,
        "link": state.head.link.hex(),
        "holders": state.holders,
        "seen_at": state.seen_at.isoformat(),
    }
    sealed = keys.suite.seal(keys.wrapping, json.dumps(facts).encode(), about=b"state")
    connection.execute("INSERT OR REPLACE INTO keys.state VALUES (1, ?)", (sealed,))


def read(connection: sqlite3.Connection, keys: SiteKeys, folders: Folders) -> State:
    """
    :raises StorageError: it is missing, altered, or of another gallery.
    """
    path = folders.file("keys")
    row = connection.execute("SELECT sealed FROM keys.state").fetchone()
    try:
        facts = json.loads(keys.suite.unseal(keys.wrapping, row[0] if row else b"", about=b"state"))
    except InvalidTag as error:
        raise StorageError(
            two(
                f"{path} is damaged, or of another gallery than {folders.file('main')}; {folders.remedy('keys').en}",
                f"{path} 已损坏，或属于与 {folders.file('main')} 不同的人脸库；{folders.remedy('keys').zh}",
            )
        ) from error
    return State(
        head=Head(facts["sequence"], bytes.fromhex(facts["link"])),
        holders=facts["holders"],
        seen_at=datetime.fromisoformat(facts["seen_at"]),
    )
