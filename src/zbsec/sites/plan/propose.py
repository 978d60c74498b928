"""``propose``: the fewest added cameras that let every wanted area be seen as wanted, and break no maximum."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from zbsec.sites.plan.cells import cell_size, cells_of
from zbsec.sites.plan.cover import Choice, fewest, sees
from zbsec.sites.plan.coverage import combined, coverage, view_of
from zbsec.sites.plan.extra import need
from zbsec.sites.plan.limits import breach
from zbsec.sites.plan.scene import Scene
from zbsec.sites.text import Labelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

    from zbsec.sites.plan.cells import Cell
    from zbsec.sites.plan.classes import PixelClass
    from zbsec.sites.plan.coverage import CameraView, Coverage
    from zbsec.sites.plan.model import Camera, Plan
    from zbsec.sites.text import Lang


class Obstruction(Labelled):
    """Why a place stays unseen."""

    OUT_OF_SIGHT = "out_of_sight", "no candidate sees it well enough", "所有候选点均无法达到所需像素密度"
    MAXIMUM = "maximum", "only views that break a maximum see it", "仅有超出密度上限的视角可见"
    NO_PLACE = "no_place", "the candidates that see it hold no more cameras", "可见的候选点已无安装位置"
    UNSETTLED = "unsettled", "a gap between the points looked at, left after the last round", "末轮计算后仍余的细小缝隙"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A part of a wanted area that no selection covers."""

    area: str
    why: Obstruction
    shape: BaseGeometry
    limited: tuple[str, ...] = ()
    """Ids of the limited areas whose maximum stands in the way."""

    @property
    def at(self) -> tuple[float, float]:
        """A point on it, metres east and north."""
        point = self.shape.point_on_surface()
        return (float(point.x), float(point.y))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Cameras to add."""

    before: Coverage
    after: Coverage
    added: tuple[Camera, ...]
    """Named ``candidate@azimuth/tilt``."""
    unmet: tuple[Unmet, ...]
    proved: bool
    """Whether fewer cannot do it, for the directions tried and the points looked at; False where time ran out."""
    views_tried: int
    views_refused: int
    """How many of them would break a maximum."""

    def to_dict(self) -> dict[str, Any]:
        from zbsec.sites.plan.facts import proposal_facts  # noqa: PLC0415

        return proposal_facts(self)

    def to_json(self) -> str:
        """Canonical JSON."""
        from zbsec.sites.plan.facts import as_json  # noqa: PLC0415

        return as_json(self.to_dict())

    def to_text(self, *, lang: Lang = "en") -> str:
        """For a terminal."""
        from zbsec.sites.plan.told import proposal_text  # noqa: PLC0415

        return proposal_text(self, lang)

    def to_svg(self, *, lang: Lang = "en") -> str:
        """The plan before and after as one SVG element, to stand in an HTML report."""
        from zbsec.sites.plan.draw import svg  # noqa: PLC0415

        return svg(self, lang=lang)


def propose(plan: Plan, *, before: Coverage | None = None, rounds: int = 4, time_limit_s: float = 60.0) -> Proposal:
    """The smallest set of cameras on the plan's candidate places that closes the gaps of ``before``.

    The gaps are cut into cells, each with a point; an integer program picks the fewest views that see every point, none
    of which may break a maximum. The polygons then show what lies between the points and is still unseen; that becomes
    new cells, and the program is run again, ``rounds`` times at most; each run may take ``time_limit_s``.

    :raises PlanError: the solver found nothing within ``time_limit_s``.
    """
    need("scipy", "shapely")
    before = before or coverage(plan)
    scene = Scene.of(plan)
    allowed, refused = _views(plan, scene)
    cells: list[Cell] = []
    more = _gaps(before, [])
    after, choice, proved = before, Choice(), True
    for _ in range(rounds):
        if not more:
            break
        cells += more
        choice = _choose(plan, before, cells, allowed, time_limit_s)
        chosen = [allowed[number] for number in choice.chosen]
        cameras = (*plan.cameras, *(view.camera for view in chosen))
        after = combined(replace(plan, cameras=cameras), scene, [*before.views, *chosen])
        proved = proved and choice.proved
        more = _gaps(after, [cells[number] for number in choice.unseen])
    unseen = [cells[number] for number in sorted(choice.unseen)]
    return Proposal(
        before=before,
        after=after,
        added=tuple(allowed[number].camera for number in choice.chosen),
        unmet=(*_unmet(plan, after, unseen, allowed, refused), *_unsettled(more)),
        proved=proved and not more,
        views_tried=len(allowed) + len(refused),
        views_refused=len(refused),
    )


def _views(plan: Plan, scene: Scene) -> tuple[list[CameraView], list[tuple[CameraView, tuple[str, ...]]]]:
    """Every view from a candidate place: those that keep all maxima, and those that do not, with what they break."""
    allowed, refused = [], []
    for camera in (camera for candidate in plan.candidates for camera in candidate.views()):
        broken = tuple(area.id for area in plan.limited if breach(scene, camera, area))
        view = view_of(plan, scene, camera)
        if broken:
            refused.append((view, broken))
        else:
            allowed.append(view)
    return allowed, refused


def _gaps(found: Coverage, known: Iterable[Cell]) -> list[Cell]:
    """Cells over what is missing of the areas that are not met, without what is known to stay unseen."""
    import shapely  # noqa: PLC0415

    known_unseen = shapely.union_all([cell.shape for cell in known])
    missed = {one.area.id: one.missed.difference(known_unseen) for one in found.areas if not one.is_met}
    side = cell_size(sum(shape.area for shape in missed.values()))
    return [cell for area, shape in missed.items() for cell in cells_of(area, shape, side)]


def _choose(
    plan: Plan, before: Coverage, cells: Sequence[Cell], allowed: Sequence[CameraView], time_limit_s: float
) -> Choice:
    return fewest(
        sees(allowed, cells, _classes(plan)),
        cells,
        holders=[view.camera.id.rpartition("@")[0] for view in allowed],
        places={one.id: one.places for one in plan.candidates},
        allowance_m2={one.area.id: (1 - one.area.min_share) * one.size_m2 for one in before.areas},
        time_limit_s=time_limit_s,
    )


def _classes(plan: Plan) -> dict[str, PixelClass]:
    return {area.id: area.pixel_class for area in plan.wanted}


def _unmet(
    plan: Plan,
    after: Coverage,
    unseen: Sequence[Cell],
    allowed: Sequence[CameraView],
    refused: Sequence[tuple[CameraView, tuple[str, ...]]],
) -> Iterator[Unmet]:
    """The cells that stay unseen in areas that stay unmet, one entry for each area and reason."""
    import shapely  # noqa: PLC0415

    short = {one.area.id for one in after.areas if not one.is_met}
    cells = [cell for cell in unseen if cell.area in short]
    by_allowed = sees(allowed, cells, _classes(plan))
    by_refused = sees([view for view, _ in refused], cells, _classes(plan))
    together: dict[tuple[str, Obstruction, tuple[str, ...]], list[Cell]] = defaultdict(list)
    for cell, could, must_not in zip(cells, by_allowed, by_refused, strict=True):
        limits = () if could else tuple(sorted({name for number in must_not for name in refused[number][1]}))
        why = Obstruction.NO_PLACE if could else Obstruction.MAXIMUM if must_not else Obstruction.OUT_OF_SIGHT
        together[cell.area, why, limits].append(cell)
    for (area, why, limits), members in together.items():
        yield Unmet(area=area, why=why, shape=shapely.union_all([cell.shape for cell in members]), limited=limits)


def _unsettled(cells: Sequence[Cell]) -> Iterator[Unmet]:
    """What the last round still left between its points."""
    import shapely  # noqa: PLC0415

    for area in sorted({cell.area for cell in cells}):
        shapes = [cell.shape for cell in cells if cell.area == area]
        yield Unmet(area=area, why=Obstruction.UNSETTLED, shape=shapely.union_all(shapes))
