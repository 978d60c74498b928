"""Another province on a photographed blue plate: its ground carried on, a character blended in where one stood."""

from __future__ import annotations

import cv2
import numpy as np
from lettering import CELL_PX, Ink
from numpy.typing import NDArray
from place import CELLS_MM, ROW_MM, Row

Picture = NDArray[np.uint8]

MIN_FIT = 0.5
"""Of seven characters to a crop; of less, one in four is not where it is thought to be."""

SEEN_PX = (94, 24)
"""What most crops have; the new character gets as few pixels."""

BLUR_PX = (0.35, 1.4)
"""Spread of the lens, in pixels of the crop of 220 by 70."""


def fits(row: Row, crop: Picture) -> bool:
    high, wide = crop.shape[:2]
    corners = row.province
    inside = (corners > -3).all() and (corners[:, 0] < wide / 4).all() and (corners[:, 1] < high + 3).all()
    return row.fit >= MIN_FIT and bool(inside)


def exchanged(crop: Picture, row: Row, character: Ink, rng: np.random.Generator) -> Picture:
    """The crop, uint8 (h, w, 3) BGR, with ``character`` in the first one's place."""
    high, wide = crop.shape[:2]
    cell = row.province
    spoilt = np.zeros((high, wide), np.uint8)
    middle = cell.mean(axis=0)
    about = (cell - middle) * (1.22, 1.12) + middle
    cv2.fillConvexPoly(spoilt, np.round(about * 8).astype(np.int32), 255, cv2.LINE_AA, 3)
    share = cv2.GaussianBlur(spoilt, (0, 0), 1.2)[..., None] / np.float32(255)
    ground = cv2.blur(cv2.erode(crop, np.ones((11, 11), np.uint8)), (7, 7))
    empty = crop * (1 - share) + ground * share
    ink = _seen(_stamped(character, cell, (wide, high), rng), rng)[..., None]
    return np.asarray((empty * (1 - ink) + _paint(crop, row) * ink).clip(0, 255), np.uint8)


def _stamped(character: Ink, cell: NDArray[np.float32], size: tuple[int, int], rng: np.random.Generator) -> Ink:
    """float32 (h, w), 0 to 1: the character in its place, which was found roughly."""
    middle, wide = cell.mean(axis=0), float(cell[1, 0] - cell[0, 0])
    moved = rng.normal(0, 0.04, 2) + rng.normal(0, 0.02, (4, 2))
    to = (cell - middle) * rng.normal(1, 0.04, 2) + middle + moved * wide
    across, down = CELL_PX
    fine = cv2.resize(character, (across // 2, down // 2), interpolation=cv2.INTER_AREA)
    corners = np.array([[0, 0], [across // 2, 0], [across // 2, down // 2], [0, down // 2]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, np.asarray(to * 2, np.float32))
    twice = cv2.warpPerspective(fine, matrix, (2 * size[0], 2 * size[1]), flags=cv2.INTER_AREA)
    return np.asarray(cv2.resize(twice, size, interpolation=cv2.INTER_AREA), np.float32) / 255


def _seen(ink: Ink, rng: np.random.Generator) -> Ink:
    """Through the lens, and with the pixels that the rest of the crop has."""
    soft = cv2.GaussianBlur(ink, (0, 0), float(np.exp(rng.uniform(*np.log(BLUR_PX)))))
    few = cv2.resize(soft, SEEN_PX, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(few, ink.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def _paint(crop: Picture, row: Row) -> NDArray[np.float32]:
    """What the strokes of the other characters look like at their lightest, (3,)."""
    left, right = (row.left + mm * row.width / ROW_MM for mm in (CELLS_MM[1][0], CELLS_MM[-1][1]))
    strip = np.array([[1, 0, -left], [-row.slope, 1, -row.top]])
    seen = cv2.warpAffine(crop, strip, (max(round(right - left), 8), max(round(row.height), 8))).reshape(-1, 3)
    light = seen[seen[:, 2] >= np.percentile(seen[:, 2], 88)]
    return np.asarray(light.mean(axis=0), np.float32)
