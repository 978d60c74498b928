"""Where the province's character stands on a photographed blue plate: seven characters fitted to its light strokes."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Points = NDArray[np.float32]

SLOPES = np.linspace(-0.3, 0.3, 31)
"""By how much a row may fall, and how much characters may lean."""

HEIGHTS = (0.36, 0.42, 0.48, 0.54, 0.6, 0.66, 0.72)
"""Of the characters, in parts of the crop's height."""

WIDTHS = np.linspace(0.74, 0.98, 13)
"""Of the row of seven, in parts of the crop's width."""

ROW_MM = 409
CELLS_MM = ((0, 45), (57, 102), (136, 181), (193, 238), (250, 295), (307, 352), (364, 409))
"""GA 36-2018, from the first character's left edge."""

BLANK = 5
"""Pixels above and below the characters that bear none."""


@dataclass(frozen=True)
class Row:
    """A straight row of characters in a crop of (h, w) pixels."""

    top: float
    """Of the characters, at the crop's left edge; pixels."""
    height: float
    slope: float
    """Pixels that the row falls a pixel to the right."""
    left: float
    """Of the first character, at the row's middle; pixels."""
    width: float
    """Of the seven characters."""
    lean: float
    """Pixels that characters lean to the right a pixel downwards."""
    fit: float
    """How much lighter characters are than what is between and about them."""

    @property
    def province(self) -> Points:
        """float32 (4, 2): left-top, right-top, right-bottom, left-bottom of the first character."""
        across = np.array([0, 1, 1, 0]) * self.width * CELLS_MM[0][1] / ROW_MM + self.left
        down = np.array([0, 0, 1, 1]) * self.height
        x = across + self.lean * (down - self.height / 2)
        return np.stack([x, self.top + self.slope * x + down], axis=1).astype(np.float32)


def row_of(crop: Picture) -> Row:
    """The row that fits best what is light in a crop of a blue plate, uint8 (h, w, 3) BGR: red is what blue lacks."""
    red = crop[..., 2].astype(np.float32)
    ink = np.clip((red - cv2.blur(red, (61, 61))) / max(float(red.std()), 1.0), -1, 1)
    top, height, slope, apart = _band(ink)
    wide = ink.shape[1]
    upright = cv2.warpAffine(
        ink, np.array([[1, 0, 0], [-slope, 1, -top]]), (wide, round(height)), borderMode=cv2.BORDER_REPLICATE
    )
    left, width, lean, within = _cells(upright)
    return Row(top, height, slope, left, width, lean, min(apart, within))


def _band(ink: NDArray[np.float32]) -> tuple[float, float, float, float]:
    """Top, height and slope of the rows that are darkest just above and below, and light within."""
    high, wide = ink.shape
    best, found = -np.inf, (0.0, 0.0, 0.0)
    for slope in SLOPES:
        turned = cv2.warpAffine(
            ink, np.array([[1, 0, 0], [-slope, 1, slope * wide / 2]]), (wide, high), borderValue=-1.0
        )
        sums = np.concatenate([[0], np.cumsum(turned[:, round(0.08 * wide) : round(0.92 * wide)].mean(axis=1))])
        for part in HEIGHTS:
            tall = round(part * high)
            tops = np.arange(BLANK, high - tall - BLANK)
            inside = (sums[tops + tall] - sums[tops]) / tall
            above, below = sums[tops] - sums[tops - BLANK], sums[tops + tall + BLANK] - sums[tops + tall]
            score = inside - np.maximum(above, below) / BLANK + 0.15 * part
            at = int(score.argmax())
            if score[at] > best:
                best, found = float(score[at]), (float(tops[at]) - slope * wide / 2, float(tall), float(slope))
    return (*found, best)


def _cells(row: NDArray[np.float32]) -> tuple[float, float, float, float]:
    """Left, width and lean of the seven characters whose gaps are darkest."""
    high, wide = row.shape
    best, found = -np.inf, (0.0, 0.0, 0.0)
    for lean in SLOPES:
        upright = cv2.warpAffine(
            row,
            np.array([[1, lean, -lean * high / 2], [0, 1, 0]]),
            (wide, high),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        sums = np.concatenate([[0], np.cumsum(upright.mean(axis=0))])
        for part in WIDTHS:
            width = part * wide
            lefts = np.arange(0, wide - width + 1)
            edges = [(lefts + a * width / ROW_MM, lefts + b * width / ROW_MM) for a, b in CELLS_MM]
            cells = [_mean(sums, one, other) for one, other in edges]
            gaps = [_mean(sums, edges[i][1], edges[i + 1][0]) for i in range(6) if i != 1]
            outside = _mean(sums, np.maximum(lefts - 5, 0), lefts + 0.1)
            score = np.mean(cells, axis=0) - np.mean(gaps, axis=0) - 0.2 * outside
            at = int(score.argmax())
            if score[at] > best:
                best, found = float(score[at]), (float(lefts[at]), width, float(lean))
    return (*found, best)


def _mean(sums: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    at = np.arange(len(sums))
    return (np.interp(end, at, sums) - np.interp(start, at, sums)) / (end - start)
