"""The libraries of the extra ``plan``."""

from __future__ import annotations

from importlib.util import find_spec

from zbsec._text import two
from zbsec.errors import PlanError


def need(*names: str) -> None:
    """:raises PlanError: one of the libraries is not installed; the sentence says how to get it."""
    absent = [name for name in names if find_spec(name) is None]
    if absent:
        raise PlanError(
            two(
                f'plans need {", ".join(absent)}; install with: pip install "zbsec[plan]"',
                f'平面图需要 {"、".join(absent)}；请运行：pip install "zbsec[plan]"',
            )
        )
