"""A failure as pictures: the plate where it stands in the photograph, and upright as the reader saw it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import cv2
import numpy as np

from zbsec.plates.detect import rectify

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zbsec.cli.bench.photographs.judge import Answer
    from zbsec.cli.bench.photographs.labels import Corners, Label

    Picture = NDArray[np.uint8]

MARGIN = 0.5
"""Of the plate's width, kept about it: who is in the photograph beyond is not shown."""
SHOWN_PX = (340, 220)
"""The most that a picture of the surroundings takes."""
LABELLED, FOUND = (200, 190, 0), (0, 140, 255)
UPRIGHT_PX = {1: (256, 80), 2: (220, 110)}


def in_place(picture: Picture, label: Label, answer: Answer) -> Picture:
    """The plate and a little around it, with labelled and found corners.

    Of a photograph whose plate is neither labelled by corners nor found all is shown.
    """
    quads = [quad for quad in (label.corners, answer.found.corners if answer.found else None) if quad is not None]
    if label.is_crop or not quads:
        return _scaled(picture)[0]
    points = np.vstack(quads)
    margin = MARGIN * max(float(np.linalg.norm(quad[1] - quad[0])) for quad in quads)
    low = np.maximum(points.min(axis=0) - margin, 0).astype(int)
    high = np.minimum(points.max(axis=0) + margin, picture.shape[1::-1]).astype(int)
    shown, scale = _scaled(picture[low[1] : high[1], low[0] : high[0]])
    _outline(shown, label.corners, low, scale, LABELLED)
    _outline(shown, answer.found.corners if answer.found else None, low, scale, FOUND)
    return shown


def upright(picture: Picture, label: Label, answer: Answer) -> Picture | None:
    """The plate as the reader got it, or by the labelled corners where it found none; None: neither is known."""
    height, width = picture.shape[:2]
    corners = label.corners if answer.found is None or answer.found.corners is None else answer.found.corners
    if label.is_crop:
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return None if corners is None else rectify(picture, corners, *UPRIGHT_PX[label.rows])


def data_uri(picture: Picture) -> str:
    """A JPEG that stands in the page itself."""
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 82])
    return f"data:image/jpeg;base64,{base64.b64encode(data.tobytes()).decode()}"


def _scaled(picture: Picture) -> tuple[Picture, float]:
    height, width = picture.shape[:2]
    scale = min(SHOWN_PX[0] / width, SHOWN_PX[1] / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, size, interpolation=way), np.uint8), scale


def _outline(
    shown: Picture, corners: Corners | None, origin: NDArray[np.int64], scale: float, colour: tuple[int, int, int]
) -> None:
    if corners is not None:
        points = np.round((corners - origin) * scale).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(shown, [points], True, colour, 2, cv2.LINE_AA)
