"""Reading one table of a site file: every key asked for by type, every complaint collected, nothing left unread."""

from __future__ import annotations

import math
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from zbsec.errors import Complaint, RefusedError
from zbsec.sites.toml_lines import line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from enum import StrEnum

    from zbsec.sites.toml_lines import KeyPath

    E = TypeVar("E", bound=StrEnum)

T = TypeVar("T")


def suggestion(word: str, known: Iterable[str]) -> str:
    """What somebody who wrote ``word`` may have meant; without a likely one, everything there is."""
    names = list(known)
    close = get_close_matches(word, names, n=1)
    return f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(names) or 'none yet'}"


class Complaints:
    """What is wrong in one file, gathered until the whole of it has been read."""

    def __init__(self, file: str, lines: Mapping[KeyPath, int]) -> None:
        self.found: list[Complaint] = []
        self._file = file
        self._lines = lines

    def add(self, path: KeyPath, problem: str, remedy: str) -> None:
        line = line_of(self._lines, path)
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in path) or "(the file)"
        self.found.append(Complaint(file=self._file, line=line, key=key, problem=problem, remedy=remedy))

    def sorted(self) -> list[Complaint]:
        """In the order of the file."""
        return sorted(self.found, key=lambda complaint: complaint.line or 0)


class Section:
    """One table. A getter that finds no fit value complains and returns None; ``build`` then builds nothing."""

    def __init__(self, table: Mapping[str, Any], path: KeyPath, complaints: Complaints) -> None:
        self.path = path
        self._table = table
        self._complaints = complaints
        self._asked: set[str] = set()
        self._failed = False

    def __contains__(self, key: str) -> bool:
        """Whether the key is there. Asking makes it a known key of this table."""
        self._asked.add(key)
        return key in self._table

    @property
    def names(self) -> tuple[str, ...]:
        """The keys as they stand, for tables whose keys are names."""
        return tuple(self._table)

    def complain(self, key: str, problem: str, remedy: str) -> None:
        self._failed = True
        self._complaints.add((*self.path, key) if key else self.path, problem, remedy)

    def text(self, key: str, *, example: str, default: str | None = None) -> Any:
        """A filled text; ``example`` says in complaints what would be right."""
        value = self._get(key, str, f'write a text, such as {key} = "{example}"', optional=default is not None)
        if isinstance(value, str) and not value.strip():
            self.complain(key, "is empty", f'write a text, such as {key} = "{example}"')
            return None
        return default if value is None else value

    def optional_text(self, key: str, *, example: str) -> str | None:
        value: str | None = self.text(key, example=example) if key in self else None
        return value

    def flag(self, key: str) -> Any:
        return self._get(key, bool, "write true or false")

    def whole(self, key: str, *, low: int, high: int, default: int | None = None) -> Any:
        """A whole number from ``low`` to ``high``."""
        remedy = f"write a whole number from {low} to {high}"
        value = self._get(key, int, remedy, optional=default is not None)
        if value is not None and not low <= value <= high:
            self.complain(key, f"{value} is out of range", remedy)
            return None
        return default if value is None else value

    def day(self, key: str) -> Any:
        """A date without quotes."""
        value = self._get(key, date, f"write a date without quotes, such as {key} = 2026-11-02")
        if isinstance(value, datetime):
            self.complain(key, "has a time of day", f"write the date only, such as {key} = 2026-11-02")
            return None
        return value

    def optional_day(self, key: str) -> date | None:
        value: date | None = self.day(key) if key in self else None
        return value

    def choice(self, key: str, kind: type[E], *, default: E | None = None) -> Any:
        """A member of an enumeration."""
        remedy = f"write one of {', '.join(kind)}"
        value = self._get(key, str, remedy, optional=default is not None)
        return default if value is None else self._member(key, kind, value)

    def choices(self, key: str, kind: type[E]) -> Any:
        """Distinct members of an enumeration, at least one."""
        values = self.texts(key, example=next(iter(kind)).value)
        if values is None:
            return None
        members = [self._member(key, kind, value) for value in values]
        return None if None in members else tuple(members)

    def texts(self, key: str, *, example: str) -> Any:
        """Distinct filled texts, at least one."""
        remedy = f'write a list of texts, such as {key} = ["{example}"]'
        values = self._get(key, list, remedy)
        if values is None:
            return None
        if not values or not all(isinstance(value, str) and value.strip() for value in values):
            self.complain(key, "is no list of filled texts", remedy)
            return None
        if len(set(values)) < len(values):
            self.complain(key, "names something twice", "name each once")
            return None
        return tuple(values)

    def points(self, key: str) -> Any:
        """Two points, each of two numbers."""
        remedy = f"write two points as fractions of the picture, such as {key} = [[0.1, 0.8], [0.9, 0.8]]"
        value = self._get(key, list, remedy)
        if value is None:
            return None
        if len(value) != 2 or not all(_is_point(point) for point in value):
            self.complain(key, "is no pair of points", remedy)
            return None
        return tuple((float(x), float(y)) for x, y in value)

    def section(self, key: str, *, optional: bool = False) -> Section | None:
        """A table inside this one."""
        value = self._get(key, dict, f"write a table [{'.'.join(map(str, (*self.path, key)))}]", optional=optional)
        return None if value is None else Section(value, (*self.path, key), self._complaints)

    def named(self) -> Iterator[tuple[str, Section]]:
        """The tables in this one, each with its name."""
        for name in self._table:
            inner = self.section(name)
            if inner is not None:
                yield name, inner

    def listed(self, key: str) -> Iterator[Section]:
        """The tables of an array ``[[key]]``."""
        remedy = f"write tables [[{'.'.join(map(str, (*self.path, key)))}]]"
        for position, table in enumerate(self._get(key, list, remedy, optional=True) or ()):
            if isinstance(table, dict):
                yield Section(table, (*self.path, key, position), self._complaints)
            else:
                self.complain(key, "is no list of tables", remedy)

    def mapping(self, key: str) -> dict[str, Any]:
        """A table whose keys belong to somebody else, as it stands."""
        return dict(self._get(key, dict, "write a table of settings", optional=True) or {})

    def close(self) -> None:
        """Complain of every key that nobody asked for."""
        for key in self._table:
            if key not in self._asked:
                self.complain(key, "is no key of this table", suggestion(key, sorted(self._asked)))

    def build(self, make: Callable[..., T], *, blame: str = "", **facts: Any) -> T | None:
        """``make(**facts)`` once everything is read and fit, else None.

        What ``make`` refuses becomes a complaint about the key ``blame``, or about the table as a whole.
        """
        self.close()
        if self._failed:
            return None
        try:
            return make(**facts)
        except RefusedError as refusal:
            self.complain(blame, f"{refusal.what} is refused ({refusal.rule})", refusal.instead)
        except ValueError as error:
            self.complain(blame, *_sentence(str(error)))
        return None

    def _get(self, key: str, kind: type, remedy: str, *, optional: bool = False) -> Any:
        if key not in self:
            if not optional:
                self.complain(key, "is missing", remedy)
            return None
        value = self._table[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.complain(key, f"is {_kind_name(value)}", remedy)
            return None
        return value

    def _member(self, key: str, kind: type[E], value: str) -> E | None:
        if value in list(kind):
            return kind(value)
        self.complain(key, f"{value!r} is not known here", suggestion(value, [member.value for member in kind]))
        return None


def _is_point(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(_is_number(number) for number in value)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _kind_name(value: object) -> str:
    names = {bool: "a truth value", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a table"}
    return names.get(type(value), "a date or time")


def _sentence(text: str) -> tuple[str, str]:
    problem, _, remedy = text.partition("; ")
    return problem, remedy or "correct it"
