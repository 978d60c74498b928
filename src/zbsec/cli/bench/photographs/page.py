"""The page of results: one HTML file that needs nothing beside it, every failure in it as pictures, by cause."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from zbsec.cli.bench.html import write_page
from zbsec.cli.bench.peers import OURS
from zbsec.cli.bench.photographs import charts, table
from zbsec.cli.bench.photographs.cause import Cause
from zbsec.cli.bench.photographs.summary import causes, groups, share, times
from zbsec.cli.bench.photographs.views import data_uri, in_place, upright
from zbsec.cli.bench.photographs.words import cause_name, words
from zbsec.devices.drivers.pictures import read_image
from zbsec.records import PLATE_ALPHABET

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import SimpleNamespace

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.cli.bench.machine import Machine
    from zbsec.cli.bench.photographs import Plan
    from zbsec.cli.bench.photographs.measure import Results, Row
    from zbsec.cli.bench.photographs.summary import Group

CANDIDATES = 3
"""Characters shown of each place."""
LEAST = 0.005
"""Less likely ones are not shown."""
SMALL = ("< 60 px", "< 100 px")
TILTED = ("< 30°", "≥ 30°")


def write(path: Path, results: Results, plan: Plan, machine: Machine, language: str) -> None:
    """Write the page.

    :raises OSError: it cannot be written.
    """
    texts = words(language)
    write_page(
        path,
        "photographs/page.html.j2",
        words=texts,
        lead=texts.lead.format(
            pictures=len({row.label.file for row in results.rows}),
            plates=len(results.rows),
        ),
        machine=machine,
        cards=list(_cards(results, texts)),
        charts=lambda: _charts(results, texts),
        tables=list(_tables(results, texts, plan)),
        notes=list(_notes(results, texts)),
        views=_views(results),
        sections=[_section(cause, rows, results, plan, texts) for cause, rows in causes(results).items()],
        pairs=_pairs(results),
    )


def _cards(results: Results, texts: SimpleNamespace) -> Iterator[dict[str, str]]:
    for view in sorted({row.label.view for row in results.rows}):
        rows = [row for row in results.rows if row.label.view == view]
        exact = {reader: table.percent(share(rows, reader).exact) for reader in results.readers}
        beside = ", ".join(f"{reader} {value}" for reader, value in exact.items() if reader != OURS)
        yield {"value": exact[OURS], "label": f"{view} · {texts.exact} · n\u00a0=\u00a0{len(rows)}", "beside": beside}
    for name, crop in ((texts.photograph, False), (texts.crop, True)):
        took = {reader: times(results, reader, crop=crop) for reader in results.readers}
        ours = took[OURS]
        if ours is not None:
            beside = ", ".join(
                f"{reader} {time.median:.1f}" for reader, time in took.items() if time and reader != OURS
            )
            yield {"value": f"{ours.median:.1f} ms", "label": name, "beside": beside}
    matched = results.matched.get(OURS)
    if matched is not None and matched.asked:
        wrong = table.accepted(matched, texts)
        yield {
            "value": table.percent(matched.right / matched.asked),
            "label": texts.right_after,
            "beside": f"{texts.accepts}: {wrong}",
        }


def _charts(results: Results, texts: SimpleNamespace) -> Iterator[dict[str, str]]:
    yield {"title": texts.chart_width, "note": texts.chart_width_note, "svg": charts.by_width(results)}
    yield {"title": texts.chart_trust, "note": texts.chart_trust_note, "svg": charts.trust(results)}


def _tables(results: Results, texts: SimpleNamespace, plan: Plan) -> Iterator[dict[str, Any]]:
    yield {"title": texts.times.format(threads=plan.threads), "rows": list(table.took(results, texts)), "left": 2}
    if title := table.matched_title(results, texts):
        yield {"title": title, "rows": list(table.matched(results, texts)), "left": 1}
    if results.driven is not None:
        yield {"title": texts.driven, "rows": list(table.driven(results, texts)), "left": 0}
    if len(results.readers) > 1:
        yield {"title": texts.compared, "rows": list(table.right_of_both(results, texts)), "left": 1}


def _views(results: Results) -> list[dict[str, Any]]:
    """View by view: its groups, one row each, what every reader made of it."""
    made: dict[str, list[Group]] = {}
    for group in groups(results):
        made.setdefault(group.view, []).append(group)
    return [{"name": view, "groups": found, "readers": results.readers} for view, found in made.items()]


def _notes(results: Results, texts: SimpleNamespace) -> Iterator[str]:
    for reader, count in results.elsewhere.items():
        yield texts.elsewhere.format(reader=reader, count=count)
    for peer, remedy in results.left_out.items():
        yield texts.left_out.format(peer=peer, remedy=remedy)


def _pairs(results: Results) -> list[tuple[str, int]]:
    """Characters taken for others, however many were wrong, the commonest first."""
    counted: dict[str, int] = {}
    for row in results.rows:
        text, read = row.label.text, row.answers[OURS].text
        if len(text) == len(read):
            for a, b in zip(text, read, strict=True):
                if a != b:
                    counted[f"{a} → {b}"] = counted.get(f"{a} → {b}", 0) + 1
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:40]


def _section(cause: str, rows: list[Row], results: Results, plan: Plan, texts: SimpleNamespace) -> dict[str, Any]:
    return {
        "id": cause,
        "name": cause_name(texts, cause),
        "why": getattr(texts, f"{cause}_why"),
        "share": len(rows) / len(results.rows),
        "count": len(rows),
        "failures": [_failure(row, results, plan, texts) for row in rows],
    }


def _failure(row: Row, results: Results, plan: Plan, texts: SimpleNamespace) -> dict[str, Any]:
    picture = read_image(plan.folder / row.label.file)
    answer = row.answers[OURS]
    seen = upright(picture, row.label, answer)
    reading = answer.found.reading if answer.found else None
    return {
        "file": row.label.file,
        "view": row.label.view,
        "place": data_uri(in_place(picture, row.label, answer)),
        "upright": None if seen is None or row.label.is_crop else data_uri(seen),
        "upright_by": texts.upright if answer.found else texts.upright_label,
        "label": row.label.text,
        "label_marks": marks(row.label.text, answer.text),
        "read_marks": marks(answer.text, row.label.text),
        "score": f"{answer.found.score:.3f}" if answer.found else "",
        "colours": _colours(row) if row.finding and row.finding.cause is Cause.COLOUR else "",
        "posterior": [] if reading is None else posterior(reading.probabilities, row.label.text),
        "pair": row.finding.pair.replace("→", " → ") if row.finding else "",
        "chips": list(_chips(row, texts)),
        "peers": [_peer(row, reader, texts) for reader in results.readers if reader != OURS],
    }


def _peer(row: Row, reader: str, texts: SimpleNamespace) -> dict[str, Any]:
    answer = row.answers[reader]
    said = texts.peer_right.format(peer=reader)
    if not answer.right:
        said = texts.peer_wrong.format(peer=reader, text=answer.text or texts.nothing)
    return {"right": answer.right, "said": said}


def marks(text: str, other: str) -> list[tuple[str, bool]]:
    """Each character, and whether the other text has another one, or none, in its place."""
    if len(text) == len(other):
        return [(a, a != b) for a, b in zip(text, other, strict=True)]
    alike = SequenceMatcher(None, text, other, autojunk=False).get_matching_blocks()
    kept = {block.a + step for block in alike for step in range(block.size)}
    return [(character, bool(other) and at not in kept) for at, character in enumerate(text)]


def posterior(probabilities: NDArray[np.float32], label: str) -> list[list[dict[str, Any]]]:
    """Of each place the likeliest characters, and whether they are the labelled one's."""
    made = []
    for place, row in enumerate(probabilities):
        meant = label[place] if len(label) == len(probabilities) else ""
        likely = [int(code) for code in row.argsort()[::-1][:CANDIDATES] if row[code] >= LEAST]
        made.append(
            [
                {"character": PLATE_ALPHABET[code], "share": float(row[code]), "meant": PLATE_ALPHABET[code] == meant}
                for code in likely
            ]
        )
    return made


def _colours(row: Row) -> str:
    found = row.answers[OURS].found
    return "" if found is None or found.reading is None else f"{row.label.colour} → {found.reading.colour.value}"


def _chips(row: Row, texts: SimpleNamespace) -> Iterator[str]:
    seen = row.conditions
    yield row.label.kind or row.label.colour
    if seen.width in SMALL:
        yield f"{texts.small} {seen.width}"
    if seen.angle in TILTED:
        yield f"{texts.tilted} {seen.angle}"
    if seen.light in ("dark", "bright"):
        yield getattr(texts, seen.light)
    if seen.sight == "blurred":
        yield texts.blurred
    if row.label.rows > 1:
        yield texts.two_rows
