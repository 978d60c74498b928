"""Whether several frames show one face: a photograph held up after the challenge was passed is another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zbsec.errors import ShapeError

if TYPE_CHECKING:
    from numpy.typing import NDArray


def same_person(vectors: NDArray[np.float32], min_score: float) -> bool:
    """Whether every two frames reach ``min_score``.

    Take frames in which the face looks straight, before, between and after the movements: a turned face is less like
    itself. Overwrite the vectors afterwards; they describe a face.

    :param vectors: float32 (n, dim), unit length, of two frames or more, from one backend.
    :param min_score: cosine similarity, such as the backend's.
    :raises ShapeError: fewer than two rows.
    """
    if vectors.ndim != 2 or len(vectors) < 2:
        raise ShapeError(f"vectors of at least two frames are compared, float32 (n, dim); these are {vectors.shape}")
    # Not by ``@``: BLAS copies what it multiplies into buffers of its own, which nobody wipes.
    return float(np.einsum("ik,jk->ij", vectors, vectors).min()) >= min_score
