"""Where peers differ: one switch each, the commonest value first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How one platform wants what the standard's text leaves open."""

    has_plate: Literal[True, 1, "1"] = True
    """JSON type of Boolean fields."""
    content_type: Literal["application/VIID+JSON;charset=UTF-8", "application/VIID+JSON", "application/json"] = (
        "application/VIID+JSON;charset=UTF-8"
    )
