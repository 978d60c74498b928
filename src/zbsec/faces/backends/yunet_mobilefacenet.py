"""YuNet and MobileFaceNet: two ONNX files from a models folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zbsec.errors import ModelError
from zbsec.faces import align, found, picture
from zbsec.faces.networks import mobilefacenet, yunet
from zbsec.faces.vectors import unit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from zbsec.records import Face


class YuNetMobileFaceNet:
    """Detection by YuNet, vectors by MobileFaceNet.

    ``min_score`` is set for East Asian strangers, whom the network takes for one another about thirteen times as often
    as others: at 0.42 once in a thousand pairs, at 0.45 more rarely. With more members a stranger has more chances;
    raise it with the gallery.
    """

    name = "yunet-mobilefacenet"
    dim = mobilefacenet.DIM
    min_score = 0.45

    def __init__(self, models: Path, *, mirror: bool = True) -> None:
        """
        :param models: folder with both files.
        :param mirror: add the vector of the mirrored crop, for which ``min_score`` was measured. Without it ``embed``
            takes half the time and refuses about one percent more members.
        :raises ModelError: a file is missing, or another one.
        """
        self._detector = yunet.YuNet(models)
        self._network = mobilefacenet.MobileFaceNet(models)
        self._mirror = mirror

    def detect(self, image: NDArray[np.uint8]) -> list[Face]:
        picture.check(image)
        rows = self._detector.find(image)
        corners = np.hstack([rows[:, :2], rows[:, :2] + rows[:, 2:4]])
        return found.widest_first(
            found.face(image, box, row[4:14].reshape(5, 2), float(row[14]))
            for box, row in zip(corners, rows, strict=True)
        )

    def embed(self, image: NDArray[np.uint8], faces: Sequence[Face]) -> NDArray[np.float32]:
        picture.check(image)
        if not faces:
            return np.empty((0, self.dim), np.float32)
        crops = np.stack([align.crop(image, face.landmarks, align.TEMPLATE, align.SIDE_PX) for face in faces])
        vectors = self._network.vectors(crops)
        if self._mirror:
            vectors = unit(vectors) + unit(self._network.vectors(crops[:, :, ::-1]))
        crops.fill(0)
        return unit(vectors)


def available(models: Path | None) -> bool:
    """Whether both files are in the folder."""
    return models is not None and all((models / one.name).is_file() for one in (yunet.WEIGHTS, mobilefacenet.WEIGHTS))


def load(models: Path | None = None) -> YuNetMobileFaceNet:
    """The backend, from the weights in ``models``.

    :raises ModelError: no folder, or a file is missing there, or another one.
    """
    if models is None:
        raise ModelError(
            "yunet-mobilefacenet needs a folder with "
            f"{yunet.WEIGHTS.name} and {mobilefacenet.WEIGHTS.name}; name it with models= or ZBSEC_MODELS=folder"
        )
    return YuNetMobileFaceNet(models)
