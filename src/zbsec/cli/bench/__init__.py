"""Measure search, plate matching, faces or liveness here: beside other libraries, or on labelled photographs."""

from __future__ import annotations

import argparse
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zbsec._text import two
from zbsec.cli.language import add_language
from zbsec.cli.parser import Misuse, Parser

if TYPE_CHECKING:
    from types import SimpleNamespace

    from zbsec.cli.bench.results import Report

HELP = "measure search, plate matching, faces or liveness here"

SEARCH_CASES = ("member", "stranger", "top10-member", "top10", "batch64", "change")
SEARCH_PEERS = (
    "numpy",
    "faiss-flat",
    "faiss-fp16",
    "faiss-sq8",
    "faiss-ivf",
    "faiss-ivfpq",
    "faiss-rabitq",
    "hnswlib",
    "usearch",
)
PLATE_CASES = ("exact", "misread", "soft", "unknown")
PLATE_PEERS = ("scan", "rapidfuzz")
PHOTOGRAPH_PEERS = ("rapidocr", "rapidocr-v4")
DATA = ("clusters", "random")
BOOKS = ("city", "random")
MOST_NUMBERS = 4096
"""Of a vector, see ``zbsec.VectorIndex``."""
SIZES = (1_000, 10_000, 100_000, 1_000_000)
QUICK_SIZES = (1_000, 10_000, 100_000)


def add(command: argparse.ArgumentParser) -> None:
    subjects = command.add_subparsers(dest="subject", required=True, metavar="SUBJECT")
    search = subjects.add_parser("search", help="exact vector search", description=search_description())
    _add_common(search, cases=SEARCH_CASES, peers=SEARCH_PEERS, data=DATA)
    search.add_argument("--dim", type=_width, default=512, help="numbers a vector has (%(default)s)")
    search.add_argument("--threads", type=_at_least_1, default=1, help="of a search and of a build (%(default)s)")
    search.add_argument(
        "--budget-s",
        type=_seconds,
        help="seconds a peer may take to build; then it is reported as not within the budget (600; quick: 120)",
    )
    plates = subjects.add_parser("plates", help="soft plate matching", description=plates_description())
    _add_common(plates, cases=PLATE_CASES, peers=(*PLATE_PEERS, *PHOTOGRAPH_PEERS), data=BOOKS)
    _add_photographs(plates)
    _add_faces(subjects.add_parser("faces", help="a face backend on labelled photographs", description=_FACES))
    _add_liveness(subjects.add_parser("liveness", help="a liveness check on labelled attacks", description=_LIVENESS))


_FACES = (
    "How well a face backend tells people apart (ISO/IEC 19795-1): ROC, DET, true accepts at false accept rates, equal "
    "error rate, open-set identification, by group where groups are labelled, and the thresholds that follow. What the "
    "photographs are too few for is said to be not measurable. FOLDER holds one folder of pictures a person, or "
    "identities.csv (file, person_id, of choice role and group)."
)


_LIVENESS = (
    "How well a liveness check tells people from pictures of them (ISO/IEC 30107-3): APCER of each kind of attack and "
    "the worst, BPCER, what one costs in the other, DET. FOLDER holds one folder of pictures a label (live, print, "
    "screen ...), or presentations.csv (file, label, of choice subject); a table of another name can be given instead."
)


def search_description() -> str:
    return (
        "Exact search with a threshold beside FAISS, hnswlib, USearch and a BLAS product. Peers run in turns with "
        "ours, one in memory at a time; answers are compared with a brute force in double precision."
    )


def plates_description() -> str:
    return (
        "The soft plate match beside rapidfuzz's Levenshtein and a plain scan over the same costs, answers compared; "
        "with --photographs: reading plates in labelled pictures beside RapidOCR, with the failures and their causes."
    )


def _add_photographs(parser: argparse.ArgumentParser) -> None:
    assert isinstance(parser, Parser)
    parser.set_defaults(complain=parser.complain)
    group = parser.add_argument_group("photographs", "With --size, --data, --cases and --quick these have no meaning.")
    group.add_argument("--photographs", type=Path, metavar="FOLDER", help="a folder with labels.csv and its pictures")
    group.add_argument("--html", type=Path, metavar="FILE", help="write a page there, every failure as a picture")
    group.add_argument("--views", nargs="+", default=[], metavar="VIEW", help="only these views of the labels (all)")
    group.add_argument("--limit", type=_at_least_1, metavar="N", help="at most so many pictures, evenly taken (all)")
    group.add_argument("--threads", type=_at_least_1, default=1, help="of each network (%(default)s)")
    group.add_argument(
        "--book", type=_book, default=10_000, metavar="N", help="registered plates; 0: none (%(default)s)"
    )
    group.add_argument(
        "--books",
        type=_not_negative,
        default=50,
        metavar="N",
        help="books without the photographs' plates (%(default)s)",
    )
    group.add_argument(
        "--passages",
        type=_not_negative,
        default=0,
        metavar="N",
        help="drive so many photographed vehicles past a lane's camera (%(default)s)",
    )


def _add_faces(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="labelled photographs")
    parser.add_argument("--backend", metavar="NAME", help="a name of zbsec.faces.FACES (the best that is installed)")
    parser.add_argument("--models", type=Path, metavar="FOLDER", help="with the weights (see: zbsec models where)")
    parser.add_argument("--groups", type=Path, metavar="FILE", help="a table person_id,group")
    parser.add_argument(
        "--galleries",
        type=_size,
        nargs="+",
        default=[100, 1_000, 10_000],
        metavar="N",
        help="members to identify among; modelled where the people are too few (100 1000 10000)",
    )
    _add_run(parser)


def _add_liveness(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="labelled presentations, or their table")
    parser.add_argument("--liveness", default="minifasnet", metavar="NAME", help="the check (%(default)s)")
    parser.add_argument("--backend", metavar="NAME", help="what finds the faces (the best that is installed)")
    parser.add_argument("--models", type=Path, metavar="FOLDER", help="with the weights (see: zbsec models where)")
    parser.add_argument("--min-score", type=float, metavar="SCORE", help="from which somebody is bona fide (its own)")
    _add_run(parser)


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--resamples", type=_at_least_1, default=1_000, metavar="N", help="of people, for intervals (%(default)s)"
    )
    parser.add_argument("--threads", type=_at_least_1, default=1, help="of the networks (%(default)s)")
    parser.add_argument("--seed", type=_not_negative, default=1, help="of all that is drawn (%(default)s)")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page there")
    _add_written(parser)


def _add_written(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write results.json and plots there")
    parser.add_argument(
        "--json", type=Path, nargs="?", const=Path("-"), metavar="FILE", help="write JSON there; alone: print it"
    )
    add_language(parser)


def _add_common(
    parser: argparse.ArgumentParser, *, cases: tuple[str, ...], peers: tuple[str, ...], data: tuple[str, ...]
) -> None:
    parser.add_argument("--size", type=_size, nargs="+", metavar="N", help="how many to search in (1000 to 1000000)")
    parser.add_argument("--data", nargs="+", choices=data, default=list(data), help="kinds of data (all)")
    parser.add_argument("--cases", nargs="+", choices=cases, default=list(cases), help="what is asked (all)")
    parser.add_argument("--peers", nargs="*", choices=peers, default=list(peers), help="beside whom (all)")
    parser.add_argument("--seed", type=_not_negative, default=1, help="of data and queries (%(default)s)")
    parser.add_argument("--quick", action="store_true", help="fewer sizes and settings, shorter measurements")
    _add_written(parser)


def run(options: argparse.Namespace) -> int:
    from zbsec.cli.bench.results import writable  # noqa: PLC0415
    from zbsec.cli.bench.table import lines  # noqa: PLC0415
    from zbsec.cli.bench.words import words  # noqa: PLC0415

    texts = words(options.lang)
    if options.out:
        writable(options.out)
    if options.json and options.json != Path("-"):
        options.json.touch()
    if options.subject == "faces":
        from zbsec.cli.bench.faces.command import run as faces  # noqa: PLC0415

        return faces(options, _progress())
    if options.subject == "liveness":
        from zbsec.cli.bench.liveness.command import run as liveness  # noqa: PLC0415

        return liveness(options, _progress())
    if options.subject == "plates" and options.photographs:
        return _photographs(options)
    if options.subject == "plates" and (options.html or options.views or options.limit):
        options.complain(
            two(
                "--html, --views and --limit go with --photographs",
                "--html、--views、--limit 须与 --photographs 同用",
            )
        )
    options.size = sorted(set(options.size or (QUICK_SIZES if options.quick else SIZES)))
    report = _search(options) if options.subject == "search" else _plates(options)
    if options.out:
        _write(report, options.out, texts)
    if options.json == Path("-"):
        print(report.to_json())
        return 0
    if options.json:
        options.json.write_text(report.to_json(), encoding="utf-8")
    for line in lines(report, texts):
        print(line)
    return 0


def _search(options: argparse.Namespace) -> Report:
    from zbsec.cli.bench import search  # noqa: PLC0415

    quick = options.quick
    plan = search.Plan(
        sizes=options.size,
        dim=options.dim,
        data=options.data,
        threads=options.threads,
        seed=options.seed,
        cases=options.cases,
        peers=options.peers,
        budget_s=options.budget_s or (120.0 if quick else 600.0),
        effort=_effort(quick=quick),
        stride=2 if quick else 1,
        judged_s=1.5 if quick else 20.0,
        queries={"members": 1024, "strangers": 128 if quick else 512},
    )
    report = _empty(options, options.threads, budget_s=plan.budget_s, dim=plan.dim, queries=plan.queries)
    search.measure(plan, report, _progress())
    return report


def _plates(options: argparse.Namespace) -> Report:
    from zbsec.cli.bench import plate_search  # noqa: PLC0415

    options.peers = [name for name in options.peers if name in PLATE_PEERS]
    plan = plate_search.Plan(
        sizes=options.size,
        data=options.data,
        seed=options.seed,
        cases=options.cases,
        peers=options.peers,
        effort=_effort(quick=options.quick),
        judged_s=3.0 if options.quick else 10.0,
        lookups=100 if options.quick else 500,
    )
    report = _empty(options, 1, lookups=plan.lookups)
    plate_search.measure(plan, report, _progress())
    return report


def _photographs(options: argparse.Namespace) -> int:
    from zbsec.cli.bench.machine import Machine  # noqa: PLC0415
    from zbsec.cli.bench.photographs import Plan  # noqa: PLC0415
    from zbsec.cli.bench.photographs.measure import measure  # noqa: PLC0415
    from zbsec.cli.bench.photographs.summary import to_json  # noqa: PLC0415
    from zbsec.cli.bench.photographs.table import lines  # noqa: PLC0415
    from zbsec.cli.bench.photographs.words import words  # noqa: PLC0415

    texts, machine = words(options.lang), Machine.here(options.threads)
    page = options.html or (options.out and options.out / "failures.html")
    if page:
        page.touch()
    plan = Plan(
        folder=options.photographs,
        views=options.views,
        limit=options.limit,
        threads=options.threads,
        peers=[name for name in options.peers if name in PHOTOGRAPH_PEERS],
        book=options.book,
        books=options.books,
        passages=options.passages,
        seed=options.seed,
    )
    results = measure(plan, _progress())
    names = ("views", "limit", "threads", "peers", "book", "books", "passages", "seed")
    asked = {name: getattr(plan, name) for name in names}
    document = to_json(results, machine, asked)
    for path in (options.out and options.out / "results.json", options.json):
        if path and path != Path("-"):
            path.write_text(document, encoding="utf-8")
            _say(texts.written.format(path=path))
    if page:
        from zbsec.cli.bench.photographs.page import write  # noqa: PLC0415

        write(page, results, plan, machine, options.lang)
        _say(texts.written.format(path=page))
    for line in [document] if options.json == Path("-") else lines(results, texts, options.threads):
        print(line)
    return 0


def _book(text: str) -> int:
    from zbsec.cli.bench.photographs.book import MOST_PLATES  # noqa: PLC0415

    value = _not_negative(text)
    if value > MOST_PLATES:
        raise Misuse(
            two(
                f"{text!r} is more than the {MOST_PLATES} plates that a book of one site decides between",
                f"{text!r} 超过一个场所号牌簿的上限 {MOST_PLATES}",
            )
        )
    return value


def _effort(*, quick: bool) -> Any:
    from zbsec.cli.bench.timing import Effort  # noqa: PLC0415

    return Effort(seconds=0.4, rounds=3, most_s=6.0) if quick else Effort(seconds=3.0, rounds=7, most_s=60.0)


def _empty(options: argparse.Namespace, threads: int, **more: Any) -> Report:
    from zbsec.cli.bench import machine  # noqa: PLC0415
    from zbsec.cli.bench.results import Report  # noqa: PLC0415

    return Report(
        command=f"bench {options.subject}",
        asked={
            "size": options.size,
            "data": options.data,
            "cases": options.cases,
            "peers": options.peers,
            "seed": options.seed,
            "quick": options.quick,
            **more,
        },
        machine=machine.Machine.here(threads),
    )


def _write(report: Report, folder: Path, texts: SimpleNamespace) -> None:
    if find_spec("matplotlib"):
        from zbsec.cli.bench.plots import draw  # noqa: PLC0415

        report.plots = draw(report, folder)
    else:
        _say(texts.no_plots.format(remedy="pip install matplotlib"))
    (folder / "results.json").write_text(report.to_json(), encoding="utf-8")
    for name in ["results.json", *report.plots]:
        _say(texts.written.format(path=folder / name))


def _progress() -> Any:
    started = time.monotonic()
    return lambda text: _say(f"[{time.monotonic() - started:6.1f} s] {text}")


def _say(text: str) -> None:
    """Beside the table, so that it can be piped."""
    print(text, file=sys.stderr, flush=True)


def _size(text: str) -> int:
    """``1000000``, ``1_000_000`` or ``1,000,000``."""
    return _at_least_1(text.replace(",", ""))


def _width(text: str) -> int:
    value = _at_least_1(text)
    if value > MOST_NUMBERS:
        raise Misuse(
            two(
                f"{text!r} is more than the {MOST_NUMBERS} numbers a vector may have",
                f"{text!r} 超过向量维数上限 {MOST_NUMBERS}",
            )
        )
    return value


def _at_least_1(text: str) -> int:
    return _whole(text, 1)


def _not_negative(text: str) -> int:
    return _whole(text, 0)


def _whole(text: str, least: int) -> int:
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if value < least:
        raise Misuse(two(f"{text!r} is no whole number of {least} or more", f"{text!r} 不是不小于 {least} 的整数"))
    return value


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not value > 0:
        raise Misuse(two(f"{text!r} is no number of seconds above 0", f"{text!r} 不是大于 0 的秒数"))
    return value
