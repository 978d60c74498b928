"""A face as a vector."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Template:
    """A unit vector and the model that made it. Its numbers never show in a log: ``repr`` leaves them out."""

    vector: NDArray[np.float32] = field(repr=False)
    """float32 (dim,), unit length."""
    model: str
    """Name of the backend; vectors of different models are not comparable."""
