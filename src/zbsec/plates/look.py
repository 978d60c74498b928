"""One network's reading of quadrilaterals in a picture: each turned upright, as one row and, if it may be, as two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import cv2
import numpy as np

from zbsec.plates.colour import ground_colour
from zbsec.plates.decode import read_out
from zbsec.plates.detect import rectify, size_of
from zbsec.plates.places import plate_about
from zbsec.records import PlateReading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Columns = NDArray[np.float32]
    Picture = NDArray[np.uint8]
    Quad = NDArray[np.float32]

UPRIGHT_PX = (256, 80)
"""A plate is rectified to this size before the network sees it."""

TWO_ROWS_PX = (220, 110)
"""And to this one if it may have two rows, which are then joined."""

MOST_ASPECT = 2.6
"""A quadrilateral that is wider has one row."""

SURE = 0.9
"""A reading of this score is not tried again with other margins."""

SHARP = 0.3
"""Spread of the Laplacian over spread of the grey values, at which half of the photographed plates are sharper."""


class Look(NamedTuple):
    """What was read in one quadrilateral."""

    reading: PlateReading | None
    meant: Quad | None = None
    """Where the plate would be by the places of its characters; None: it cannot be said, or the reading is sure."""


class Looker:
    """A network that reads upright plates.

    :param session: an ``onnxruntime.InferenceSession`` whose input ``plates`` is float32 (n, 3, height, width), BGR, 0
        to 1, and whose output is (n, columns, 1 + len(PLATE_ALPHABET)), the blank first.
    """

    def __init__(self, session: Any) -> None:
        self._session = session
        height, width = session.get_inputs()[0].shape[2:]
        self._size = (width, height)

    def look(self, image: Picture, quads: Sequence[Quad]) -> list[Look]:
        """What is read in each quadrilateral."""
        looks = self._upright([rectify(image, quad, *UPRIGHT_PX) for quad in quads], quads, rows=1)
        tall = [at for at, look in enumerate(looks) if not is_sure(look.reading) and _may_have_two_rows(quads[at])]
        double = [joined(rectify(image, quads[at], *TWO_ROWS_PX)) for at in tall]
        for at, look in zip(tall, self._upright(double, [quads[at] for at in tall], rows=2), strict=True):
            single = looks[at].reading
            if look.reading is not None and (single is None or look.reading.score > single.score):
                looks[at] = look
        return looks

    def read(self, image: Picture, quads: Sequence[Quad]) -> list[PlateReading | None]:
        return [look.reading for look in self.look(image, quads)]

    def _upright(self, pictures: list[Picture], quads: Sequence[Quad], *, rows: int) -> list[Look]:
        if not pictures:
            return []
        inputs = np.stack([cv2.resize(picture, self._size, interpolation=cv2.INTER_AREA) for picture in pictures])
        plates = inputs.transpose(0, 3, 1, 2).astype(np.float32) / 255
        columns = self._session.run(None, {"plates": plates})[0]
        return [_look(one, picture, quad, rows) for one, picture, quad in zip(columns, pictures, quads, strict=True)]


def is_sure(reading: PlateReading | None) -> bool:
    return reading is not None and reading.score >= SURE


def _may_have_two_rows(quad: Quad) -> bool:
    width, height = size_of(quad)
    return width < MOST_ASPECT * height


def _look(columns: Columns, picture: Picture, quad: Quad, rows: int) -> Look:
    colour = ground_colour(picture)
    probabilities, text, score = read_out(columns, colour)
    if not 5 <= len(probabilities) <= 8:
        return Look(None)
    reading = PlateReading(
        text=text,
        colour=colour,
        corners=quad,
        probabilities=probabilities,
        score=score,
        rows=rows,
        sharpness=_sharpness(picture),
    )
    return Look(reading, plate_about(columns, quad) if rows == 1 and not is_sure(reading) else None)


def _sharpness(picture: Picture) -> float:
    """How strong edges are against the contrast, 0 to 1."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    (_, spread), (_, edges) = (cv2.meanStdDev(of) for of in (grey, cv2.Laplacian(grey, cv2.CV_16S)))
    return min(1.0, float(edges.item()) / (SHARP * float(spread.item()))) if spread.item() else 0.0


def joined(picture: Picture) -> Picture:
    """A two-row plate as one row: the upper characters left, the lower ones right of them (GA 36-2018, 440 by 220)."""
    upper = picture[6:39, 44:176]
    lower = picture[42:103, 8:212]
    wide, high = UPRIGHT_PX
    left = cv2.resize(upper, (wide * 2 // 7, high * 7 // 10))
    right = cv2.resize(lower, (wide - left.shape[1] - 10, high * 7 // 10))
    ground = np.median(picture[::4, ::4].reshape(-1, 3), axis=0).astype(np.uint8)
    joined = np.empty((high, wide, 3), np.uint8)
    joined[:] = ground
    top = (high - left.shape[0]) // 2
    joined[top : top + left.shape[0], : left.shape[1]] = left
    joined[top : top + right.shape[0], wide - right.shape[1] :] = right
    return joined
