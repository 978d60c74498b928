"""LightQNet: how fit an aligned face is for recognition, learned from what recognition networks fail on.

Chen, Yi and Lv, IEEE Signal Processing Letters 28, 2021; weights and pipeline by the authors
(github.com/KaenChan/lightqnet, MIT). It sees blur, darkness, turned heads and covers as one number, and does not say
which.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zbsec._text import two
from zbsec.errors import ModelError
from zbsec.faces import align, picture
from zbsec.models.catalogue import Catalogue
from zbsec.models.network import Network

if TYPE_CHECKING:
    import os

    from numpy.typing import NDArray

    from zbsec.records import Face

MODEL = "lightqnet"
MIN_SCORE = 0.5
"""Of 220 photographs 3 in 100 lie below, and with them went three quarters of the false non-matches."""
TEMPLATE = np.array([[32.82, 44.31], [63.02, 44.14], [48.12, 79.10]], np.float32)
"""float32 (3, 2): where both eyes and the middle of the mouth lie in the crop."""
_SIDE_PX = 96


class LightQNet:
    """The network, ready to run. Any thread may call it; nothing of a picture is kept."""

    name = MODEL
    min_score = MIN_SCORE

    def __init__(self, network: Network) -> None:
        """:raises ModelError: it is described as another network."""
        model = network.model
        given, made = model.input, [tensor.shape[1:] for tensor in model.outputs]
        if given is None or model.pixels is None or given.shape[1:] != (3, _SIDE_PX, _SIDE_PX) or made != [(1,)]:
            raise ModelError(
                two(
                    f"{model.name} is no LightQNet: {model.manifest} does not state (n, 3, 96, 96) to (n, 1)",
                    f"{model.name} 不是 LightQNet：{model.manifest} 未写明 (n, 3, 96, 96) 到 (n, 1)",
                )
            )
        self._network = network
        self._mean, self._std = (np.array(part, np.float32) for part in (model.pixels.mean, model.pixels.std))
        network.run(np.zeros((1, 3, _SIDE_PX, _SIDE_PX), np.float32))

    def score(self, image: NDArray[np.uint8], face: Face) -> float:
        """How fit a face is, 0 to 1; about 0.6 for a good portrait, 0.25 for a blurred one.

        :param image: uint8 (h, w, 3), BGR.
        :param face: one of those found in ``image``.
        :raises ImageError: not such an array.
        :raises ShapeError: the landmarks are no five points, or fall together.
        """
        picture.check(image)
        align.check(face.landmarks)
        left, right, _, *mouth = face.landmarks
        points = np.stack([left, right, (mouth[0] + mouth[1]) / 2])
        crop = align.warp(image, align.similarity(points, TEMPLATE), _SIDE_PX)
        blob = ((crop - self._mean) / self._std).transpose(2, 0, 1)[np.newaxis]
        (found,) = self._network.run(np.ascontiguousarray(blob, np.float32))
        crop.fill(0)
        blob.fill(0.0)
        return float(found[0, 0])


def load(models: str | os.PathLike[str] | None = None) -> LightQNet:
    """LightQNet from installed weights; on one thread, a face takes it half a millisecond.

    :param models: folder with the file; None: the places that ``zbsec models where`` lists.
    :raises ModelError: the file is missing, another one, or not what the manifest says.
    """
    catalogue = Catalogue.open(None if models is None else Path(models))
    return LightQNet(Network(catalogue.model(MODEL), catalogue.require(MODEL), threads=1))


def installed(models: str | os.PathLike[str] | None = None) -> bool:
    """Whether the weights are there."""
    return Catalogue.open(None if models is None else Path(models)).find(MODEL) is not None
