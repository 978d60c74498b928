"""YuNet: faces and five landmarks in a picture (Wu, Peng and Yu, Machine Intelligence Research 20, 2023)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zbsec._text import two
from zbsec.errors import ModelError
from zbsec.faces import picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zbsec.models.network import Network

MIN_SCORE = 0.6
MAX_OVERLAP = 0.3
LONGEST_SIDE_PX = 640
"""YuNet knows faces of about 10 to 300 pixels. In a frame of this size a face as tall as half the frame is within
that, and so is one 20 pixels wide in a frame twice as large."""

_STRIDES = (8, 16, 32)
_PARTS = ("cls", "obj", "bbox", "kps")
_OUTPUTS = [f"{part}_{stride}" for part in _PARTS for stride in _STRIDES]
_WIDEST = _STRIDES[-1]


class YuNet:
    """The network, ready to run."""

    def __init__(self, network: Network, *, min_score: float = MIN_SCORE, max_overlap: float = MAX_OVERLAP) -> None:
        """
        :param network: gives ``cls_s``, ``obj_s``, ``bbox_s`` and ``kps_s`` for s = 8, 16, 32, and takes BGR from 0 to
            255; of any size, or of one that is a multiple of 32.
        :param min_score: from which something is a face, 0 to 1.
        :param max_overlap: of two boxes that overlap more, the surer one stays; intersection over union.
        :raises ModelError: it is described otherwise, or gives arrays of other shapes than it should.
        """
        self._network = network
        self._min_score = min_score
        self._max_overlap = max_overlap
        self._size_px = _fixed_size(network)
        self.find(np.zeros((480, LONGEST_SIDE_PX, 3), np.uint8))

    def find(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Faces in a picture, surest first.

        :param image: uint8 (h, w, 3), BGR.
        :returns: float32 (n, 15): left, top, width, height, x and y of the five landmarks, score; pixels of ``image``.
        """
        small, factor = picture.shrink(image, min(self._size_px or (LONGEST_SIDE_PX,)))
        blob = _padded(small, self._size_px)
        if small is not image:
            small.fill(0)
        outputs = self._network.run(blob)
        found = self._best(self._likely(outputs, blob.shape[3]))
        blob.fill(0)
        found[:, :14] *= factor
        return found

    def _likely(self, outputs: Sequence[NDArray[np.float32]], width_px: int) -> NDArray[np.float32]:
        """The rows of all cells whose score is high enough."""
        named = dict(zip((tensor.name for tensor in self._network.model.outputs), outputs, strict=True))
        rows = [
            decode([named[f"{part}_{stride}"][0] for part in _PARTS], stride, width_px, self._min_score)
            for stride in _STRIDES
        ]
        return np.concatenate(rows)

    def _best(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        return best(rows, self._max_overlap)


def best(rows: NDArray[np.float32], max_overlap: float = MAX_OVERLAP) -> NDArray[np.float32]:
    """Rows without those that overlap a surer one (non-maximum suppression), surest first."""
    import cv2  # noqa: PLC0415

    if not len(rows):
        return rows
    kept = cv2.dnn.NMSBoxes(rows[:, :4].tolist(), rows[:, 14].tolist(), 0.0, max_overlap)
    return rows[np.asarray(kept, np.intp).reshape(-1)]


def decode(parts: Sequence[NDArray[np.float32]], stride: int, width_px: int, min_score: float) -> NDArray[np.float32]:
    """The rows of one stride's cells, which run line by line, whose score is high enough.

    :param parts: ``cls`` (n, 1), ``obj`` (n, 1), ``bbox`` (n, 4), ``kps`` (n, 10).
    :returns: float32 (m, 15).
    """
    classes, objects, boxes, points = parts
    score = np.sqrt(np.clip(classes[:, 0], 0.0, 1.0) * np.clip(objects[:, 0], 0.0, 1.0))
    cells = np.flatnonzero(score >= min_score)
    columns = width_px // stride
    corner = np.stack([cells % columns, cells // columns], axis=1).astype(np.float32)
    size = np.exp(boxes[cells, 2:]) * stride
    origin = (corner + boxes[cells, :2]) * stride - size / 2
    landmarks = (np.tile(corner, 5) + points[cells]) * stride
    return np.concatenate([origin, size, landmarks, score[cells, None]], axis=1)


def _padded(image: NDArray[np.uint8], size_px: tuple[int, int] | None) -> NDArray[np.float32]:
    """float32 (1, 3, h, w), 0 to 255; zeros at the right and the bottom up to whole cells of the widest stride."""
    height, width = image.shape[:2]
    full_height, full_width = size_px or (-height % _WIDEST + height, -width % _WIDEST + width)
    blob = np.zeros((1, 3, full_height, full_width), np.float32)
    for channel in range(3):
        blob[0, channel, :height, :width] = image[:, :, channel]
    return blob


def _fixed_size(network: Network) -> tuple[int, int] | None:
    """Height and width that the network insists on; None: any. Refuses what is described as something else."""
    model = network.model
    missing = set(_OUTPUTS) - {tensor.name for tensor in model.outputs}
    if missing:
        raise ModelError(
            two(
                f"{model.name} is no YuNet: {model.manifest} names no output {', '.join(sorted(missing))}",
                f"{model.name} 不是 YuNet：{model.manifest} 缺少输出 {'、'.join(sorted(missing))}",
            )
        )
    if model.pixels is None or model.pixels.colour != "BGR" or model.pixels.std != (1.0, 1.0, 1.0):
        raise ModelError(
            two(
                f'{model.name} is no YuNet: it takes colour = "BGR", 0 to 255; see {model.manifest}',
                f'{model.name} 不是 YuNet：应为 colour = "BGR"，0 至 255；见 {model.manifest}',
            )
        )
    assert model.input is not None
    _, _, height, width = model.input.shape
    if isinstance(height, str) or isinstance(width, str):
        return None
    if height % _WIDEST or width % _WIDEST:
        raise ModelError(
            two(
                f"{model.name} takes {height} x {width} pixels; YuNet needs multiples of {_WIDEST}",
                f"{model.name} 输入为 {height} x {width} 像素；YuNet 须为 {_WIDEST} 的倍数",
            )
        )
    return height, width
