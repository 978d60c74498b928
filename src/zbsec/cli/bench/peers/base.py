"""What a peer has to do to be measured."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    Setting = Mapping[str, int]
    """What trades time for recall, such as ``{"nprobe": 8}``; empty where there is nothing to set."""


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """One row a query, best first; id -1 where there is no answer, whatever the score beside it."""

    ids: NDArray[np.int64]
    scores: NDArray[np.float32]


class Peer(ABC):
    """One library, filled with unit vectors whose ids are their rows.

    :param dim: numbers a vector has.
    :param size: vectors that will come.
    :param threads: of a search and of the building.
    """

    needs: ClassVar[tuple[str, ...]] = ()
    """Modules outside of what zbsec itself depends on."""
    exact: ClassVar[bool]
    """Promises the answers of a full scan, but for rounding."""
    reads_all: ClassVar[bool] = False
    """A search reads every float32 number."""
    shares_vectors: ClassVar[bool] = False
    """Holds no copy of the vectors: they are counted as its memory all the same."""
    changes: ClassVar[bool] = False
    """A vector can be added and removed."""

    def __init__(self, dim: int, size: int, *, threads: int, seed: int) -> None:
        self.dim = dim
        self.size = size
        self.threads = threads
        self.seed = seed

    def train(self, vectors: NDArray[np.float32]) -> None:  # noqa: B027  (most learn nothing)
        """Learn what has to be known before the first vector is added."""

    @abstractmethod
    def add(self, first: int, vectors: NDArray[np.float32]) -> None:
        """Add rows ``first`` and on."""

    def settings(self, at_once: int) -> list[Setting]:  # noqa: ARG002
        """What to try for searches of so many queries, the fastest first."""
        return [{}]

    def set(self, setting: Setting) -> None:  # noqa: B027  (most have nothing to set)
        """Search so from now on."""

    @abstractmethod
    def search(self, queries: NDArray[np.float32], k: int, min_score: float) -> Answers:
        """The k best of each query that score at least ``min_score``."""

    def come_and_go(self, id: int, vector: NDArray[np.float32]) -> None:
        """Add one vector, float32 (1, dim), under an id never used before, and remove it again."""
        raise NotImplementedError


def above(ids: NDArray[np.int64], scores: NDArray[np.float32], min_score: float) -> Answers:
    """Answers of a library that knows no threshold."""
    import numpy as np  # noqa: PLC0415

    return Answers(np.where(scores >= min_score, ids, -1), scores)


def named(setting: Setting) -> str:
    """A setting in words."""
    return ", ".join(f"{name}={value}" for name, value in setting.items())
