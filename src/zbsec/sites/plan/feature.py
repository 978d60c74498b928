"""Reading one feature of a plan: every property asked for by type, every complaint collected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from zbsec.sites.plan.faults import two

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import StrEnum

    from zbsec.sites.plan.faults import Faults, Place
    from zbsec.sites.text import Text

    E = TypeVar("E", bound=StrEnum)

_LIKELY_SLIP = 0.75
_LARGEST = 1e9
"""Beyond it no coordinate lies, not even a projected one; nan does not either."""
_EVERYWHERE = frozenset({"id", "kind"})


class Feature:
    """The properties and the raw geometry of one feature. A getter that finds no fit value complains, returns None."""

    def __init__(self, place: Place, properties: Mapping[str, Any], geometry: Any, faults: Faults) -> None:
        self.place = place
        self.geometry = geometry
        self._properties = {key: value for key, value in properties.items() if value is not None}
        self._faults = faults
        self._asked = set(_EVERYWHERE)
        self.failed = False

    @property
    def id(self) -> str:
        return self.place.id

    def rename(self, name: str) -> None:
        """Call it by another id, where the file gives none."""
        self.place = replace(self.place, id=name)

    def __contains__(self, key: str) -> bool:
        self._asked.add(key)
        return key in self._properties

    def complain(self, key: str, problem: Text, remedy: Text) -> None:
        self.failed = True
        self._faults.add(self.place, key, problem, remedy)

    def drawn(self, *kinds: str) -> str | None:
        """Which of these geometries it has."""
        found = self.geometry.get("type") if isinstance(self.geometry, dict) else None
        if found in kinds:
            return str(found)
        wanted = two(f"draw a {' or '.join(kinds)}", f"应为 {' 或 '.join(kinds)}")
        self.complain("geometry", two(f"is {found or 'missing'}", f"为 {found or '空'}"), wanted)
        return None

    def number(self, key: str, *, low: float, high: float, unit: str = "", default: float | None = None) -> Any:
        """A number from ``low`` to ``high``."""
        tail = f" {unit}" if unit else ""
        remedy = two(f"write a number from {low:g} to {high:g}{tail}", f"应为 {low:g} 至 {high:g}{tail} 的数")
        value = self._get(key, remedy, optional=default is not None)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return self._wrong(key, value, remedy)
        if not low <= value <= high:
            said = _short(value)
            self.complain(key, two(f"{said} is out of range", f"{said} 超出范围"), remedy)
            return None
        return float(value)

    def optional_number(self, key: str, *, low: float, high: float, unit: str = "") -> float | None:
        value: float | None = self.number(key, low=low, high=high, unit=unit) if key in self else None
        return value

    def whole(self, key: str, *, low: int, high: int, default: int | None = None) -> Any:
        """A whole number from ``low`` to ``high``."""
        value = self.number(key, low=low, high=high, default=default)
        if value is not None and value != int(value):
            self.complain(
                key,
                two(f"{value:g} is no whole number", f"{value:g} 不是整数"),
                two("write a whole number", "应为整数"),
            )
            return None
        return None if value is None else int(value)

    def numbers(self, key: str, *, low: float, high: float, count: int | None = None) -> tuple[float, ...] | None:
        """A list of numbers from ``low`` to ``high``, of ``count`` of them, or at least one; None: not there."""
        if key not in self:
            return None
        value = self._properties[key]
        some = f"{count} numbers" if count else "numbers"
        remedy = two(f"write a list of {some} from {low:g} to {high:g}", f"应为 {low:g} 至 {high:g} 的数的列表")
        fits = isinstance(value, list) and len(value) >= 1 and count in (None, len(value))
        if not fits or not all(is_number(one) and low <= one <= high for one in value):
            self._wrong(key, value, remedy)
            return None
        return tuple(float(one) for one in value)

    def text(self, key: str, *, example: str, default: str | None = None) -> Any:
        remedy = two(f'write a text, such as "{example}"', f"应为文字，例如“{example}”")
        value = self._get(key, remedy, optional=default is not None)
        if value is None:
            return default
        if not isinstance(value, str) or not value.strip():
            return self._wrong(key, value, remedy)
        return value

    def texts(self, key: str, *, example: str) -> tuple[str, ...] | None:
        """A list of texts; None: not there."""
        if key not in self:
            return None
        value = self._properties[key]
        if isinstance(value, list) and value and all(isinstance(one, str) and one.strip() for one in value):
            return tuple(value)
        self._wrong(
            key, value, two(f'write a list of texts, such as ["{example}"]', f'应为文字列表，例如 ["{example}"]')
        )
        return None

    def flag(self, key: str) -> Any:
        """True or false; false where it is not there."""
        value = self._properties.get(key, False)
        self._asked.add(key)
        if isinstance(value, bool) or value in (0, 1):
            return bool(value)
        return self._wrong(key, value, two("write true or false", "应为 true 或 false"))

    def day(self, key: str) -> Any:
        """A date, in quotes or without."""
        remedy = two('write a date, such as "2026-11-02"', '应为日期，例如 "2026-11-02"')
        value = self._get(key, remedy)
        if value is None or type(value) is date:
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            return self._wrong(key, value, remedy)

    def choice(self, key: str, kind: type[E], *, default: E | None = None) -> Any:
        """A member of an enumeration."""
        known = [member.value for member in kind]
        remedy = two(f"write one of {', '.join(known)}", f"应为以下之一：{'、'.join(_zh(one) for one in kind)}")
        value = self._get(key, remedy, optional=default is not None)
        if value is None:
            return default
        said = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else None
        return kind(said) if said in known else self._wrong(key, value, _nearest(said, known) or remedy)

    def close(self) -> None:
        """Complain about keys that look like a slip of the pen; others belong to the author's own tools."""
        known = sorted(self._asked - _EVERYWHERE)
        for key in self._properties:
            near = [] if key in self._asked else get_close_matches(key, known, n=1, cutoff=_LIKELY_SLIP)
            if near:
                problem = two("is not known here", "不是已知的键")
                self.complain(key, problem, two(f"did you mean {near[0]}?", f"是否应为 {near[0]}？"))

    def _get(self, key: str, remedy: Text, *, optional: bool = False) -> Any:
        if key in self:
            return self._properties[key]
        if not optional:
            self.complain(key, two("is missing", "缺失"), remedy)
        return None

    def _wrong(self, key: str, value: object, remedy: Text) -> None:
        said = _short(value)
        self.complain(key, two(f"{said} does not fit", f"{said} 不符合要求"), remedy)


def _zh(member: StrEnum) -> str:
    name = getattr(member, "zh", "")
    return f"{member.value}（{name}）" if name else str(member.value)


def _nearest(said: str | None, known: Iterable[str]) -> Text | None:
    near = get_close_matches(said or "", known, n=1)
    return two(f"did you mean {near[0]}?", f"是否应为 {near[0]}？") if near else None


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < _LARGEST


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
