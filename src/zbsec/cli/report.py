"""Sign reports and verify signatures: Ed25519, or SM2 with SM3.

keygen makes a pair of keys; sign writes FILE.sig.json beside each file; verify tells whether each file is, byte for
byte, what was signed, and names what is wrong.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zbsec._text import two
from zbsec.cli.arguments import filled
from zbsec.cli.language import add_language
from zbsec.cli.person import user_name

if TYPE_CHECKING:
    import argparse

    from zbsec.sites import Lang
    from zbsec.sites.signing import Verification

HELP = "sign a report, or verify its signature"


def add(command: argparse.ArgumentParser) -> None:
    subjects = command.add_subparsers(dest="subject", required=True, metavar="SUBJECT")
    keygen = subjects.add_parser("keygen", help="make a pair of keys", description="Make a pair of keys.")
    keygen.add_argument("private", type=Path, metavar="PRIVATE.pem", help="where the private key goes")
    keygen.add_argument("--public", type=Path, metavar="FILE", help="where the public key goes (PRIVATE.pub.pem)")
    keygen.add_argument("--algorithm", default="ed25519", help="ed25519 or sm2 (default: %(default)s)")
    sign = subjects.add_parser("sign", help="sign files", description="Sign files: FILE.sig.json beside each.")
    sign.add_argument("files", nargs="+", type=Path, metavar="FILE", help="HTML, PDF, JSON or any other file")
    sign.add_argument("--key", type=Path, required=True, metavar="PRIVATE.pem", help="private key, PKCS #8")
    sign.add_argument("--signature", type=Path, metavar="FILE", help="where it goes (default: FILE.sig.json)")
    sign.add_argument("--passphrase-env", metavar="NAME", help="environment variable with the key's passphrase")
    sign.add_argument(
        "--by", type=filled, metavar="WHO", help="who answers for the signature (default: the user's name)"
    )
    verify = subjects.add_parser(
        "verify",
        help="verify signed files",
        description="Exit code 0: every file is what was signed; 1: one is not; 2: a key or signature cannot be read.",
    )
    verify.add_argument("files", nargs="+", type=Path, metavar="FILE", help="the signed files")
    verify.add_argument("--key", type=Path, required=True, metavar="PUBLIC.pem", help="public key of who signed")
    verify.add_argument("--signature", type=Path, metavar="FILE", help="its signature (default: FILE.sig.json)")
    for one in (keygen, sign, verify):
        one.add_argument("--json", action="store_true", help="print JSON")
        add_language(one)


def run(options: argparse.Namespace) -> int:
    return {"keygen": _keygen, "sign": _sign, "verify": _verify}[options.subject](options)


def _keygen(options: argparse.Namespace) -> int:
    from zbsec.sites import signing  # noqa: PLC0415

    public = options.public or options.private.with_suffix(".pub.pem")
    signing.generate_key(options.private, public, algorithm=options.algorithm)
    facts = {"private": str(options.private), "public": str(public), "algorithm": options.algorithm}
    told = {"en": "private key: {private}\npublic key: {public}", "zh": "私钥：{private}\n公钥：{public}"}[options.lang]
    print(_json(facts) if options.json else told.format(**facts))
    return 0


def _sign(options: argparse.Namespace) -> int:
    from zbsec.sites import signing  # noqa: PLC0415

    _one_signature(options)
    signer = signing.load_signer(options.key, passphrase_env=options.passphrase_env)
    by, at = options.by or user_name(), datetime.now(UTC)
    # All are signed before one is written: a file that cannot be read leaves no half-signed set behind.
    envelopes = {file: signing.sign_file(file, signer, signed_by=by, at=at) for file in options.files}
    signed = {file: options.signature or signing.signature_beside(file) for file in envelopes}
    for beside in signed.values():
        _keep_others(beside, signer.key_id)
    for file, beside in signed.items():
        beside.write_text(envelopes[file], encoding="utf-8")
        if not options.json:
            print({"en": f"{file}: signed, {beside}", "zh": f"{file}：已签名，{beside}"}[options.lang])
    if options.json:
        files = [{"file": str(file), "signature": str(beside)} for file, beside in signed.items()]
        print(_json({"files": files, "signed_by": by, "signed_at": at.isoformat(), "key_id": signer.key_id}))
    return 0


def _one_signature(options: argparse.Namespace) -> None:
    from zbsec.errors import SignatureError  # noqa: PLC0415

    if options.signature and len(options.files) > 1:
        raise SignatureError(
            two(
                "--signature belongs to one file; give one, or leave it out",
                "--signature 只对应一个文件；请只给一个文件，或省略该选项",
            )
        )


def _keep_others(beside: Path, key_id: str) -> None:
    """A signature is made anew by its own key alone: a second signer takes a file of their own."""
    from zbsec.errors import SignatureError  # noqa: PLC0415
    from zbsec.sites import signing  # noqa: PLC0415

    if beside.exists() and signing.signing_key(beside) != key_id:
        raise SignatureError(
            two(
                f"{beside}: is the signature of another key; name a file of your own with --signature",
                f"{beside}：是另一密钥的签名；请用 --signature 另写自己的文件",
            )
        )


def _verify(options: argparse.Namespace) -> int:
    from zbsec.sites import signing  # noqa: PLC0415

    _one_signature(options)
    verifier = signing.load_verifier(options.key)
    found = [signing.verify_file(file, verifier, signature=options.signature) for file in options.files]
    if options.json:
        print(_json({"files": [_facts(one) for one in found]}))
    else:
        for one in found:
            print(_told(one, options.lang))
    return 0 if all(one.holds for one in found) else 1


def _json(facts: dict[str, object]) -> str:
    return json.dumps(facts, ensure_ascii=False, indent=2)


def _told(found: Verification, lang: Lang) -> str:
    if not found.holds:
        return "\n".join(problem.of(lang) for problem in found.problems)
    who = f"{found.algorithm} {found.key_id[:16]}…"
    when = found.signed_at.isoformat(sep=" ", timespec="seconds") if found.signed_at else ""
    return {
        "en": f"{found.file}: unaltered, signed by {found.signed_by} at {when} ({who})",
        "zh": f"{found.file}：未被改动，{found.signed_by} 于 {when} 签名（{who}）",
    }[lang]


def _facts(found: Verification) -> dict[str, object]:
    return {
        "algorithm": found.algorithm,
        "file": str(found.file),
        "holds": found.holds,
        "key_id": found.key_id,
        "problems": [{"en": problem.en, "zh": problem.zh} for problem in found.problems],
        "signed_at": found.signed_at.isoformat() if found.signed_at else None,
        "signed_by": found.signed_by,
    }
