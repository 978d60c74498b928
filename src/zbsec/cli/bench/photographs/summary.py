"""Figures of a run: by view and condition, between readers, and everything as JSON."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from zbsec._wilson import wilson
from zbsec.cli.bench.peers import OURS
from zbsec.cli.bench.photographs.cause import Cause
from zbsec.cli.bench.timing import Timing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zbsec.cli.bench.machine import Machine
    from zbsec.cli.bench.photographs.measure import Results, Row

SCHEMA = 1

BY: dict[str, Callable[[Row], str]] = {
    "colour": lambda row: row.label.colour or "unknown",
    "kind": lambda row: row.label.kind or "unknown",
    "rows": lambda row: str(row.label.rows),
    "width": lambda row: row.conditions.width,
    "angle": lambda row: row.conditions.angle,
    "light": lambda row: row.conditions.light,
    "sight": lambda row: row.conditions.sight,
}
"""What plates are grouped by, within a view."""

SCORES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999)
"""Readings are counted between these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Of some plates, what one reader made."""

    plates: int
    found: float
    exact: float
    near: float
    """Right but for one character at most."""
    corner_error: float | None
    """Median, in parts of the plate's width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Plates of one view under one condition."""

    view: str
    by: str
    """``all``, or a key of ``BY``."""
    part: str
    shares: dict[str, Share]
    """By reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """Milliseconds a picture."""

    pictures: int
    median: float
    p90: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """How many of our readings with such a score are right."""

    name: str
    readings: int
    score: float
    """Mean."""
    right: float
    """Share, and the ends of its 95 % interval."""
    low: float
    high: float


def trusted(results: Results) -> list[Trust]:
    """Our readings by their score, the weakest first."""
    found = [(row.answers[OURS].found, row.answers[OURS].right) for row in results.rows]
    read = [(one.score, right) for one, right in found if one is not None]
    made = []
    for low, high in pairwise((*SCORES, 1.1)):
        here = [(score, right) for score, right in read if low <= score < high]
        if here:
            right = sum(right for _, right in here)
            ends = wilson(right, len(here))
            made.append(
                Trust(
                    name=f"≥ {low:g}" if low else f"< {high:g}",
                    readings=len(here),
                    score=sum(score for score, _ in here) / len(here),
                    right=right / len(here),
                    low=ends[0],
                    high=ends[1],
                )
            )
    return made


def groups(results: Results) -> list[Group]:
    """All of a view, then by every condition under which there is more than one part."""
    made = []
    for view in sorted({row.label.view for row in results.rows}):
        rows = [row for row in results.rows if row.label.view == view]
        made.append(_group(results, view, "all", "all", rows))
        for by, part_of in BY.items():
            parts = sorted({part_of(row) for row in rows}, key=_in_order)
            for part in parts if len(parts) > 1 else ():
                made.append(_group(results, view, by, part, [row for row in rows if part_of(row) == part]))
    return made


def _group(results: Results, view: str, by: str, part: str, rows: Sequence[Row]) -> Group:
    return Group(view=view, by=by, part=part, shares={name: share(rows, name) for name in results.readers})


def _in_order(part: str) -> tuple[bool, bool, float, str]:
    """``< 60 px`` before ``< 100 px`` before ``≥ 250 px``; what is not known last."""
    number = "".join(character for character in part if character.isdigit())
    return part == "unknown", part.startswith("≥"), float(number or 0), part


def share(rows: Sequence[Row], reader: str) -> Share:
    """What one reader made of these plates, one or more."""
    answers = [row.answers[reader] for row in rows]
    errors = [answer.corner_error for answer in answers if answer.corner_error is not None]
    return Share(
        plates=len(rows),
        found=sum(answer.found is not None for answer in answers) / len(rows),
        exact=sum(answer.right for answer in answers) / len(rows),
        near=sum(answer.near for answer in answers) / len(rows),
        corner_error=statistics.median(errors) if errors else None,
    )


def times(results: Results, reader: str, *, crop: bool) -> Time | None:
    """None: there was no such picture."""
    samples = results.ms[reader][crop]
    if not samples:
        return None
    timing = Timing.of(samples)
    return Time(pictures=timing.runs, median=timing.median, p90=timing.p90)


def compared(results: Results, peer: str) -> dict[str, int]:
    """On how many plates both are right, ours alone, the peer alone, or neither."""
    names = {(True, True): "both", (True, False): "ours", (False, True): "peer", (False, False): "neither"}
    counted = Counter(names[row.answers[OURS].right, row.answers[peer].right] for row in results.rows)
    return {name: counted[name] for name in names.values()}


def causes(results: Results) -> dict[str, list[Row]]:
    """Failures of ours by cause, the commonest cause first; within one, the commonest pair first.

    A wrong ground colour comes last: the plate was read.
    """
    failed = [row for row in results.rows if row.finding is not None]
    pairs = Counter(row.finding.pair for row in failed if row.finding)
    made: dict[str, list[Row]] = {}
    for row in sorted(failed, key=lambda row: (-pairs[_pair(row)], _pair(row), row.label.file)):
        assert row.finding is not None
        made.setdefault(row.finding.cause.value, []).append(row)
    return dict(sorted(made.items(), key=lambda item: (item[0] == Cause.COLOUR, -len(item[1]))))


def _pair(row: Row) -> str:
    return row.finding.pair if row.finding else ""


def to_json(results: Results, machine: Machine, asked: dict[str, Any]) -> str:
    """Everything, every answer included."""
    document = {
        "schema": SCHEMA,
        "command": "bench plates --photographs",
        "asked": asked,
        "machine": machine.facts(),
        "left_out": results.left_out,
        "groups": [asdict(group) for group in groups(results)],
        "ms": {
            reader: {
                name: asdict(time)
                for name, crop in (("photograph", False), ("crop", True))
                if (time := times(results, reader, crop=crop))
            }
            for reader in results.readers
        },
        "elsewhere": results.elsewhere,
        "matched": {
            reader: {
                **asdict(matched),
                "wrong_accept_share": matched.wrong_accept_share,
                "wrong_accept_interval": matched.wrong_accept_interval,
            }
            for reader, matched in results.matched.items()
        },
        "driven": None
        if results.driven is None
        else {**asdict(results.driven), "interval": results.driven.once_interval},
        "trust": [asdict(one) for one in trusted(results)],
        "compared": {reader: compared(results, reader) for reader in results.readers if reader != OURS},
        "causes": {cause: len(rows) for cause, rows in causes(results).items()},
        "answers": [_answers(row) for row in results.rows],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _answers(row: Row) -> dict[str, Any]:
    label = row.label
    return {
        "file": label.file,
        "text": label.text,
        "view": label.view,
        **{by: part_of(row) for by, part_of in BY.items()},
        "cause": row.finding.cause.value if row.finding else None,
        "pair": row.finding.pair if row.finding else "",
        "read": {
            reader: {
                "text": answer.text,
                "right": answer.right,
                "score": round(float(answer.found.score), 4) if answer.found else None,
            }
            for reader, answer in row.answers.items()
        },
    }
