"""The figures as a table on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.cli.bench.peers import OURS
from zbsec.cli.columns import aligned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import SimpleNamespace

    from zbsec.cli.bench.results import Report, Result, Room


def lines(report: Report, texts: SimpleNamespace) -> Iterator[str]:
    """Room by room: one row a case and library, at the setting that stands for it; then what building took."""
    yield texts.machine.format(line=report.machine.line, seed=report.asked["seed"])
    for room in report.rooms():
        yield ""
        yield str(room)
        yield from aligned(list(_rows(report, room, texts)), left=3 if room.dim else 2)
        yield ""
        yield from aligned(list(_builds(report, room, texts)), left=1)
        for built in report.builds:
            if built.room == room and built.done < 1:
                yield texts.budget.format(
                    peer=built.peer, done=built.done, seconds=built.seconds, expected=built.expected_seconds
                )
    if not all(result.reaches for result in report.results if result.chosen):
        yield ""
        yield texts.below
    if report.left_out:
        yield ""
    for peer, remedy in report.left_out.items():
        yield texts.left_out.format(peer=peer, remedy=remedy)


def _rows(report: Report, room: Room, texts: SimpleNamespace) -> Iterator[list[str]]:
    titles = [texts.case, texts.peer, texts.setting, texts.median, texts.spread, texts.times]
    titles += [texts.recall, texts.equal, texts.share] if room.dim else [texts.right, texts.same]
    if not room.dim:
        titles.remove(texts.setting)
    yield titles
    results = [result for result in report.results if result.room == room and result.chosen]
    for case in dict.fromkeys(result.case for result in results):
        rows = sorted((one for one in results if one.case == case), key=lambda one: one.ms.median)
        for number, result in enumerate(rows):
            yield _row(result, case if number == 0 else "", setting=bool(room.dim))


def _row(result: Result, case: str, *, setting: bool) -> list[str]:
    times = "" if result.times_ours is None else digits(result.times_ours.median)
    below = "" if result.reaches else "<"
    start = [case, result.peer] + ([result.setting] if setting else [])
    figures = [digits(result.ms.median), f"{digits(result.ms.p10)}-{digits(result.ms.p90)}", times]
    answers = [below + _share(result.recall, 4), _share(result.equal_ids, 4)]
    return start + figures + answers + ([_percent(result.bandwidth_share)] if setting else [])


def _builds(report: Report, room: Room, texts: SimpleNamespace) -> Iterator[list[str]]:
    yield [texts.peer, texts.build, texts.memory]
    built = [one for one in report.builds if one.room == room and one.done >= 1]
    for one in sorted(built, key=lambda one: (one.peer != OURS, one.seconds)):
        yield [one.peer, digits(one.seconds), f"{one.memory_bytes / 1e6:,.0f}"]


def _share(value: float | None, places: int) -> str:
    return "" if value is None else f"{value:.{places}f}"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"


def digits(value: float) -> str:
    """Three of them, without an exponent."""
    if value >= 1000:
        return f"{value:,.0f}"
    places = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3 if value >= 0.1 else 4
    return f"{value:.{places}f}"
