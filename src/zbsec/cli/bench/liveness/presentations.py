"""What a folder holds: presentations of people, and of attacks by kind.

A table, ``presentations.csv``: ``file`` (beside the table) and ``label``; of choice ``subject``, who is shown. Without
it, each folder in the folder is a label. ``bona_fide``, ``live`` and ``real`` are people; every other label is a kind
of attack (PAI species).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zbsec._text import two
from zbsec.cli.label_table import rows
from zbsec.devices.drivers.pictures import picture_files
from zbsec.errors import ImageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLE = "presentations.csv"
NEEDED = ("file", "label")
BONA_FIDE = ("bona_fide", "live", "real")


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """One picture, as it was shown to a camera."""

    path: Path
    kind: str | None
    """Of attack; None: bona fide."""
    subject: str
    """Who is shown; the file where that is not said."""


def presentations(path: Path) -> list[Presentation]:
    """Everything that is labelled.

    :param path: a table, or a folder with ``presentations.csv`` or with a folder a label.
    :raises ImageError: nothing bona fide, no attack, or a line that cannot be used.
    """
    table = path / TABLE if path.is_dir() else path
    found = list(_listed(table) if table.exists() or not path.is_dir() else _by_folder(path))
    kinds = {one.kind for one in found}
    if None not in kinds:
        raise ImageError(
            str(path),
            two(
                f"labels nothing {', '.join(BONA_FIDE)}: without people there is no BPCER",
                f"没有标为 {'、'.join(BONA_FIDE)} 的样本：没有真人就无法计算 BPCER",
            ),
        )
    if kinds == {None}:
        raise ImageError(
            str(path),
            two(
                "labels no attack, such as print, screen or mask: without one there is no APCER",
                "没有标注攻击（如 print、screen、mask）：没有攻击样本就无法计算 APCER",
            ),
        )
    return found


def _listed(table: Path) -> Iterator[Presentation]:
    for _, row in rows(table, needed=NEEDED, filled=NEEDED):
        path = table.parent / row["file"]
        yield Presentation(path=path, kind=_kind(row["label"]), subject=row.get("subject") or row["file"])


def _by_folder(folder: Path) -> Iterator[Presentation]:
    for home in sorted(path for path in folder.iterdir() if path.is_dir()):
        for path in picture_files(home):
            yield Presentation(path=path, kind=_kind(home.name), subject=str(path))


def _kind(label: str) -> str | None:
    return None if label.lower() in BONA_FIDE else label
