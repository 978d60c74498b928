"""The evidence: every record of a consent, sealed and chained, only ever added to (PIPL 69; governance G11)."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag

from zbsec._text import Text, two
from zbsec.errors import ConsentError, StorageError
from zbsec.faces.vault import record
from zbsec.faces.vault.record import CONSENTS, Kind, Record

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from zbsec.faces.vault.folders import Folders
    from zbsec.faces.vault.sitekeys import SiteKeys
    from zbsec.records import Consent


@dataclass(frozen=True, slots=True)
class Head:
    """Where the evidence ends: the number of its last record, and a hash over all of them."""

    sequence: int = 0
    link: bytes = bytes(32)

    def after(self, who: bytes, digest: bytes) -> Head:
        """The head once a record is added."""
        sequence = self.sequence + 1
        return Head(sequence, hashlib.sha256(self.link + sequence.to_bytes(8, "big") + who + digest).digest())


@dataclass(frozen=True, slots=True)
class Line:
    """A record as it lies in the file; ``sealed`` is missing where a gate was not told the content."""

    sequence: int
    who: bytes
    digest: bytes
    sealed: bytes | None


class Ledger:
    """The table ``evidence``. Transactions are the caller's."""

    def __init__(self, connection: sqlite3.Connection, folders: Folders, keys: SiteKeys) -> None:
        self._db = connection
        self._path = folders.file("main")
        self._remedy = folders.remedy("main")
        self._keys = keys

    @property
    def head(self) -> Head:
        row = self._db.execute("SELECT sequence, link FROM evidence ORDER BY sequence DESC LIMIT 1").fetchone()
        return Head(*row) if row else Head()

    def name(self, holder: str) -> bytes:
        """What stands for a holder in this file."""
        return self._keys.suite.code(self._keys.evidence_names, holder.encode())

    def add(self, kind: Kind, holder: str, at: datetime, facts: Mapping[str, Any]) -> int:
        """Write a record down; its number."""
        place = self.head.sequence + 1
        self.put_written(place, record.content(kind, holder, at, facts))
        return place

    def put_written(self, place: int, written: bytes) -> None:
        """Add a record in its one form, sealed."""
        who, digest = self.name(record.read(place, written).holder), hashlib.sha256(written).digest()
        sealed = self._keys.suite.seal(self._keys.evidence, written, about=_about(place, who))
        self.put(Line(place, who, digest, sealed))

    def add_consent(self, kind: Kind, consent: Consent, at: datetime) -> int:
        """Write a consent down, as it stands from now on; its number."""
        return self.add(kind, consent.holder, at, record.facts_of(consent))

    def put(self, line: Line) -> None:
        """Add a line as it is."""
        head = self.head.after(line.who, line.digest)
        self._db.execute(
            "INSERT INTO evidence VALUES (?, ?, ?, ?, ?)",
            (line.sequence, line.who, line.digest, head.link, line.sealed),
        )

    def lines(self, *, after: int = 0) -> Iterator[Line]:
        """As they lie in the file."""
        rows = self._db.execute(
            "SELECT sequence, who, digest, sealed FROM evidence WHERE sequence > ? ORDER BY sequence", (after,)
        )
        return (Line(*row) for row in rows)

    def link(self, sequence: int) -> bytes | None:
        """The hash over the records up to one of them; None: there is no such record."""
        if sequence == 0:
            return Head().link
        row = self._db.execute("SELECT link FROM evidence WHERE sequence = ?", (sequence,)).fetchone()
        return bytes(row[0]) if row else None

    def verify(self) -> Head:
        """Follow the chain from its beginning.

        :raises StorageError: names the first record that was altered, added or left out.
        """
        head = Head()
        for sequence, who, digest, link in self._db.execute(
            "SELECT sequence, who, digest, link FROM evidence ORDER BY sequence"
        ):
            head = head.after(who, digest)
            if head != Head(sequence, link):
                raise StorageError(
                    two(
                        f"{self._path}: the evidence is broken at record {sequence}; {self._remedy.en}",
                        f"{self._path}：证据链在记录 {sequence} 处断裂；{self._remedy.zh}",
                    )
                )
        return head

    def records(self, holder: str) -> list[Record]:
        """Everything on record of a holder, oldest first."""
        who = self.name(holder)
        rows = self._db.execute(
            "SELECT sequence, who, digest, sealed FROM evidence WHERE who = ? ORDER BY sequence", (who,)
        )
        return [self.read(Line(*row)) for row in rows.fetchall()]

    def everything(self) -> Iterable[Record]:
        """Everybody's records, oldest first."""
        return [self.read(line) for line in list(self.lines()) if line.sealed is not None]

    def of(self, holder: str) -> list[Consent]:
        """A holder's consents, oldest first; a withdrawal or correction is one more, as it stood from then on."""
        return [one.consent for one in self.records(holder) if one.kind in CONSENTS]

    def standing(self, holder: str) -> list[Consent]:
        """A holder's consents that are not withdrawn, each once."""
        latest = {consent.id: consent for consent in self.of(holder)}
        return [consent for consent in latest.values() if consent.withdrawn_at is None]

    def read(self, line: Line) -> Record:
        """
        :raises StorageError: the record was altered, moved, or is not here.
        """
        return record.read(line.sequence, self.written(line))

    def written(self, line: Line) -> bytes:
        """A record in its one form.

        :raises StorageError: the record was altered, moved, or is not here.
        """
        if line.sealed is None:
            raise StorageError(
                two(
                    f"{self._path}: what record {line.sequence} says was not sent to this gate; ask where people enrol",
                    f"{self._path}：记录 {line.sequence} 的内容未发给该出入口；请到登记处查询",
                )
            )
        about = _about(line.sequence, line.who)
        try:
            written = bytes(self._keys.suite.unseal(self._keys.evidence, line.sealed, about=about))
        except InvalidTag as error:
            raise StorageError(
                two(
                    f"{self._path}: record {line.sequence} was altered; {self._remedy.en}",
                    f"{self._path}：记录 {line.sequence} 已被改动；{self._remedy.zh}",
                )
            ) from error
        if not hmac.compare_digest(hashlib.sha256(written).digest(), line.digest):
            raise StorageError(
                two(
                    f"{self._path}: record {line.sequence} has another hash; {self._remedy.en}",
                    f"{self._path}：记录 {line.sequence} 的哈希不符；{self._remedy.zh}",
                )
            )
        return written

    def refusal(self, consent: Consent) -> Text | None:
        """Why a consent cannot be added: its holder has since withdrawn, or its id is taken. None: it can."""
        for earlier in reversed(self.of(consent.holder)):
            ended = earlier.withdrawn_at
            if ended is not None and (earlier.id == consent.id or consent.given_at <= ended):
                return two(
                    f"holder {consent.holder!r} withdrew on {ended.isoformat()}; "
                    f"consent {consent.id!r} is from before, and only a new one can enrol again",
                    f"持有人 {consent.holder!r} 已于 {ended.isoformat()} 撤回同意；"
                    f"同意 {consent.id!r} 早于撤回，须重新取得同意方可登记",
                )
            if earlier.id == consent.id:
                if earlier != consent:
                    return two(
                        f"consent {consent.id!r} is on record with other content; a new one needs a new id",
                        f"同意 {consent.id!r} 已存档且内容不同；新的同意须使用新编号",
                    )
                return None
        return None

    def check_new(self, consent: Consent) -> None:
        """Refuse a consent that its holder has since withdrawn, or one whose id is taken.

        :raises ConsentError: says which.
        """
        why = self.refusal(consent)
        if why is not None:
            raise ConsentError(why)


def _about(place: int, who: bytes) -> bytes:
    return b"evidence" + place.to_bytes(8, "big") + who
