"""Snapshots and deltas: how the gates of one site come to know whom the site has enrolled, and whom no more."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature

from zbsec._sqlite import transaction
from zbsec._text import Text, two
from zbsec.errors import ModelError, StorageError
from zbsec.faces.vault import schema
from zbsec.faces.vault.database import connect, in_words
from zbsec.faces.vault.header import Made
from zbsec.faces.vault.ledger import Head, Line
from zbsec.faces.vault.record import Kind
from zbsec.faces.vault.sitekeys import SiteKeys
from zbsec.faces.vault.store import Vault
from zbsec.faces.vault.suite import Suite

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from zbsec.faces.vault.folders import Folders

MAGIC = b"zbsec-gallery-bundle 1"
_SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A snapshot (``since`` 0) or a delta, checked against nothing yet but its own form."""

    signed: bytes
    signature: bytes
    signer: str
    """Fingerprint of the public key."""
    facts: Mapping[str, Any]

    @property
    def site(self) -> str:
        return str(self.facts["site"])

    @property
    def since(self) -> int:
        return int(self.facts["since"])

    @property
    def head(self) -> Head:
        return Head(int(self.facts["head"][0]), bytes.fromhex(self.facts["head"][1]))

    @property
    def salt(self) -> bytes:
        return bytes.fromhex(self.facts["salt"])

    @property
    def suite(self) -> Suite:
        return Suite(self.facts["suite"])

    @property
    def made(self) -> Made:
        """What a gate's copy of it is made for."""
        return Made(site=self.site, model=str(self.facts["model"]), dim=int(self.facts["dim"]), replica=True)

    @property
    def what(self) -> Text:
        sequence = self.head.sequence
        en, zh = f"{sequence} of site {self.site!r}", f"场所 {self.site!r} "
        if self.since:
            return two(f"the delta from {self.since} to {en}", f"{zh}由 {self.since} 至 {sequence} 的增量")
        return two(f"the snapshot at {en}", f"{zh}在 {sequence} 的快照")


def read(content: bytes) -> Bundle:
    """
    :raises StorageError: it is no snapshot or delta of this version, or cut short.
    """
    head, _, signed = content.partition(b"\n")
    try:
        magic, signer, signature = head.rsplit(b" ", 2)
        if magic != MAGIC:
            raise ValueError(magic)
        facts = json.loads(signed)
        bundle = Bundle(signed=signed, signature=bytes.fromhex(signature.decode()), signer=signer.decode(), facts=facts)
        if not (bundle.what and bundle.salt and bundle.suite and bundle.made):
            raise ValueError(facts)
    except (ValueError, LookupError, TypeError) as error:
        raise StorageError(
            two(
                "this is no snapshot or delta of a gallery that this release knows, or not all of it; fetch it again",
                "这不是本版本认识的人脸库快照或增量，或内容不全；请重新获取",
            )
        ) from error
    return bundle


def make(vault: Vault, *, since: int, at: datetime) -> bytes:
    """What a gate must know beyond record ``since``; 0: everything.

    A gate gets the templates, keys and consents of those who are enrolled, of all others no more than a hash.

    :raises StorageError: there is no such record, or files were put back since: make a snapshot.
    """
    with in_words(vault.folders), transaction(vault.db):
        if vault.ledger.link(since) is None:
            raise StorageError(
                two(
                    f"gallery {vault.folders} ends at record {vault.ledger.head.sequence}, before {since}",
                    f"人脸库 {vault.folders} 止于记录 {vault.ledger.head.sequence}，早于 {since}",
                )
            )
        lines = list(vault.ledger.lines(after=since))
        told = {one.line.sequence for one in vault.templates.kept()}
        names = vault.templates
        holders = None if since == 0 else _changed(vault, lines, since)
        facts = {
            "site": vault.made.site,
            "model": vault.made.model,
            "dim": vault.made.dim,
            "suite": vault.keys.suite.value,
            "salt": vault.salt.hex(),
            "since": since,
            "head": [vault.ledger.head.sequence, vault.ledger.head.link.hex()],
            "made_at": at.isoformat(),
            "lines": [
                [
                    line.sequence,
                    line.who.hex(),
                    line.digest.hex(),
                    _text(line.sealed if line.sequence in told else None),
                ]
                for line in lines
            ],
            "keys": _rows(vault, "SELECT who, evidence, wrapped FROM keys.keys", _all(names.key_name, holders)),
            "templates": _rows(vault, "SELECT who, id, sealed FROM templates", _all(names.template_name, holders)),
            "gone": []
            if holders is None
            else [[names.key_name(h).hex(), names.template_name(h).hex()] for h in holders],
        }
    signed = json.dumps(facts, sort_keys=True).encode()
    signature = vault.keys.signer.sign(signed).hex().encode()
    return b" ".join((MAGIC, vault.keys.fingerprint.encode(), signature)) + b"\n" + signed


def begin(folders: Folders, bundle: Bundle, *, key: bytes, model: tuple[str, int] | None) -> None:
    """Make a gate's blank files a copy of the gallery that a snapshot is of; nobody is in it yet.

    :raises StorageError: a delta, or a snapshot of another site.
    :raises ModelError: its templates are another model's.
    """
    if bundle.since:
        raise StorageError(
            two(
                f"{bundle.what.en} cannot be the first; give this gate a snapshot",
                f"{bundle.what.zh}不能作为首份；请给该出入口一份快照",
            )
        )
    made = bundle.made
    _check_signer(bundle, SiteKeys.derive(key, bundle.salt, bundle.suite), f"gate {folders}")
    if model is not None and model != (made.model, made.dim):
        raise ModelError(
            two(
                f"{bundle.what.en} holds templates of {made.model} ({made.dim}), not of {model[0]} ({model[1]})",
                f"{bundle.what.zh}中的模板属于 {made.model}（{made.dim}），而非 {model[0]}（{model[1]}）",
            )
        )
    with in_words(folders):
        connection = connect(folders)
        try:
            with transaction(connection):
                if schema.is_blank(connection):
                    Vault.create(folders, connection, key, suite=bundle.suite, made=made, salt=bundle.salt)
        finally:
            connection.close()


def apply(vault: Vault, bundle: Bundle) -> int:
    """Bring a gate up to a snapshot or delta; the number of the last record. All of it, or nothing.

    :raises StorageError: it is altered, another site's, older than what the gate has, or does not follow on it.
    """
    _check_signer(bundle, vault.keys, f"gate {vault.folders} of site {vault.made.site!r}")
    with in_words(vault.folders), transaction(vault.db):
        head = vault.ledger.head
        _check_order(vault, bundle, head)
        for line in _lines(bundle):
            if line.sequence > head.sequence:
                vault.ledger.put(line)
        if vault.ledger.head != bundle.head or vault.ledger.link(head.sequence) != head.link:
            raise StorageError(
                two(
                    f"{bundle.what.en} tells another history than this gate knows; nothing was taken over",
                    f"{bundle.what.zh}的历史与该出入口所知不同；未采用任何内容",
                )
            )
        _replace(vault, bundle)
        vault.remember(vault.state().seen_at)
        return bundle.head.sequence


def _changed(vault: Vault, lines: list[Line], since: int) -> list[str]:
    """Holders of whom something was put on record."""
    records = [vault.ledger.read(line) for line in lines]
    if any(record.kind is Kind.RESTORED for record in records):
        raise StorageError(
            two(
                f"files were put back from a backup after record {since}; give the gates a snapshot",
                f"记录 {since} 之后文件曾从备份恢复；请给各出入口一份快照",
            )
        )
    return sorted({record.holder for record in records if record.holder})


def _all(name: Any, holders: list[str] | None) -> set[bytes] | None:
    return None if holders is None else {name(holder) for holder in holders}


def _rows(vault: Vault, query: str, wanted: set[bytes] | None) -> list[list[Any]]:
    rows = vault.db.execute(query).fetchall()
    return [[who.hex(), number, _text(blob)] for who, number, blob in rows if wanted is None or who in wanted]


def _check_signer(bundle: Bundle, keys: SiteKeys, gate: str) -> None:
    if bundle.signer != keys.fingerprint:
        raise StorageError(
            two(
                f"{bundle.what.en} is signed by {bundle.signer}, and {gate} trusts {keys.fingerprint}: "
                "a gallery goes to the gates of its own site only",
                f"{bundle.what.zh}由 {bundle.signer} 签名，而 {gate} 信任 {keys.fingerprint}："
                "人脸库只能发往本场所的出入口",
            )
        )
    try:
        keys.signer.public_key().verify(bundle.signature, bundle.signed)
    except InvalidSignature as error:
        raise StorageError(
            two(
                f"{bundle.what.en} was altered on its way: its signature is wrong; fetch it again",
                f"{bundle.what.zh}在传送中被改动：签名不符；请重新获取",
            )
        ) from error


def _check_order(vault: Vault, bundle: Bundle, head: Head) -> None:
    if not vault.made.replica:
        raise StorageError(
            two(
                f"gallery {vault.folders} is no gate's copy; it makes snapshots and takes none",
                f"人脸库 {vault.folders} 不是出入口副本；它只生成快照，不接收快照",
            )
        )
    if bundle.head.sequence < head.sequence:
        raise StorageError(
            two(
                f"{bundle.what.en} is older than this gate, which is at {head.sequence};"
                " who was erased since would come back",
                f"{bundle.what.zh}早于该出入口（现为 {head.sequence}）；其后被删除的人会重新出现",
            )
        )
    if bundle.since > head.sequence:
        raise StorageError(
            two(
                f"{bundle.what.en} needs a gate at {bundle.since}, and this one is at {head.sequence}",
                f"{bundle.what.zh}须用于处于 {bundle.since} 的出入口，而此处为 {head.sequence}",
            )
        )


def _lines(bundle: Bundle) -> list[Line]:
    return [
        Line(sequence, bytes.fromhex(who), bytes.fromhex(digest), sealed and _bytes(sealed))
        for sequence, who, digest, sealed in bundle.facts["lines"]
    ]


def _replace(vault: Vault, bundle: Bundle) -> None:
    if bundle.since == 0:
        vault.db.execute("DELETE FROM keys.keys")
        vault.db.execute("DELETE FROM templates.templates")
    for key_name, template_name in bundle.facts["gone"]:
        vault.db.execute("DELETE FROM keys.keys WHERE who = ?", (bytes.fromhex(key_name),))
        vault.db.execute("DELETE FROM templates WHERE who = ?", (bytes.fromhex(template_name),))
    keys = [(bytes.fromhex(who), place, _bytes(wrapped)) for who, place, wrapped in bundle.facts["keys"]]
    vault.db.executemany("INSERT INTO keys.keys VALUES (?, ?, ?)", keys)
    templates = [(id, bytes.fromhex(who), _bytes(sealed)) for who, id, sealed in bundle.facts["templates"]]
    vault.db.executemany("INSERT INTO templates (id, who, sealed) VALUES (?, ?, ?)", templates)


def _text(blob: bytes | None) -> str | None:
    return None if blob is None else base64.b64encode(blob).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
