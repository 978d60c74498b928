"""YuNet: faces and five landmarks in a picture (Wu, Peng and Yu, Machine Intelligence Research 20, 2023)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zbsec.faces import picture
from zbsec.faces.networks.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

WEIGHTS = Weights(
    "face_detection_yunet_s_dynamic.onnx", "daede24002cc8590f457998cc5e6c9e8b82f45f6bd969506a8913cd4ed10a2d3"
)
MIN_SCORE = 0.6
MAX_OVERLAP = 0.3
LONGEST_SIDE_PX = 640
"""YuNet knows faces of about 10 to 300 pixels. In a frame of this size a face as tall as half the frame is within
that, and so is one 20 pixels wide in a frame twice as large."""

_STRIDES = (8, 16, 32)
_PARTS = ("cls", "obj", "bbox", "kps")
_OUTPUTS = [f"{part}_{stride}" for stride in _STRIDES for part in _PARTS]


class YuNet:
    """The network, ready to run."""

    def __init__(self, models: Path) -> None:
        """
        :param models: folder with the weights.
        :raises ModelError: the file is missing, or another one.
        """
        self._session = WEIGHTS.session(models)
        self.find(np.zeros((32, 32, 3), np.uint8))

    def find(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Faces in a picture, surest first.

        :param image: uint8 (h, w, 3), BGR.
        :returns: float32 (n, 15): left, top, width, height, x and y of the five landmarks, score; pixels of ``image``.
        """
        small, factor = picture.shrink(image, LONGEST_SIDE_PX)
        blob = _padded(small)
        outputs = self._session.run(_OUTPUTS, {"input": blob})
        found = best(np.concatenate([_decode(outputs[i * 4 : i * 4 + 4], s, blob) for i, s in enumerate(_STRIDES)]))
        blob.fill(0)
        found[:, :14] *= factor
        return found


def best(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows above the score, without those that overlap a surer one (non-maximum suppression)."""
    import cv2  # noqa: PLC0415

    rows = rows[rows[:, 14] >= MIN_SCORE]
    kept = cv2.dnn.NMSBoxes(rows[:, :4].tolist(), rows[:, 14].tolist(), MIN_SCORE, MAX_OVERLAP)
    return rows[np.asarray(kept, np.intp).reshape(-1)]


def _padded(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """float32 (1, 3, h, w), 0 to 255; zeros at the right and the bottom up to whole cells of the widest stride."""
    height, width = image.shape[:2]
    blob = np.zeros((1, 3, -height % 32 + height, -width % 32 + width), np.float32)
    blob[0, :, :height, :width] = image.transpose(2, 0, 1)
    return blob


def _decode(outputs: Sequence[NDArray[np.float32]], stride: int, blob: NDArray[np.float32]) -> NDArray[np.float32]:
    """The rows of one stride's cells, which run line by line; all of them, the unlikely ones too."""
    classes, objects, boxes, points = (part[0] for part in outputs)
    cells = np.arange(len(classes))
    columns = blob.shape[3] // stride
    corner = np.stack([cells % columns, cells // columns], axis=1).astype(np.float32)
    size = np.exp(boxes[:, 2:]) * stride
    origin = (corner + boxes[:, :2]) * stride - size / 2
    landmarks = (np.tile(corner, 5) + points) * stride
    score = np.sqrt(np.clip(classes, 0.0, 1.0) * np.clip(objects, 0.0, 1.0))
    return np.concatenate([origin, size, landmarks, score], axis=1)
