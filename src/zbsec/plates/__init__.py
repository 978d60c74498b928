"""Vehicle plates: their grammar, reading them, and the book of who may drive in.

``load`` gives the detector and reader that come with the library; ``parse`` a plate from any spelling, of China or of
another country of ``GRAMMARS``; a ``Voter`` follows vehicles over the frames of one camera and fuses what was read of
each; ``snapshot`` keeps of a picture what may be kept.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from zbsec.plates.grammar import GRAMMARS, KINDS, ChinesePlate, Grammar, Kind, Plate, parse
from zbsec.records import Snapshot, SnapshotPolicy

if TYPE_CHECKING:
    from zbsec.plates.book import Book, BookMatch
    from zbsec.plates.capture import snapshot
    from zbsec.plates.network import Precision
    from zbsec.plates.reader import Reader
    from zbsec.plates.vote import Followed, Track, Travel, Voter

__all__ = [
    "GRAMMARS",
    "KINDS",
    "Book",
    "BookMatch",
    "ChinesePlate",
    "Followed",
    "Grammar",
    "Kind",
    "Plate",
    "Reader",
    "Snapshot",
    "SnapshotPolicy",
    "Track",
    "Travel",
    "Voter",
    "load",
    "parse",
    "snapshot",
]

_LATER = {
    "Book": "book",
    "BookMatch": "book",
    "Followed": "vote",
    "Reader": "reader",
    "Track": "vote",
    "Travel": "vote",
    "Voter": "vote",
    "snapshot": "capture",
}
"""Names that load what is heavy, and where they stand."""


def load(*, threads: int | None = None, precision: Precision = "auto") -> Reader:
    """The detector and reader whose weights are in the wheel.

    :param threads: threads of the network; None: as many as cores may be used.
    :param precision: ``int8`` or ``float32`` weights; ``auto``: the detector's are float32, the reader's int8 where the
        processor has dot products of bytes.
    """
    from zbsec.plates import reader  # noqa: PLC0415

    return reader.Reader(threads=threads, precision=precision)


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module 'zbsec.plates' has no attribute {name!r}")
    return getattr(importlib.import_module(f"zbsec.plates.{_LATER[name]}"), name)
