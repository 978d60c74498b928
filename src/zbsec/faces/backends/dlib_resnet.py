"""dlib: histogram-of-gradients detector, 68 landmarks, and the ResNet of its face recognition example.

The weights come with the package face_recognition_models, or lie in a folder of models. dlib's author gave them to the
public domain, but says of the landmarks that they were trained on iBUG 300-W, whose licence excludes commercial use: a
business asks Imperial College London first, or uses another backend.
"""

from __future__ import annotations

import threading
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from zbsec._text import two
from zbsec.errors import ModelError
from zbsec.faces import align, found, picture
from zbsec.faces.vectors import unit
from zbsec.models.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from zbsec.records import Face

LANDMARKS = "dlib-landmarks"
NETWORK = "dlib-resnet"

SIDE_PX = 150
TEMPLATE = np.array([[47.3, 46.2], [99.9, 46.2], [73.4, 75.1], [50.5, 103.6], [96.7, 103.5]], np.float32)
"""Where the five landmarks lie, on average over 219 faces, in the crops that dlib's own alignment makes."""

LONGEST_SIDE_PX = 1280
"""The detector knows faces from 80 pixels up, in any larger size, and takes its time by the pixel."""
MIN_MARGIN = 0.2
"""Over 220 photographs one face lies below it; at dlib's own 0 it also finds faces in the folds of clothes."""

_GROUPS = (slice(36, 42), slice(42, 48), slice(30, 31), slice(48, 49), slice(54, 55))


class Dlib:
    """Detection and vectors by dlib.

    ``min_score`` is set for East Asian strangers, whom the network takes for one another far more often than others: of
    663 pairs 2 % score 0.94, 0.6 % score 0.95, and none 0.96, where no pair of others among 16,000 reaches 0.94. The
    price is paid by members: at 0.96 it knows 96 % of them in pictures taken like the enrolled one, and 37 % in
    press photographs. dlib's customary Euclidean 0.6 is for vectors before they are made unit length.
    """

    name = "dlib"
    dim = 128
    min_score = 0.96

    def __init__(self, *, landmarks: Path, network: Path) -> None:
        """
        :param landmarks: the 68-point shape predictor.
        :param network: the ResNet.
        """
        import dlib  # noqa: PLC0415

        self._detector = dlib.get_frontal_face_detector()
        self._predictor = dlib.shape_predictor(str(landmarks))
        self._network = dlib.face_recognition_model_v1(str(network))
        self._one_at_a_time = threading.Lock()  # detector and network keep scratch memory

    def detect(self, image: NDArray[np.uint8]) -> list[Face]:
        import cv2  # noqa: PLC0415

        picture.check(image)
        small, factor = picture.shrink(image, LONGEST_SIDE_PX)
        grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
        with self._one_at_a_time:
            boxes, margins, _ = self._detector.run(grey, 0, MIN_MARGIN)
            shapes = [self._predictor(grey, box) for box in boxes]
        return found.widest_first(
            found.face(image, _corners(box) * factor, _five(shape) * factor, _confidence(margin))
            for box, shape, margin in zip(boxes, shapes, margins, strict=True)
        )

    def embed(self, image: NDArray[np.uint8], faces: Sequence[Face]) -> NDArray[np.float32]:
        picture.check(image)
        if not faces:
            return np.empty((0, self.dim), np.float32)
        crops = [align.crop(image, face.landmarks, TEMPLATE, SIDE_PX)[:, :, ::-1].copy() for face in faces]
        with self._one_at_a_time:
            vectors = np.array(self._network.compute_face_descriptor(crops), np.float32)
        for crop in crops:
            crop.fill(0)
        found = unit(vectors)
        vectors.fill(0.0)
        return found


def available(models: Path | None = None) -> bool:
    """Whether dlib and its weights are installed. Imports neither."""
    catalogue = Catalogue.open(models)
    return find_spec("dlib") is not None and all(catalogue.find(name) for name in (LANDMARKS, NETWORK))


def load(models: Path | None = None, *, threads: int | None = None) -> Dlib:
    """The backend, from the installed packages, or weights in ``models``; it always runs on one thread.

    :raises ModelError: dlib or its weights are not installed, or are others.
    """
    del threads
    if not available(models):
        raise ModelError(
            two(
                'dlib and its weights are not installed; run: pip install "zbsec[dlib]"',
                '未安装 dlib 及其权重；请运行：pip install "zbsec[dlib]"',
            )
        )
    catalogue = Catalogue.open(models)
    landmarks, network = (_checked(catalogue, name) for name in (LANDMARKS, NETWORK))
    return Dlib(landmarks=landmarks, network=network)


def _checked(catalogue: Catalogue, name: str) -> Path:
    path = catalogue.require(name)
    catalogue.model(name).check(path)
    return path


def _corners(box: Any) -> NDArray[np.float32]:
    return np.array([box.left(), box.top(), box.right() + 1, box.bottom() + 1], np.float32)


def _five(shape: Any) -> NDArray[np.float32]:
    """The library's five landmarks; an eye is the mean of the six points around it."""
    points = np.array([(point.x, point.y) for point in shape.parts()], np.float32)
    return np.array([points[group].mean(axis=0) for group in _GROUPS], np.float32)


def _confidence(margin: float) -> float:
    """The detector's distance from its decision boundary on the scale 0 to 1: 0.5 on the boundary."""
    return float(1.0 / (1.0 + np.exp(-margin)))
