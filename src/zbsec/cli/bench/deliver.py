"""What a benchmark hands over: JSON, a page, charts as files, and the tables on the terminal."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable
    from types import SimpleNamespace

    from matplotlib.figure import Figure

DPI = 160


def page_of(options: argparse.Namespace, name: str) -> Path | None:
    """Where the page is asked for; it is touched, so that minutes of measuring are not in vain.

    :raises OSError: it cannot be written.
    """
    page: Path | None = options.html or (options.out and options.out / name)
    if page:
        page.touch()
    return page


def deliver(
    options: argparse.Namespace,
    document: str,
    *,
    page: Path | None,
    write: Callable[[Path], None],
    figures: Callable[[], Iterable[tuple[str, Figure]]],
    lines: Callable[[], Iterable[str]],
    texts: SimpleNamespace,
) -> None:
    """Write what was asked for and name it on stderr; print the tables, or the JSON where that was asked for.

    :param texts: with ``written`` and ``no_charts``.
    :raises OSError: something cannot be written.
    """
    written = []
    for path in (options.out and options.out / "results.json", options.json):
        if path and path != Path("-"):
            path.write_text(document, encoding="utf-8")
            written.append(path)
    if page:
        write(page)
        written.append(page)
    if options.out and find_spec("matplotlib"):
        written += [options.out / name for name in draw(figures(), options.out)]
    elif options.out:
        print(texts.no_charts.format(remedy="pip install matplotlib"), file=sys.stderr)
    for path in written:
        print(texts.written.format(path=path), file=sys.stderr)
    for line in [document] if options.json == Path("-") else lines():
        print(line)


def draw(figures: Iterable[tuple[str, Figure]], folder: Path) -> list[str]:
    """Every chart as PNG and SVG; returns the names of the files."""
    names = []
    for name, figure in figures:
        for kind in ("png", "svg"):
            figure.savefig(folder / f"{name}.{kind}", dpi=DPI, metadata={"Date": None} if kind == "svg" else None)
            names.append(f"{name}.{kind}")
    return names
