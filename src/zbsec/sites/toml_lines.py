"""On which line of a TOML file each key stands. ``tomllib`` gives values, and no positions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]

_PIECE = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\[\]{}=\n]"
    r"|[^\[\]{}=\n\"'\#]+",
    re.DOTALL,
)
_BARE = re.compile(r"[A-Za-z0-9_-]+([ \t]*\.[ \t]*[A-Za-z0-9_-]+)*", re.ASCII)
_OPENING = frozenset("[{")
_CLOSING = frozenset("]}")


def key_lines(text: str) -> Mapping[KeyPath, int]:
    """The line of every table header and every key outside inline values, counted from 1.

    ``text`` is valid TOML. An element of an array of tables is named by its position: ``("signs", 0, "camera")``.
    Nothing is looked for before somebody asks: a file without faults does not pay for it.
    """
    return _Lines(text)


class _Lines(Mapping[KeyPath, int]):
    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _found(self) -> dict[KeyPath, int]:
        return _lines_of_keys(self._text)

    def __getitem__(self, path: KeyPath) -> int:
        return self._found[path]

    def __iter__(self) -> Iterator[KeyPath]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _lines_of_keys(text: str) -> dict[KeyPath, int]:
    lines: dict[KeyPath, int] = {(): 1}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for line, statement in _statements(text):
        if statement.startswith("[["):
            array = _resolve(_split(statement[2:-2]), counts)
            counts[array] = counts.get(array, -1) + 1
            table = (*array, counts[array])
        elif statement.startswith("["):
            table = _resolve(_split(statement[1:-1]), counts)
        else:
            _note(lines, (*table, *_split(statement)), line)
            continue
        _note(lines, table, line)
    return lines


def line_of(lines: Mapping[KeyPath, int], path: KeyPath) -> int | None:
    """The line of a key, or of the nearest table or value around it; the file itself stands on line 1."""
    return next((lines[path[:size]] for size in range(len(path), -1, -1) if path[:size] in lines), None)


def _note(lines: dict[KeyPath, int], path: KeyPath, line: int) -> None:
    for size in range(1, len(path) + 1):
        lines.setdefault(path[:size], line)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each header with its brackets, and each key up to its ``=``."""
    line, start, depth, seen, in_value = 1, 1, 0, "", False
    for match in _PIECE.finditer(text):
        piece = match.group()
        if piece == "\n" and depth == 0:
            if seen.strip() and not in_value:
                yield start, seen.strip()
            seen, in_value = "", False
        elif piece == "=" and depth == 0 and not in_value:
            yield start, seen.strip()
            in_value = True
        elif not piece.startswith("#"):
            depth += (piece in _OPENING) - (piece in _CLOSING)
            start = start if seen.strip() else line
            seen += piece
        line += piece.count("\n")
    if seen.strip() and not in_value:
        yield start, seen.strip()


def _split(dotted: str) -> KeyPath:
    """The parts of a dotted key; where it has quotes, the TOML parser itself resolves them."""
    if _BARE.fullmatch(dotted):
        return tuple(part.strip() for part in dotted.split("."))
    node = tomllib.loads(f"{dotted} = 0")
    parts: list[str] = []
    while isinstance(node, dict):
        name, node = next(iter(node.items()))
        parts.append(name)
    return tuple(parts)


def _resolve(parts: KeyPath, counts: Mapping[KeyPath, int]) -> KeyPath:
    """A header's path, with the position of each array of tables that it passes through."""
    path: KeyPath = ()
    for depth, part in enumerate(parts):
        path = (*path, part)
        if path in counts and depth < len(parts) - 1:
            path = (*path, counts[path])
    return path
