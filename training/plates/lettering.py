"""The characters of plates in many hands, so that no one shape of them is learnt."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from zbsec.testing.plates.glyphs import strokes

Ink = NDArray[np.uint8]

SIZE_PX = 180
CELL_PX = (90, 180)
"""A character's place, 45 by 90 mm (GA 36-2018)."""


@lru_cache(maxsize=8192)
def printed(font: Path, character: str) -> Ink:
    """uint8 (h, w), ink 255, cut to the ink."""
    loaded = ImageFont.truetype(str(font), SIZE_PX, index=_simplified(font))
    image = Image.new("L", (2 * SIZE_PX, 2 * SIZE_PX))
    ImageDraw.Draw(image).text((SIZE_PX // 2, SIZE_PX // 4), character, font=loaded, fill=255)
    ink = np.asarray(image)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].copy()


@lru_cache(maxsize=64)
def _simplified(font: Path) -> int:
    """Which face of a collection has the shapes of mainland China."""
    for index in range(16):
        try:
            family = ImageFont.truetype(str(font), 10, index=index).getname()[0] or ""
        except OSError:
            break
        if family.endswith("SC"):
            return index
    return 0


class Lettering:
    """The hand of one plate: which characters are printed and in what font, how bold, how far the strokes stray."""

    def __init__(self, fonts: list[Path], rng: np.random.Generator, *, chinese: float, latin: float) -> None:
        font = fonts[int(rng.integers(len(fonts)))] if fonts else None
        self._chinese = font if rng.random() < chinese else None
        self._latin = font if rng.random() < latin else None
        self._bolder = int(rng.integers(-6, 9))
        self._pen = float(rng.uniform(0.65, 1.3))
        self._stray = float(rng.uniform(0.0, 0.02))
        self._bar = bool(rng.random() < 0.75)
        self._rng = rng

    def __call__(self, character: str) -> Ink:
        font = self._latin if character.isascii() else self._chinese
        ink = self._printed(font, character) if font else self._drawn(character)
        return ink if character.isascii() else _bent(ink, self._rng)

    def _printed(self, font: Path, character: str) -> Ink:
        shape = cv2.copyMakeBorder(printed(font, character), 6, 6, 6, 6, cv2.BORDER_CONSTANT)
        kernel = np.ones((abs(self._bolder) + 1,) * 2, np.uint8)
        shape = cv2.dilate(shape, kernel) if self._bolder > 0 else cv2.erode(shape, kernel)
        if not character.isascii():
            return np.asarray(shape, np.uint8)
        wide = min(1.0, shape.shape[1] / (0.9 * printed(font, "0").shape[1]))
        return _in_cell(cv2.resize(shape, (max(8, round(wide * CELL_PX[0])), CELL_PX[1]), interpolation=cv2.INTER_AREA))

    def _drawn(self, character: str) -> Ink:
        """The project's strokes: corners of round letters cut, points moved, thicker or thinner."""
        lines = [np.array(stroke) for stroke in strokes(character)]
        if character == "1":
            lines = [_one(self._bar, self._rng)]
        stray = self._stray if character.isascii() else 0.6 * self._stray
        lines = [line + self._rng.normal(0, stray, line.shape) for line in lines]
        if character.isascii():
            lines = [_rounded(line) for line in lines]
        wide = self._pen * (12.0 if not character.isascii() else 20.0)
        squeeze = self._rng.normal(1, 0.02, 2)
        ink = np.zeros((CELL_PX[1], CELL_PX[0]), np.uint8)
        for line in lines:
            moved = (line - 0.5) * squeeze + 0.5
            points = moved * (CELL_PX[0] - wide, CELL_PX[1] - wide) + wide / 2
            cv2.polylines(ink, [np.round(points * 8).astype(np.int32)], False, 255, round(wide), cv2.LINE_AA, 3)
        return ink


def _bent(ink: Ink, rng: np.random.Generator) -> Ink:
    """Hands differ in how much of a character's width and height each of its parts takes."""
    high, wide = ink.shape
    x, y = np.linspace(0, 1, wide, dtype=np.float32), np.linspace(0, 1, high, dtype=np.float32)
    of_x, of_y = (
        part + rng.normal(0, 0.025) * np.sin(np.pi * part) + rng.normal(0, 0.015) * np.sin(2 * np.pi * part)
        for part in (x, y)
    )
    across, down = np.meshgrid((of_x * (wide - 1)).astype(np.float32), (of_y * (high - 1)).astype(np.float32))
    return np.asarray(cv2.remap(ink, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _one(bar: bool, rng: np.random.Generator) -> NDArray[np.float64]:
    """Plates bear a bar with hardly a flag; some hands draw one."""
    at = 0.5 if bar else 0.56
    flag = rng.uniform(0, 0.12) if bar else rng.uniform(0.15, 0.3)
    return np.array([[at - flag, 0.03 + 0.6 * flag], [at, 0.03], [at, 0.97]])


def _rounded(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """Blunt corners cut twice (Chaikin); right and sharp ones stay."""
    for _ in range(2):
        if len(line) < 3:
            return line
        points = [line[0]]
        for before, here, after in zip(line[:-2], line[1:-1], line[2:], strict=True):
            one, other = here - before, after - here
            blunt = one @ other > 0.15 * np.linalg.norm(one) * np.linalg.norm(other)
            points += [here - 0.25 * one, here + 0.25 * other] if blunt else [here]
        line = np.array([*points, line[-1]])
    return line


def _in_cell(shape: NDArray[np.uint8]) -> Ink:
    """Narrow characters stand in the middle of their place."""
    left = (CELL_PX[0] - shape.shape[1]) // 2
    right = CELL_PX[0] - shape.shape[1] - left
    return np.asarray(cv2.copyMakeBorder(shape, 0, 0, left, right, cv2.BORDER_CONSTANT), np.uint8)
