"""Tables of labels beside photographs: CSV in UTF-8, every complaint with its line."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from zbsec.errors import ImageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def rows(
    path: Path, *, needed: Sequence[str], filled: Sequence[str], hint: str = ""
) -> Iterator[tuple[str, dict[str, str]]]:
    """Each line: its place, for complaints, and its cells without space around them.

    :param needed: columns that must be there.
    :param filled: those of them in which no line may be empty.
    :param hint: added where the table cannot be read.
    :raises ImageError: it cannot be read, a column is missing, a cell is empty.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ImageError(str(path), f"{error.strerror}{hint}") from error
    except UnicodeDecodeError as error:
        raise ImageError(str(path), f"is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    table = csv.DictReader(text.splitlines())
    lacking = [name for name in needed if name not in (table.fieldnames or ())]
    if lacking:
        raise ImageError(str(path), f"has no column {', '.join(lacking)}; it needs {', '.join(needed)}")
    for row in table:
        where = f"{path}:{table.line_num}"
        said = {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)}
        empty = [name for name in filled if not said[name]]
        if empty:
            raise ImageError(where, f"{', '.join(empty)} is empty")
        yield where, said
