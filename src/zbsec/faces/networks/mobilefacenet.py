"""MobileFaceNet: an aligned face → 128 numbers (Chen and others, CCBR 2018)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zbsec.faces.align import SIDE_PX
from zbsec.faces.networks.weights import Weights

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

WEIGHTS = Weights(
    "face_embedding_mobilefacenet_128_dynamic.onnx", "4bc1ac98f9d75932bea11c09720a91af0866401c817ec2b1dd7b87f3b952b95a"
)
DIM = 128

_MEAN = np.array([0.485, 0.456, 0.406], np.float32) * 255
_DEVIATION = np.array([0.229, 0.224, 0.225], np.float32) * 255


class MobileFaceNet:
    """The network, ready to run."""

    def __init__(self, models: Path) -> None:
        """
        :param models: folder with the weights.
        :raises ModelError: the file is missing, or another one.
        """
        self._session = WEIGHTS.session(models)
        self.vectors(np.zeros((1, SIDE_PX, SIDE_PX, 3), np.uint8))

    def vectors(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """One vector a crop, of any length.

        :param crops: uint8 (n, 112, 112, 3), BGR, as ``align.crop`` gives them.
        :returns: float32 (n, 128).
        """
        blob = ((crops[..., ::-1] - _MEAN) / _DEVIATION).transpose(0, 3, 1, 2)
        (vectors,) = self._session.run(["output0"], {"input0": np.ascontiguousarray(blob)})
        blob.fill(0.0)
        return np.asarray(vectors, np.float32)
