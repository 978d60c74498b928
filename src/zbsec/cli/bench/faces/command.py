"""``zbsec bench faces``: measured, written, printed."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from zbsec.cli.bench.faces import Plan
from zbsec.cli.bench.faces.measure import measure
from zbsec.cli.bench.faces.page import draw, write
from zbsec.cli.bench.faces.summary import to_json
from zbsec.cli.bench.faces.table import lines
from zbsec.cli.bench.faces.words import words
from zbsec.cli.bench.machine import Machine, limited

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

PAGE = "faces.html"


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Measure, write what was asked for, print the tables (or the JSON).

    :raises ImageError: the folder cannot be used.
    :raises ModelError: the backend cannot be had.
    """
    from zbsec import faces  # noqa: PLC0415

    texts = words(options.lang)
    page = options.html or (options.out and options.out / PAGE)
    if page:
        page.touch()
    plan = Plan(
        folder=options.folder,
        groups=options.groups,
        galleries=sorted(set(options.galleries)),
        resamples=options.resamples,
        seed=options.seed,
    )
    backend = faces.load(options.backend, options.models, threads=options.threads)
    with limited(options.threads):
        results = measure(plan, backend, say)
    machine = Machine.here(options.threads)
    asked = {name: getattr(options, name) for name in ("backend", "galleries", "resamples", "seed", "threads")}
    document = to_json(results, machine, asked)
    written = []
    for path in (options.out and options.out / "results.json", options.json):
        if path and path != Path("-"):
            path.write_text(document, encoding="utf-8")
            written.append(path)
    if page:
        write(page, results, plan, machine, options.lang)
        written.append(page)
    if options.out and find_spec("matplotlib"):
        written += [options.out / name for name in draw(results, options.out)]
    elif options.out:
        print(texts.no_charts.format(remedy="pip install matplotlib"), file=sys.stderr)
    for path in written:
        print(texts.written.format(path=path), file=sys.stderr)
    for line in [document] if options.json == Path("-") else lines(results, texts, plan.resamples, options.threads):
        print(line)
    return 0
