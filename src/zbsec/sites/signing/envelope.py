"""The envelope beside a signed file: DSSE version 1 around an in-toto statement version 1.

What is signed is the statement: name, size and SHA-256 of the file, who signed, when, and by which algorithm. A byte
changed in the file shows by its hash, a byte changed in the statement by the signature.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zbsec._text import two
from zbsec.errors import SignatureError
from zbsec.records._check import aware
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from os import PathLike

    from zbsec.sites.signing.keys import Signer, Verifier

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "https://zbsec.invalid/signed-report/v1"
"""A name, and no address (RFC 2606)."""
_MOST_BYTES = 1 << 20
"""Of an envelope; ours have about 700."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a verification found. It holds if there is no problem."""

    file: Path
    problems: tuple[Text, ...]
    """What is wrong, in both languages."""
    key_id: str
    algorithm: str
    signed_by: str | None
    """As the signer stated it; None: the signature does not hold, so nothing it says does."""
    signed_at: datetime | None

    @property
    def holds(self) -> bool:
        return not self.problems


def signature_beside(file: Path) -> Path:
    """Where the signature of a file lies unless somebody names another place: ``report.html.sig.json``."""
    return file.with_name(file.name + ".sig.json")


def signing_key(signature: str | PathLike[str]) -> str:
    """Id of the key that a signature file names; whether the signature holds is for ``verify_file`` to say.

    :raises SignatureError: the file is no signature that this library reads.
    """
    return _open(Path(signature))[1]


def sign_file(file: str | PathLike[str], signer: Signer, *, signed_by: str, at: datetime) -> str:
    """The envelope for a file as JSON text; where it is kept is the caller's choice, see ``signature_beside``.

    :param signed_by: who answers for the signature, as a person reads it.
    :raises SignatureError: the key does not sign.
    :raises ValueError: ``at`` has no time zone, or ``signed_by`` is empty.
    """
    aware("at", at)
    if not signed_by.strip():
        raise ValueError("signed_by is empty; name who signs")
    path = Path(file)
    content = path.read_bytes()
    statement = {
        "_type": STATEMENT_TYPE,
        "predicate": {
            "algorithm": signer.algorithm,
            "signed_at": at.isoformat(),
            "signed_by": signed_by,
            "size": len(content),
        },
        "predicateType": PREDICATE_TYPE,
        "subject": [{"digest": {"sha256": hashlib.sha256(content).hexdigest()}, "name": path.name}],
    }
    payload = json.dumps(statement, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    envelope = {
        "payload": _base64(payload),
        "payloadType": PAYLOAD_TYPE,
        "signatures": [{"keyid": signer.key_id, "sig": _base64(signer.sign(_signed_bytes(payload)))}],
    }
    return json.dumps(envelope, sort_keys=True, indent=2) + "\n"


def verify_file(
    file: str | PathLike[str], verifier: Verifier, *, signature: str | PathLike[str] | None = None
) -> Verification:
    """Whether a file is what the key's owner signed, byte for byte.

    :param signature: the envelope; None: the one beside the file.
    :raises SignatureError: the envelope is no signature that this library reads.
    """
    path = Path(file)
    beside = signature_beside(path) if signature is None else Path(signature)
    payload, key_id, signed = _open(beside)
    content = path.read_bytes()
    if not verifier.verify(_signed_bytes(payload), signed):
        return _broken(path, verifier, _why_not(beside, key_id, verifier))
    statement = _statement(beside, payload)
    problems = list(_differences(path, content, statement, verifier))
    if key_id != verifier.key_id:
        problems.append(_other_key(beside, key_id, verifier))
    predicate = statement["predicate"]
    return Verification(
        file=path,
        problems=tuple(problems),
        key_id=verifier.key_id,
        algorithm=verifier.algorithm,
        signed_by=predicate["signed_by"],
        signed_at=datetime.fromisoformat(predicate["signed_at"]),
    )


def _differences(path: Path, content: bytes, statement: dict[str, Any], verifier: Verifier) -> list[Text]:
    (subject,), predicate = statement["subject"], statement["predicate"]
    signed, found = subject["digest"]["sha256"], hashlib.sha256(content).hexdigest()
    problems = []
    if signed != found:
        size = predicate["size"]
        problems.append(
            Text(
                en=f"{path}: the file was altered after it was signed: {len(content)} bytes with SHA-256 {found}, "
                f"signed were {size} bytes with SHA-256 {signed}",
                zh=f"{path}：文件在签名后被改动：现为 {len(content)} 字节，SHA-256 {found}；"
                f"签名时为 {size} 字节，SHA-256 {signed}",
            )
        )
    if predicate["algorithm"] != verifier.algorithm:
        stated = predicate["algorithm"]
        problems.append(
            Text(
                en=f"the statement names {stated}, and the key is {verifier.algorithm}",
                zh=f"签名声明的算法为 {stated}，而密钥为 {verifier.algorithm}",
            )
        )
    return problems


def _why_not(beside: Path, key_id: str, verifier: Verifier) -> Text:
    if key_id != verifier.key_id:
        return _other_key(beside, key_id, verifier)
    return Text(
        en=f"{beside}: the signature does not fit its statement: one of them was altered",
        zh=f"{beside}：签名与其声明不符：其中之一被改动",
    )


def _other_key(beside: Path, key_id: str, verifier: Verifier) -> Text:
    return Text(
        en=f"{beside}: names key {key_id[:16]}…, and the key given is {verifier.key_id[:16]}…: another key, "
        "or an altered signature file",
        zh=f"{beside}：签名所用密钥为 {key_id[:16]}…，给出的密钥为 {verifier.key_id[:16]}…：密钥不同，或签名文件被改动",
    )


def _broken(path: Path, verifier: Verifier, problem: Text) -> Verification:
    return Verification(
        file=path,
        problems=(problem,),
        key_id=verifier.key_id,
        algorithm=verifier.algorithm,
        signed_by=None,
        signed_at=None,
    )


def _open(beside: Path) -> tuple[bytes, str, bytes]:
    """Payload, key id and signature of an envelope with one signature."""
    try:
        with beside.open("rb") as file:
            envelope = json.loads(file.read(_MOST_BYTES).decode("utf-8"))
        (signature,) = envelope["signatures"]
        if envelope["payloadType"] != PAYLOAD_TYPE:
            raise ValueError(f"its payload is {envelope['payloadType']!r}")
        return _bytes(envelope["payload"]), str(signature["keyid"]), _bytes(signature["sig"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SignatureError(
            two(
                f"{beside}: is no signature of a report; make one with: zbsec report sign",
                f"{beside}：不是报告的签名；生成签名：zbsec report sign",
            )
        ) from error


def _statement(beside: Path, payload: bytes) -> dict[str, Any]:
    """The statement of a signature that holds; somebody may have signed something else with the same key."""
    try:
        statement: dict[str, Any] = json.loads(payload)
        (subject,), predicate = statement["subject"], statement["predicate"]
        if (statement["_type"], statement["predicateType"]) != (STATEMENT_TYPE, PREDICATE_TYPE):
            raise ValueError(f"it is a {statement['predicateType']!r}")
        aware("signed_at", datetime.fromisoformat(predicate["signed_at"]))
        for text in (subject["digest"]["sha256"], predicate["signed_by"], predicate["algorithm"]):
            if not isinstance(text, str):
                raise TypeError(f"{text!r} is no text")
        int(predicate["size"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SignatureError(
            two(
                f"{beside}: is signed, and is no statement about a report ({error!r})",
                f"{beside}：有签名，但内容不是报告声明（{error!r}）",
            )
        ) from error
    return statement


def _signed_bytes(payload: bytes) -> bytes:
    """The pre-authentication encoding of DSSE: type and content with their lengths, so that neither can be shifted."""
    kind = PAYLOAD_TYPE.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _bytes(text: str) -> bytes:
    """The content of canonical base64, and of nothing else: one signature has one spelling."""
    try:
        content = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error
    if _base64(content) != text:
        raise ValueError("its base64 is not canonical")
    return content
