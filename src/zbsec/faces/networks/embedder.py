"""A network that turns aligned faces into vectors, as a manifest describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zbsec._text import two
from zbsec.errors import ModelError
from zbsec.faces import align
from zbsec.faces.vectors import unit
from zbsec.models.spread import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zbsec.models.network import Network
    from zbsec.records import Face

MOST_FACES = 32
"""In one run; more would only take more memory."""


class Embedder:
    """The network, ready to run."""

    def __init__(self, network: Network, *, threads: int) -> None:
        """
        :param network: takes (n, 3, side, side) and gives (n, dim); with a session of one thread.
        :param threads: over which crops are spread.
        :raises ModelError: the manifest leaves out what is needed here, or the network gives another dimension.
        """
        model = network.model
        if model.template is None or model.pixels is None:
            raise ModelError(
                two(
                    f"{model.name} cannot describe faces: {model.manifest} states no template, or no colour",
                    f"{model.name} 不能描述人脸：{model.manifest} 未写明模板或颜色",
                )
            )
        self._network = network
        self._threads = threads
        self._template = np.array(model.template, np.float32)
        self._side_px, self.dim = _sizes(network)
        self._backwards = model.pixels.colour == "RGB"
        order = slice(None, None, -1 if self._backwards else 1)
        self._mean = (np.array(model.pixels.mean, np.float64) * model.pixels.divide).astype(np.float32)[order]
        self._std = (np.array(model.pixels.std, np.float64) * model.pixels.divide).astype(np.float32)[order]
        self._warm_up()

    def vectors(self, image: NDArray[np.uint8], faces: Sequence[Face], *, mirror: bool) -> NDArray[np.float32]:
        """One vector a face.

        :param image: uint8 (h, w, 3), BGR.
        :param mirror: add the vector of the mirrored crop.
        :returns: float32 (n, dim), unit length.
        :raises ShapeError: landmarks that are no five points.
        """
        found = np.empty((len(faces), self.dim), np.float32)
        for start in range(0, len(faces), MOST_FACES):
            portion = faces[start : start + MOST_FACES]
            crops = np.empty((len(portion), self._side_px, self._side_px, 3), np.uint8)
            for crop, face in zip(crops, portion, strict=True):
                made = align.crop(image, face.landmarks, self._template, self._side_px)
                crop[:] = made
                made.fill(0)
            found[start : start + MOST_FACES] = self.of_crops(crops, mirror=mirror)
            crops.fill(0)
        return found

    def of_crops(self, crops: NDArray[np.uint8], *, mirror: bool) -> NDArray[np.float32]:
        """One vector a crop, unit length.

        :param crops: uint8 (n, side, side, 3), BGR, as ``align.crop`` gives them.
        :param mirror: add the vector of the mirrored crop.
        """
        both = [crops, crops[:, :, ::-1]] if mirror else [crops]
        blob = np.empty((len(both) * len(crops), 3, self._side_px, self._side_px), np.float32)
        for rows, some in zip(np.split(blob, len(both)), both, strict=True):
            self._normalise(some, rows)
        (vectors,) = spread(self._network.run, blob, self._threads)
        blob.fill(0.0)
        units = [unit(some) for some in np.split(vectors, len(both))]
        total = np.sum(units, axis=0)
        found = unit(total)
        for made in (vectors, *units, total):
            made.fill(0.0)
        return found

    def _normalise(self, crops: NDArray[np.uint8], rows: NDArray[np.float32]) -> None:
        """Write crops as the network takes them into ``rows``, float32 (n, 3, side, side). Nothing else holds them."""
        for channel in range(3):
            plane = rows[:, 2 - channel if self._backwards else channel]
            np.subtract(crops[..., channel], self._mean[channel], out=plane)
            plane /= self._std[channel]

    def _warm_up(self) -> None:
        """The first run reserves memory; here it also shows whether the dimension is the stated one."""
        (vectors,) = self._network.run(np.zeros((1, 3, self._side_px, self._side_px), np.float32))
        if vectors.shape != (1, self.dim):
            raise ModelError(
                two(
                    f"{self._network.model.name} gives vectors of shape {vectors.shape}, not (1, {self.dim}) as "
                    f"{self._network.model.manifest} says",
                    f"{self._network.model.name} 给出形状为 {vectors.shape} 的向量，而 {self._network.model.manifest} "
                    f"写明为 (1, {self.dim})",
                )
            )


def _sizes(network: Network) -> tuple[int, int]:
    """Side of the crop in pixels, and dimension of the vector."""
    model = network.model
    assert model.input is not None
    given, made = model.input.shape, model.outputs[0].shape
    if len(given) != 4 or given[1] != 3 or not isinstance(given[2], int) or given[2] != given[3]:
        raise ModelError(
            two(
                f"{model.name} takes no square crop: {model.manifest} gives its input the shape {list(given)}",
                f"{model.name} 不接受方形裁剪：{model.manifest} 中输入形状为 {list(given)}",
            )
        )
    if len(model.outputs) != 1 or len(made) != 2 or not isinstance(made[1], int):
        raise ModelError(
            two(
                f"{model.name} gives no vector: {model.manifest} states no single output of shape (n, dim)",
                f"{model.name} 不给出向量：{model.manifest} 未写明唯一的 (n, dim) 输出",
            )
        )
    return given[2], made[1]
