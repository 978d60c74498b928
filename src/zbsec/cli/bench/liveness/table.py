"""The figures as tables, for the terminal and for the page."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from zbsec.cli.bench.faces import LEAST
from zbsec.cli.bench.sections import Table, on_terminal, percent, share
from zbsec.cli.bench.table import digits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import SimpleNamespace

    from zbsec.cli.bench.liveness.measure import Results


def lines(results: Results, texts: SimpleNamespace, resamples: int, threads: int) -> Iterator[str]:
    """Everything on the terminal."""
    yield texts.title.format(liveness=results.liveness)
    yield lead(results, texts)
    yield time(results, texts, threads)
    yield intervals(texts, resamples)
    yield from on_terminal(tables(results, texts))
    yield ""
    yield texts.limits


def lead(results: Results, texts: SimpleNamespace) -> str:
    shown = results.judged.presentations
    attacks = sum(one.kind is not None for one in shown)
    subjects = len({one.subject for one in shown})
    facts = {"bona_fide": len(shown) - attacks, "attacks": attacks, "kinds": len(results.kinds) - 1}
    return str(texts.lead.format(**facts, subjects=subjects))


def time(results: Results, texts: SimpleNamespace, threads: int) -> str:
    return str(texts.time.format(ms=digits(statistics.median(results.judged.ms)), threads=threads))


def intervals(texts: SimpleNamespace, resamples: int) -> str:
    return str(texts.intervals.format(resamples=resamples, least=LEAST))


def tables(results: Results, texts: SimpleNamespace) -> Iterator[Table]:
    """In the order in which they are read."""
    yield at_threshold(results, texts)
    yield costs(results, texts)
    if results.judged.silent:
        rows = [[one.file, one.why] for one in results.judged.silent]
        yield Table(title=texts.silent_files, rows=[[texts.file, texts.why], *rows], left=2)


def at_threshold(results: Results, texts: SimpleNamespace) -> Table:
    rows = [[texts.kind, texts.measure, texts.judged, texts.errors, texts.rate, texts.silent]]
    for kind, error in zip(results.kinds, results.errors, strict=True):
        name, measure = (texts.people, "BPCER") if kind.name is None else (kind.name, "APCER")
        wrong = int(kind.wrong(results.min_score).sum())
        rows.append([name, measure, str(len(kind.scores)), str(wrong), share(error), str(kind.silent)])
    worst, error = results.worst
    notes = [texts.worst.format(kind=worst.name, apcer=share(error))] if len(results.kinds) > 2 else []
    return Table(title=texts.threshold.format(score=f"{results.min_score:g}"), rows=rows, left=2, notes=notes)


def costs(results: Results, texts: SimpleNamespace) -> Table:
    rows = [[texts.apcer_at_most, texts.score, "BPCER"]]
    for one in results.costs:
        if one.bpcer is None or one.score is None:
            rows.append([percent(one.apcer), "", texts.not_measurable.format(count=round(LEAST / one.apcer))])
        else:
            rows.append([percent(one.apcer), f"{one.score:.3f}", share(one.bpcer)])
    return Table(title=texts.costs, rows=rows, notes=[f"{texts.eer}: {percent(results.eer)}"])
