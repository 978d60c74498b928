"""``zbsec bench liveness``: measured, written, printed."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from zbsec.cli.bench.deliver import deliver, page_of
from zbsec.cli.bench.html import write_page
from zbsec.cli.bench.inline import svg
from zbsec.cli.bench.liveness.charts import figures
from zbsec.cli.bench.liveness.measure import measure
from zbsec.cli.bench.liveness.table import intervals, lead, lines, tables, time
from zbsec.cli.bench.liveness.words import words
from zbsec.cli.bench.machine import Machine, limited
from zbsec.cli.bench.results import rounded
from zbsec.cli.bench.sections import percent

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import SimpleNamespace

    from zbsec.cli.bench.liveness.measure import Results

PAGE = "liveness.html"
SCHEMA = 1


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Measure, write what was asked for, print the tables (or the JSON).

    :raises ImageError: the folder cannot be used.
    :raises ModelError: judge or detector cannot be had.
    """
    from zbsec import faces  # noqa: PLC0415
    from zbsec.faces import liveness  # noqa: PLC0415

    texts = words(options.lang)
    page = page_of(options, PAGE)
    judge = liveness.load(options.liveness, options.models, threads=options.threads)
    backend = faces.load(options.backend, options.models, threads=options.threads)
    settings = {"min_score": options.min_score, "resamples": options.resamples, "seed": options.seed}
    with limited(options.threads):
        results = measure(options.folder, backend, judge, say, **settings)
    machine = Machine.here(options.threads)
    asked = {**settings, "liveness": options.liveness, "backend": backend.name, "threads": options.threads}
    deliver(
        options,
        to_json(results, machine, asked),
        page=page,
        write=lambda path: _write(path, results, machine, texts, options.resamples),
        figures=lambda: figures(results),
        lines=lambda: lines(results, texts, options.resamples, options.threads),
        texts=texts,
    )
    return 0


def to_json(results: Results, machine: Machine, asked: dict[str, Any]) -> str:
    """Counts, rates and intervals."""
    worst, apcer = results.worst
    document = {
        "schema": SCHEMA,
        "command": "bench liveness",
        "asked": asked,
        "machine": machine.facts(),
        "liveness": results.liveness,
        "min_score": results.min_score,
        "apcer": {"worst": worst.name, **asdict(apcer)},
        "bpcer": asdict(results.errors[0]),
        "presentations": [
            {
                "kind": kind.name,
                "judged": len(kind.scores),
                "silent": kind.silent,
                "errors": int(kind.wrong(results.min_score).sum()),
                "error_rate": asdict(error),
                "scores": kind.scores.tolist(),
            }
            for kind, error in zip(results.kinds, results.errors, strict=True)
        ],
        "costs": [asdict(one) for one in results.costs],
        "eer": results.eer,
        "silent": [asdict(one) for one in results.judged.silent],
        "ms": statistics.median(results.judged.ms),
    }
    return json.dumps(rounded(document), ensure_ascii=False, indent=1)


def _write(path: Path, results: Results, machine: Machine, texts: SimpleNamespace, resamples: int) -> None:
    write_page(
        path,
        "figures.html.j2",
        words=texts,
        title=texts.title.format(liveness=results.liveness),
        lead=lead(results, texts),
        machine=machine,
        head=[time(results, texts, machine.threads)],
        intervals=intervals(texts, resamples),
        cards=list(_cards(results)),
        charts=lambda: [
            {"title": getattr(texts, name), "note": getattr(texts, f"{name}_note"), "svg": svg(figure)}
            for name, figure in figures(results)
        ],
        tables=list(tables(results, texts)),
    )


def _cards(results: Results) -> Iterator[dict[str, str]]:
    worst, apcer = results.worst
    for label, found in ((f"APCER, {worst.name}", apcer), ("BPCER", results.errors[0])):
        between = f"95 %: {100 * found.low:.3g} - {100 * found.high:.3g} %"
        yield {"value": percent(found.value), "label": label, "beside": between}
    yield {"value": percent(results.eer), "label": "D-EER", "beside": ""}
