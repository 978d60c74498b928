"""Vectors of faces: unit length, float32."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Every row made unit length.

    :param vectors: (n, dim); no row is zero.
    """
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)
