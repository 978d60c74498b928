"""Where two areas overlap, without the lines and points in which they merely touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


def overlap(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """The common area of two areas: a Polygon or MultiPolygon, perhaps empty."""
    import shapely  # noqa: PLC0415

    common = one.intersection(other)
    if common.geom_type in ("Polygon", "MultiPolygon"):
        return common
    return shapely.union_all([part for part in shapely.get_parts(common) if part.geom_type == "Polygon"])
