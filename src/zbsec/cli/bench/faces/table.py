"""The figures as tables, for the terminal and for the page."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

import numpy as np

from zbsec.cli.bench.faces import LEAST
from zbsec.cli.bench.faces.groups import FEWEST_PAIRS
from zbsec.cli.bench.faces.identify import most_members
from zbsec.cli.bench.faces.thresholds import NO_CEILING
from zbsec.cli.bench.sections import Table, on_terminal, percent, score, share
from zbsec.cli.bench.table import digits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import SimpleNamespace

    from zbsec.cli.bench.faces.curve import Curve
    from zbsec.cli.bench.faces.groups import Group, Groups
    from zbsec.cli.bench.faces.identify import Identification, Miss
    from zbsec.cli.bench.faces.measure import Results
    from zbsec.cli.bench.intervals import Estimate
    from zbsec.faces import ImpostorCurve


def lines(results: Results, texts: SimpleNamespace, resamples: int, threads: int) -> Iterator[str]:
    """Everything on the terminal."""
    yield from head(results, texts, threads)
    yield texts.intervals.format(resamples=resamples, least=LEAST)
    yield from on_terminal(tables(results, texts))
    yield ""
    yield texts.limits


def head(results: Results, texts: SimpleNamespace, threads: int) -> Iterator[str]:
    """What was looked at, and what failed."""
    seen, pairs = results.seen, results.pairs
    yield texts.title.format(backend=results.backend)
    yield lead(results, texts)
    failed = len(seen.failures)
    if pairs.impostor_all > len(pairs.impostor):
        yield texts.sampled.format(all=f"{pairs.impostor_all:,}")
    yield texts.failures.format(
        failed=failed,
        pictures=len(seen.portraits),
        fta=percent(failed / len(seen.portraits)),
        fte=seen.not_enrolled,
        people=len(seen.people),
    )
    if seen.several:
        yield texts.several.format(several=seen.several)
    yield texts.time.format(ms=digits(statistics.median(seen.ms)), threads=threads)


def lead(results: Results, texts: SimpleNamespace) -> str:
    return str(
        texts.lead.format(
            pictures=f"{len(results.seen.portraits):,}",
            people=f"{len(results.seen.people):,}",
            genuine=f"{results.everybody.genuine:,}",
            impostor=f"{results.everybody.impostor:,}",
        )
    )


def tables(results: Results, texts: SimpleNamespace) -> Iterator[Table]:
    """In the order in which they are read."""
    yield verification(results, texts)
    yield groups(results, texts)
    yield identification(results, texts)
    if results.gate:
        yield gate(results, texts)
    yield needed(results, texts)
    if results.thresholds.points:
        yield points(results, texts)
    if results.seen.failures:
        rows = [[one.file, one.why] for one in results.seen.failures]
        yield Table(title=texts.failed, rows=[[texts.file, texts.why], *rows], left=2)


def verification(results: Results, texts: SimpleNamespace) -> Table:
    rows = [[texts.far, texts.errors, texts.score, texts.tar]]
    for one in results.everybody.points:
        if one.score is None:
            rows.append([f"{one.rate:g}", digits(one.errors), "", _too_few(one.rate, texts)])
        else:
            tar = share(one.tar) if one.tar else texts.no_genuine
            rows.append([f"{one.rate:g}", digits(one.errors), score(one.score), tar])
    notes = [f"{texts.eer}: {share(results.everybody.eer)}"] if results.everybody.eer else []
    if own := results.everybody.own:
        figures = texts.own_figures.format(fmr=share(own.fmr), fnmr=share(own.fnmr))
        notes.append(f"{texts.own.format(score=f'{results.min_score:g}')}: {figures}")
    return Table(title=texts.verification, rows=rows, notes=notes)


def groups(results: Results, texts: SimpleNamespace) -> Table:
    found = results.groups
    names = [texts.group, texts.people, texts.pictures, texts.pairs]
    figures = [texts.fmr_there, texts.times, texts.fmr_own, texts.fnmr_own, texts.lowest, texts.needs]
    counts = [str(len(results.seen.people)), str(len(results.seen.portraits)), f"{results.everybody.impostor:,}"]
    everybody = [texts.everybody, *counts, percent(found.rate), "", *_own(results.everybody)]
    rows = [[*names, *figures], everybody, *(_group(one, found.rate) for one in found.groups)]
    title = texts.groups.format(score=f"{found.score:.3f}", rate=percent(found.rate))
    return Table(title=title, rows=rows, notes=list(_about_groups(found, texts)))


def _group(one: Group, rate: float) -> list[str]:
    there = one.curve.scores[0].fmr
    times = digits(there.value / rate) if there and rate else ""
    start = [one.name, str(one.curve.people), str(one.pictures), f"{one.curve.impostor:,}"]
    return [*start, share(there), times, *_own(one.curve)]


def _own(curve: Curve) -> list[str]:
    own, last = curve.own, curve.ladder[-1] if curve.ladder else None
    rate, needs = ("", "") if last is None or last.score is None else (percent(last.rate), score(last.score))
    return [share(own.fmr) if own else "", share(own.fnmr) if own else "", rate, needs]


def _about_groups(found: Groups, texts: SimpleNamespace) -> Iterator[str]:
    if found.worst:
        yield (texts.worst if found.beyond_chance else texts.worst_perhaps).format(group=found.worst.name)
    else:
        yield texts.no_groups
    if found.small:
        yield texts.small.format(groups=", ".join(found.small), fewest=FEWEST_PAIRS)


def identification(results: Results, texts: SimpleNamespace) -> Table:
    rows = [[texts.members, texts.rounds, texts.fpir, texts.score, texts.fnir, texts.modelled_score, texts.modelled]]
    for one in results.identifications:
        rows += _sizes(one, results, texts)
    seen = results.seen
    most = max(most_members(seen), 0)
    note = texts.identification_note.format(people=len(seen.people), least=LEAST, most=most)
    return Table(title=texts.identification, rows=rows, notes=[note])


def _sizes(one: Identification, results: Results, texts: SimpleNamespace) -> Iterator[list[str]]:
    start = [f"{one.members:,}", str(one.rounds or "")]
    if one.fpir:
        yield [*start, share(one.fpir), f"{results.min_score:g}", share(one.fnir), "", ""]
        start = ["", ""]
    for miss in one.misses:
        yield [*start, percent(miss.fpir), *_miss(miss, texts)]
        start = ["", ""]


def _miss(miss: Miss, texts: SimpleNamespace) -> list[str]:
    measured = ["", texts.not_measured]
    if miss.score is not None:
        measured = [f"{miss.score:.3f}", share(miss.fnir)]
    if miss.modelled_score is None:
        return [*measured, "", texts.not_measured]
    mark = "*" if miss.extrapolated else ""
    missed = texts.no_genuine if miss.modelled_fnir is None else percent(miss.modelled_fnir) + mark
    return [*measured, f"{miss.modelled_score:.3f}{mark}", missed]


def gate(results: Results, texts: SimpleNamespace) -> Table:
    one = results.gate
    assert one is not None
    rows = [["", texts.searches, ""], [texts.right, str(one.probes), share(one.right)]]
    rows.append([texts.another, str(one.probes), str(one.as_another)])
    if one.accepted:
        rows.append([texts.accepted, str(one.strangers), share(one.accepted)])
    return Table(title=texts.gate.format(score=f"{results.min_score:g}", members=one.members), rows=rows)


def needed(results: Results, texts: SimpleNamespace) -> Table:
    found = results.thresholds
    rows = [[texts.members, texts.by_line, texts.by_pareto, *([texts.by_shipped] if found.shipped else [])]]
    shipped = [[_threshold(one, found.shipped, texts)] for one in found.by_shipped] or [[] for _ in found.needed]
    for one, other in zip(found.needed, shipped, strict=True):
        rows.append([f"{one.members:,}", _estimated(one.line, texts), _estimated(one.pareto, texts), *other])
    title = texts.thresholds.format(whose=found.whose or texts.everybody, strangers=f"{round(1 / found.limit):,}")
    if found.curve is None:
        return Table(title=title, rows=rows, notes=[f"{texts.by_line}: {texts.no_curve}"])
    note = texts.thresholds_note.format(rate=f"{found.curve.points[-1][1]:g}", score=f"{found.curve.measured_to:.2f}")
    half = half_refused(results)
    said = texts.print_curve_alone if half is None else texts.print_curve.format(half=f"{half:.2f}")
    return Table(title=title, rows=rows, notes=[note, said], code=printed(results))


def _estimated(found: Estimate | None, texts: SimpleNamespace) -> str:
    """A score with its interval, or that no score can be so."""
    if found is None:
        return ""
    if found.value > NO_CEILING:
        return str(texts.above.format(ceiling=f"{NO_CEILING:g}"))
    return f"{found.value:.2f} ({found.low:.2f}-{min(found.high, NO_CEILING):.2f})"


def _threshold(value: float, curve: ImpostorCurve | None, texts: SimpleNamespace) -> str:
    """A score that a gallery can have, or that there is none."""
    assert curve is not None
    return f"{value:.2f}" if value <= curve.ceiling else str(texts.above.format(ceiling=f"{curve.ceiling:g}"))


def points(results: Results, texts: SimpleNamespace) -> Table:
    found = results.thresholds
    rows = [[texts.score, texts.shipped, texts.measured, texts.verdict]]
    for one in found.points:
        rows.append([f"{one.score:g}", percent(one.shipped), share(one.measured), getattr(texts, one.verdict)])
    return Table(title=texts.points.format(whose=found.whose or texts.everybody), rows=rows)


def printed(results: Results) -> str:
    """The measured curve as Python."""
    curve = results.thresholds.curve
    assert curve is not None
    values = ", ".join(f"({at:.3f}, {rate:g})" for at, rate in curve.points)
    return f"ImpostorCurve(points=({values}), ceiling=CEILING)"


def half_refused(results: Results) -> float | None:
    """The median genuine score; None: there is none."""
    genuine = results.pairs.genuine[np.isfinite(results.pairs.genuine)]
    return float(np.median(genuine)) if len(genuine) else None


def _too_few(rate: float, texts: SimpleNamespace) -> str:
    return str(texts.not_measurable.format(pairs=f"{round(LEAST / rate):,}"))
