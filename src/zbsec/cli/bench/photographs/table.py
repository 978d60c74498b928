"""The figures as tables on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.cli.bench.peers import OURS
from zbsec.cli.bench.photographs.summary import causes, compared, groups, times
from zbsec.cli.bench.photographs.words import cause_name
from zbsec.cli.bench.table import digits
from zbsec.cli.columns import aligned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import SimpleNamespace

    from zbsec.cli.bench.photographs.book import Matched
    from zbsec.cli.bench.photographs.measure import Results


def lines(results: Results, texts: SimpleNamespace, threads: int) -> Iterator[str]:
    """Accuracy, times, matching, comparison, causes."""
    yield from aligned(list(accuracy(results, texts)), left=4)
    yield ""
    yield texts.times.format(threads=threads)
    yield from aligned(list(took(results, texts)), left=2)
    titles = [matched_title(results, texts), texts.driven, texts.compared, ""]
    for title, table in zip(titles, (matched, driven, right_of_both, why), strict=True):
        rows = list(table(results, texts))
        if len(rows) > 1:
            yield ""
            yield from [title] if title else []
            yield from aligned(rows, left=1)
    for reader, count in results.elsewhere.items():
        yield texts.elsewhere.format(reader=reader, count=count)
    for peer, remedy in results.left_out.items():
        yield texts.left_out.format(peer=peer, remedy=remedy)


def accuracy(results: Results, texts: SimpleNamespace) -> Iterator[list[str]]:
    yield [texts.view, "", texts.part, texts.reader, texts.plates, texts.found, texts.exact, texts.near, texts.corners]
    for group in groups(results):
        for reader, share in group.shares.items():
            part = texts.all if group.by == "all" else group.part
            off = "" if share.corner_error is None else percent(share.corner_error)
            shares = [percent(share.found), percent(share.exact), percent(share.near), off]
            yield [group.view, getattr(texts, f"by_{group.by}"), part, reader, str(share.plates), *shares]


def took(results: Results, texts: SimpleNamespace) -> Iterator[list[str]]:
    yield ["", texts.reader, texts.ms, texts.p90]
    for name, crop in ((texts.photograph, False), (texts.crop, True)):
        for reader in results.readers:
            time = times(results, reader, crop=crop)
            if time is not None:
                yield [name, reader, digits(time.median), digits(time.p90)]


def matched_title(results: Results, texts: SimpleNamespace) -> str:
    one = results.matched.get(OURS)
    return "" if one is None else str(texts.matched.format(book=f"{one.book:,}", own=one.own))


def matched(results: Results, texts: SimpleNamespace) -> Iterator[list[str]]:
    yield [texts.reader, texts.asked, texts.right, texts.unsure, texts.wrong, texts.twins, texts.accepts]
    for reader, one in results.matched.items():
        shares = [percent(count / one.asked) for count in (one.right, one.unsure, one.wrong, one.twins)]
        yield [reader, str(one.asked), *shares, accepted(one, texts)]


def accepted(one: Matched, texts: SimpleNamespace) -> str:
    """How many readings were taken for a plate that they are not, and how often that may be so at most."""
    counted = f"{one.unknown_accepted} / {one.unknown_asked:,}"
    interval = one.wrong_accept_interval
    return counted if interval is None else f"{counted} ({texts.at_most.format(share=f'{interval[1]:.2g}')})"


def driven(results: Results, texts: SimpleNamespace) -> Iterator[list[str]]:
    yield [texts.passages, texts.once, texts.at_least, texts.several_events, texts.no_event, texts.let_in, texts.wrong]
    if (one := results.driven) is not None:
        counts = [f"{one.once} ({percent(one.once / one.passages)})", percent(one.once_interval[0])]
        let_in = f"{one.let_in} / {one.registered}"
        yield [str(one.passages), *counts, str(one.several), str(one.none), let_in, str(one.mistaken)]


def right_of_both(results: Results, texts: SimpleNamespace) -> Iterator[list[str]]:
    yield ["", texts.both, texts.ours, texts.peer.format(peer="-"), texts.neither]
    for reader in results.readers:
        if reader != OURS:
            yield [reader, *(str(count) for count in compared(results, reader).values())]


def why(results: Results, texts: SimpleNamespace) -> Iterator[list[str]]:
    yield [texts.causes, texts.plates]
    for cause, rows in causes(results).items():
        yield [cause_name(texts, cause), str(len(rows))]


def percent(value: float) -> str:
    return f"{value:.1%}"
