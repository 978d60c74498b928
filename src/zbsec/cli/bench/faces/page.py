"""The page of results: one HTML file that needs nothing beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zbsec.cli.bench.faces import LEAST
from zbsec.cli.bench.faces.table import head, lead, tables
from zbsec.cli.bench.faces.words import words
from zbsec.cli.bench.html import write_page
from zbsec.cli.bench.sections import percent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import SimpleNamespace

    from zbsec.cli.bench.faces import Plan
    from zbsec.cli.bench.faces.measure import Results
    from zbsec.cli.bench.intervals import Estimate
    from zbsec.cli.bench.machine import Machine


def write(path: Path, results: Results, plan: Plan, machine: Machine, language: str) -> None:
    """Write the page.

    :raises OSError: it cannot be written.
    """
    texts = words(language)
    write_page(
        path,
        "figures.html.j2",
        words=texts,
        title=texts.title.format(backend=results.backend),
        lead=lead(results, texts),
        machine=machine,
        head=list(head(results, texts, machine.threads))[2:],
        intervals=texts.intervals.format(resamples=plan.resamples, least=LEAST),
        cards=list(_cards(results, texts)),
        charts=lambda: _charts(results, texts),
        tables=list(tables(results, texts)),
    )


def _cards(results: Results, texts: SimpleNamespace) -> Iterator[dict[str, str]]:
    measured = [one for one in results.everybody.points if one.tar]
    for one in measured:
        assert one.tar is not None
        yield {
            "value": percent(one.tar.value),
            "label": f"{texts.tar}, {texts.far} {one.rate:g}",
            "beside": _between(one.tar),
        }
    if results.everybody.eer:
        eer = results.everybody.eer
        yield {"value": percent(eer.value), "label": texts.eer, "beside": _between(eer)}
    if results.gate:
        yield {"value": percent(results.gate.right.value), "label": texts.right, "beside": _between(results.gate.right)}
    if results.gate and results.gate.accepted:
        accepted = results.gate.accepted
        yield {"value": percent(accepted.value), "label": texts.accepted, "beside": _between(accepted)}


def _between(found: Estimate) -> str:
    return f"95 %: {100 * found.low:.3g} - {100 * found.high:.3g} %"


def _charts(results: Results, texts: SimpleNamespace) -> Iterator[dict[str, Any]]:
    from zbsec.cli.bench.faces.charts import figures  # noqa: PLC0415
    from zbsec.cli.bench.inline import svg  # noqa: PLC0415

    for name, figure in figures(results):
        yield {"title": getattr(texts, name), "note": getattr(texts, f"{name}_note"), "svg": svg(figure)}
