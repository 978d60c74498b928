"""What spans several features of a plan: names that must exist, things that must not stand inside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.sites.plan.faults import two
from zbsec.sites.plan.network import SNAP_M, Network, loose_ends
from zbsec.sites.plan.scene import ON_THE_FACE_M
from zbsec.sites.section import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zbsec.sites.plan.feature import Feature
    from zbsec.sites.plan.model import Camera, Candidate, Plan
    from zbsec.sites.plan.ways import Ways


def check(plan: Plan, features: Mapping[tuple[str, str], Feature]) -> None:
    """Complain of everything that is right by itself and wrong together."""
    if plan.boundary is None:
        return
    _mask_cameras(plan, features)
    for kind, mounts in (("camera", plan.cameras), ("candidate", plan.candidates)):
        for mount in mounts:
            _not_inside(plan, mount, features[kind, mount.id])
    if plan.ways is not None:
        _ways(plan, plan.ways, features)


def _mask_cameras(plan: Plan, features: Mapping[tuple[str, str], Feature]) -> None:
    known = {feature.id for (kind, _), feature in features.items() if kind == "camera"}
    for mask in plan.masks:
        for name in sorted((mask.cameras or frozenset()) - known):
            said = two(f"there is no camera {name!r}", f"没有摄像机 {name!r}")
            features["mask", mask.id].complain("cameras", said, suggestion(name, sorted(known)))


def _not_inside(plan: Plan, mount: Camera | Candidate, feature: Feature) -> None:
    import shapely  # noqa: PLC0415

    at = shapely.Point(mount.x, mount.y)
    for one in plan.obstacles:
        deep = one.is_building and one.height_m > mount.height_m and one.shape.contains(at)
        if deep and one.shape.boundary.distance(at) > ON_THE_FACE_M:
            said = two(f"stands inside building {one.id!r}, below its roof", f"位于建筑 {one.id!r} 内部、屋顶以下")
            remedy = two("move it to the face of the building, or raise it", "请移至外墙面，或提高安装高度")
            feature.complain("geometry", said, remedy)


def _ways(plan: Plan, ways: Ways, features: Mapping[tuple[str, str], Feature]) -> None:
    edge = plan.boundary.boundary
    import shapely  # noqa: PLC0415

    for passage in ways.passages:
        off = edge.distance(shapely.Point(passage.at))
        if off > SNAP_M:
            said = two(f"lies {off:.1f} m off the boundary", f"距边界 {off:.1f} 米")
            features["passage", passage.id].complain("geometry", said, two("draw it on the boundary", "应画在边界上"))
    known = {feature.id for (kind, _), feature in features.items() if kind == "building"}
    for entrance in ways.entrances:
        if known and entrance.building not in known:
            said = two(f"there is no building {entrance.building!r}", f"没有建筑 {entrance.building!r}")
            remedy = suggestion(entrance.building, sorted(known))
            features["entrance", entrance.id].complain("building", said, remedy)
    for kind, name, gap in loose_ends(ways):
        said = two(f"meets no way; the nearest ends {gap:.1f} m away", f"未与道路相接，最近的相距 {gap:.1f} 米")
        remedy = two(f"let a way end here, within {SNAP_M:g} m", f"应有道路在 {SNAP_M:g} 米内与之相接")
        features[kind, name].complain("geometry", said, remedy)
    for way, (x, y) in Network(plan, ways).leaks():
        at = plan.frame.say(x, y)
        said = two(f"runs through the boundary at {at}, where no passage is", f"在 {at} 处穿过边界，但此处没有通道")
        features["way", way.id].complain("geometry", said, two("draw a passage there", "请在此处画出通道"))
