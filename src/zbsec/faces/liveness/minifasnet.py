"""MiniFASNet: two small networks, one that sees a face closely and one that sees more around it, averaged.

Weights and pipeline by Minivision (github.com/minivision-ai/Silent-Face-Anti-Spoofing, Apache-2.0).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zbsec._text import two
from zbsec.errors import ImageError, ModelError
from zbsec.faces import picture
from zbsec.models.catalogue import Catalogue
from zbsec.models.network import Network

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zbsec.records import Box, Face

CROPS = (("minifasnet-v2", 2.7), ("minifasnet-v1se", 4.0))
"""Model, and by how much the face's box is grown about its centre for it."""

_LIVE = 1
"""Of the three classes; 0 and 2 are attacks."""
_SHAPE = (1, 3, 80, 80)


class MiniFASNet:
    """The networks, ready to run. One witness of several: an unseen camera makes it miss attacks and refuse people."""

    name = "minifasnet"
    min_score = 0.5

    def __init__(self, networks: Sequence[tuple[Network, float]]) -> None:
        """
        :param networks: each with the growth of its crop.
        :raises ModelError: a manifest describes a network otherwise.
        """
        for network, _ in networks:
            model = network.model
            if model.input is None or model.input.shape != _SHAPE or [out.shape for out in model.outputs] != [(1, 3)]:
                raise ModelError(
                    two(
                        f"{model.name} is no MiniFASNet: {model.manifest} does not state {_SHAPE} to (1, 3)",
                        f"{model.name} 不是 MiniFASNet：{model.manifest} 未写明 {_SHAPE} 至 (1, 3)",
                    )
                )
        self._networks = tuple(networks)
        for network, _ in networks:
            network.run(np.zeros(_SHAPE, np.float32))

    def score(self, image: NDArray[np.uint8], face: Face) -> float:
        picture.check(image)
        _check_inside(face.box, image)
        return sum(_live(network, image, face.box, growth) for network, growth in self._networks) / len(self._networks)


def open_passive(models: str | os.PathLike[str] | None = None, *, threads: int | None = None) -> MiniFASNet:
    """MiniFASNet from installed weights (``zbsec models pull minifasnet-v2 minifasnet-v1se``).

    :param models: folder with the files; None: the places that ``zbsec models where`` lists.
    :param threads: of one network's run; None: one for every core this process may use.
    :raises ModelError: a file is missing, another one, or not what the manifest says.
    """
    catalogue = Catalogue.open(None if models is None else Path(models))
    return MiniFASNet(
        [(Network(catalogue.model(name), catalogue.require(name), threads=threads), grow) for name, grow in CROPS]
    )


def surroundings(box: Box, growth: float, width_px: int, height_px: int) -> tuple[slice, slice]:
    """Rows and columns of the box grown about its centre: by less where the picture is too small, then moved inside."""
    fitting = min(growth, (height_px - 1) / box.height_px, (width_px - 1) / box.width_px)
    rows = _inside((box.top + box.bottom) / 2, box.height_px * fitting, height_px)
    return rows, _inside((box.left + box.right) / 2, box.width_px * fitting, width_px)


def _check_inside(box: Box, image: NDArray[np.uint8]) -> None:
    height, width = image.shape[:2]
    if min(box.left, box.top) < 0 or box.right > width or box.bottom > height:
        raise ImageError("image", f"is {width}x{height}, and {box} is not within it; give a face found in this picture")


def _inside(middle: float, length: float, size_px: int) -> slice:
    low, high = middle - length / 2, middle + length / 2
    shift = max(0.0, -low) - max(0.0, high - (size_px - 1))
    return slice(int(low + shift), int(high + shift) + 1)


def _live(network: Network, image: NDArray[np.uint8], box: Box, growth: float) -> float:
    import cv2  # noqa: PLC0415

    height, width = image.shape[:2]
    rows, columns = surroundings(box, growth, width, height)
    crop = np.asarray(cv2.resize(image[rows, columns], _SHAPE[2:]), np.uint8)
    blob = crop.transpose(2, 0, 1)[None].astype(np.float32)
    (logits,) = network.run(blob)
    crop.fill(0)
    blob.fill(0.0)
    shares = np.exp(logits[0] - logits[0].max())
    return float(shares[_LIVE] / shares.sum())
