"""Reading one table of a site file: every key asked for by type, every complaint collected, nothing left unread.

``zbsec.sites.outline`` runs the same readers over no file at all, and writes down what they ask for.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from zbsec.errors import WHOLE_FILE, Complaint
from zbsec.sites.fault import PartError, PartRefusedError
from zbsec.sites.text import Text
from zbsec.sites.toml_lines import line_of
from zbsec.sites.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from enum import StrEnum

    from zbsec.sites.toml_lines import KeyPath

    E = TypeVar("E", bound=StrEnum)

T = TypeVar("T")

IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)

MISSING = Text(en="is missing", zh="缺失")


def suggestion(word: str, known: Iterable[str]) -> Text:
    """What somebody who wrote ``word`` may have meant; without a likely one, everything there is."""
    names = list(known)
    close = get_close_matches(word, names, n=1)
    if close:
        return Text(en=f"did you mean {close[0]!r}?", zh=f"是否应为 {close[0]!r}？")
    return Text(en=f"there are: {', '.join(names) or 'none yet'}", zh=f"可用的有：{'、'.join(names) or '暂无'}")


def codes(kind: type[StrEnum]) -> list[str]:
    """What may be written for a member of ``kind``; of a vocabulary, with the words of other packages."""
    return kind.codes() if issubclass(kind, Vocabulary) else [member.value for member in kind]


class Complaints:
    """What is wrong in one file, gathered until the whole of it has been read."""

    def __init__(self, file: str, lines: Mapping[KeyPath, int]) -> None:
        self.found: list[Complaint] = []
        self._file = file
        self._lines = lines

    def add(self, path: KeyPath, problem: Text, remedy: Text) -> None:
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in path) or WHOLE_FILE
        self.found.append(Complaint.told(self._file, line_of(self._lines, path), key, problem, remedy))

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

    def has(self, key: str, *, needs: str) -> bool:
        """Whether ``key`` is there; it and ``needs`` stand together or not at all, and both are read next."""
        there, other = key in self, needs in self
        if other and not there:
            remedy = Text(en=f"write {key} too, or take it out", zh=f"同时写 {key}，或删除该键")
            self.complain(needs, Text(en=f"stands without {key}", zh=f"缺少与之对应的 {key}"), remedy)
        return there

    def has_with(self, key: str, *, either: tuple[str, str]) -> bool:
        """Whether ``key`` is there; exactly one of the two stands with it, and none without. All are read next."""
        there = key in self
        if there:
            self.either(*either)
        for other in either:
            if other in self and not there:
                remedy = Text(en=f"write {key} too, or take it out", zh=f"同时写 {key}，或删除该键")
                self.complain(other, Text(en=f"stands without {key}", zh=f"缺少与之对应的 {key}"), remedy)
        return there

    def either(self, one: str, other: str) -> bool:
        """Whether ``one`` is there; exactly one of the two has to be, and both are asked for next."""
        there, instead = one in self, other in self
        if there == instead:
            problem = MISSING if not there else Text(en=f"stands beside {other}", zh=f"与 {other} 并存")
            self.complain(one, problem, Text(en=f"write either {one} or {other}", zh=f"写 {one} 或 {other} 之一"))
        return there

    @property
    def names(self) -> tuple[str, ...]:
        """The keys as they stand, for tables whose keys are names."""
        return tuple(self._table)

    def complain(self, key: str, problem: Text, remedy: Text) -> None:
        self._failed = True
        self._complaints.add((*self.path, key) if key else self.path, problem, remedy)

    def text(self, key: str, *, example: str, default: str | None = None) -> Any:
        """A filled text; ``example`` says in complaints what would be right."""
        remedy = Text(en=f'write a text, such as {key} = "{example}"', zh=f'写文本，例如 {key} = "{example}"')
        value = self._get(key, str, remedy, optional=default is not None)
        if isinstance(value, str) and not value.strip():
            self.complain(key, Text(en="is empty", zh="为空"), remedy)
            return None
        return default if value is None else value

    def optional_text(self, key: str, *, example: str) -> str | None:
        value: str | None = self.text(key, example=example) if key in self else None
        return value

    def flag(self, key: str, *, default: bool | None = None) -> Any:
        remedy = Text(en="write true or false", zh="写 true 或 false")
        value = self._get(key, bool, remedy, optional=default is not None)
        return default if value is None else value

    def whole(self, key: str, *, low: int, high: int, default: int | None = None) -> Any:
        """A whole number from ``low`` to ``high``."""
        remedy = Text(en=f"write a whole number from {low} to {high}", zh=f"写 {low} 到 {high} 之间的整数")
        value = self._get(key, int, remedy, optional=default is not None)
        if value is not None and not low <= value <= high:
            self.complain(key, Text(en=f"{value} is out of range", zh=f"{value} 超出范围"), remedy)
            return None
        return default if value is None else value

    def number(self, key: str, *, low: float, high: float) -> Any:
        """A finite number from ``low`` to ``high``."""
        remedy = Text(en=f"write a number from {low:g} to {high:g}", zh=f"写 {low:g} 到 {high:g} 之间的数")
        value = self._get(key, (int, float), remedy)
        if value is None:
            return None
        if not low <= value <= high:
            self.complain(key, Text(en=f"{value} is out of range", zh=f"{value} 超出范围"), remedy)
            return None
        return float(value)

    def optional_number(self, key: str, *, low: float, high: float) -> float | None:
        value: float | None = self.number(key, low=low, high=high) if key in self else None
        return value

    def decimal(self, key: str) -> Any:
        """A finite number exactly as it is written, of a file whose numbers were read as decimals."""
        remedy = Text(en="write a number", zh="写数字")
        value = self._get(key, (int, Decimal), remedy)
        if isinstance(value, Decimal) and not value.is_finite():
            self.complain(key, Text(en=f"{value} is no number", zh=f"{value} 不是数字"), remedy)
            return None
        return None if value is None else Decimal(value)

    def reading(self, key: str) -> Any:
        """What a measurement gave: a finite number of 0 or more, or true or false."""
        remedy = Text(en="write the number that was read, or true or false", zh="写测得的数值，或 true、false")
        value = self._get(key, (bool, int, float), remedy)
        if value is None or isinstance(value, bool):
            return value
        if not math.isfinite(value) or value < 0:
            self.complain(key, Text(en=f"{value} is no reading", zh=f"{value} 不是测量值"), remedy)
            return None
        return float(value)

    def day(self, key: str) -> Any:
        """A date without quotes."""
        value = self._get(key, date, _say("write a date without quotes, such as", "写日期且不加引号，例如", key))
        if isinstance(value, datetime):
            problem = Text(en="has a time of day", zh="带有时刻")
            self.complain(key, problem, _say("write the date only, such as", "只写日期，例如", key))
            return None
        return value

    def optional_day(self, key: str) -> date | None:
        value: date | None = self.day(key) if key in self else None
        return value

    def choice(self, key: str, kind: type[E], *, default: E | None = None) -> Any:
        """A member of an enumeration."""
        value = self._get(key, str, lambda: _one_of(kind), optional=default is not None)
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
        remedy = Text(
            en=f'write a list of texts, such as {key} = ["{example}"]', zh=f'写文本列表，例如 {key} = ["{example}"]'
        )
        values = self._get(key, list, remedy)
        if values is None:
            return None
        if not values or not all(isinstance(value, str) and value.strip() for value in values):
            self.complain(key, Text(en="is no list of filled texts", zh="不是非空文本的列表"), remedy)
            return None
        if len(set(values)) < len(values):
            problem = Text(en="names something twice", zh="有重复项")
            self.complain(key, problem, Text(en="name each once", zh="每项只写一次"))
            return None
        return tuple(values)

    def points(self, key: str) -> Any:
        """Two points, each of two numbers."""
        remedy = Text(
            en=f"write two points as fractions of the picture, such as {key} = [[0.1, 0.8], [0.9, 0.8]]",
            zh=f"写两个点，取画面宽高的比例，例如 {key} = [[0.1, 0.8], [0.9, 0.8]]",
        )
        value = self._get(key, list, remedy)
        if value is None:
            return None
        if len(value) != 2 or not all(_is_point(point) for point in value):
            self.complain(key, Text(en="is no pair of points", zh="不是两个点"), remedy)
            return None
        return tuple((float(x), float(y)) for x, y in value)

    def polygons(self, key: str) -> Any:
        """Polygons of three points or more, each of two numbers; without the key, none."""
        remedy = Text(
            en=f"write polygons as fractions of the picture, such as {key} = [[[0, 0], [1, 0], [1, 0.2]]]",
            zh=f"写多边形，取画面宽高的比例，例如 {key} = [[[0, 0], [1, 0], [1, 0.2]]]",
        )
        value = self._get(key, list, remedy, optional=True)
        for polygon in value or ():
            if not isinstance(polygon, list) or len(polygon) < 3 or not all(_is_point(point) for point in polygon):
                self.complain(key, Text(en="is no list of polygons", zh="不是多边形列表"), remedy)
                return None
        return tuple(tuple((float(x), float(y)) for x, y in polygon) for polygon in value or ())

    def polygon(self, key: str) -> Any:
        """One polygon of three points or more, each of two numbers; None without the key."""
        remedy = Text(
            en=f"write corners as fractions of the picture, such as {key} = [[0.2, 0], [0.8, 0], [0.8, 1], [0.2, 1]]",
            zh=f"写多边形各角，取画面宽高的比例，例如 {key} = [[0.2, 0], [0.8, 0], [0.8, 1], [0.2, 1]]",
        )
        value = self._get(key, list, remedy, optional=True)
        if value is None:
            return None
        if len(value) < 3 or not all(_is_point(point) for point in value):
            self.complain(key, Text(en="is no polygon", zh="不是多边形"), remedy)
            return None
        return tuple((float(x), float(y)) for x, y in value)

    def section(self, key: str, *, optional: bool = False) -> Section | None:
        """A table inside this one."""
        header = f"[{'.'.join(map(str, (*self.path, key)))}]"
        remedy = Text(en=f"write a table {header}", zh=f"写成表 {header}")
        value = self._get(key, dict, remedy, optional=optional)
        return None if value is None else Section(value, (*self.path, key), self._complaints)

    def named(self, kind: type[StrEnum] | None = None) -> Iterator[tuple[str, Section]]:
        """The tables in this one, each with its name; with ``kind``, the names are members of it."""
        for name in self._table:
            inner = self.section(name)
            if inner is None:
                continue
            if kind and name not in codes(kind):
                inner.complain("", Text(en=f"{name!r} is not known here", zh=f"此处没有 {name!r}"), _one_of(kind))
            yield name, inner

    def parts(self) -> Iterator[tuple[str, Section]]:
        """The tables in this one, each with its id."""
        for name, inner in self.named():
            if not IDENTIFIER.fullmatch(name):
                inner.complain("", Text(en=f"{name!r} is no id", zh=f"{name!r} 不是标识"), _ID)
            yield name, inner

    def listed(self, key: str) -> Iterator[Section]:
        """The tables of an array ``[[key]]``."""
        header = f"[[{'.'.join(map(str, (*self.path, key)))}]]"
        remedy = Text(en=f"write tables {header}", zh=f"写成表数组 {header}")
        for position, table in enumerate(self._get(key, list, remedy, optional=True) or ()):
            if isinstance(table, dict):
                yield Section(table, (*self.path, key, position), self._complaints)
            else:
                self.complain(key, Text(en="is no list of tables", zh="不是表的列表"), remedy)

    def mapping(self, key: str) -> dict[str, Any]:
        """A table whose keys belong to somebody else, as it stands."""
        return dict(self._get(key, dict, Text(en="write a table of settings", zh="写成设置表"), optional=True) or {})

    def close(self) -> None:
        """Complain of every key that nobody asked for."""
        for key in self._table:
            if key not in self._asked:
                problem = Text(en="is no key of this table", zh="不是该表的键")
                self.complain(key, problem, suggestion(key, sorted(self._asked)))

    def build(self, make: Callable[..., T], *, blame: str = "", **facts: Any) -> T | None:
        """``make(**facts)`` once everything is read and fit, else None.

        What ``make`` refuses becomes a complaint about the key ``blame``, or about the table as a whole.
        """
        self.close()
        if self._failed:
            return None
        try:
            return make(**facts)
        except PartRefusedError as refusal:
            refused = Text(
                en=f"{refusal.refused.en} is refused ({refusal.rule})",
                zh=f"{refusal.refused.zh}，不予提供（{refusal.rule}）",
            )
            self.complain(blame, refused, refusal.offered)
        except PartError as error:
            self.complain(error.key or blame, error.problem, error.remedy)
        return None

    def _get(
        self, key: str, kind: type | tuple[type, ...], remedy: Text | Callable[[], Text], *, optional: bool = False
    ) -> Any:
        """The value if it is of that kind; a remedy that takes long to word is worded only when it is needed."""
        if key in self:
            value = self._table[key]
            wanted = kind if isinstance(kind, tuple) else (kind,)
            if isinstance(value, wanted) and (bool in wanted or not isinstance(value, bool)):
                return value
            problem = _kind_of(value)
        elif optional:
            return None
        else:
            problem = MISSING
        self.complain(key, problem, remedy if isinstance(remedy, Text) else remedy())
        return None

    def _member(self, key: str, kind: type[E], value: str) -> E | None:
        try:
            return kind(value)
        except ValueError:
            problem = Text(en=f"{value!r} is not known here", zh=f"此处没有 {value!r}")
            self.complain(key, problem, suggestion(value, codes(kind)))
        return None


def _say(en: str, zh: str, key: str) -> Text:
    return Text(en=f"{en} {key} = 2026-11-02", zh=f"{zh} {key} = 2026-11-02")


_ID = Text(
    en="write small letters, digits and hyphens, such as main-gate", zh="用小写字母、数字和连字符，例如 main-gate"
)


def _one_of(kind: type[StrEnum]) -> Text:
    names = codes(kind)
    return Text(en=f"write one of {', '.join(names)}", zh=f"写下列之一：{'、'.join(names)}")


def _is_point(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(_is_number(number) for number in value)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


_NUMBER = Text(en="is a number", zh="是数字")
_KINDS = {
    bool: Text(en="is a truth value", zh="是真假值"),
    int: _NUMBER,
    float: _NUMBER,
    Decimal: _NUMBER,
    str: Text(en="is a text", zh="是文本"),
    list: Text(en="is a list", zh="是列表"),
    dict: Text(en="is a table", zh="是表"),
}


def _kind_of(value: object) -> Text:
    return _KINDS.get(type(value), Text(en="is a date or time", zh="是日期或时间"))
