"""From the geometry of a feature, as somebody wrote it, to shapes in metres."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zbsec.sites.plan.faults import two
from zbsec.sites.plan.feature import is_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

    from zbsec.sites.plan.feature import Feature
    from zbsec.sites.plan.frame import Frame
    from zbsec.sites.text import Text

MOST_METRES = 20_000.0
_DIGITS = 6
"""Of a metre: what is finer comes from arithmetic, not from a plan."""
_DEPTH = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_LEAST = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}


def shape(feature: Feature, frame: Frame, *kinds: str) -> Any:
    """The feature's shape in metres; None, and a complaint, where it is none of ``kinds`` or not valid."""
    import shapely  # noqa: PLC0415
    from shapely.geometry import shape as shape_of  # noqa: PLC0415

    found = feature.drawn(*kinds)
    if found is None:
        return None
    coordinates = feature.geometry.get("coordinates")
    depth = _DEPTH[found]
    flaw = _flaw(coordinates, depth, _LEAST.get(found, 1))
    if flaw:
        feature.complain(
            "geometry", flaw, two(f"write it as GeoJSON has a {found}", f"应按 GeoJSON 的 {found} 格式书写")
        )
        return None
    made = shape_of({"type": found, "coordinates": _flat(coordinates, depth)})
    return _valid(feature, shapely.transform(made, lambda points: np.round(frame.to_metres(points), _DIGITS)))


def point(feature: Feature, frame: Frame) -> tuple[float, float] | None:
    """A position in metres."""
    made = shape(feature, frame, "Point")
    return None if made is None else (made.x, made.y)


def lines(feature: Feature, frame: Frame) -> Any:
    """A MultiLineString."""
    return _many(shape(feature, frame, "LineString", "MultiLineString"))


def areas(feature: Feature, frame: Frame) -> Any:
    """A MultiPolygon."""
    return _many(shape(feature, frame, "Polygon", "MultiPolygon"))


def either(feature: Feature, frame: Frame) -> Any:
    """A MultiPolygon or a MultiLineString."""
    return _many(shape(feature, frame, "Polygon", "MultiPolygon", "LineString", "MultiLineString"))


def positions(feature: Feature) -> list[tuple[float, float]]:
    """Every pair of numbers of the geometry, whatever it is: enough to find out where on earth it lies."""
    coordinates = feature.geometry.get("coordinates") if isinstance(feature.geometry, dict) else None
    return list(_pairs(coordinates))


def _many(made: BaseGeometry | None) -> Any:
    import shapely  # noqa: PLC0415

    if made is None or made.geom_type.startswith("Multi"):
        return made
    return (shapely.MultiPolygon if made.geom_type == "Polygon" else shapely.MultiLineString)([made])


def _valid(feature: Feature, made: BaseGeometry) -> BaseGeometry | None:
    import shapely  # noqa: PLC0415

    reach = abs(shapely.get_coordinates(made)).max()
    if reach > MOST_METRES:
        far = two(f"lies {reach:.0f} m from the rest", f"距其余要素 {reach:.0f} 米")
        feature.complain("geometry", far, two("check frame and numbers", "请检查 frame 与坐标"))
    elif not shapely.is_valid(made):
        feature.complain(
            "geometry",
            _invalid(shapely.is_valid_reason(made)),
            two("draw rings that do not cross or touch", "环线不得相交或重叠"),
        )
    elif made.geom_type != "Point" and not (made.area or made.length):
        feature.complain("geometry", two("has no extent", "没有长度或面积"), two("draw it longer", "应有一定长度"))
    else:
        return made
    return None


_INVALID_ZH = {
    "Duplicate Rings": "环线重复",
    "Hole lies outside shell": "内环在外环之外",
    "Holes are nested": "内环相互嵌套",
    "Interior is disconnected": "内部不连通",
    "Nested shells": "多边形相互嵌套",
    "Ring Self-intersection": "环线自相接触",
    "Self-intersection": "环线自相交",
    "Too few points in geometry component": "点数不足",
}
"""What GEOS says."""


def _invalid(reason: str) -> Text:
    """``Self-intersection[3 4]`` in both languages."""
    kind, bracket, place = reason.partition("[")
    return two(f"is not valid: {reason}", f"无效：{_INVALID_ZH.get(kind, '图形有误')}{bracket}{place}")


def _flaw(value: Any, depth: int, least: int) -> Text | None:
    """What is wrong with nested coordinates."""
    if depth == 0:
        return None if _is_position(value) else two("holds something that is no position", "含有不是坐标的内容")
    if not isinstance(value, list) or not value:
        return two("has no coordinates", "没有坐标")
    inner = next((flaw for one in value if (flaw := _flaw(one, depth - 1, least))), None)
    if inner or depth > 1:
        return inner
    if len(value) < least:
        return two(
            f"has {len(value)} positions where {least} are needed", f"只有 {len(value)} 个点，至少需要 {least} 个"
        )
    open_ring = least == _LEAST["Polygon"] and value[0][:2] != value[-1][:2]
    return two("has a ring that is not closed", "有未闭合的环") if open_ring else None


def _flat(value: Any, depth: int) -> Any:
    """The coordinates without heights."""
    return [_flat(one, depth - 1) for one in value] if depth else value[:2]


def _is_position(value: Any) -> bool:
    return isinstance(value, list) and 2 <= len(value) <= 4 and all(is_number(one) for one in value)


def _pairs(value: Any, depth: int = 4) -> Iterator[tuple[float, float]]:
    if isinstance(value, list) and len(value) >= 2 and all(is_number(one) for one in value[:2]):
        yield float(value[0]), float(value[1])
    elif isinstance(value, list) and depth:
        for one in value:
            yield from _pairs(one, depth - 1)
