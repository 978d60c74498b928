"""Labelled photographs: a folder with ``labels.csv`` and the pictures that it names.

One row a plate, UTF-8, with a head line. ``file`` (below the folder), ``text`` (as printed; any spelling), ``view``
(``crop``: the picture is one plate and little else; any other word: a photograph) and ``color`` must be there.
``layout`` (``double``: two rows), ``type``, ``x1,y1 .. x4,y4`` (corners left-top, right-top, right-bottom, left-bottom
in pixels) and ``note`` may be, or may be empty. A picture may have several rows. Other columns are not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from zbsec._text import two
from zbsec.cli.label_table import rows
from zbsec.errors import ImageError
from zbsec.plates.grammar import folded
from zbsec.records import PLATE_ALPHABET

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Corners = NDArray[np.float32]

LABELS = "labels.csv"
NEEDED = ("file", "text", "color", "view")
FILLED = ("file", "text", "view")
CROP = "crop"
COORDINATES = tuple(f"{axis}{corner}" for corner in range(1, 5) for axis in "xy")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Label:
    """One plate in one picture, as a person read it."""

    file: str
    text: str
    colour: str
    view: str
    kind: str
    rows: int
    note: str
    corners: Corners | None = field(repr=False)
    """float32 (4, 2), pixels; None: not known, or the whole picture is the plate."""

    @property
    def is_crop(self) -> bool:
        return self.view == CROP


@dataclass(frozen=True, slots=True, eq=False)
class Photograph:
    """One picture and the plates in it."""

    path: Path
    labels: tuple[Label, ...]

    @property
    def is_crop(self) -> bool:
        return self.labels[0].is_crop


def photographs(folder: Path, *, views: Sequence[str] = (), limit: int | None = None) -> list[Photograph]:
    """The pictures of a folder, in the order of its labels.

    :param views: only these; empty: all.
    :param limit: at most so many, evenly taken.
    :raises ImageError: no labels, or a line that cannot be used; the sentence names it.
    """
    labels = _read(folder / LABELS)
    wanted = [label for label in labels if not views or label.view in views]
    if not wanted:
        known = ", ".join(sorted({label.view for label in labels})) or "none"
        raise ImageError(
            str(folder / LABELS),
            two(
                f"names no picture of view {' or '.join(views)}; its views: {known}",
                f"没有视角为 {' 或 '.join(views)} 的图片；已有视角：{known}",
            ),
        )
    wanted.sort(key=lambda label: label.file)
    found = [Photograph(folder / file, tuple(plates)) for file, plates in groupby(wanted, key=lambda label: label.file)]
    if limit is None or limit >= len(found):
        return found
    return [found[at] for at in np.linspace(0, len(found) - 1, limit).astype(int)]


def _read(path: Path) -> list[Label]:
    hint = two(f"a folder of photographs holds {LABELS}", f"照片文件夹中应有 {LABELS}")
    return [_label(where, said) for where, said in rows(path, needed=NEEDED, filled=FILLED, hint=hint)]


def _label(where: str, said: dict[str, str]) -> Label:
    return Label(
        file=said["file"],
        text=characters(said["text"]),
        colour=said["color"],
        view=said["view"],
        kind=said.get("type", ""),
        rows=2 if said.get("layout") == "double" else 1,
        note=said.get("note", ""),
        corners=_corners(where, said),
    )


def characters(text: str) -> str:
    """A plate as printed, without dots and spaces, in capital letters."""
    return "".join(character for character in folded(text) if character in PLATE_ALPHABET)


def _corners(where: str, said: dict[str, str]) -> Corners | None:
    given = [said.get(name, "") for name in COORDINATES]
    if not any(given):
        return None
    try:
        return np.array([float(value) for value in given], np.float32).reshape(4, 2)
    except ValueError:
        raise ImageError(
            where,
            two(
                f"{', '.join(COORDINATES)} are all numbers, or all empty, not {given}",
                f"{'、'.join(COORDINATES)} 应全为数字或全为空，而不是 {given}",
            ),
        ) from None
