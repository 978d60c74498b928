"""Read every photograph with every reader in turn, and judge what they say."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2

from zbsec.cli.bench.machine import limited
from zbsec.cli.bench.peers import OURS
from zbsec.cli.bench.photographs.book import match
from zbsec.cli.bench.photographs.cause import Inquiry
from zbsec.cli.bench.photographs.conditions import conditions
from zbsec.cli.bench.photographs.judge import answer
from zbsec.cli.bench.photographs.labels import photographs
from zbsec.cli.bench.photographs.lane import drive
from zbsec.cli.bench.photographs.readers import READERS
from zbsec.devices.drivers.pictures import read_image

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.cli.bench.photographs import Plan
    from zbsec.cli.bench.photographs.book import Matched
    from zbsec.cli.bench.photographs.cause import Finding
    from zbsec.cli.bench.photographs.conditions import Conditions
    from zbsec.cli.bench.photographs.judge import Answer
    from zbsec.cli.bench.photographs.labels import Label, Photograph
    from zbsec.cli.bench.photographs.lane import Driven
    from zbsec.cli.bench.photographs.readers import Found, PhotographReader

SAY_EVERY = 50


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    """One labelled plate, and what every reader made of it."""

    label: Label
    conditions: Conditions
    answers: dict[str, Answer]
    finding: Finding | None
    """Why ours failed; None: it did not."""


@dataclass(slots=True, kw_only=True)
class Results:
    """Everything of one run."""

    rows: list[Row] = field(default_factory=list)
    ms: dict[str, dict[bool, list[float]]] = field(default_factory=dict)
    """Reader → whether the picture is a crop → milliseconds of each picture."""
    elsewhere: dict[str, int] = field(default_factory=dict)
    """Reader → readings in photographs that are of no labelled plate."""
    matched: dict[str, Matched] = field(default_factory=dict)
    driven: Driven | None = None
    """None: no photograph was driven past a lane."""
    left_out: dict[str, str] = field(default_factory=dict)
    """Reader → what it lacks here."""

    @property
    def readers(self) -> list[str]:
        """Ours first."""
        return list(self.ms)


def measure(plan: Plan, say: Callable[[str], None]) -> Results:
    """Ours and every peer that can be had.

    :raises ImageError: a label or a picture that cannot be used, named.
    """
    found = photographs(plan.folder, views=plan.views, limit=plan.limit)
    results = Results()
    readers = dict(_readers(plan, results))
    cv2.setNumThreads(plan.threads)
    inquiry = Inquiry(readers[OURS], threads=plan.threads)
    with limited(plan.threads):
        for number, photograph in enumerate(found):
            if number % SAY_EVERY == 0:
                say(f"photograph {number + 1} of {len(found)}")
            results.rows += _read(photograph, readers, inquiry, results)
        if plan.book:
            asked = {name: [(row.label.text, row.answers[name].found) for row in results.rows] for name in readers}
            results.matched = match(asked, plan.book, books=plan.books, seed=plan.seed, say=say)
    if plan.passages:
        results.driven = drive(plan, say)
    return results


def _readers(plan: Plan, results: Results) -> Iterator[tuple[str, PhotographReader]]:
    for name in [OURS, *plan.peers]:
        lack = READERS[name].lack()
        if lack:
            results.left_out[name] = lack
            continue
        results.ms[name], results.elsewhere[name] = {True: [], False: []}, 0
        yield name, READERS[name](plan.threads)


def _read(
    photograph: Photograph, readers: dict[str, PhotographReader], inquiry: Inquiry, results: Results
) -> list[Row]:
    picture = read_image(photograph.path)
    told = {}
    for name, reader in readers.items():
        told[name], took = timed(reader, picture, crop=photograph.is_crop)
        results.ms[name][photograph.is_crop].append(took)
    rows = []
    for label in photograph.labels:
        answers = {name: answer(label, readings) for name, readings in told.items()}
        rows.append(
            Row(
                label=label,
                conditions=conditions(label, picture),
                answers=answers,
                finding=inquiry.cause(label, answers[OURS], picture),
            )
        )
    for name, readings in told.items():
        meant = [row.answers[name].found for row in rows]
        results.elsewhere[name] += sum(all(one is not other for other in meant) for one in readings)
    return rows


def timed(reader: PhotographReader, picture: NDArray[np.uint8], *, crop: bool) -> tuple[list[Found], float]:
    """What it reads, and the milliseconds that it took."""
    started = time.perf_counter()
    readings = reader.read_crop(picture) if crop else reader.read(picture)
    return readings, 1000 * (time.perf_counter() - started)
