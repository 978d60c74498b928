"""What every judge of a single picture offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zbsec.records import Face


class Liveness(Protocol):
    """Tells a bona fide presentation (真实呈现) from an attack by one picture. Any thread may call it.

    Nothing of a picture is kept: crops are overwritten before a call returns.
    """

    @property
    def name(self) -> str:
        """Names the judge in a record of what was measured."""
        ...

    @property
    def min_score(self) -> float:
        """Score from which a presentation counts as bona fide."""
        ...

    def score(self, image: NDArray[np.uint8], face: Face) -> float:
        """How much the face looks bona fide, 0 to 1.

        :param image: uint8 (h, w, 3), BGR, with the face's surroundings: the edge of a print or screen tells most.
        :param face: one of those found in ``image``.
        :raises ImageError: not such an array, or the face is not within it.
        """
        ...
