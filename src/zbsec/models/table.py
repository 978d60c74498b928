"""Reading one table of a manifest: every key asked for by type, every complaint collected, nothing left unread."""

from __future__ import annotations

import math
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from zbsec._text import Text, two
from zbsec.errors import WHOLE_FILE, Complaint, FactError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

T = TypeVar("T")
KeyPath: TypeAlias = tuple[str | int, ...]

_NUMBER = two("is a number", "是数字")
_KINDS: dict[type, Text] = {
    bool: two("is a truth value", "是真假值"),
    int: _NUMBER,
    float: _NUMBER,
    str: two("is a text", "是文字"),
    list: two("is a list", "是列表"),
}


class Complaints:
    """What is wrong in one manifest."""

    def __init__(self, file: str, text: str) -> None:
        self.found: list[Complaint] = []
        self._file = file
        self._lines = text.splitlines()

    def add(self, path: KeyPath, problem: Text, remedy: Text) -> None:
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in path) or WHOLE_FILE
        line = self._line(path)
        self.found.append(Complaint.told(self._file, line, key, problem, remedy))

    def sorted(self) -> list[Complaint]:
        """In the order of the file."""
        return sorted(self.found, key=lambda complaint: complaint.line or 0)

    def _line(self, path: KeyPath) -> int | None:
        """Of a key in the table ``[[path[0]]]``, else of that table's header; ``tomllib`` gives no positions."""
        if len(path) < 2 or not isinstance(path[1], int):
            return None
        headers = [at for at, line in enumerate(self._lines, 1) if re.match(rf"\s*\[\[\s*{path[0]}\s*\]\]", line)]
        if path[1] >= len(headers):
            return None
        start = headers[path[1]]
        keys = "|".join(re.escape(str(part)) for part in path[2:] if isinstance(part, str))
        for at, line in enumerate(self._lines[start:], start + 1):
            if re.match(r"\s*\[\[", line):
                break
            if keys and re.match(rf"\s*(?:{keys})\s*=|\s*\[[\w.]*\b(?:{keys})\s*\]", line):
                return at
        return start


class Table:
    """A getter that finds no fit value complains and returns None; ``build`` then builds nothing."""

    def __init__(self, values: Mapping[str, Any], path: KeyPath, complaints: Complaints) -> None:
        self._values = values
        self._path = path
        self._complaints = complaints
        self._asked: set[str] = set()
        self._failed = False

    def __contains__(self, key: str) -> bool:
        """Whether the key is there. Asking makes it a known key of this table."""
        self._asked.add(key)
        return key in self._values

    def complain(self, key: str, problem: Text, remedy: Text) -> None:
        self._failed = True
        self._complaints.add((*self._path, key) if key else self._path, problem, remedy)

    def text(self, key: str, *, example: str, optional: bool = False) -> Any:
        """A filled text, or, where it is optional and missing, an empty one; ``example`` says what would be right."""
        remedy = two(f'write a text, such as {key} = "{example}"', f'请写文字，例如 {key} = "{example}"')
        value = self._get(key, str, remedy, optional=optional)
        if isinstance(value, str) and not value.strip():
            self.complain(key, two("is empty", "为空"), remedy)
        return "" if value is None and optional else value

    def flag(self, key: str, *, default: bool) -> Any:
        value = self._get(key, bool, two("write true or false", "请写 true 或 false"), optional=True)
        return default if value is None else value

    def size(self, key: str) -> Any:
        """A whole number above 0."""
        remedy = two("write a whole number above 0", "请写大于 0 的整数")
        value = self._get(key, int, remedy)
        if value is not None and value < 1:
            self.complain(key, two(f"{value} is out of range", f"{value} 超出范围"), remedy)
        return value

    def number(self, key: str, *, default: float | None = None) -> Any:
        """A finite number."""
        remedy = two(f"write a number, such as {key} = 0.5", f"请写数字，例如 {key} = 0.5")
        value = self._get(key, (int, float), remedy, optional=default is not None)
        if value is not None and not math.isfinite(value):
            self.complain(key, two("is not finite", "不是有限数"), remedy)
        return default if value is None else float(value)

    def items(self, key: str, *, remedy: Text, fit: Callable[[Any], bool]) -> Any:
        """A list that ``fit`` accepts; ``remedy`` says what would be right."""
        value = self._get(key, list, remedy)
        if value is not None and not fit(value):
            self.complain(key, two(f"{value} is not what it should be", f"{value} 不符合要求"), remedy)
            return None
        return value

    def table(self, key: str) -> Table | None:
        """A table inside this one, if it is there."""
        value = self._get(key, dict, two(f"write {key} = {{ ... }}", f"请写 {key} = {{ ... }}"), optional=True)
        return None if value is None else Table(value, (*self._path, key), self._complaints)

    def tables(self, key: str) -> Iterator[Table]:
        """The tables of an array, written ``[[key]]`` or as a list."""
        remedy = two(f"write tables [[{key}]], or a list of {{ ... }}", f"请写表数组 [[{key}]] 或 {{ ... }} 的列表")
        for position, values in enumerate(self._get(key, list, remedy, optional=True) or ()):
            if isinstance(values, dict):
                yield Table(values, (*self._path, key, position), self._complaints)
            else:
                self.complain(key, two("is no list of tables", "不是表的列表"), remedy)

    def close(self) -> None:
        """Complain of every key that nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                close = get_close_matches(key, sorted(self._asked), n=1)
                names = sorted(self._asked)
                known = two(f"there are: {', '.join(names)}", f"可用的有：{'、'.join(names)}")
                if close:
                    known = two(f"did you mean {close[0]!r}?", f"是否应为 {close[0]!r}？")
                self.complain(key, two("is no key of this table", "不是该表的键"), known)

    def build(self, make: Callable[..., T], **facts: Any) -> T | None:
        """``make(**facts)`` once everything is read and fit, else None. What ``make`` refuses becomes a complaint."""
        self.close()
        if self._failed:
            return None
        try:
            return make(**facts)
        except FactError as error:
            self.complain("", error.problem, error.remedy)
        return None

    def _get(self, key: str, kind: type | tuple[type, ...], remedy: Text, *, optional: bool = False) -> Any:
        if key not in self:
            if not optional:
                self.complain(key, two("is missing", "缺失"), remedy)
            return None
        value = self._values[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.complain(key, _KINDS.get(type(value), two("is a table", "是表")), remedy)
            return None
        return value


def are_numbers(value: object, count: int) -> bool:
    """Whether it is a list of so many finite numbers."""
    return (
        isinstance(value, list)
        and len(value) == count
        and all(isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one) for one in value)
    )
