"""The two notations of a plan, GeoJSON and TOML, as the same list of raw features."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from zbsec._syntax import reason
from zbsec.sites.plan.faults import Faults, Place, two
from zbsec.sites.plan.feature import Feature
from zbsec.sites.toml_file import parse, read_text
from zbsec.sites.toml_lines import key_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from zbsec.sites.text import Text
    from zbsec.sites.toml_lines import KeyPath

_DRAWN = {"point": "Point", "line": "LineString", "polygon": "Polygon"}
NOTATIONS = two("a plan is a .geojson, .json or .toml file", "规划图应为 .geojson、.json 或 .toml 文件")


def raw_features(path: Path, faults: Faults) -> list[Feature]:
    """Every feature of the file with its place, unread.

    :raises SiteFileError: the file cannot be read, or is neither GeoJSON nor TOML.
    """
    if path.suffix.lower() not in (".geojson", ".json", ".toml") and not path.is_dir():
        _give_up(faults, two(f"is a {path.suffix or 'nameless'} file", f"是 {path.suffix or '无后缀'} 文件"), NOTATIONS)
    text = read_text(path)
    if path.suffix.lower() == ".toml":
        return list(_of_toml(parse(path, text), key_lines(text), faults))
    return list(_of_geojson(text, faults))


def _give_up(faults: Faults, problem: Text, remedy: Text, *, line: int | None = None) -> NoReturn:
    faults.add(None, "", problem, remedy, line=line)
    faults.fail()


def _of_geojson(text: str, faults: Faults) -> Iterator[Feature]:
    for number, member in enumerate(_members(text, faults), 1):
        properties = member.get("properties") if isinstance(member, dict) else None
        place = Place(kind="", id="", number=number)
        if not isinstance(member, dict) or member.get("type") != "Feature":
            faults.add(place, "", two("is no GeoJSON Feature", "不是 GeoJSON 要素"), two("correct it", "请改正"))
        elif not isinstance(properties, dict):
            faults.add(place, "properties", two("is missing", "缺失"), two("write an object", "应为对象"))
        else:
            own = properties.get("id")
            place = _place(properties.get("kind"), member.get("id") if own is None else own, number)
            yield Feature(place, properties, member.get("geometry"), faults)


def _members(text: str, faults: Faults) -> list[Any]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        _give_up(faults, _no_json(error), two("correct this line", "请改正此行"), line=error.lineno)
    except (RecursionError, ValueError) as error:
        _give_up(faults, _no_json(error), two("correct it", "请改正"))
    members = document.get("features") if isinstance(document, dict) else None
    if not isinstance(members, list) or document.get("type") != "FeatureCollection":
        remedy = two("write a FeatureCollection with its features", "应为含 features 的 FeatureCollection")
        _give_up(faults, two("is no GeoJSON FeatureCollection", "不是 GeoJSON FeatureCollection"), remedy)
    return members


def _no_json(error: ValueError | RecursionError) -> Text:
    why = reason(error)
    return two(f"is no JSON: {why.en}", f"不是 JSON：{why.zh}")


def _of_toml(document: Mapping[str, Any], lines: Mapping[KeyPath, int], faults: Faults) -> Iterator[Feature]:
    """Tables ``[kind]`` and ``[[kind]]``, each with ``point``, ``line`` or ``polygon`` where it has a geometry."""
    for kind, value in document.items():
        for number, table in enumerate(value if isinstance(value, list) else [value], 1):
            at = lines.get((kind, number - 1), lines.get((kind,)))
            if isinstance(table, dict):
                yield Feature(_place(kind, table.get("id"), number, at), table, _drawn(table), faults)
            else:
                said = two(f"{kind} is no table", f"{kind} 不是表")
                remedy = two(f"write [[{kind}]] and its keys below", f"应写 [[{kind}]]，其下列出各键")
                faults.add(None, "", said, remedy, line=at)


def _drawn(table: dict[str, Any]) -> Any:
    """The geometry as GeoJSON has it; the ring of a polygon need not be closed."""
    for key, kind in _DRAWN.items():
        if key in table:
            value = table.pop(key)
            ring = kind == "Polygon" and isinstance(value, list) and value
            return {"type": kind, "coordinates": [_closed(value)] if ring else value}
    return None


def _closed(ring: list[Any]) -> list[Any]:
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def _place(kind: object, name: object, number: int, line: int | None = None) -> Place:
    said = str(name) if isinstance(name, (str, int)) and not isinstance(name, bool) else ""
    return Place(kind=kind if isinstance(kind, str) else "", id=said.strip(), number=number, line=line)


def of_kind(features: Iterable[Feature], kind: str) -> list[Feature]:
    return [feature for feature in features if feature.place.kind == kind]
