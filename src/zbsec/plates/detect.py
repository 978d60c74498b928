"""Where plates are in a picture: a trained network that gives their four corners, and looks at each a second time.

The network proposes, the reader disposes: a quadrilateral that does not read as a plate is no plate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from zbsec.plates import network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

WORKING_PX = 640 * 384
"""Larger pictures are searched at this many pixels, whatever their shape."""

SMALLER = (2, 4)
"""And at these parts of it each way, for plates that fill much of the picture."""

STRIDE = 8
"""The network answers for squares of so many pixels."""

MULTIPLE = 32
"""Its input's sides."""

MIN_HEIGHT = 0.25
"""How sure a proposal must be, 0 to 1."""

SECOND_LOOK = (192, 128)
SECOND_LOOK_PLATE_PX = (96, 128)
"""Every proposal is turned upright, brought to these widths, and its corners found anew: their mean."""

MAX_PROPOSALS = 16

MAX_OVERLAP = 0.3

Proposal = tuple[float, "NDArray[np.float32]"]
Quads = list["NDArray[np.float32]"]


class Detector:
    """The plate detector that comes with the library.

    :param threads: threads of the network; None: as many as cores may be used.
    :param precision: of the weights, as ``zbsec.plates.load`` takes it.
    """

    def __init__(self, *, threads: int | None = None, precision: network.Precision = "auto") -> None:
        self._network = network.load("detector", threads, precision)

    def propose(self, image: NDArray[np.uint8]) -> Quads:
        """Quadrilaterals that may be plates, the surest first; none covers another.

        :param image: uint8 (h, w, 3), BGR.
        :returns: float32 (4, 2) each: left-top, right-top, right-bottom, left-bottom as the text runs, in pixels of
            ``image``; corners may lie outside it.
        """
        height, width = image.shape[:2]
        scale = min(1.0, float(np.sqrt(WORKING_PX / (height * width))))
        small = image if scale == 1 else _resized(image, scale)
        found = self._spotted(small)
        for part in SMALLER:
            found += [(sure, quad * part) for sure, quad in self._spotted(_resized(small, 1 / part))]
        at_full_size = [(sure, quad / np.float32(scale)) for sure, quad in _apart(found)[:MAX_PROPOSALS]]
        return [quad for _, quad in self._looked_again(image, small, at_full_size)]

    def look(self, image: NDArray[np.uint8], quad: NDArray[np.float32]) -> Quads:
        """The corners of the plate that a quadrilateral is about, found anew; empty: none is seen there."""
        return [better for _, better in self._looked_again(image, image, [(1.0, quad)])]

    def _spotted(self, picture: NDArray[np.uint8]) -> list[Proposal]:
        height, width = picture.shape[:2]
        below, beside = -height % MULTIPLE, -width % MULTIPLE
        whole = cv2.copyMakeBorder(picture, 0, below, 0, beside, cv2.BORDER_REPLICATE)
        return self._run(np.asarray(whole, np.uint8)[None])[0]

    def _run(self, pictures: NDArray[np.uint8]) -> list[list[Proposal]]:
        inputs = np.ascontiguousarray(pictures.transpose(0, 3, 1, 2), np.float32)
        inputs *= 1 / 255
        heat, corners = self._network.run(None, {"pictures": inputs})
        found: list[list[Proposal]] = [[] for _ in pictures]
        for index, row, column in zip(*np.nonzero(heat[:, 0] >= MIN_HEIGHT), strict=True):
            middle = (np.array([column, row], np.float32) + 0.5) * STRIDE
            quad = corners[index, :, row, column].reshape(4, 2) + middle
            if cv2.isContourConvex(quad) and cv2.contourArea(quad, True) > 0:
                found[index].append((float(heat[index, 0, row, column]), quad))
        return found

    def _looked_again(
        self, image: NDArray[np.uint8], small: NDArray[np.uint8], found: list[Proposal]
    ) -> list[Proposal]:
        """Proposals that are seen again at the first width are looked at once more, at the second."""
        scale = small.shape[1] / image.shape[1]
        looks: list[list[Proposal]] = [[] for _ in found]
        left = list(range(len(found)))
        for width in SECOND_LOOK_PLATE_PX:
            views, matrices = [], []
            for at in left:
                quad = found[at][1]
                source, of = (small, scale) if size_of(quad)[0] * scale > width else (image, 1.0)
                matrix = _upright(quad, width)
                views.append(cv2.warpAffine(source, matrix / (of, of, 1), SECOND_LOOK, borderMode=cv2.BORDER_REPLICATE))
                matrices.append(matrix)
            seen = self._run(np.stack(views)) if views else []
            for at, one, matrix in zip(left, seen, matrices, strict=True):
                looks[at] += _surest(found[at][1], one, matrix)
            left = [at for at in left if looks[at]]
        better = [_mean(one, again) for one, again in zip(found, looks, strict=True)]
        return [one for one in _apart(better) if one[0] >= MIN_HEIGHT]


def _mean(found: Proposal, again: list[Proposal]) -> Proposal:
    """What the second looks saw; a proposal that they did not see is half as sure."""
    if not again:
        return found[0] / 2, found[1]
    sure = sum(one[0] for one in again) / len(SECOND_LOOK_PLATE_PX)
    return sure, np.asarray(np.stack([one[1] for one in again]).mean(axis=0), np.float32)


def _surest(quad: NDArray[np.float32], seen: list[Proposal], matrix: NDArray[np.float64]) -> list[Proposal]:
    """Of what a second look found, the surest that covers the proposal, back in the picture's pixels; none or one."""
    back = cv2.invertAffineTransform(matrix)
    there = [(sure, np.asarray(cv2.transform(one[None], back)[0], np.float32)) for sure, one in seen]
    covering = [one for one in there if overlap(one[1], quad) > 0.4]
    return [max(covering, key=lambda one: one[0])] if covering else []


def _resized(picture: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    """Smaller, without false patterns: halved first, nine times as quick as area means to other sizes."""
    while scale <= 0.5 and min(picture.shape[:2]) >= 2:
        height, width = picture.shape[0] // 2, picture.shape[1] // 2
        even = picture[: 2 * height, : 2 * width]
        picture = np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
        scale *= 2
    if scale >= 1:
        return picture
    size = tuple(max(1, round(side * scale)) for side in picture.shape[1::-1])
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _upright(quad: NDArray[np.float32], width: float) -> NDArray[np.float64]:
    """float64 (2, 3): from the picture to the second look, the plate level and in the middle."""
    across, middle = (quad[1] - quad[0] + quad[2] - quad[3]) / 2, quad.mean(axis=0)
    long = max(float(np.linalg.norm(across)), 1.0)
    turn = np.array([[across[0], across[1]], [-across[1], across[0]]], np.float64) / long
    turn *= width / long
    return np.asarray(np.c_[turn, np.array(SECOND_LOOK) / 2 - turn @ middle], np.float64)


def _apart(found: list[Proposal]) -> list[Proposal]:
    """Of quadrilaterals that overlap, the surest."""
    kept: list[Proposal] = []
    for sure, quad in sorted(found, key=lambda one: -one[0]):
        if all(overlap(quad, other) < MAX_OVERLAP for _, other in kept):
            kept.append((sure, quad))
    return kept


def overlap(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Intersection of two convex quadrilaterals over the smaller of them, 0 to 1."""
    both, _ = cv2.intersectConvexConvex(one, other)
    return float(both) / max(min(cv2.contourArea(one), cv2.contourArea(other)), 1e-6)


def in_order(points: Numbers) -> NDArray[np.float32]:
    """Four points as left-top, right-top, right-bottom, left-bottom."""
    by_x = points[np.argsort(points[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    left, right = left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


def size_of(quad: NDArray[np.float32]) -> tuple[float, float]:
    """Mean width and height of a quadrilateral, pixels."""
    top, right, bottom, left = (float(np.linalg.norm(quad[(i + 1) % 4] - quad[i])) for i in range(4))
    return (top + bottom) / 2, (right + left) / 2


def grown(quad: NDArray[np.float32], wider: float, higher: float) -> NDArray[np.float32]:
    """The quadrilateral enlarged about its centre."""
    across, down = (quad[1] - quad[0] + quad[2] - quad[3]) / 2, (quad[3] - quad[0] + quad[2] - quad[1]) / 2
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32)
    shift = signs[:, :1] * across * wider / 2 + signs[:, 1:] * down * higher / 2
    return np.asarray(quad + shift, np.float32)


def rectify(image: NDArray[np.uint8], quad: NDArray[np.float32], width: int, height: int) -> NDArray[np.uint8]:
    """The quadrilateral as an upright picture of ``width`` by ``height`` pixels."""
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, target)
    return np.asarray(cv2.warpPerspective(image, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)
