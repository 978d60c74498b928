"""Tables of labels beside photographs: CSV in UTF-8, every complaint with its line."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from zbsec._failures import words
from zbsec._text import Text, two
from zbsec.errors import ImageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def rows(
    path: Path, *, needed: Sequence[str], filled: Sequence[str], hint: Text | None = None
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
        raise ImageError(str(path), _unread(error, hint)) from error
    except UnicodeDecodeError as error:
        raise ImageError(
            str(path),
            two(
                f"is not UTF-8 (byte {error.start}); save it as UTF-8",
                f"不是 UTF-8（第 {error.start} 字节）；请另存为 UTF-8",
            ),
        ) from error
    table = csv.DictReader(text.splitlines())
    lacking = [name for name in needed if name not in (table.fieldnames or ())]
    if lacking:
        raise ImageError(
            str(path),
            two(
                f"has no column {', '.join(lacking)}; it needs {', '.join(needed)}",
                f"缺少列 {'、'.join(lacking)}；须有 {'、'.join(needed)}",
            ),
        )
    for row in table:
        where = f"{path}:{table.line_num}"
        said = {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)}
        empty = [name for name in filled if not said[name]]
        if empty:
            raise ImageError(where, two(f"{', '.join(empty)} is empty", f"{'、'.join(empty)} 为空"))
        yield where, said


def _unread(error: OSError, hint: Text | None) -> Text:
    said = words(error)
    return said if hint is None else two(f"{said.en}; {hint.en}", f"{said.zh}；{hint.zh}")
