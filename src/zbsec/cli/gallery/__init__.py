"""The gallery of faces, for its operator: who is enrolled, what people may ask, what the gates are told."""

from __future__ import annotations

import argparse
import importlib
from datetime import datetime
from pathlib import Path

from zbsec._text import two
from zbsec.cli.arguments import days, filled, whole
from zbsec.cli.language import add_language
from zbsec.cli.parser import Misuse

HELP = "who is enrolled by face, their rights, keys, snapshots for the gates"

FOLDER = "folder of the gallery"
_KEY = "where the site's key is: file:/path, env:NAME, keyring:service/user or a pkcs11: URI"

SUBJECTS = {
    "accept-clock": "take the machine's time for now, after a wrong later time was seen",
    "apply": "bring a gate's copy up to a snapshot or delta; an empty folder becomes a copy",
    "copy": "everything on record of a holder",
    "correct": "put right what was written down wrongly of a consent",
    "delete": "erase a holder's template and key, and end the consents",
    "enroll": "enrol everybody of a table of consents, in parallel, on a report that an interrupted run goes on from",
    "explain": "by what rule a face opens the gate, for a holder",
    "info": "what a gallery is: site, model, ciphers, public key, last record",
    "know": "what is held of a holder, on what basis, how long",
    "list": "who is enrolled, and whether the consent lives",
    "new-key": "make a site's key where there is none",
    "refused": "put on record that a holder was asked and said no",
    "renew": "give the site a new key: everything is turned and sealed anew",
    "restore": "after files were put back from a backup: bring them and the keys into step",
    "snapshot": "write what the gates of this site must know, signed",
    "verify": "check a receipt",
}
_ON_FILES = set(SUBJECTS) - {"new-key", "verify"}
_OF_HOLDER = {"copy", "correct", "delete", "explain", "know", "refused"}
_BY = _OF_HOLDER | {"accept-clock", "renew"}
_RIGHTS = {"copy", "correct", "delete", "explain", "know"}


def add(command: argparse.ArgumentParser) -> None:
    subjects = command.add_subparsers(dest="subject", required=True, metavar="SUBJECT")
    for name, says in SUBJECTS.items():
        one = subjects.add_parser(name, help=says, description=f"{says[0].upper()}{says[1:]}.")
        if name in _ON_FILES:
            one.add_argument("folder", type=Path, metavar="FOLDER", help=FOLDER)
            one.add_argument("--key", required=True, metavar="SOURCE", help=_KEY)
            one.add_argument("--keys", type=Path, metavar="FOLDER", help="folder of the holders' keys (FOLDER.keys)")
        if name in _OF_HOLDER:
            one.add_argument("holder", type=filled, metavar="HOLDER", help="the holder's reference")
        if name in _BY:
            one.add_argument(
                "--by", type=filled, required=True, metavar="WHO", help="who handles this; it is put on record"
            )
        if name in _RIGHTS:
            one.add_argument("--receipt", type=Path, metavar="FILE", help="write the signed receipt as JSON")
        _add_own(name, one)
        one.add_argument("--json", action="store_true", help="print JSON")
        add_language(one)


def run(options: argparse.Namespace) -> int:
    """0: done; 1: done, and something is to be looked at (an ended consent, a lost template, a clock set back)."""
    module = importlib.import_module("zbsec.cli.gallery.subjects")
    subject = getattr(module, options.subject.replace("-", "_"))
    return int(subject(options))


def _add_own(name: str, one: argparse.ArgumentParser) -> None:
    """The arguments that only this subject has."""
    match name:
        case "new-key":
            one.add_argument("key", metavar="SOURCE", help=_KEY)
        case "accept-clock":
            one.add_argument("--reason", type=filled, required=True, help="why the later time was wrong")
        case "apply":
            one.add_argument("bundle", type=Path, metavar="FILE", help="a snapshot or delta")
        case "correct":
            one.add_argument("consent", metavar="CONSENT", help="id of the consent")
            one.add_argument("facts", nargs="+", type=_fact, metavar="NAME=VALUE", help="such as channel=paper")
        case "enroll":
            one.add_argument(
                "people",
                type=Path,
                metavar="PEOPLE",
                help="a table of consents (see docs/gallery.md), or the folder with consents.csv; pictures beside it",
            )
            one.add_argument("--report", type=Path, metavar="FILE", help="what became of each (FOLDER.enrolment.jsonl)")
            one.add_argument("--backend", metavar="NAME", help="of zbsec.faces.FACES (the best that is installed)")
            one.add_argument("--models", type=Path, metavar="FOLDER", help="with the weights")
            one.add_argument("--site", metavar="ID", help="whose gallery it is: the id of the site; a new one needs it")
            one.add_argument("--workers", type=whole(1, 256), metavar="N", help="threads (one for every core)")
            one.add_argument(
                "--no-learned-quality",
                dest="learned_quality",
                action="store_false",
                help="do without LightQNet, which refuses pictures that recognition fails on, where it is installed",
            )
            one.add_argument("--again", action="store_true", help="try those again who were refused")
            one.add_argument(
                "--allow-under-14",
                action="store_true",
                help="enrol children under 14 too, on their guardian's consent; without it they are refused",
            )
            one.add_argument(
                "--erase", action="store_true", help="overwrite and delete the pictures of those who are enrolled"
            )
        case "renew":
            one.add_argument("--new-key", required=True, metavar="SOURCE", help="where the new key is; it is there")
            one.add_argument("--reason", type=filled, required=True, help="why the key is renewed")
        case "refused":
            one.add_argument(
                "--again-after", type=days(most=36_500), metavar="DAYS", help="nobody asks before (default: ever)"
            )
        case "snapshot":
            one.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write it")
            one.add_argument(
                "--since", type=whole(0), default=0, metavar="RECORD", help="a delta from this record (0: all)"
            )
        case "verify":
            one.add_argument(
                "receipt",
                type=Path,
                metavar="FILE",
                help="a receipt, or what --json printed",
            )
            one.add_argument("--public-key", metavar="HEX", help="the key that the site has published")


def _fact(text: str) -> tuple[str, object]:
    name, equals, value = text.partition("=")
    if not equals or not value:
        raise Misuse(two(f"{text!r} is no correction; write NAME=VALUE", f"{text!r} 不是更正项；请写成 名称=值"))
    if not name.endswith("_at"):
        return name, value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise Misuse(
            two(
                f"{value!r} is no time; write it as 2026-12-31T00:00:00+08:00",
                f"{value!r} 不是时刻；请写成 2026-12-31T00:00:00+08:00",
            )
        ) from None
    if moment.tzinfo is None:
        raise Misuse(
            two(
                f"{value!r} has no time zone; write it as 2026-12-31T00:00:00+08:00",
                f"{value!r} 没有时区；请写成 2026-12-31T00:00:00+08:00",
            )
        )
    return name, moment
