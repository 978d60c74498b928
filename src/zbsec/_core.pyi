"""What the native module offers.

Every call that computes releases the GIL. Arrays are taken exactly as typed here, in C order; nothing is converted
behind the caller's back: a wrong dtype or shape raises :class:`zbsec.errors.ShapeError`.
"""

from os import PathLike
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

PLATE_ALPHABET: Final[str]
"""The characters of Chinese plates by code; equal to ``zbsec.records.PLATE_ALPHABET``."""
DEFAULT_MAX_COST: Final[float]
"""6 nats: one character lost, or two confusable ones, but never a character that the reader ruled out (9.2)."""
GAP_COST: Final[float]
"""5 nats: one character lost or added by the reader."""
CONFUSABLE_COST: Final[float]
"""2.5 nats: in a text, a character that readers exchange for the one that stands there (0 for D, 8 for B...)."""

class _Reading(Protocol):
    @property
    def probabilities(self) -> NDArray[np.float32]: ...

class Hits:
    """Answers of a search, one row a query, best first."""

    @property
    def ids(self) -> NDArray[np.int64]:
        """int64 (m, k); -1 where there are fewer than k answers."""
    @property
    def scores(self) -> NDArray[np.float32]:
        """float32 (m, k), cosine similarity -1 to 1; NaN where there is no answer."""

class Allowed:
    """Ids that may be answers, prepared for many searches.

    An array is looked up id by id in every search (some 20 ns each); this is looked up once, and again after the index
    has changed. Any number of threads and indexes may use one object; ids that an index does not hold are ignored.
    """

    def __init__(self, ids: NDArray[np.int64]) -> None:
        """From int64 (n,).

        :raises ShapeError: not int64 (n,).
        """
    def __len__(self) -> int: ...

class VectorIndex:
    """Exact cosine search.

    Ids and order equal those of a scan in double precision over the same float32 unit vectors, scores rounded to
    float32, equal scores by smaller id; they do not depend on the processor. A score differs from that of the vectors
    as given by at most 2e-6 (rounding of the unit vectors).

    Searches run side by side; ``add`` and ``remove`` wait for those that run, go before those that come, and are seen
    by the next.
    """

    def __init__(self, dim: int = 512, key: bytes | None = None, threads: int = 1) -> None:
        """An empty index.

        :param dim: numbers a vector has, 1 to 4096.
        :param key: 32 secret bytes of the site. Vectors are kept rotated by a matrix drawn from it, so that those of
            two sites cannot be compared without both keys (ISO/IEC 24745: unlinkability, renewability). It protects
            from nobody who has the key. Scores stay the same but for rounding.
        :param threads: threads that share one search.
        :raises ValueError: an option out of range.
        """
    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Add vectors, all or none.

        :param ids: int64 (n,), 0 or more, each new.
        :param vectors: float32 (n, dim); made unit length.
        :raises ShapeError: a row that is zero or holds NaN or infinity, arrays that do not fit, or an id that is
            negative or there already.
        """
    def remove(self, ids: NDArray[np.int64]) -> None:
        """Remove vectors, all or none; their memory is overwritten.

        :raises KeyError: an id that is not there.
        """
    def search(
        self,
        queries: NDArray[np.float32],
        k: int = 1,
        min_score: float = -1.0,
        allowed: NDArray[np.int64] | Allowed | None = None,
    ) -> Hits:
        """The ``k`` most similar vectors of each query.

        :param queries: float32 (m, dim); made unit length.
        :param min_score: answers below it are none.
        :param allowed: int64 (n,) or ``Allowed``: only these ids are looked at; None: all.
        :raises ShapeError: a query that is zero or holds NaN or infinity, or of another width.
        """
    def rekey(self, key: bytes | None) -> None:
        """Turn every vector under another key, or under none; all or nothing.

        Scores move by rounding alone (1e-6). A file stays under the key it was saved under until the next ``save``.

        :param key: 32 secret bytes, or None.
        :raises ValueError: a key of another length.
        """
    def save(self, path: str | PathLike[str]) -> None:
        """Write a new file and put it in the place of ``path`` when all of it is on disk.

        The file that was there is overwritten with zeros as soon as no index has it mapped any more. A file system that
        never writes in place, or flash memory, may keep older blocks: encrypt such a disk.

        :raises StorageError: it cannot be written; what was at ``path`` is still there.
        """
    @staticmethod
    def open(path: str | PathLike[str], key: bytes | None = None, threads: int = 1) -> VectorIndex:
        """Map a saved index; its checksum is read once, its pages are shared until the first change.

        :raises StorageError: the file is torn, altered, or no vector index.
        :raises ValueError: another key than the one it was saved under.
        """
    @property
    def dim(self) -> int: ...
    def ids(self) -> NDArray[np.int64]:
        """int64 (n,), ascending."""
    def __len__(self) -> int: ...
    def __contains__(self, id: int) -> bool: ...

class PlateMatch:
    """A registered plate and what it costs to take the reading for it, in nats; 0: read exactly so."""

    @property
    def id(self) -> int: ...
    @property
    def plate(self) -> str: ...
    @property
    def cost(self) -> float: ...

class PlateBook:
    """Registered plates and the soft match.

    The cost of a plate is the sum over its characters of -log(probability relative to the likeliest character in that
    place, at least 1e-4); characters lost or added cost ``GAP_COST`` each, by the best alignment (Wagner and Fischer,
    J. ACM 21, 1974). For a text, confusable characters cost 2.5 nats and all others 9.2.
    """

    def __init__(self) -> None: ...
    def add(self, ids: NDArray[np.int64], plates: list[str]) -> None:
        """Add plates in normal form, all or none.

        :param ids: int64 (n,).
        :raises ShapeError: an id or plate that is there already, or arrays that do not fit.
        :raises PlateFormatError: a text that is no plate, with the character's position.
        """
    def remove(self, ids: NDArray[np.int64]) -> None:
        """Remove plates by id, all or none.

        :raises KeyError: an id that is not there.
        """
    def match(
        self,
        reading_or_text: _Reading | NDArray[np.float32] | str,
        limit: int = 1,
        max_cost: float = ...,
    ) -> list[PlateMatch]:
        """The likeliest registered plates, best first, equal costs by smaller id.

        :param reading_or_text: float32 (1 to 10 characters, 80) probabilities, something that has them, or a text.
        :param max_cost: nats; costlier plates are no match.
        :raises ShapeError: probabilities of another shape, outside 0 to 1, or a row of zeros.
        """
    def __len__(self) -> int: ...
    def __contains__(self, id: int) -> bool: ...

def simd() -> str:
    """The instruction set in use: ``avx512``, ``avx2``, ``neon`` or ``scalar``.

    ``ZBSEC_SIMD`` forces a lower one.

    :raises ValueError: ``ZBSEC_SIMD`` names one that this machine does not have.
    """
