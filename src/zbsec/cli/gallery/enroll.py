"""``zbsec gallery enroll``: a table of consents and its pictures into a gallery, on a report."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from zbsec import faces
from zbsec._text import two
from zbsec.cli.columns import aligned
from zbsec.cli.gallery.people import applicants
from zbsec.cli.gallery.words import words
from zbsec.cli.meter import Meter
from zbsec.devices.drivers.pictures import read_image
from zbsec.errors import FactError
from zbsec.faces.bulk import Report, enroll_many
from zbsec.faces.vault import Folders

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import SimpleNamespace

    from zbsec.faces.bulk import Applicant, Outcome, Refusal, Tally

NAMELESS = (
    two(
        "a new gallery needs --site: no site opens one that is nobody's",
        "新建人脸库须用 --site：无主的库任何场所都无法打开",
    ),
    two("give the id of the site, as in its site file", "请写场所文件中的场所 id"),
)
SHOWN = 20
"""Lines of a table on the terminal; all of them are in the report."""


def enroll(options: argparse.Namespace, say: Callable[..., int]) -> int:
    """0: everybody is enrolled and nobody resembles another; 1: somebody is to be looked at."""
    people, folder = applicants(options.people)
    if options.site is None and not Folders.of(options.folder, options.keys).file("main").exists():
        raise FactError(*NAMELESS)
    path = options.report or options.folder.with_name(f"{options.folder.name}.enrolment.jsonl")
    backend = faces.load(options.backend, options.models, threads=1)
    key = faces.key_source(options.key)
    with (
        _one_thread_each(),
        faces.Gallery.open(
            options.folder,
            key=key,
            keys=options.keys,
            model=backend,
            site=options.site,
            quality=_quality(options),
            allow_under_14=options.allow_under_14,
        ) as gallery,
        Report.open(path, gallery=gallery.register.public_key, model=backend.name) as report,
    ):
        progress = Progress(words(options.lang), shown=not options.json)
        try:
            tally = enroll_many(
                gallery,
                people,
                report,
                read=lambda name: read_image(folder / name),
                workers=options.workers,
                again=options.again,
                progress=progress,
            )
        finally:
            progress.end()
        outcomes = [report.outcomes[one.consent.id] for one in people]
    erased = _erase(people, outcomes, folder) if options.erase else 0
    facts = {
        **asdict(tally),
        "report": str(path),
        "pictures_erased": erased,
        "look_at": [one.facts() for one in outcomes if one.refused or one.resembles],
    }
    say(options, facts, *_lines(options, tally, outcomes, path, erased))
    return int(bool(tally.refused or tally.resembling))


class Progress:
    """The tally on one line of the terminal."""

    def __init__(self, texts: SimpleNamespace, *, shown: bool) -> None:
        self._texts = texts
        self._meter = Meter(self._line, shown=shown)
        self._tally: Tally | None = None

    def __call__(self, tally: Tally) -> None:
        self._tally = tally
        self._meter(tally.done, tally.total)

    def end(self) -> None:
        """Say how to go on, where it was interrupted."""
        self._meter.end()
        if self._tally and self._tally.done < self._tally.total:
            print(self._texts.goes_on.format(done=self._tally.done, total=self._tally.total), file=sys.stderr)

    def _line(self, done: int, total: int, rate: float) -> str:
        minutes, seconds = divmod(round((total - done) / rate if rate else 0.0), 60)
        refused = self._tally.refused if self._tally else 0
        facts = {"done": done, "total": total, "refused": refused, "rate": rate, "left": f"{minutes}:{seconds:02}"}
        return str(self._texts.progress.format(**facts))


def _quality(options: argparse.Namespace) -> faces.FaceQuality | None:
    there = options.learned_quality and faces.lightqnet.installed(options.models)
    return faces.lightqnet.load(options.models) if there else None


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """The workers are the threads: OpenCV starts none of its own beside them."""
    import cv2  # noqa: PLC0415

    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


def _erase(people: Sequence[Applicant], outcomes: Sequence[Outcome], folder: Path) -> int:
    """Overwrite and delete the pictures of those who are enrolled; how many there were. An earlier run's too."""
    paths = [
        folder / name
        for one, outcome in zip(people, outcomes, strict=True)
        if outcome.enrolled
        for name in one.pictures
        if (folder / name).is_file()
    ]
    for path in paths:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    return len(paths)


def _lines(
    options: argparse.Namespace, tally: Tally, outcomes: Sequence[Outcome], path: Path, erased: int
) -> Iterator[str]:
    texts = words(options.lang)
    yield texts.enrolled.format(**asdict(tally), path=path)
    refusals = [
        (one.holder, refusal.picture or "", _said(refusal, options.lang)) for one in outcomes for refusal in one.refused
    ]
    yield from _table(texts.refusals, (texts.holder, texts.picture, texts.why), refusals, texts, path)
    alike = [
        (one.holder, ", ".join(f"{other.holder} ({other.score:.2f})" for other in one.resembles))
        for one in outcomes
        if one.resembles
    ]
    yield from _table(texts.alike, (texts.holder, texts.resembles), alike, texts, path)
    yield ""
    folder = options.people if options.people.is_dir() else options.people.parent
    left = texts.pictures_left.format(path=folder)
    yield texts.erased_pictures.format(count=erased) if options.erase else left


def _table(
    title: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]], texts: SimpleNamespace, path: Path
) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield title
    yield from aligned([head, *rows[:SHOWN]])
    if len(rows) > SHOWN:
        yield texts.more.format(count=len(rows) - SHOWN, path=path)


def _said(refusal: Refusal, language: str) -> str:
    return "; ".join(getattr(said, language) for said in (refusal.said, *refusal.advice))
