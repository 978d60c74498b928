"""Models: which there are, where they lie; fetch them, check them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zbsec.cli.arguments import seconds
from zbsec.cli.complaints import MISTAKE
from zbsec.cli.language import add_language

if TYPE_CHECKING:
    import argparse
    from types import SimpleNamespace

    from zbsec._text import Lang
    from zbsec.models import Catalogue, Model

HELP = "list, fetch and check models"


def add(command: argparse.ArgumentParser) -> None:
    subjects = command.add_subparsers(dest="subject", required=True, metavar="SUBJECT")
    _add(subjects, "list", "which models there are, and which are installed")
    names = "models, or face backends, whose models are meant"
    pull = _add(subjects, "pull", "fetch models, check them, install them")
    pull.add_argument("names", nargs="+", metavar="NAME", help=names)
    pull.add_argument(
        "--from", dest="source", metavar="SOURCE", help="a mirror's address, a folder, or the file itself"
    )
    pull.add_argument("--to", type=Path, metavar="FOLDER", help="default: ZBSEC_MODELS, else the user's cache")
    pull.add_argument("--timeout", type=seconds(), default=30.0, metavar="S", help="longest silence (%(default)g)")
    verify = _add(subjects, "verify", "whether installed models are the right ones and can be run")
    verify.add_argument("names", nargs="*", metavar="NAME", help=f"{names} (default: all that are installed)")
    where = _add(subjects, "where", "where models lie, or are looked for")
    where.add_argument("names", nargs="*", metavar="NAME", help=f"{names} (default: the places themselves)")


def _add(subjects: Any, name: str, text: str) -> argparse.ArgumentParser:
    subject: argparse.ArgumentParser = subjects.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
    subject.add_argument("--models", type=Path, metavar="FOLDER", help="look in this folder only")
    subject.add_argument(
        "--manifest", type=Path, action="append", default=[], metavar="FILE", help="a list of models of your own"
    )
    subject.add_argument("--json", action="store_true", help="print JSON")
    add_language(subject)
    return subject


def run(options: argparse.Namespace) -> int:
    """list: 0. pull: 0 all are installed, 1 some are, 2 none. verify: 0 all right, 1 some wrong or missing.
    where: 0 all are there, 1 some are not."""
    from zbsec.cli.models.words import words  # noqa: PLC0415
    from zbsec.models import Catalogue  # noqa: PLC0415

    catalogue = Catalogue.open(options.models, options.manifest)
    subjects = {"list": _list, "pull": _pull, "verify": _verify, "where": _where}
    return subjects[options.subject](catalogue, options, words(options.lang))


def _list(catalogue: Catalogue, options: argparse.Namespace, texts: SimpleNamespace) -> int:
    from zbsec.cli.models.table import backend, facts, lines  # noqa: PLC0415

    if options.json:
        models = [facts(catalogue, model) for model in catalogue.models]
        _print_json({"models": models, "face_backends": [backend(catalogue, one) for one in catalogue.recipes]})
        return 0
    for line in lines(catalogue, texts):
        print(line)
    return 0


def _pull(catalogue: Catalogue, options: argparse.Namespace, texts: SimpleNamespace) -> int:
    results = []
    for model in _meant(catalogue, options.names):
        result = _pull_one(catalogue, model, options)
        results.append(result)
        if not options.json and "fault" in result:
            print(result["error"], file=sys.stderr, flush=True)
        elif not options.json:
            text = texts.fetched if result["fetched"] else texts.there
            print(text.format(**result, size=model.size), flush=True)
    if options.json:
        _print_json({"models": results})
    failed = sum("fault" in result for result in results)
    return 0 if not failed else 1 if failed < len(results) else MISTAKE


def _pull_one(catalogue: Catalogue, model: Model, options: argparse.Namespace) -> dict[str, Any]:
    from zbsec.cli.meter import download  # noqa: PLC0415
    from zbsec.models import PullError, home, pull  # noqa: PLC0415

    if model.carrier is not None and options.to is None and (carried := catalogue.find(model.name)) is not None:
        return {"model": model.name, "path": str(carried), "fetched": False}
    meter = download(model.name, shown=not options.json)
    folder = options.to or options.models or home()
    try:
        done = pull(model, folder, source=options.source, timeout_s=options.timeout, progress=meter)
    except PullError as error:
        return {"model": model.name, "fault": error.fault.value, "error": error.of(options.lang)}
    finally:
        meter.end()
    return {"model": model.name, "path": str(done.path), "fetched": done.fetched}


def _verify(catalogue: Catalogue, options: argparse.Namespace, texts: SimpleNamespace) -> int:
    asked = _meant(catalogue, options.names)
    models = asked or [model for model in catalogue.models if catalogue.find(model.name) is not None]
    results = []
    for model in models:
        results.append(_verified(catalogue, model, options.lang))
        if not options.json:
            print(texts.verdicts[results[-1]["fault"]].format(**results[-1]), flush=True)
    if options.json:
        _print_json({"models": results})
    return 0 if all(result["fault"] is None for result in results) else 1


def _verified(catalogue: Catalogue, model: Model, lang: Lang) -> dict[str, Any]:
    """``fault``: None, ``missing``, ``digest`` (another file) or ``contract`` (not as its manifest says)."""
    from zbsec.errors import ModelError  # noqa: PLC0415
    from zbsec.models.network import check  # noqa: PLC0415

    path, fault = catalogue.find(model.name), "missing"
    try:
        there = catalogue.require(model.name)
        fault = "digest"
        model.check(there)
        fault = "contract"
        check(model, there)
    except ModelError as error:
        return {"model": model.name, "path": path and str(path), "fault": fault, "problem": error.of(lang)}
    return {"model": model.name, "path": str(path), "fault": None, "problem": None}


def _where(catalogue: Catalogue, options: argparse.Namespace, texts: SimpleNamespace) -> int:
    del texts
    from zbsec.models import home  # noqa: PLC0415

    if not options.names:
        if options.json:
            places = [place.where.en for place in catalogue.locators]
            _print_json({"places": places, "installs_into": str(options.models or home())})
        else:
            print("\n".join(place.where.of(options.lang) for place in catalogue.locators))
        return 0
    found = {model.name: catalogue.find(model.name) for model in _meant(catalogue, options.names)}
    if options.json:
        _print_json({"models": {name: path and str(path) for name, path in found.items()}})
    for name, path in found.items() if not options.json else ():
        print(path or f"{name}: -", file=sys.stdout if path else sys.stderr)
    return 0 if all(found.values()) else 1


def _meant(catalogue: Catalogue, names: list[str]) -> list[Model]:
    """Each once, in the order asked for."""
    return list({model.name: model for name in names for model in catalogue.named(name)}.values())


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
