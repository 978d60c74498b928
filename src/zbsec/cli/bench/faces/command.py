"""``zbsec bench faces``: measured, written, printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.cli.bench.deliver import deliver, page_of
from zbsec.cli.bench.faces import Plan
from zbsec.cli.bench.faces.charts import figures
from zbsec.cli.bench.faces.measure import measure
from zbsec.cli.bench.faces.page import write
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
    page = page_of(options, PAGE)
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
    deliver(
        options,
        to_json(results, machine, asked),
        page=page,
        write=lambda path: write(path, results, plan, machine, options.lang),
        figures=lambda: figures(results),
        lines=lambda: lines(results, texts, plan.resamples, options.threads),
        texts=texts,
    )
    return 0
