"""Vectors to search in and to ask for, made from a seed: random directions, or clusters as faces make them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DATA = ("clusters", "random")
PICTURES_OF_A_PERSON = 8
WITHIN_A_PERSON = 0.6
"""Deviation of a person's pictures; two of them score 1 / (1 + 0.6^2) = 0.74."""
MEMBER_SCORE = 0.65
PIECE = 1 << 16


def gallery(count: int, dim: int, data: str, seed: int) -> NDArray[np.float32]:
    """float32 (count, dim), rows of unit length: directions without any order, or eight pictures of each person.

    :param data: one of ``DATA``.
    """
    import numpy as np  # noqa: PLC0415

    rng = np.random.default_rng(seed)
    vectors = np.empty((count, dim), np.float32)
    rng.standard_normal(dtype=np.float32, out=vectors)
    people = np.empty((0, dim), np.float32)
    if data == "clusters":
        people = rng.standard_normal((-(-count // PICTURES_OF_A_PERSON), dim), dtype=np.float32)
    for start in range(0, count, PIECE):  # in place: a second array of a million rows would be 2 GB
        piece = vectors[start : start + PIECE]
        if data == "clusters":
            piece *= WITHIN_A_PERSON
            piece += people[np.arange(start, start + len(piece)) // PICTURES_OF_A_PERSON]
        piece /= np.linalg.norm(piece, axis=1, keepdims=True)
    return vectors


def strangers(vectors: NDArray[np.float32], count: int, seed: int) -> NDArray[np.float32]:
    """Queries that are nobody of the gallery: random directions."""
    import numpy as np  # noqa: PLC0415

    return unit(np.random.default_rng(seed + 1).standard_normal((count, vectors.shape[1])))


def members(vectors: NDArray[np.float32], count: int, seed: int) -> NDArray[np.float32]:
    """Queries that score 0.65 with somebody of the gallery, nearly (the rest of them is random, not orthogonal)."""
    import numpy as np  # noqa: PLC0415

    rng = np.random.default_rng(seed + 2)
    seen = vectors[rng.integers(len(vectors), size=count)]
    return unit(MEMBER_SCORE * seen + np.sqrt(1 - MEMBER_SCORE**2) * unit(rng.standard_normal(seen.shape)))


def unit(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    import numpy as np  # noqa: PLC0415

    made: NDArray[np.float32] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return made
