"""The JSON Schema of a plan, drawn by the very readers that load one.

The readers run over a feature that has every property and no value, and writes down what they ask for. What no schema
can say (that rings do not cross, that a camera of a mask exists) only ``load`` says.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from zbsec.sites.plan import readers
from zbsec.sites.plan.faults import Faults, Place
from zbsec.sites.plan.feature import Feature
from zbsec.sites.plan.frame import Frame, FrameKind
from zbsec.sites.plan.key_texts import KIND_TEXTS, PROPERTY_TEXTS
from zbsec.sites.plan.load import SEEN, SINGLE, WALKED, heading
from zbsec.sites.section import codes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

    from zbsec.sites.text import Lang, Text

Notation = Literal["geojson", "toml"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FOCUS = frozenset({"focal_mm", "sensor_width_mm"})
_FIELD = "hfov_deg"


def _edge(feature: Feature) -> None:
    feature.choice("frame", FrameKind)
    heading(feature, "")
    feature.drawn("Polygon")


_FRAME = Frame(kind=FrameKind.METRES)
_READERS: Mapping[str, Callable[[Feature], Any]] = {
    "boundary": _edge,
    **{kind: partial(getattr(readers, kind), frame=_FRAME) for kind in (*SEEN, *WALKED)},
    "enclosure": readers.rules,
    "vote": readers.vote,
}


def schema(notation: Notation = "geojson", *, lang: Lang = "en") -> dict[str, Any]:
    """The JSON Schema (2020-12) of a plan, for editors and validators.

    :param notation: of a GeoJSON file, or of a TOML file.
    :param lang: language of the descriptions, ``en`` or ``zh``.
    :raises ValueError: another notation.
    """
    if notation not in ("geojson", "toml"):
        raise ValueError(f"a plan is written as geojson or toml, not {notation!r}")
    kinds = {kind: KindOutline(kind, lang) for kind in _READERS}
    head = {"$schema": _DIALECT, "$id": f"urn:zbsec:plan:{notation}", "title": "zbsec plan"}
    return {**head, **(_collection(kinds, lang) if notation == "geojson" else _tables(kinds))}


class FeatureOutline(Feature):
    """A feature that has every property and no value, and remembers what it was asked.

    :param by_focus: a lens is asked for as focal length and sensor, or else as a field of view.
    """

    def __init__(self, kind: str, *, by_focus: bool) -> None:
        super().__init__(Place(kind=kind, id="*", number=1), {}, None, Faults(""))
        self.failed = True  # nothing can be built of it
        self.shapes: tuple[str, ...] = ()
        self.properties: dict[str, dict[str, Any]] = {}
        self.required: set[str] = set()
        self._by_focus = by_focus

    def __contains__(self, key: str) -> bool:
        if key in _FOCUS or key == _FIELD:
            return self._by_focus is (key in _FOCUS)
        return True

    def complain(self, key: str, problem: Text, remedy: Text) -> None:
        """An outline has no faults."""

    def drawn(self, *kinds: str) -> None:
        self.shapes = kinds

    def number(self, key: str, *, low: float, high: float, unit: str = "", default: float | None = None) -> Any:  # noqa: ARG002
        return self._ask(key, {"type": "number", "minimum": low, "maximum": high}, default)

    def optional_number(self, key: str, *, low: float, high: float, unit: str = "") -> float | None:  # noqa: ARG002
        self.properties[key] = {"type": "number", "minimum": low, "maximum": high}
        return None

    def whole(self, key: str, *, low: int, high: int, default: int | None = None) -> Any:
        return self._ask(key, {"type": "integer", "minimum": low, "maximum": high}, default)

    def numbers(self, key: str, *, low: float, high: float, count: int | None = None) -> tuple[float, ...] | None:
        drawn: dict[str, Any] = {"type": "array", "items": {"type": "number", "minimum": low, "maximum": high}}
        self.properties[key] = drawn | {"minItems": count or 1} | ({"maxItems": count} if count else {})
        return None

    def text(self, key: str, *, example: str, default: str | None = None) -> Any:
        return self._ask(key, {"type": "string", "pattern": r"\S", "examples": [example]}, default)

    def texts(self, key: str, *, example: str) -> tuple[str, ...] | None:
        element = {"type": "string", "pattern": r"\S", "examples": [example]}
        self.properties[key] = {"type": "array", "items": element, "minItems": 1}
        return None

    def flag(self, key: str) -> Any:
        self.properties[key] = {"type": "boolean", "default": False}

    def day(self, key: str) -> Any:
        return self._ask(key, {"type": "string", "format": "date"}, None)

    def choice(self, key: str, kind: type[StrEnum], *, default: Any = None) -> Any:
        return self._ask(key, {"enum": codes(kind)}, default)

    def close(self) -> None:
        """Nothing is left over in an outline."""

    def _ask(self, key: str, drawn: dict[str, Any], default: Any) -> None:
        if default is None:
            self.required.add(key)
        elif default != "":
            drawn["default"] = default
        self.properties[key] = drawn


class KindOutline:
    """What the reader of one kind asks for."""

    def __init__(self, kind: str, lang: Lang) -> None:
        self.kind = kind
        self.text = KIND_TEXTS[kind].of(lang)
        ways = [FeatureOutline(kind, by_focus=by_focus) for by_focus in (False, True)]
        for way in ways:
            _READERS[kind](way)
        self.shapes = ways[0].shapes
        merged = {key: drawn for way in ways for key, drawn in way.properties.items()}
        self.properties = {key: {"description": PROPERTY_TEXTS[key].of(lang), **merged[key]} for key in sorted(merged)}
        self.required = sorted(ways[0].required & ways[1].required)
        own = [sorted(way.required - set(self.required)) for way in ways]
        self.either = [{"required": keys} for keys in own] if all(own) else []


def _collection(kinds: Mapping[str, KindOutline], lang: Lang) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "features": {"type": "array", "minItems": 1, "items": _feature(kinds, lang)},
        },
    }


def _feature(kinds: Mapping[str, KindOutline], lang: Lang) -> dict[str, Any]:
    kind = {"description": PROPERTY_TEXTS["kind"].of(lang), "enum": list(kinds)}
    identity = {"id": {"type": ["string", "integer", "null"]}}
    return {
        "type": "object",
        "required": ["type", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "properties": {"type": "object", "required": ["kind"], "properties": {"kind": kind, **identity}},
        },
        "allOf": [{"if": _is(one.kind), "then": _then(one)} for one in kinds.values()],
    }


def _is(kind: str) -> dict[str, Any]:
    named = {"required": ["kind"], "properties": {"kind": {"const": kind}}}
    return {"required": ["properties"], "properties": {"properties": named}}


def _then(one: KindOutline) -> dict[str, Any]:
    own: dict[str, Any] = {"description": one.text, "required": one.required, "properties": _nullable(one)}
    if one.either:
        own["oneOf"] = one.either
    if not one.shapes:
        return {"properties": {"properties": own}}
    geometry = {"type": "object", "required": ["type", "coordinates"], "properties": {"type": {"enum": [*one.shapes]}}}
    return {"required": ["geometry"], "properties": {"properties": own, "geometry": geometry}}


def _nullable(one: KindOutline) -> dict[str, Any]:
    """Drawing programs write a property that nobody filled in as null."""
    optional = {
        key for key in one.properties if key not in one.required and not any(key in e["required"] for e in one.either)
    }
    return {
        key: {"anyOf": [drawn, {"type": "null"}]} if key in optional else drawn for key, drawn in one.properties.items()
    }


def _tables(kinds: Mapping[str, KindOutline]) -> dict[str, Any]:
    drawn = {kind: _table(one) for kind, one in kinds.items()}
    many = {kind: {"type": "array", "minItems": 1, "items": table} for kind, table in drawn.items()}
    return {
        "type": "object",
        "required": ["boundary"],
        "additionalProperties": False,
        "properties": {
            kind: {"anyOf": [drawn[kind], many[kind] | {"maxItems": 1}]}
            if kind in SINGLE
            else {"anyOf": [many[kind], drawn[kind]]}
            for kind in kinds
        },
    }


_POSITION = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 4}
_SHAPES = {
    "Point": ("point", _POSITION),
    "LineString": ("line", {"type": "array", "items": _POSITION, "minItems": 2}),
    "Polygon": ("polygon", {"type": "array", "items": _POSITION, "minItems": 3}),
}


def _table(one: KindOutline) -> dict[str, Any]:
    shapes = dict(_SHAPES[name] for name in one.shapes if name in _SHAPES)
    identity = {"id": {"type": ["string", "integer"]}}
    table: dict[str, Any] = {
        "type": "object",
        "description": one.text,
        "required": one.required,
        "properties": {**identity, **one.properties, **shapes},
    }
    choices = [[{"required": [key]} for key in shapes], one.either]
    every = [{"oneOf": some} for some in choices if some]
    return table | ({"allOf": every} if every else {})
