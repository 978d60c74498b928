"""The JSON Schema of a site file, drawn by the very readers that load one.

The readers are run over an outline instead of a table: it has every key, gives no value, and writes down what was
asked for. What no schema can say (that an id exists, that a face has another way beside it) only ``load`` says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zbsec.sites import tables
from zbsec.sites.key_texts import KEY_TEXTS
from zbsec.sites.kinds import KINDS
from zbsec.sites.loading import read_site
from zbsec.sites.section import IDENTIFIER, Complaints, Section, codes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from enum import StrEnum

    from zbsec.sites.kinds import Option, SiteKind
    from zbsec.sites.text import Lang, Text

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ANY = "*"
"""The key of a table whose keys are names."""
_FILLED = r"\S"


def schema(*, lang: Lang = "en") -> dict[str, Any]:
    """The JSON Schema (2020-12) of a site file, for editors and validators.

    TOML dates are texts of format ``date`` in it. Site kinds, locations, capabilities and rule sets of other packages
    are part of it where they are installed.

    :param lang: language of the descriptions, ``en`` or ``zh``.
    """
    root = Outline((), lang)
    read_site(root)
    drawn = root.schema()
    drawn["properties"]["site"] = _with_kinds(drawn["properties"]["site"])
    return {"$schema": DIALECT, "$id": "urn:zbsec:site", "title": "zbsec site file", **drawn}


def keys() -> Iterator[str]:
    """Every key that a site file can have, dotted, ``*`` where a name stands."""
    root = Outline((), "en")
    read_site(root)
    yield from root.keys()


class Outline(Section):
    """A table that has every key and no value, and remembers what it was asked."""

    def __init__(self, path: tuple[str, ...], lang: Lang) -> None:
        super().__init__({}, path, Complaints("", {}))
        self._lang = lang
        self._properties: dict[str, dict[str, Any]] = {}
        self._required: set[str] = set()
        self._optional: set[str] = set()
        self._needs: dict[str, list[str]] = {}
        self._either: list[tuple[str, str]] = []
        self._with: dict[str, tuple[str, str]] = {}
        self._inner: dict[str, Outline] = {}
        self._names: dict[str, Any] = {}

    def schema(self) -> dict[str, Any]:
        """What was asked of this table, as a schema."""
        properties = {key: self._drawn(key) for key in sorted({*self._properties, *self._inner})}
        drawn: dict[str, Any] = {"type": "object", "additionalProperties": properties.pop(ANY, False)}
        if self._names:
            drawn["propertyNames"] = self._names
        if properties:
            drawn["properties"] = properties
        if required := sorted(self._required - self._optional - {ANY}):
            drawn["required"] = required
        if self._needs:
            drawn["dependentRequired"] = self._needs
        if self._with:
            drawn["dependentSchemas"] = {key: _one_required(pair) for key, pair in self._with.items()}
        for pair in self._either:
            drawn |= _one_required(pair)
        return drawn

    def keys(self) -> Iterator[str]:
        for key in {*self._properties, *self._inner}:
            yield ".".join((*map(str, self.path), key))
            if key in self._inner:
                yield from self._inner[key].keys()

    # What the readers ask

    def __contains__(self, key: str) -> bool:
        self._optional.add(key)
        return True

    def has(self, key: str, *, needs: str) -> bool:
        self._needs |= {key: [needs], needs: [key]}
        self._optional |= {key, needs}
        return True

    def has_with(self, key: str, *, either: tuple[str, str]) -> bool:
        self._needs |= {other: [key] for other in either}
        self._with[key] = either
        self._optional |= {key, *either}
        return True

    def either(self, one: str, other: str) -> bool:
        self._either.append((one, other))
        self._optional |= {one, other}
        return True

    @property
    def names(self) -> tuple[str, ...]:
        return (ANY,)

    def complain(self, key: str, problem: Text, remedy: Text) -> None:
        """An outline has no faults."""

    def text(self, key: str, *, example: str, default: str | None = None) -> Any:
        return self._ask(key, {"type": "string", "pattern": _FILLED, "examples": [example]}, default)

    def flag(self, key: str, *, default: bool | None = None) -> Any:
        return self._ask(key, {"type": "boolean"}, default)

    def whole(self, key: str, *, low: int, high: int, default: int | None = None) -> Any:
        return self._ask(key, {"type": "integer", "minimum": low, "maximum": high}, default)

    def number(self, key: str, *, low: float, high: float) -> Any:
        return self._ask(key, {"type": "number", "minimum": low, "maximum": high})

    def reading(self, key: str) -> Any:
        return self._ask(key, {"anyOf": [{"type": "boolean"}, {"type": "number", "minimum": 0}]})

    def day(self, key: str) -> Any:
        return self._ask(key, {"type": "string", "format": "date"})

    def choice(self, key: str, kind: type[StrEnum], *, default: Any = None) -> Any:
        return self._ask(key, {"enum": codes(kind)}, default)

    def choices(self, key: str, kind: type[StrEnum]) -> Any:
        return self._ask(key, _list({"enum": codes(kind)}))

    def texts(self, key: str, *, example: str) -> Any:
        return self._ask(key, _list({"type": "string", "pattern": _FILLED, "examples": [example]}))

    def points(self, key: str) -> Any:
        return self._ask(key, {"type": "array", "items": _POINT, "minItems": 2, "maxItems": 2})

    def polygons(self, key: str) -> Any:
        self._optional.add(key)
        return self._ask(key, {"type": "array", "items": {"type": "array", "items": _POINT, "minItems": 3}})

    def polygon(self, key: str) -> Any:
        self._optional.add(key)
        return self._ask(key, {"type": "array", "items": _POINT, "minItems": 3})

    def section(self, key: str, *, optional: bool = False) -> Section:
        if optional:
            self._optional.add(key)
        self._required.add(key)
        return self._inner.setdefault(key, Outline((*map(str, self.path), key), self._lang))

    def named(self, kind: type[StrEnum] | None = None) -> Iterator[tuple[str, Section]]:
        self._names = {"enum": codes(kind)} if kind else {}
        yield ANY, self.section(ANY)

    def parts(self) -> Iterator[tuple[str, Section]]:
        self._names = {"pattern": f"^{IDENTIFIER.pattern}$"}
        yield ANY, self.section(ANY)

    def listed(self, key: str) -> Iterator[Section]:
        element = self.section(key)
        self._properties[key] = {"type": "array", "minItems": 1}
        yield element

    def mapping(self, key: str) -> dict[str, Any]:
        self._optional.add(key)
        self._ask(key, {"type": "object"})
        return {}

    def close(self) -> None:
        """Nothing is left over in an outline."""

    def build(self, make: Callable[..., Any], *, blame: str = "", **facts: Any) -> None:
        """Nothing can be built of it."""

    # Inside

    def _ask(self, key: str, drawn: dict[str, Any], default: Any = None) -> None:
        self._properties[key] = drawn
        self._required.add(key)
        if default is not None:
            self._optional.add(key)
            drawn["default"] = default

    def _drawn(self, key: str) -> dict[str, Any]:
        drawn = self._properties.get(key, {})
        if key in self._inner:
            inner = self._inner[key].schema()
            drawn = {**drawn, "items": inner} if drawn.get("type") == "array" else inner
        text = KEY_TEXTS.get(".".join((*map(str, self.path), key)))
        return {"description": text.of(self._lang), **drawn} if text else drawn


_POINT = {"type": "array", "items": {"type": "number", "minimum": 0, "maximum": 1}, "minItems": 2, "maxItems": 2}


def _list(element: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": element, "minItems": 1, "uniqueItems": True}


def _with_kinds(site: dict[str, Any]) -> dict[str, Any]:
    """Each kind brings its own questions, and takes no answers to those of others."""
    kinds: list[SiteKind] = [KINDS.load(name) for name in KINDS.names()]
    properties = dict(site["properties"])
    properties["kind"] = {**properties["kind"], "enum": [kind.id for kind in kinds]}
    every = {option.name for kind in kinds for option in kind.options}
    return {
        **site,
        "properties": {**properties, **dict.fromkeys(sorted(every), True)},
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind.id}}, "required": ["kind"]},
                "then": _answers(kind, every),
            }
            for kind in kinds
        ],
    }


def _answers(kind: SiteKind, every: set[str]) -> dict[str, Any]:
    own = {option.name: _answer(option) for option in kind.options}
    then: dict[str, Any] = {"properties": {**dict.fromkeys(sorted(every - set(own)), False), **own}}
    return {**then, "required": list(own)} if own else then


def _answer(option: Option) -> dict[str, Any]:
    table = Outline((), "en")
    tables.answer(option, table)
    drawn = dict(table._properties[option.name])
    if option.choices:
        drawn["enum"] = list(option.choices)
    return {"description": option.label.en, **drawn}


def _one_required(keys: tuple[str, str]) -> dict[str, Any]:
    return {"oneOf": [{"required": [key]} for key in keys]}
