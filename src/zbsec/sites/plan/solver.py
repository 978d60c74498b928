"""Small exact programs over yes and no, handed to HiGHS through SciPy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zbsec._text import two
from zbsec.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Rows:
    """Linear demands ``low <= matrix @ x <= high``; ``matrix`` may be sparse."""

    matrix: Any
    low: NDArray[np.float64] | float
    high: NDArray[np.float64] | float = np.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the solver found."""

    values: NDArray[np.float64]
    objective: float
    proved: bool
    """False where the time ran out before it was certain that nothing is better."""


def solve(
    cost: NDArray[np.float64],
    rows: Sequence[Rows],
    *,
    whole: NDArray[np.bool_] | bool = True,
    high: NDArray[np.float64] | float = 1.0,
    time_limit_s: float = 60.0,
) -> Answer | None:
    """The cheapest x between 0 and ``high`` that meets all rows; None: there is none.

    :raises PlanError: time ran out before any was found.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415

    found = milp(
        cost,
        integrality=np.broadcast_to(whole, cost.shape).astype(np.int_),
        bounds=Bounds(0.0, high),
        constraints=[LinearConstraint(one.matrix, one.low, one.high) for one in rows],
        options={"mip_rel_gap": 0.0, "time_limit": time_limit_s},
    )
    if found.x is not None:
        return Answer(values=found.x, objective=float(found.fun), proved=found.status == 0)
    if found.status == 2:
        return None
    raise PlanError(
        two(
            f"the solver found no answer in {time_limit_s:g} s; give it more time or a smaller plan",
            f"求解器在 {time_limit_s:g} 秒内未得出结果；请延长时间或缩小平面图",
        )
    )
