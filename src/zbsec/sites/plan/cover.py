"""The fewest views that see every cell: set cover as an integer program."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zbsec.sites.plan.solver import Answer, Rows, solve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zbsec.sites.plan.cells import Cell
    from zbsec.sites.plan.classes import PixelClass
    from zbsec.sites.plan.coverage import CameraView

_ROUNDING_M2 = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which views, by number, and which cells they still do not see."""

    chosen: tuple[int, ...] = ()
    unseen: frozenset[int] = frozenset()
    proved: bool = True


@dataclass(frozen=True, slots=True)
class _Group:
    """Cells of one area that the same views see: to the program they are one."""

    area: str
    views: tuple[int, ...]
    size_m2: float
    cells: tuple[int, ...]


def sees(
    views: Sequence[CameraView], cells: Sequence[Cell], classes: Mapping[str, PixelClass]
) -> list[tuple[int, ...]]:
    """By cell: the numbers of the views that show its point well enough; ``classes`` is the class by area."""
    import shapely  # noqa: PLC0415

    found: list[list[int]] = [[] for _ in cells]
    by_class: dict[PixelClass, list[int]] = defaultdict(list)
    for number, cell in enumerate(cells):
        by_class[classes[cell.area]].append(number)
    for pixel_class, numbers in by_class.items():
        tree = shapely.STRtree(shapely.points([(cells[number].x, cells[number].y) for number in numbers]))
        shapes = np.array([view.areas[pixel_class] for view in views], dtype=np.object_)
        for view, place in tree.query(shapes, predicate="contains").T.tolist():
            found[numbers[place]].append(view)
    return [tuple(sorted(views_of)) for views_of in found]


def fewest(
    seen_by: Sequence[tuple[int, ...]],
    cells: Sequence[Cell],
    *,
    holders: Sequence[str],
    places: Mapping[str, int],
    allowance_m2: Mapping[str, float],
    time_limit_s: float,
) -> Choice:
    """First as little left unseen as can be, then the fewest views that do it.

    :param seen_by: by cell, the numbers of the views that see it.
    :param holders: by view, the id of the candidate that it hangs on; ``places`` says how many each holds.
    :param allowance_m2: by area, how much of it may stay unseen.
    """
    groups = _groups(seen_by, cells)
    program = _Program(groups, holders, places, allowance_m2)
    answer = program.fewest_views(program.least_missed(), time_limit_s)
    proved = True
    if answer is None:
        missed = program.least_missed_with_places(time_limit_s)
        answer = program.fewest_views(missed.objective, time_limit_s) or missed
        proved = missed.proved
    chosen = frozenset(program.chosen(answer))
    unseen = (group for group in groups if chosen.isdisjoint(group.views))
    return Choice(
        chosen=tuple(sorted(chosen)),
        unseen=frozenset(cell for group in unseen for cell in group.cells),
        proved=proved and answer.proved,
    )


class _Program:
    """Columns: every useful view (yes or no), every group (share left unseen), every area (missed beyond allowance)."""

    def __init__(
        self,
        groups: Sequence[_Group],
        holders: Sequence[str],
        places: Mapping[str, int],
        allowance_m2: Mapping[str, float],
    ) -> None:
        self._groups = groups
        self._views = sorted({view for group in groups for view in group.views})
        self._areas = sorted({group.area for group in groups})
        self._allowance_m2 = allowance_m2
        self._width = len(self._views) + len(groups) + len(self._areas)
        self._rows = [self._every_group(), self._every_area(), self._every_holder(holders, places)]

    def least_missed(self) -> float:
        """What stays missed beyond the allowance whatever is chosen, in square metres."""
        impossible: dict[str, float] = defaultdict(float)
        for group in self._groups:
            impossible[group.area] += 0.0 if group.views else group.size_m2
        return sum(max(0.0, size - self._allowance_m2[area]) for area, size in impossible.items())

    def least_missed_with_places(self, time_limit_s: float) -> Answer:
        answer = self._solve(self._missed(), [], time_limit_s)
        assert answer is not None, "missing everything is always possible"
        return answer

    def fewest_views(self, missed_m2: float, time_limit_s: float) -> Answer | None:
        cost = np.zeros(self._width)
        cost[: len(self._views)] = 1.0
        within = Rows(self._missed()[None, :], -np.inf, missed_m2 + _ROUNDING_M2 * max(1.0, missed_m2))
        return self._solve(cost, [within], time_limit_s)

    def chosen(self, answer: Answer) -> list[int]:
        return [view for view, value in zip(self._views, answer.values, strict=False) if value > 0.5]

    def _solve(self, cost: NDArray[np.float64], more: list[Rows], time_limit_s: float) -> Answer | None:
        whole = np.arange(self._width) < len(self._views)
        high = np.ones(self._width)
        high[len(self._views) + len(self._groups) :] = np.inf
        return solve(cost, [*self._rows, *more], whole=whole, high=high, time_limit_s=time_limit_s)

    def _missed(self) -> NDArray[np.float64]:
        missed = np.zeros(self._width)
        missed[len(self._views) + len(self._groups) :] = 1.0
        return missed

    def _every_group(self) -> Rows:
        """Somebody sees it, or it is unseen."""
        column = {view: number for number, view in enumerate(self._views)}
        entries = [(row, column[view], 1.0) for row, group in enumerate(self._groups) for view in group.views]
        entries += [(row, len(self._views) + row, 1.0) for row in range(len(self._groups))]
        return self._sparse(entries, len(self._groups), low=1.0)

    def _every_area(self) -> Rows:
        """What is unseen of it beyond the allowance is missed."""
        row_of = {area: number for number, area in enumerate(self._areas)}
        entries = [
            (row_of[group.area], len(self._views) + number, -group.size_m2) for number, group in enumerate(self._groups)
        ]
        first = len(self._views) + len(self._groups)
        entries += [(row, first + row, 1.0) for row in range(len(self._areas))]
        return self._sparse(
            entries, len(self._areas), low=np.array([-self._allowance_m2[area] for area in self._areas])
        )

    def _every_holder(self, holders: Sequence[str], places: Mapping[str, int]) -> Rows:
        names = sorted({holders[view] for view in self._views})
        row_of = {name: number for number, name in enumerate(names)}
        entries = [(row_of[holders[view]], number, 1.0) for number, view in enumerate(self._views)]
        return self._sparse(entries, len(names), low=-np.inf, high=np.array([float(places[name]) for name in names]))

    def _sparse(
        self,
        entries: Sequence[tuple[int, int, float]],
        height: int,
        *,
        low: NDArray[np.float64] | float,
        high: NDArray[np.float64] | float = np.inf,
    ) -> Rows:
        from scipy.sparse import csr_array  # noqa: PLC0415

        rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
        return Rows(csr_array((values, (rows, columns)), shape=(height, self._width)), low, high)


def _groups(seen_by: Sequence[tuple[int, ...]], cells: Sequence[Cell]) -> list[_Group]:
    together: dict[tuple[str, tuple[int, ...]], list[int]] = defaultdict(list)
    for number, (views, cell) in enumerate(zip(seen_by, cells, strict=True)):
        together[cell.area, views].append(number)
    return [
        _Group(area, views, sum(cells[number].size_m2 for number in numbers), tuple(numbers))
        for (area, views), numbers in together.items()
    ]
