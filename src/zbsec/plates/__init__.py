"""Vehicle plates: their grammar, reading them, and the book of who may drive in.

``load`` gives the detector and reader that come with the library; ``parse`` a plate from any spelling, of China or of
another country of ``GRAMMARS``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.plates.grammar import GRAMMARS, KINDS, ChinesePlate, Grammar, Kind, Plate, parse

if TYPE_CHECKING:
    from zbsec.plates.book import Book, BookMatch
    from zbsec.plates.reader import Reader

__all__ = [
    "GRAMMARS",
    "KINDS",
    "Book",
    "BookMatch",
    "ChinesePlate",
    "Grammar",
    "Kind",
    "Plate",
    "Reader",
    "load",
    "parse",
]


def load(*, threads: int | None = None) -> Reader:
    """The detector and reader whose weights are in the wheel.

    :param threads: threads of the network; None: as many as cores may be used.
    """
    from zbsec.plates import reader  # noqa: PLC0415

    return reader.Reader(threads=threads)


def __getattr__(name: str) -> object:
    if name in ("Book", "BookMatch"):
        from zbsec.plates import book  # noqa: PLC0415

        return getattr(book, name)
    if name == "Reader":
        from zbsec.plates import reader  # noqa: PLC0415

        return reader.Reader
    raise AttributeError(f"module 'zbsec.plates' has no attribute {name!r}")
