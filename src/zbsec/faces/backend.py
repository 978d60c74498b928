"""What every recognition backend offers: find faces, and turn each into a vector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from zbsec.records import Face


class Backend(Protocol):
    """A detector and an embedding network that belong together. Any thread may call it.

    Nothing of a picture is kept: crops are overwritten before a call returns. One that has a quicker ``embed`` for
    views that are compared with templates, and whose strangers' scores that leaves as they are, offers it as
    ``embed_probe``; a lane then uses that.
    """

    @property
    def name(self) -> str:
        """Names the model in every template; vectors of different names are not comparable."""
        ...

    @property
    def dim(self) -> int:
        """Numbers a vector has."""
        ...

    @property
    def min_score(self) -> float:
        """Cosine similarity from which two vectors are taken for one person, measured on the group it serves worst."""
        ...

    def detect(self, image: NDArray[np.uint8]) -> list[Face]:
        """Every face in a picture, widest first: the nearest comes first.

        :param image: uint8 (h, w, 3), BGR.
        :raises ImageError: not such an array, or without pixels.
        """
        ...

    def embed(self, image: NDArray[np.uint8], faces: Sequence[Face]) -> NDArray[np.float32]:
        """One vector a face, in the order given.

        :param image: the picture in which the faces were found.
        :returns: float32 (n, dim), unit length.
        :raises ImageError: ``image`` is no uint8 (h, w, 3) array, or has no pixels.
        :raises ShapeError: landmarks that are no five points.
        """
        ...
