"""``load``: a plan file read as a whole, with every complaint about it at once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zbsec.sites.plan import geometry, readers
from zbsec.sites.plan.consistent import check
from zbsec.sites.plan.extra import need
from zbsec.sites.plan.faults import Faults, two
from zbsec.sites.plan.frame import Frame, FrameKind
from zbsec.sites.plan.model import Plan
from zbsec.sites.plan.sources import of_kind, raw_features
from zbsec.sites.plan.ways import EnclosureRules, Ways
from zbsec.sites.section import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from zbsec.sites.plan.feature import Feature

SEEN = ("building", "wall", "camera", "candidate", "wanted", "limited", "mask")
WALKED = ("passage", "way", "entrance", "destination")
SINGLE = ("boundary", "enclosure", "vote")
KINDS = (*SEEN, *WALKED, *SINGLE)
MOST_METRES_ACROSS = 2000.0


def load(path: str | PathLike[str]) -> Plan:
    """The plan in a GeoJSON or TOML file.

    :raises SiteFileError: the file cannot be read or has faults; ``complaints`` lists all of them, each with the
        feature, the key and what would be right, in English and Chinese.
    """
    need("shapely")
    file = Path(path)
    faults = Faults(str(file))
    features = [feature for feature in raw_features(file, faults) if _is_known(feature)]
    _name_all(features)
    edge = _single(features, "boundary")
    frame = _frame(edge, faults)
    if edge is None or frame is None:
        _read_blindly(features)
        faults.fail()
    plan = _plan(file, features, edge, frame)
    check(plan, {(one.place.kind, one.id): one for one in features})
    faults.raise_if_any()
    return plan


def _is_known(feature: Feature) -> bool:
    kind = feature.place.kind
    if kind in KINDS:
        return True
    problem = two(f"{kind!r} is no kind of feature", f"{kind!r} 不是要素类别") if kind else two("is missing", "缺失")
    feature.complain("kind", problem, suggestion(kind, KINDS))
    return False


def _name_all(features: list[Feature]) -> None:
    """A feature without an id is called by its number; two of one kind with the same id are one too many."""
    seen = Counter((feature.place.kind, feature.id) for feature in features if feature.id)
    for feature in features:
        if not feature.id:
            feature.rename(str(feature.place.number))
        elif seen[feature.place.kind, feature.id] > 1:
            said = two(f"{feature.id!r} is there twice", f"{feature.id!r} 重复")
            feature.complain("id", said, two("give each its own id", "每个要素应有自己的 id"))


def _single(features: list[Feature], kind: str) -> Feature | None:
    found = of_kind(features, kind)
    for extra in found[1:]:
        extra.complain("kind", two(f"there is one {kind} already", f"已有一个 {kind}"), two("keep one", "只保留一个"))
    return found[0] if found else None


def _frame(edge: Feature | None, faults: Faults) -> Frame | None:
    if edge is None:
        remedy = two("draw one feature of kind boundary", "请画一个 kind 为 boundary 的要素")
        faults.add(None, "", two("has no boundary", "没有边界"), remedy)
        return None
    kind = edge.choice("frame", FrameKind)
    pairs = geometry.positions(edge)
    if not pairs:
        geometry.shape(edge, Frame(kind=FrameKind.METRES), "Polygon")
    if kind is None or not pairs:
        return None
    middles = tuple((min(axis) + max(axis)) / 2 for axis in zip(*pairs, strict=True))
    if kind is FrameKind.METRES:
        far = max(abs(middle) for middle in middles) > geometry.MOST_METRES / 2
        return Frame(kind=FrameKind.METRES, origin=(round(middles[0]), round(middles[1])) if far else (0.0, 0.0))
    if not (abs(middles[0]) <= 180 and abs(middles[1]) <= 85):
        said = two(
            f"{middles[0]:g}, {middles[1]:g} is no longitude and latitude", f"{middles[0]:g}, {middles[1]:g} 不是经纬度"
        )
        edge.complain("geometry", said, two('write frame = "metres", or degrees', "改写 frame 为 metres，或使用经纬度"))
        return None
    return Frame(kind=FrameKind.WGS84, origin=(round(middles[0], 6), round(middles[1], 6)))


def _read_blindly(features: list[Feature]) -> None:
    """Without a frame, still say what is wrong with everything else."""
    frame = Frame(kind=FrameKind.METRES)
    for kind in (*SEEN, *WALKED):
        _read(features, kind, frame)


def _plan(file: Path, features: list[Feature], edge: Feature, frame: Frame) -> Plan:
    name, target = heading(edge, file.stem)
    boundary = _boundary(edge, frame)
    edge.close()
    parts = {kind: _read(features, kind, frame) for kind in (*SEEN, *WALKED)}
    return Plan(
        name=name or file.stem,
        frame=frame,
        boundary=boundary,
        target_height_m=target or 0.0,
        obstacles=(*parts["building"], *parts["wall"]),
        cameras=parts["camera"],
        candidates=parts["candidate"],
        wanted=parts["wanted"],
        limited=parts["limited"],
        masks=parts["mask"],
        ways=_ways(features, parts),
        file=str(file),
    )


def heading(edge: Feature, stem: str) -> tuple[str | None, float | None]:
    """The name of the plan and the height at which it looks at people."""
    return (
        edge.text("name", example="示范小区", default=stem),
        edge.number("target_height_m", low=0, high=10, unit="m", default=1.5),
    )


def _boundary(edge: Feature, frame: Frame) -> Any:
    drawn = geometry.shape(edge, frame, "Polygon")
    if drawn is None:
        return None
    west, south, east, north = drawn.bounds
    across = max(east - west, north - south)
    if across < 3 or across > MOST_METRES_ACROSS:
        said = two(f"measures {across:.3g} m", f"跨度为 {across:.3g} 米")
        edge.complain(
            "geometry", said, two("a plan is 3 to 2000 m across; check frame", "应为 3 至 2000 米，请检查 frame")
        )
    return drawn


def _read(features: list[Feature], kind: str, frame: Frame) -> tuple[Any, ...]:
    reader: Callable[..., Any] = getattr(readers, kind)
    made = (reader(feature, frame) for feature in of_kind(features, kind))
    return tuple(one for one in made if one is not None)


def _ways(features: list[Feature], parts: dict[str, tuple[Any, ...]]) -> Ways | None:
    stated, voted = _single(features, "enclosure"), _single(features, "vote")
    rules = readers.rules(stated) if stated else EnclosureRules()
    vote = readers.vote(voted) if voted else None
    if not any(parts[kind] for kind in WALKED):
        return None
    return Ways(
        passages=parts["passage"],
        ways=parts["way"],
        entrances=parts["entrance"],
        destinations=parts["destination"],
        rules=rules or EnclosureRules(),
        vote=vote,
    )
