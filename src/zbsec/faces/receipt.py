"""Signed proof of what was done with somebody's data (PIPL 44 to 48; governance G50, G70)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from zbsec._text import two
from zbsec.errors import ReceiptError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from zbsec.faces.vault.sitekeys import SiteKeys


class Trigger(StrEnum):
    """Why something was deleted."""

    WITHDRAWN = "withdrawn"
    """The holder withdrew consent."""
    LAPSED = "lapsed"
    """The consent ended, or the terms it was given to are no longer the site's."""


class Right(StrEnum):
    """What a person may ask of whoever handles their data (PIPL 44 to 48; governance G70)."""

    KNOW = "know"
    """知情：what is held, why, how long, who is told."""
    COPY = "copy"
    """查阅、复制：all of it, in a form to take along."""
    CORRECT = "correct"
    """更正、补充。"""
    DELETE = "delete"
    """删除。"""
    EXPLAIN = "explain"
    """解释说明：by what rule a face opens the gate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Counts and hashes, signed by the gallery; no personal data.

    ``public_key`` comes along so that a receipt can be read by itself; who checks one compares it with the key that
    the site has published.
    """

    act: Trigger | Right
    site: str
    at: datetime
    record: int
    """Number of the last record of the evidence when this was done."""
    templates: int
    """Templates deleted."""
    keys: int
    """Keys deleted."""
    digest: str
    """SHA-256 over the sealed bytes that were deleted, or over the answer that was given."""
    public_key: str
    """Ed25519 (RFC 8032), 64 hexadecimal digits."""
    signature: str = ""
    """Over all other fields, 128 hexadecimal digits."""

    @property
    def signed(self) -> bytes:
        """What the signature is over."""
        facts = asdict(self) | {"act": self.act.value, "at": self.at.isoformat()}
        del facts["signature"]
        return json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()

    def verify(self, public_key: str | None = None) -> None:
        """Check the signature.

        :param public_key: the one that the site has published; None: the receipt's own, which proves only that the
            receipt is as it was issued.
        :raises ReceiptError: altered, or signed by another gallery.
        """
        if public_key is not None and public_key.lower() != self.public_key:
            raise ReceiptError(
                two(
                    f"this receipt is signed by {self.public_key}, not by {public_key.lower()}",
                    f"该回执由 {self.public_key} 签名，而非 {public_key.lower()}",
                )
            )
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public_key)).verify(
                bytes.fromhex(self.signature), self.signed
            )
        except (InvalidSignature, ValueError) as error:
            raise ReceiptError(
                two("this receipt was altered: its signature is wrong", "该回执已被改动：签名不符")
            ) from error

    def check_answer(self, facts: Mapping[str, Any]) -> None:
        """
        :raises ReceiptError: it was issued for another answer.
        """
        if hashlib.sha256(canonical(facts).encode()).hexdigest() != self.digest:
            raise ReceiptError(
                two(
                    "this receipt is for another answer, or the answer was altered",
                    "该回执对应另一答复，或答复已被改动",
                )
            )

    def to_json(self) -> str:
        facts = asdict(self) | {"act": self.act.value, "at": self.at.isoformat()}
        return json.dumps(facts, sort_keys=True, ensure_ascii=False, indent=2)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """
        :raises ReceiptError: it is no receipt.
        """
        try:
            facts = json.loads(text)
            act = facts["act"]
            facts["act"] = Right(act) if act in set(Right) else Trigger(act)
            facts["at"] = datetime.fromisoformat(facts["at"])
            return cls(**facts)
        except (ValueError, LookupError, TypeError) as error:
            raise ReceiptError(
                two(
                    "this is no receipt of a gallery; give the JSON that it was issued as",
                    "这不是人脸库的回执；请给出签发时的 JSON",
                )
            ) from error


def canonical(facts: Mapping[str, Any]) -> str:
    """The one form of an answer that its receipt is for."""
    return json.dumps(facts, sort_keys=True, ensure_ascii=False)


def issue(
    keys: SiteKeys,
    act: Trigger | Right,
    *,
    site: str,
    at: datetime,
    record: int,
    digest: str,
    counts: tuple[int, int],
) -> Receipt:
    """A receipt, signed.

    :param counts: templates and keys deleted.
    """
    blank = Receipt(
        act=act,
        site=site,
        at=at,
        record=record,
        templates=counts[0],
        keys=counts[1],
        digest=digest,
        public_key=keys.public_key.hex(),
    )
    return replace(blank, signature=keys.signer.sign(blank.signed).hex())
